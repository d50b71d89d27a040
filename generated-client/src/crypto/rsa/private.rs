//! RSA private keys: sign a message, decrypt a field.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use zeroize::Zeroizing;

use super::{RSA_ENCRYPTION, RsaKeyError, RsaPublicKey};
use crate::crypto::der::{self, tag};
use crate::crypto::{DecryptError, KeyName, decode_base64};

/// An RSA private key with its public half. Cheap to clone; aws-lc wipes its numbers when the last clone is dropped.
#[derive(Clone)]
pub(crate) struct RsaPrivateKey(Arc<Parsed>);

struct Parsed {
    public: RsaPublicKey,
    signing: KeyPair,
    decrypting: OaepPrivateDecryptingKey,
}

impl RsaPrivateKey {
    /// From a PKCS#1 `RSAPrivateKey` document.
    pub(crate) fn from_pkcs1(pkcs1: &[u8]) -> Result<Self, RsaKeyError> {
        let mut reader = der::document(pkcs1).ok_or(RsaKeyError::Malformed)?;
        reader.take(tag::INTEGER).ok_or(RsaKeyError::Malformed)?; // version
        let mut number = || reader.take(tag::INTEGER);
        let (modulus, exponent) = number().zip(number()).ok_or(RsaKeyError::Malformed)?;
        let public = RsaPublicKey::from_integers(modulus, exponent)?;

        // The library reads keys for decryption only from PKCS#8: version 0, algorithm, PKCS#1 in an OCTET STRING.
        let key = der::write(tag::OCTET_STRING, &[pkcs1]);
        let pkcs8 = der::write(
            tag::SEQUENCE,
            &[&[tag::INTEGER, 1, 0], &RSA_ENCRYPTION, &key],
        );
        let signing = KeyPair::from_pkcs8(&pkcs8).map_err(|_| RsaKeyError::Rejected)?;
        let decrypting =
            PrivateDecryptingKey::from_pkcs8(&pkcs8).map_err(|_| RsaKeyError::Rejected)?;
        let decrypting =
            OaepPrivateDecryptingKey::new(decrypting).map_err(|_| RsaKeyError::Rejected)?;
        Ok(Self(Arc::new(Parsed {
            public,
            signing,
            decrypting,
        })))
    }

    /// The public half.
    pub(crate) fn public(&self) -> &RsaPublicKey {
        &self.0.public
    }

    /// The key as PKCS#8 DER. `None` if the library fails.
    pub(crate) fn to_pkcs8(&self) -> Option<Zeroizing<Vec<u8>>> {
        let der: Pkcs8V1Der<'_> = self.0.signing.as_der().ok()?;
        Some(Zeroizing::new(der.as_ref().to_vec()))
    }

    /// Signs with RSASSA-PKCS1-v1_5 and SHA-256. `None` if the library fails, for example for want of randomness.
    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let key = &self.0.signing;
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            message,
            &mut signature,
        )
        .ok()?;
        Some(signature)
    }

    /// Decrypts base64 of RSA-OAEP (SHA-1, MGF1 with SHA-1, no label).
    pub(crate) fn decrypt(&self, ciphertext: &str) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let key = &self.0.decrypting;
        let ciphertext = decode_base64(ciphertext.as_bytes()).ok_or(DecryptError::NotBase64)?;
        if ciphertext.len() != key.key_size_bytes() {
            return Err(DecryptError::Length {
                length: ciphertext.len(),
            });
        }
        let mut plaintext = Zeroizing::new(vec![0; key.min_output_size()]);
        let length = key
            .decrypt(&OAEP_SHA1_MGF1SHA1, &ciphertext, &mut plaintext, None)
            .map_err(|_| DecryptError::Refused {
                key: KeyName::Merchant,
            })?
            .len();
        plaintext.truncate(length);
        Ok(plaintext)
    }
}

impl fmt::Debug for RsaPrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "RSA private key of {} bits (hidden)",
            self.public().bits()
        )
    }
}
