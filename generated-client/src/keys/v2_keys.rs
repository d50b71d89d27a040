//! What a client needs for API v2, as one value.

use super::error::KeyError;
use super::merchant::{Merchant, merchant_id};
use super::{ApiV2Key, BankPublicKey, MerchantKey};
use crate::codec::secrets::{Cipher, Key};
use crate::signature::v2::SignType;

/// The keys of one merchant for API v2. They have nothing to do with those for API v3: a client may have either, or both.
///
/// A value never changes; a call takes one, and signs and verifies with it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct V2Keys {
    mchid: String,
    key: ApiV2Key,
    sign_type: SignType,
    bank: Option<BankPublicKey>,
    sandbox: Option<ApiV2Key>,
    merchant: Option<MerchantKey>,
}

impl V2Keys {
    /// From the merchant id and the APIv2 key. Where a page allows both kinds of signatures, HMAC-SHA256 is used.
    ///
    /// # Errors
    /// [`KeyError::MerchantId`] if the merchant id is none.
    pub fn new(mchid: impl Into<String>, key: ApiV2Key) -> Result<Self, KeyError> {
        Ok(Self {
            mchid: merchant_id(mchid.into())?,
            key,
            sign_type: SignType::HmacSha256,
            bank: None,
            sandbox: None,
            merchant: None,
        })
    }

    /// The keys of the merchant that signs calls of API v3: the same id, and its private key for the answers that are
    /// encrypted for it.
    #[must_use]
    pub fn of_merchant(merchant: &Merchant, key: ApiV2Key) -> Self {
        Self {
            mchid: merchant.mchid().to_owned(),
            key,
            sign_type: SignType::HmacSha256,
            bank: None,
            sandbox: None,
            merchant: Some(merchant.key().clone()),
        }
    }

    /// Signs with this kind where a page allows both.
    #[must_use]
    pub fn with_sign_type(mut self, sign_type: SignType) -> Self {
        self.sign_type = sign_type;
        self
    }

    /// Encrypts bank-card fields with this key. Without one, the first call that needs it downloads it.
    #[must_use]
    pub fn with_bank_key(mut self, key: BankPublicKey) -> Self {
        self.bank = Some(key);
        self
    }

    /// Signs calls of the sandbox with this key. Without one, the first call of the sandbox downloads it.
    #[must_use]
    pub fn with_sandbox_key(mut self, key: ApiV2Key) -> Self {
        self.sandbox = Some(key);
        self
    }

    /// Decrypts with this key the fields of answers that are encrypted for the merchant.
    #[must_use]
    pub fn with_merchant_key(mut self, key: MerchantKey) -> Self {
        self.merchant = Some(key);
        self
    }

    /// The merchant id.
    #[must_use]
    pub fn mchid(&self) -> &str {
        &self.mchid
    }

    /// The APIv2 key.
    #[must_use]
    pub fn key(&self) -> &ApiV2Key {
        &self.key
    }

    /// The kind of signatures where a page allows both.
    #[must_use]
    pub fn sign_type(&self) -> SignType {
        self.sign_type
    }

    /// The key for bank-card fields, if it is known.
    #[must_use]
    pub fn bank_key(&self) -> Option<&BankPublicKey> {
        self.bank.as_ref()
    }

    /// The key of the sandbox, if it is known.
    #[must_use]
    pub fn sandbox_key(&self) -> Option<&ApiV2Key> {
        self.sandbox.as_ref()
    }
}

impl Cipher for V2Keys {
    fn encrypt(&self, key: Key, text: &str) -> Result<String, String> {
        match (key, &self.bank) {
            (Key::Bank, Some(bank)) => bank.encrypt(text).map_err(|error| error.to_string()),
            (Key::Bank, None) => Err(NO_BANK_KEY.to_owned()),
            (Key::Platform, _) => Err("API v2 knows no encryption for the platform".to_owned()),
        }
    }

    fn decrypt(&self, _: Key, text: &str) -> Result<String, String> {
        let Some(key) = &self.merchant else {
            return Err(NO_MERCHANT_KEY.to_owned());
        };
        match key.decrypt(text) {
            Ok(plain) => Ok(plain.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }
}

const NO_BANK_KEY: &str = "it is encrypted with the key for bank cards, which is not known yet; a call that is sent downloads it, \
     and so does Client::refresh_bank_key";

const NO_MERCHANT_KEY: &str = "it is encrypted for the merchant, and this client has no private key of the merchant; \
     give it to V2Keys::with_merchant_key";
