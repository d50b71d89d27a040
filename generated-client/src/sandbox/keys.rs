//! Throw-away keys of both sides.

use super::text;
use super::x509::{certificate, pem};
use crate::crypto::digest::hex_upper;
use crate::crypto::random;
use crate::keys::{ApiV2Key, ApiV3Key, KeyError, MerchantKey};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use serde_json::{Value, json};
use std::fmt;
use std::path::Path;
use std::thread;
use std::{fs, io};

/// Who the sandbox's merchant is, unless set. The examples of the documentation use the same ids.
const MCHID: &str = "1900000001";
const APPID: &str = "wx2f7a9c41e0d85b36";
const OPENID: &str = "oX7cQ2mT9wLrVb4KpZs8NdE3JyHf";

/// Certificates are valid from an hour ago for five years.
const VALID: i64 = 5 * 365 * 86_400;

/// Ids and keys that the sandbox made for its merchant and for itself. They open nothing but this sandbox.
#[derive(Clone)]
#[non_exhaustive]
pub struct SandboxKeys {
    /// The merchant id.
    pub mchid: String,
    /// An appid of the merchant.
    pub appid: String,
    /// A user of the app.
    pub openid: String,
    /// The APIv3 key.
    pub api_v3_key: String,
    /// The APIv2 key.
    pub api_v2_key: String,
    /// Serial number of the merchant certificate.
    pub merchant_serial: String,
    /// Private key of the merchant, PKCS#8 in PEM.
    pub merchant_key: String,
    /// Certificate of the merchant, PEM.
    pub merchant_certificate: String,
    /// Id of the platform's public key.
    pub platform_public_key_id: String,
    /// The platform's public key, PEM.
    pub platform_public_key: String,
    /// The platform's certificates, the newest last: serial number and PEM.
    pub platform_certificates: Vec<(String, String)>,
    pub(super) secrets: Secrets,
}

/// What the platform keeps for itself.
#[derive(Clone)]
pub(super) struct Secrets {
    pub(super) merchant: MerchantKey,
    pub(super) public: MerchantKey,
    pub(super) certificates: Vec<Certificate>,
    pub(super) api_v3: ApiV3Key,
    pub(super) api_v2: ApiV2Key,
}

/// A certificate of the platform.
#[derive(Clone)]
pub(super) struct Certificate {
    pub(super) serial: String,
    pub(super) key: MerchantKey,
    pub(super) pem: String,
    pub(super) not_before: i64,
    pub(super) not_after: i64,
}

/// Why keys could not be made.
#[derive(Debug)]
pub(super) struct NoKeys;

impl From<KeyError> for NoKeys {
    fn from(_: KeyError) -> Self {
        Self
    }
}

impl SandboxKeys {
    /// New keys. Takes the time to find prime numbers for three RSA keys.
    pub(super) fn generate(now: i64) -> Result<Self, NoKeys> {
        let [public, platform] = [(); 2].map(|()| thread::spawn(rsa));
        let merchant = rsa()?;
        let public = public.join().unwrap_or(Err(NoKeys))?;
        let platform = platform.join().unwrap_or(Err(NoKeys))?;

        let api_v3_key = random::alphanumeric(32).ok_or(NoKeys)?;
        let api_v2_key = random::alphanumeric(32).ok_or(NoKeys)?;
        let own = Certificate::of(merchant.clone(), "sandbox merchant", now)?;
        let platform = Certificate::of(platform, "sandbox platform", now)?;
        let number = random_serial()?;
        let digits = number.iter().map(|byte| char::from(b'0' + byte % 10));
        Ok(Self {
            mchid: MCHID.to_owned(),
            appid: APPID.to_owned(),
            openid: OPENID.to_owned(),
            merchant_serial: own.serial,
            merchant_key: pem("PRIVATE KEY", &merchant.to_pkcs8_der().map_err(|_| NoKeys)?),
            merchant_certificate: own.pem,
            platform_public_key_id: format!("PUB_KEY_ID_0{MCHID}{}", digits.collect::<String>()),
            platform_public_key: pem("PUBLIC KEY", &public.public().to_spki()),
            platform_certificates: vec![(platform.serial.clone(), platform.pem.clone())],
            secrets: Secrets {
                merchant,
                public,
                certificates: vec![platform],
                api_v3: ApiV3Key::new(&api_v3_key)?,
                api_v2: ApiV2Key::new(&api_v2_key)?,
            },
            api_v3_key,
            api_v2_key,
        })
    }

    /// The same with one more certificate of the platform.
    pub(super) fn rotated(&self, now: i64) -> Result<Self, NoKeys> {
        let one = Certificate::of(rsa()?, "sandbox platform", now)?;
        let mut keys = self.clone();
        let public = (one.serial.clone(), one.pem.clone());
        keys.platform_certificates.push(public);
        keys.secrets.certificates.push(one);
        Ok(keys)
    }

    /// The private half of the platform key with this id, as `Wechatpay-Serial` names it.
    pub(super) fn platform(&self, id: &str) -> Option<&MerchantKey> {
        if id == self.platform_public_key_id {
            return Some(&self.secrets.public);
        }
        let all = self.secrets.certificates.iter();
        all.rev()
            .find(|one| one.serial.eq_ignore_ascii_case(id))
            .map(|one| &one.key)
    }

    /// Id and key of what signs an answer to a request that names none: the newest certificate.
    pub(super) fn newest_certificate(&self) -> Option<(&str, &MerchantKey)> {
        let newest = self.secrets.certificates.last()?;
        Some((&newest.serial, &newest.key))
    }

    /// The public half of the platform's public key as PKCS#1, the form that `risk/getpublickey` answers.
    pub(super) fn bank_key(&self) -> String {
        pem("RSA PUBLIC KEY", self.secrets.public.public().pkcs1())
    }

    /// The body of `GET /v3/certificates`.
    pub(super) fn certificates_answer(&self) -> Option<Value> {
        let one = |certificate: &Certificate| {
            let nonce = random::alphanumeric(12)?;
            let key = &self.secrets.api_v3;
            let ciphertext = key.encrypt(&nonce, "certificate", &certificate.pem).ok()?;
            Some(json!({
                "serial_no": certificate.serial,
                "effective_time": text::rfc3339(certificate.not_before),
                "expire_time": text::rfc3339(certificate.not_after),
                "encrypt_certificate": {
                    "algorithm": "AEAD_AES_256_GCM",
                    "nonce": nonce,
                    "associated_data": "certificate",
                    "ciphertext": ciphertext,
                },
            }))
        };
        let all: Option<Vec<Value>> = self.secrets.certificates.iter().map(one).collect();
        Some(json!({ "data": all? }))
    }

    /// Writes the keys as files into a folder, which is made if it is missing, and `sandbox.json`, which names them.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write_to(&self, folder: impl AsRef<Path>, base_url: &str) -> io::Result<()> {
        let folder = folder.as_ref();
        fs::create_dir_all(folder)?;
        let mut certificates = Vec::new();
        for (serial, pem) in &self.platform_certificates {
            let file = format!("platform_certificate_{serial}.pem");
            fs::write(folder.join(&file), pem)?;
            certificates.push(json!({ "serial": serial, "file": file }));
        }
        let files = [
            ("merchant_key.pem", &self.merchant_key),
            ("merchant_certificate.pem", &self.merchant_certificate),
            ("platform_public_key.pem", &self.platform_public_key),
        ];
        for (name, pem) in files {
            fs::write(folder.join(name), pem)?;
        }
        let index = json!({
            "base_url": base_url,
            "mchid": self.mchid,
            "appid": self.appid,
            "openid": self.openid,
            "api_v3_key": self.api_v3_key,
            "api_v2_key": self.api_v2_key,
            "merchant_serial": self.merchant_serial,
            "merchant_key": "merchant_key.pem",
            "merchant_certificate": "merchant_certificate.pem",
            "platform_public_key_id": self.platform_public_key_id,
            "platform_public_key": "platform_public_key.pem",
            "platform_certificates": certificates,
        });
        fs::write(folder.join("sandbox.json"), format!("{index:#}\n"))
    }
}

impl Certificate {
    fn of(key: MerchantKey, name: &str, now: i64) -> Result<Self, NoKeys> {
        let serial = random_serial()?;
        let (not_before, not_after) = (now - 3_600, now.saturating_add(VALID));
        let der = certificate(&key, &serial, name, not_before, not_after).ok_or(NoKeys)?;
        Ok(Self {
            serial: hex_upper(&serial),
            pem: pem("CERTIFICATE", &der),
            key,
            not_before,
            not_after,
        })
    }
}

/// 20 bytes, 40 digits in hexadecimal, positive.
fn random_serial() -> Result<[u8; 20], NoKeys> {
    let mut serial = [0_u8; 20];
    rand::fill(&mut serial).map_err(|_| NoKeys)?;
    if let Some(first) = serial.first_mut() {
        *first = 0x40 | (*first & 0x3F);
    }
    Ok(serial)
}

fn rsa() -> Result<MerchantKey, NoKeys> {
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| NoKeys)?;
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| NoKeys)?;
    Ok(MerchantKey::from_der(der.as_ref())?)
}

impl fmt::Debug for SandboxKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxKeys")
            .field("mchid", &self.mchid)
            .field("merchant_serial", &self.merchant_serial)
            .field("platform_public_key_id", &self.platform_public_key_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{Merchant, MerchantCertificate, PlatformCertificate, PlatformPublicKey};

    /// What other libraries are given is what ours reads.
    #[test]
    fn the_keys_are_read_by_the_client() {
        let now = 1_735_758_245;
        let keys = SandboxKeys::generate(now).unwrap();
        let key = MerchantKey::from_pem(&keys.merchant_key).unwrap();
        let certificate = MerchantCertificate::from_pem(&keys.merchant_certificate).unwrap();
        let merchant = Merchant::from_certificate(&keys.mchid, &certificate, key).unwrap();
        assert_eq!(merchant.serial(), keys.merchant_serial);
        assert_eq!(keys.merchant_serial.len(), 40);
        let id = &keys.platform_public_key_id;
        PlatformPublicKey::from_pem(id, &keys.platform_public_key).unwrap();
        let (serial, pem) = &keys.platform_certificates[0];
        let platform = PlatformCertificate::from_pem(pem).unwrap();
        assert_eq!(platform.serial(), serial);
        assert!(platform.is_valid_at(now) && !platform.is_valid_at(now + 2 * VALID));
        let rotated = keys.rotated(now).unwrap();
        assert_eq!(rotated.platform_certificates.len(), 2);
        assert_ne!(rotated.newest_certificate().unwrap().0, serial);
        assert!(rotated.platform(serial).is_some());
    }
}
