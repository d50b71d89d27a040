//! The platform's certificates: downloaded when a call needs one, once for all that wait.

use super::downloads::{Outcome, Part};
use super::{Client, Protection};
use crate::call::{Way, block_on, download_certificates};
use crate::error::{CertificatesUnavailable, Error};
use crate::keys::{KeySet, PlatformCertificate, PlatformKey};
use std::sync::{Arc, PoisonError};

/// An answer that names an unknown certificate starts a download at most once in this time, in seconds.
const PAUSE: i64 = 60;

impl Client {
    /// Downloads the platform's certificates (`GET /v3/certificates`) and keeps those that are valid, beside the ones known before.
    /// Calls do this themselves when there is no valid key, and when an answer names a certificate that is not known; do it before the
    /// first call so that this does not wait. Those who ask at the same time share one download.
    ///
    /// # Errors
    /// [`Error::Certificates`]; [`Error::Build`] if this is a client [without keys](Self::unsigned).
    pub async fn refresh_certificates(&self) -> Result<(), Error> {
        self.refresh(Way::Await, &|| true).await
    }

    /// As [`refresh_certificates`](Self::refresh_certificates), outside of asynchronous code.
    ///
    /// # Errors
    /// The same.
    pub fn refresh_certificates_blocking(&self) -> Result<(), Error> {
        block_on(self.refresh(Way::Block, &|| true))
    }

    /// Sees to it that there is a platform key that can encrypt and be named, if the client has keys at all.
    pub(crate) async fn need_platform_key(&self, way: Way) -> Result<(), Error> {
        let missing = || {
            self.keys()
                .is_some_and(|keys| keys.platform().for_encryption(self.now()).is_none())
        };
        match missing() {
            true => self.refresh(way, &missing).await,
            false => Ok(()),
        }
    }

    /// After an answer that names a certificate which `keys` lack: the same merchant's keys with more certificates, if there are any.
    pub(crate) async fn keys_after(&self, keys: &Arc<KeySet>, way: Way) -> Option<Arc<KeySet>> {
        let replaced = || {
            let now = self.keys()?;
            let same_merchant = now.merchant().serial() == keys.merchant().serial();
            (!Arc::ptr_eq(&now, keys) && same_merchant).then_some(now)
        };
        if let Some(keys) = replaced() {
            return Some(keys);
        }
        keys.api_v3()?;
        let downloads = &self.inner.downloads;
        if downloads.ended_within(PAUSE, self.now()) {
            return None;
        }
        let still_missing = || replaced().is_none();
        self.refresh(way, &still_missing).await.ok()?;
        replaced()
    }

    /// `needed` is asked again before the download begins: another one may just have ended.
    async fn refresh(&self, way: Way, needed: &(dyn Fn() -> bool + Sync)) -> Result<(), Error> {
        loop {
            match self.inner.downloads.join() {
                Part::Lead(_) if !needed() => return Ok(()),
                Part::Lead(lead) => {
                    let outcome = self.download(way).await?;
                    lead.end(&outcome, self.now());
                    return outcome.map_err(Error::Certificates);
                }
                Part::Wait(download) => {
                    if let Some(outcome) = download.end().await {
                        return outcome.map_err(Error::Certificates);
                    }
                }
            }
        }
    }

    async fn download(&self, way: Way) -> Result<Outcome, Error> {
        let keys = self.keys().ok_or_else(|| {
            super::builder::wrong("keys", "a client without keys has no use for certificates")
        })?;
        let fresh = match download_certificates(self, &keys, way).await {
            Ok(fresh) => fresh,
            Err(error) => return Ok(Err(Arc::new(error))),
        };
        Ok(self.adopt(&keys, fresh).map_err(Arc::new))
    }

    /// Puts the certificates in the place of those in `used`, unless all keys have been replaced meanwhile.
    fn adopt(
        &self,
        used: &Arc<KeySet>,
        fresh: Vec<PlatformCertificate>,
    ) -> Result<(), CertificatesUnavailable> {
        let now = self.now();
        let with_fresh = with(used, fresh, now)?;
        if let Protection::Keys(current) = &self.inner.protection {
            let mut current = current.write().unwrap_or_else(PoisonError::into_inner);
            if Arc::ptr_eq(&current, used) {
                *current = Arc::new(with_fresh);
            }
        }
        Ok(())
    }
}

/// The keys with all certificates, fresh or known, that have not expired.
fn with(
    keys: &KeySet,
    fresh: Vec<PlatformCertificate>,
    now: i64,
) -> Result<KeySet, CertificatesUnavailable> {
    let known = keys.platform().iter().filter_map(|key| match key {
        PlatformKey::Certificate(known) => Some(known),
        PlatformKey::PublicKey(_) => None,
    });
    let known: Vec<_> = known
        .filter(|known| fresh.iter().all(|fresh| fresh.serial() != known.serial()))
        .cloned()
        .collect();
    let all = known.into_iter().chain(fresh);
    let usable = all.filter(|certificate| now <= certificate.not_after());
    let platform = keys
        .platform()
        .with_certificates(usable)
        .map_err(CertificatesUnavailable::Keys)?;
    if platform.for_encryption(now).is_none() {
        return Err(CertificatesUnavailable::NoneValid);
    }
    KeySet::new(keys.merchant().clone(), platform, keys.api_v3().cloned())
        .map_err(CertificatesUnavailable::Keys)
}
