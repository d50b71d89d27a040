//! All keys of the platform that a client knows at one time.

use std::sync::Arc;

use super::error::KeyError;
use super::merchant::Merchant;
use super::platform::{PlatformCertificate, PlatformKey};

/// The platform's public keys and certificates, several of both while migrating or while a certificate is replaced.
/// A value never changes and is cheap to clone, so a call that holds one encrypts, names and verifies with the same keys.
#[derive(Debug, Clone, Default)]
pub struct PlatformKeys(Arc<[PlatformKey]>);

impl PlatformKeys {
    /// From public keys and certificates. One given twice is kept once.
    ///
    /// # Errors
    /// [`KeyError::DuplicateId`] if two different ones have the same id.
    pub fn new(keys: impl IntoIterator<Item = PlatformKey>) -> Result<Self, KeyError> {
        let mut all: Vec<PlatformKey> = Vec::new();
        for key in keys {
            match all.iter().find(|other| other.id() == key.id()) {
                Some(same) if *same == key => {}
                Some(_) => {
                    return Err(KeyError::DuplicateId {
                        id: key.id().to_owned(),
                    });
                }
                None => all.push(key),
            }
        }
        Ok(Self(all.into()))
    }

    /// Refuses the merchant's own key among these, given by its serial number or by the key itself: a common mistake
    /// after which every answer looks forged.
    ///
    /// # Errors
    /// [`KeyError::MerchantAsPlatform`].
    pub fn refuse_keys_of(&self, merchant: &Merchant) -> Result<(), KeyError> {
        let own = |key: &&PlatformKey| {
            key.id() == merchant.serial() || key.public_key() == merchant.key().public_key()
        };
        match self.0.iter().find(own) {
            Some(key) => Err(KeyError::MerchantAsPlatform {
                id: key.id().to_owned(),
            }),
            None => Ok(()),
        }
    }

    /// The same public keys with these certificates instead of the present ones, as after a download.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_certificates(
        &self,
        certificates: impl IntoIterator<Item = PlatformCertificate>,
    ) -> Result<Self, KeyError> {
        let public_keys = self
            .0
            .iter()
            .filter(|key| matches!(key, PlatformKey::PublicKey(_)))
            .cloned();
        Self::new(public_keys.chain(certificates.into_iter().map(PlatformKey::Certificate)))
    }

    /// The key with this id or serial number, compared exactly.
    pub fn get(&self, id: &str) -> Option<&PlatformKey> {
        self.0.iter().find(|key| key.id() == id)
    }

    /// The key to encrypt with and to name in `Wechatpay-Serial`: the public key given last; without one, the
    /// certificate valid at `now` (seconds since 1970) that became valid last.
    pub fn for_encryption(&self, now: i64) -> Option<&PlatformKey> {
        let newest_certificate = || {
            self.0
                .iter()
                .filter_map(|key| match key {
                    PlatformKey::Certificate(certificate) if certificate.is_valid_at(now) => {
                        Some((certificate.not_before(), key))
                    }
                    _ => None,
                })
                .max_by_key(|(not_before, _)| *not_before)
                .map(|(_, key)| key)
        };
        self.0
            .iter()
            .rfind(|key| matches!(key, PlatformKey::PublicKey(_)))
            .or_else(newest_certificate)
    }

    /// All keys, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &PlatformKey> {
        self.0.iter()
    }

    /// Whether there is no key at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
