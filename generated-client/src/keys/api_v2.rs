//! The APIv2 key: signs v2 messages and decrypts refund notices.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::{DecryptError, EncryptError, KeyError, api_v3, text};
use crate::crypto::digest::hex;
use crate::crypto::equal_in_constant_time;
use crate::crypto::v2::{decrypt_ecb, encrypt_ecb, md5};

/// The APIv2 key: 32 letters and digits, set by the merchant on the merchant platform.
/// Cheap to clone; hidden in `Debug`; wiped when the last clone is dropped.
#[derive(Clone)]
pub struct ApiV2Key(Arc<Zeroizing<[u8; 32]>>);

impl ApiV2Key {
    /// Checks and keeps the key.
    ///
    /// # Errors
    /// [`KeyError::ApiKeyLength`] if it does not have 32 bytes, [`KeyError::ApiKeyCharacter`] if it has others than letters and digits.
    pub fn new(key: impl Into<String>) -> Result<Self, KeyError> {
        api_v3::checked(key.into(), "APIv2 key").map(Self)
    }

    /// Decrypts the `req_info` of a refund notice: base64 of AES-256-ECB, under the lower-case hexadecimal MD5 of this key.
    ///
    /// # Errors
    /// [`DecryptError::Refused`] if the key is another one or the text has been changed (this cipher notices that only
    /// mostly), and the other [`DecryptError`]s.
    pub fn decrypt_refund(&self, req_info: &str) -> Result<Zeroizing<String>, DecryptError> {
        text(decrypt_ecb(&self.refund_key(), req_info)?)
    }

    /// Encrypts as the platform does, into a `req_info`. For tests of notification handlers.
    ///
    /// # Errors
    /// [`EncryptError::Failed`] if the cryptographic library fails.
    pub fn encrypt_refund(&self, plaintext: &str) -> Result<String, EncryptError> {
        encrypt_ecb(&self.refund_key(), plaintext.as_bytes())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    fn refund_key(&self) -> Zeroizing<[u8; 32]> {
        let text = Zeroizing::new(hex(&md5(self.bytes())));
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(text.as_bytes()); // MD5 has 16 bytes, so 32 digits.
        key
    }
}

/// In constant time.
impl PartialEq for ApiV2Key {
    fn eq(&self, other: &Self) -> bool {
        equal_in_constant_time(self.bytes(), other.bytes())
    }
}

impl Eq for ApiV2Key {}

impl fmt::Debug for ApiV2Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiV2Key(hidden)")
    }
}
