//! The platform's certificates: downloaded when a call needs one, once for all that wait, and again before they expire, which no
//! call waits for.

use super::downloads::{Outcome, Part};
use super::{Client, Protection};
use crate::call::{Limit, Way, block_on, download_certificates};
use crate::error::{CertificatesUnavailable, Error};
use crate::keys::{KeySet, PlatformCertificate, PlatformKey};
use crate::transport::{TransportError, TransportErrorKind, Work};
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::Duration;

/// An answer that names an unknown certificate starts a download at most once in this time, in seconds.
const PAUSE: i64 = 60;
/// In seconds, how long before the end of the newest certificate a successor is looked for; the platform has one well before.
const BEFORE_EXPIRY: i64 = 24 * 60 * 60;
/// After this time without a download, in seconds, certificates are looked up again.
const AGE: i64 = 12 * 60 * 60;
/// Downloads that no call waits for begin at least so many seconds apart, whether they succeed or not.
const PAUSE_BESIDE: i64 = 10 * 60;
/// How long such a download may take.
const TIME_BESIDE: Duration = Duration::from_secs(10);

impl Client {
    /// Downloads the platform's certificates (`GET /v3/certificates`) and keeps those that are valid, beside the ones known before.
    /// Those who ask at the same time share one download, which is tried again as every `GET` is.
    ///
    /// Nobody needs to call this; calls of a client with an APIv3 key do it themselves:
    ///
    /// - Before they are sent, if there is no valid key of the platform. They wait for it, within their [timeout](crate::Call::timeout).
    ///   Do it before the first call so that this does not wait.
    /// - When an answer names a certificate that is not known. The call waits for it; at most once a minute.
    /// - Beside the calls, if certificates are what answers are verified with: from 24 hours before the newest expires, and 12 hours
    ///   after the last download. One call begins it after its own answer, at most every 10 minutes, and no call waits for it: it is a
    ///   task of the runtime ([`Transport::spawn`](crate::Transport::spawn)), or for calls that block a thread. Under a transport that
    ///   cannot spawn, the call that began it waits up to 10 seconds for it, the others go on. A failure is told to `tracing` alone.
    ///
    /// # Errors
    /// [`Error::Certificates`]; [`Error::Build`] if this is a client [without keys](Self::unsigned).
    pub async fn refresh_certificates(&self) -> Result<(), Error> {
        self.refresh(Limit::new(None), Way::Await, &|| true).await
    }

    /// As [`refresh_certificates`](Self::refresh_certificates), outside of asynchronous code.
    ///
    /// # Errors
    /// The same.
    pub fn refresh_certificates_blocking(&self) -> Result<(), Error> {
        block_on(self.refresh(Limit::new(None), Way::Block, &|| true))
    }

    /// Sees to it that there is a platform key that can encrypt and be named, if the client has keys at all.
    pub(crate) async fn need_platform_key(&self, way: Way, limit: Limit) -> Result<(), Error> {
        let missing = || {
            self.keys()
                .is_some_and(|keys| keys.platform().for_encryption(self.now()).is_none())
        };
        // Again, if the keys have been replaced meanwhile by others that lack one.
        while missing() {
            self.refresh(limit, way, &missing).await?;
        }
        Ok(())
    }

    /// After an answer that names a certificate which `keys` lack: the same merchant's keys with more certificates, if there are any.
    pub(crate) async fn keys_after(
        &self,
        keys: &Arc<KeySet>,
        way: Way,
        limit: Limit,
    ) -> Option<Arc<KeySet>> {
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
        self.refresh(limit, way, &still_missing).await.ok()?;
        replaced()
    }

    /// Begins a download that no call waits for, if it is time for one.
    pub(crate) async fn refresh_beside(&self, way: Way, limit: Limit) {
        if !self.is_due() || !self.inner.downloads.claim_beside(PAUSE_BESIDE, self.now()) {
            return;
        }
        let client = self.clone();
        let work: Work = Box::pin(async move {
            let limit = Limit::new(Some(TIME_BESIDE));
            let refreshed = client.refresh(limit, way, &|| client.is_due()).await;
            if let Err(error) = refreshed {
                tracing::warn!(stage = error.stage(), "certificates not refreshed");
            }
        });
        if way == Way::Block {
            // Without a thread there is no download this time.
            drop(thread::Builder::new().spawn(|| block_on(work)));
        } else if let Err(work) = self.transport().spawn(work) {
            limit.wait(work, self.transport(), way).await;
        }
    }

    /// Whether it is time to look for new certificates.
    fn is_due(&self) -> bool {
        let Some(keys) = self.keys() else {
            return false;
        };
        let now = self.now();
        match keys.platform().for_encryption(now) {
            Some(PlatformKey::Certificate(newest)) if keys.api_v3().is_some() => {
                newest.not_after().saturating_sub(now) < BEFORE_EXPIRY
                    || self.inner.downloads.age(now) >= AGE
            }
            _ => false,
        }
    }

    /// `needed` is asked again before the download begins: another one may just have ended.
    pub(crate) async fn refresh(
        &self,
        limit: Limit,
        way: Way,
        needed: &(dyn Fn() -> bool + Sync),
    ) -> Result<(), Error> {
        loop {
            match self.inner.downloads.join() {
                Part::Lead(_) if !needed() => return Ok(()),
                Part::Lead(lead) => {
                    let outcome = self.download(limit, way).await?;
                    // Those who wait may have more time than this call: then one of them begins anew.
                    if outcome.is_ok() || !limit.is_up() {
                        lead.end(&outcome, self.now());
                    }
                    return outcome.map_err(Error::Certificates);
                }
                Part::Wait(download) => {
                    let end = limit.wait(download.end(), self.transport(), way).await;
                    if let Some(outcome) = end.ok_or_else(too_late)? {
                        return outcome.map_err(Error::Certificates);
                    }
                }
            }
        }
    }

    async fn download(&self, limit: Limit, way: Way) -> Result<Outcome, Error> {
        let keys = self.keys().ok_or_else(|| {
            super::builder::wrong("keys", "a client without keys has no use for certificates")
        })?;
        let fresh = match download_certificates(self, &keys, limit, way).await {
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

/// The time of a call was up before the download was there.
fn too_late() -> Error {
    let message = "the time of the call was up before the platform certificates were there";
    let error = TransportError::new(TransportErrorKind::Timeout, message);
    Error::Certificates(Arc::new(CertificatesUnavailable::Call(error.into())))
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
