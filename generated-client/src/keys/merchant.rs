//! The merchant: id, certificate serial number and private key, which together sign every request.

use std::fmt;

use zeroize::Zeroizing;

use super::certificate::MerchantCertificate;
use super::error::{KeyError, Material};
use super::{DecryptError, material};
use crate::crypto::encode_base64;
use crate::crypto::rsa::{RsaPrivateKey, RsaPublicKey};
use crate::signature::SignError;

/// The merchant's RSA private key. Cheap to clone; hidden in `Debug`; wiped when the last clone is dropped.
#[derive(Clone)]
pub struct MerchantKey(pub(super) RsaPrivateKey);

impl MerchantKey {
    /// Reads the first private key of a PEM text, PKCS#8 (`apiclient_key.pem`) or PKCS#1. Line breaks may be written
    /// out as `\n`, and the lines around the base64 may be missing, as configuration services like to keep keys.
    ///
    /// # Errors
    /// [`KeyError`] if there is none, if it is encrypted, or if it is not RSA of 2,048 to 8,192 bits.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        material::private_key(&material::from_pem(pem.as_ref(), Material::PrivateKey)?).map(Self)
    }

    /// Reads a private key in DER, PKCS#8 or PKCS#1.
    ///
    /// # Errors
    /// As [`from_pem`](Self::from_pem).
    pub fn from_der(der: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        material::private_key(material::from_der(der.as_ref(), Material::PrivateKey)?).map(Self)
    }

    /// Signs with RSASSA-PKCS1-v1_5 and SHA-256, as base64. Calls do this themselves; it is here for what no page documents.
    ///
    /// # Errors
    /// [`SignError`] if the cryptographic library fails.
    pub fn sign(&self, message: &[u8]) -> Result<String, SignError> {
        self.0
            .sign(message)
            .map(|signature| encode_base64(&signature))
            .ok_or(SignError::Library)
    }

    /// Decrypts a field that the platform encrypted for the merchant's certificate (RSA-OAEP with SHA-1, base64).
    ///
    /// # Errors
    /// [`DecryptError`]; most often the text was encrypted for a certificate that has been replaced since.
    pub fn decrypt(&self, ciphertext: &str) -> Result<Zeroizing<String>, DecryptError> {
        super::text(self.0.decrypt(ciphertext)?)
    }

    /// As [`decrypt`](Self::decrypt), for what is no text: the key of an encrypted file.
    pub(crate) fn decrypt_bytes(
        &self,
        ciphertext: &str,
    ) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        self.0.decrypt(ciphertext)
    }

    /// The key in PKCS#8 DER, for mutual TLS: the secret itself, wiped when dropped.
    ///
    /// # Errors
    /// [`SignError::Library`] if the cryptographic library fails.
    pub fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, SignError> {
        self.0.to_pkcs8().ok_or(SignError::Library)
    }

    /// Bits of its modulus.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.0.public().bits()
    }

    pub(super) fn public_key(&self) -> &RsaPublicKey {
        self.0.public()
    }

    /// The public half.
    #[cfg(feature = "sandbox")]
    pub(crate) fn public(&self) -> &RsaPublicKey {
        self.0.public()
    }

    /// Signs, without base64.
    #[cfg(feature = "sandbox")]
    pub(crate) fn sign_bytes(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.0.sign(message)
    }
}

impl fmt::Debug for MerchantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MerchantKey(hidden)")
    }
}

/// Who signs: a merchant id, the serial number of its certificate, and the private key. Cheap to clone.
#[derive(Clone)]
pub struct Merchant {
    mchid: String,
    serial: String,
    key: MerchantKey,
}

impl Merchant {
    /// From the merchant id (`mchid`), the serial number of the merchant certificate, and the private key.
    /// Nothing here can tell whether the serial number is the one of the key; [`from_certificate`](Self::from_certificate) can.
    ///
    /// # Errors
    /// [`KeyError::MerchantId`] and [`KeyError::Serial`] if these are not what they should be (swapped, for example).
    pub fn new(mchid: impl Into<String>, serial: &str, key: MerchantKey) -> Result<Self, KeyError> {
        Ok(Self {
            mchid: merchant_id(mchid.into())?,
            serial: serial_number(serial)?,
            key,
        })
    }

    /// From the merchant's certificate, of which the private key must be the other half.
    ///
    /// # Errors
    /// [`KeyError::Mismatch`] if the private key does not belong to the certificate, [`KeyError::MerchantId`].
    pub fn from_certificate(
        mchid: impl Into<String>,
        certificate: &MerchantCertificate,
        key: MerchantKey,
    ) -> Result<Self, KeyError> {
        if certificate.public_key() != key.public_key() {
            return Err(KeyError::Mismatch {
                serial: certificate.serial().to_owned(),
            });
        }
        Self::new(mchid, certificate.serial(), key)
    }

    /// The merchant id.
    pub fn mchid(&self) -> &str {
        &self.mchid
    }

    /// The serial number of the merchant certificate: upper-case hexadecimal.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// The private key.
    pub fn key(&self) -> &MerchantKey {
        &self.key
    }
}

impl fmt::Debug for Merchant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Merchant")
            .field("mchid", &self.mchid)
            .field("serial", &self.serial)
            .field("key", &self.key)
            .finish()
    }
}

/// A merchant id, if it is one.
pub(super) fn merchant_id(mchid: String) -> Result<String, KeyError> {
    if !(1..=32).contains(&mchid.len()) || !mchid.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(KeyError::MerchantId { given: mchid });
    }
    Ok(mchid)
}

/// A serial number as the API wants it: upper case, without the colons and spaces that certificate viewers show.
fn serial_number(given: &str) -> Result<String, KeyError> {
    let serial: String = given
        .chars()
        .filter(|character| !matches!(character, ':' | ' '))
        .map(|character| character.to_ascii_uppercase())
        .collect();
    if !(1..=40).contains(&serial.len()) || !serial.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(KeyError::Serial {
            given: given.to_owned(),
        });
    }
    Ok(serial)
}
