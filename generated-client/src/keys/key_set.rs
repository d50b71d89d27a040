//! Everything secret or trusted that a client works with, as one value.

use super::{ApiV3Key, KeyError, Merchant, PlatformKey, PlatformKeys};
use crate::codec::secrets::{Cipher, Key};
use crate::crypto::EncryptError;

/// The keys of one merchant: its own, the platform's, and the APIv3 key if certificates or notifications need it.
///
/// A value never changes. A call takes one and signs, encrypts, names the platform key and verifies with it, so keys
/// that are replaced meanwhile never mix. Cheap to clone.
#[derive(Clone, Debug)]
pub struct KeySet {
    merchant: Merchant,
    platform: PlatformKeys,
    api_v3: Option<ApiV3Key>,
}

impl KeySet {
    /// Puts the keys together. With an APIv3 key `platform` may be empty: the platform's certificates are then downloaded
    /// when they are first needed.
    ///
    /// # Errors
    /// [`KeyError::MerchantAsPlatform`] if the merchant's own key is among those of the platform,
    /// [`KeyError::NoPlatformKey`] if there is neither a platform key nor an APIv3 key.
    pub fn new(
        merchant: Merchant,
        platform: PlatformKeys,
        api_v3: Option<ApiV3Key>,
    ) -> Result<Self, KeyError> {
        platform.refuse_keys_of(&merchant)?;
        if platform.is_empty() && api_v3.is_none() {
            return Err(KeyError::NoPlatformKey);
        }
        Ok(Self {
            merchant,
            platform,
            api_v3,
        })
    }

    /// Who signs.
    pub fn merchant(&self) -> &Merchant {
        &self.merchant
    }

    /// What answers are verified with, and fields encrypted.
    pub fn platform(&self) -> &PlatformKeys {
        &self.platform
    }

    /// What certificates and notifications are decrypted with.
    pub fn api_v3(&self) -> Option<&ApiV3Key> {
        self.api_v3.as_ref()
    }

    /// The keys of one call at this time, in seconds since 1970.
    pub(crate) fn at(&self, now: i64) -> CallKeys<'_> {
        CallKeys {
            set: self,
            platform: self.platform.for_encryption(now),
        }
    }
}

/// What one call works with: the key that encrypts is the one that `Wechatpay-Serial` names.
#[derive(Clone, Copy)]
pub(crate) struct CallKeys<'a> {
    pub(crate) set: &'a KeySet,
    pub(crate) platform: Option<&'a PlatformKey>,
}

impl Cipher for CallKeys<'_> {
    fn encrypt(&self, key: Key, text: &str) -> Result<String, String> {
        match key {
            Key::Platform => self
                .platform
                .ok_or(EncryptError::NoKey)
                .and_then(|platform| platform.encrypt(text))
                .map_err(|error| error.to_string()),
            Key::Bank => Err(NO_BANK_KEY.to_owned()),
        }
    }

    fn decrypt(&self, key: Key, text: &str) -> Result<String, String> {
        match key {
            Key::Platform => match self.set.merchant.key().decrypt(text) {
                Ok(plain) => Ok(plain.to_string()),
                Err(error) => Err(error.to_string()),
            },
            Key::Bank => Err(NO_BANK_KEY.to_owned()),
        }
    }
}

const NO_BANK_KEY: &str = "it is encrypted with the key for bank cards, which is a key of API v2: no call of API v3 uses it";
