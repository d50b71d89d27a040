//! The key of v2 transfers to bank cards.

use super::error::{KeyError, Material};
use super::{EncryptError, material};
use crate::crypto::rsa::RsaPublicKey;

/// The RSA public key of v2 transfers to bank cards, in the `pub_key` of `POST /risk/getpublickey`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankPublicKey(RsaPublicKey);

impl BankPublicKey {
    /// Reads the PEM text of the answer, PKCS#1 (as it comes) or SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`KeyError`] if it is no RSA public key of at least 2,048 bits.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        material::public_key(&material::from_pem(pem.as_ref(), Material::PublicKey)?).map(Self)
    }

    /// Encrypts a field with RSA-OAEP (SHA-1), as base64.
    ///
    /// # Errors
    /// [`EncryptError::TooLong`] beyond 214 bytes of UTF-8 (for 2,048 bits).
    pub fn encrypt(&self, plaintext: &str) -> Result<String, EncryptError> {
        self.0.encrypt(plaintext.as_bytes())
    }
}
