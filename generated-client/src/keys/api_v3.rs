//! The APIv3 key: decrypts notifications and platform certificates.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::AES_256_GCM;
use zeroize::Zeroizing;

use super::{DecryptError, EncryptError, KeyError, text};
use crate::crypto::{aes, equal_in_constant_time};

const ALGORITHM: &str = "AEAD_AES_256_GCM";

/// The APIv3 key: 32 letters and digits, set by the merchant on the merchant platform.
/// Cheap to clone; hidden in `Debug`; wiped when the last clone is dropped.
#[derive(Clone)]
pub struct ApiV3Key(Arc<Zeroizing<[u8; 32]>>);

/// An encrypted `resource` of a notification, or `encrypt_certificate` of a certificate.
#[derive(Debug, Clone, Copy)]
pub struct EncryptedResource<'a> {
    /// `algorithm`, always `AEAD_AES_256_GCM`.
    pub algorithm: &'a str,
    /// `nonce`: 12 ASCII characters, used as they are.
    pub nonce: &'a str,
    /// `associated_data`; absent and empty are the same.
    pub associated_data: Option<&'a str>,
    /// `ciphertext`: base64.
    pub ciphertext: &'a str,
}

impl ApiV3Key {
    /// Checks and keeps the key.
    ///
    /// # Errors
    /// [`KeyError::ApiKeyLength`] if it does not have 32 bytes, [`KeyError::ApiKeyCharacter`] if it has others than letters and digits.
    pub fn new(key: impl Into<String>) -> Result<Self, KeyError> {
        checked(key.into(), "APIv3 key").map(Self)
    }

    /// Decrypts, which also proves that the text was encrypted with this key and is unchanged.
    ///
    /// # Errors
    /// [`DecryptError::Refused`] if the key is another one or anything has been changed, and the other [`DecryptError`]s.
    pub fn decrypt(
        &self,
        resource: EncryptedResource<'_>,
    ) -> Result<Zeroizing<String>, DecryptError> {
        if resource.algorithm != ALGORITHM {
            return Err(DecryptError::Algorithm {
                given: resource.algorithm.to_owned(),
            });
        }
        text(aes::open(
            &AES_256_GCM,
            self.0.as_slice(),
            resource.nonce,
            resource.associated_data.unwrap_or_default(),
            resource.ciphertext,
        )?)
    }

    /// Encrypts as the platform does, into the base64 `ciphertext` of a resource. For tests of notification handlers.
    /// A nonce must not be used twice with one key.
    ///
    /// # Errors
    /// [`EncryptError::Failed`] if the nonce does not have 12 bytes.
    pub fn encrypt(
        &self,
        nonce: &str,
        associated_data: &str,
        plaintext: &str,
    ) -> Result<String, EncryptError> {
        aes::seal(
            &AES_256_GCM,
            self.0.as_slice(),
            nonce,
            associated_data,
            plaintext.as_bytes(),
        )
    }
}

/// In constant time.
impl PartialEq for ApiV3Key {
    fn eq(&self, other: &Self) -> bool {
        equal_in_constant_time(self.0.as_slice(), other.0.as_slice())
    }
}

impl Eq for ApiV3Key {}

impl fmt::Debug for ApiV3Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiV3Key(hidden)")
    }
}

/// 32 letters and digits; the text they came in is wiped.
pub(super) fn checked(
    key: String,
    name: &'static str,
) -> Result<Arc<Zeroizing<[u8; 32]>>, KeyError> {
    let key = Zeroizing::new(key);
    let mut bytes = Arc::new(Zeroizing::new([0; 32]));
    if key.len() != bytes.len() {
        return Err(KeyError::ApiKeyLength {
            key: name,
            length: key.len(),
        });
    }
    if !key.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(KeyError::ApiKeyCharacter { key: name });
    }
    if let Some(bytes) = Arc::get_mut(&mut bytes) {
        bytes.copy_from_slice(key.as_bytes());
    }
    Ok(bytes)
}
