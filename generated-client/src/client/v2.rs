//! What a client has for API v2.

mod builder;

pub(super) use builder::Given;

use super::Client;
use super::builder::wrong;
use crate::call::{Draft, Way, block_on, download_bank_key, download_sandbox_key};
use crate::call::{Limit, is_sandbox, needs_bank_key};
use crate::error::Error;
use crate::keys::V2Keys;
use crate::pay_params::V2PayParams;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// The keys, and where the calls go.
#[derive(Default)]
pub(super) struct V2 {
    /// The lock is held only to take or to put the pointer.
    keys: RwLock<Option<Arc<V2Keys>>>,
    sandbox: bool,
}

impl V2 {
    pub(super) fn keys(&self) -> Option<Arc<V2Keys>> {
        self.keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Client {
    /// The keys for API v2 in use, if there are any.
    #[must_use]
    pub fn v2_keys(&self) -> Option<Arc<V2Keys>> {
        self.inner.v2.keys()
    }

    /// Replaces the keys for API v2, in all clones of this client. Calls on their way end with the keys they began with.
    ///
    /// # Errors
    /// [`Error::Build`] if this is a client [without keys](Self::unsigned), which stays one.
    pub fn replace_v2_keys(&self, keys: V2Keys) -> Result<(), Error> {
        if self.is_unsigned() {
            let message = "this client was built without keys; build one with keys";
            return Err(wrong("keys", message));
        }
        let current = &self.inner.v2.keys;
        *current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(keys));
        Ok(())
    }

    /// Makes the parameters of the front end that are signed with the APIv2 key: orders of API v2, pay score, coupons, red packets.
    ///
    /// ```
    /// # use wechatpay_client::{Client, pay_params::{PayParamsError, PayScore}};
    /// fn confirm(client: &Client, package: &str) -> Result<String, PayParamsError> {
    ///     client.v2_pay_params().pay_score_query(PayScore::Package(package))
    /// }
    /// ```
    #[must_use]
    pub fn v2_pay_params(&self) -> V2PayParams<'_> {
        V2PayParams::of_client(self.v2_keys(), &*self.inner.clock, &*self.inner.nonces)
    }

    /// Downloads the key for bank-card fields (`POST /risk/getpublickey`, which wants the merchant's certificate), and encrypts with it
    /// from now on. The first call with such a field does this itself; the key changes only when WeChat Pay says so.
    ///
    /// # Errors
    /// Those of a call, and [`Error::Keys`] if what came is no key.
    pub async fn refresh_bank_key(&self) -> Result<(), Error> {
        self.fetch_bank_key(None, Way::Await).await
    }

    /// As [`refresh_bank_key`](Self::refresh_bank_key), outside of asynchronous code.
    ///
    /// # Errors
    /// The same.
    pub fn refresh_bank_key_blocking(&self) -> Result<(), Error> {
        block_on(self.fetch_bank_key(None, Way::Block))
    }

    /// Downloads the key of the sandbox of API v2, and signs with it what is sent there. The first call of the sandbox does this itself.
    ///
    /// # Errors
    /// Those of a call, and [`Error::Keys`] if what came is no key.
    pub async fn refresh_sandbox_key(&self) -> Result<(), Error> {
        self.fetch_sandbox_key(None, Way::Await).await
    }

    /// As [`refresh_sandbox_key`](Self::refresh_sandbox_key), outside of asynchronous code.
    ///
    /// # Errors
    /// The same.
    pub fn refresh_sandbox_key_blocking(&self) -> Result<(), Error> {
        block_on(self.fetch_sandbox_key(None, Way::Block))
    }

    /// Whether calls of API v2 go to its sandbox.
    pub(crate) fn uses_v2_sandbox(&self) -> bool {
        self.inner.v2.sandbox
    }

    /// Sees to it that the keys are there that an operation gives and this call needs. A download ends within the call's time.
    pub(crate) async fn need_v2_keys(
        &self,
        draft: &Draft,
        limit: Limit,
        way: Way,
    ) -> Result<(), Error> {
        let Some(keys) = self.v2_keys() else {
            return Ok(());
        };
        if keys.sandbox_key().is_none() && is_sandbox(draft) {
            self.fetch_sandbox_key(limit.left(), way).await?;
        }
        if keys.bank_key().is_none() && needs_bank_key(draft) {
            self.fetch_bank_key(limit.left(), way).await?;
        }
        Ok(())
    }

    async fn fetch_bank_key(&self, timeout: Option<Duration>, way: Way) -> Result<(), Error> {
        let keys = self.required_v2_keys()?;
        let key = download_bank_key(self, &keys, timeout, way).await?;
        self.adopt_v2(&keys, |now| now.with_bank_key(key));
        Ok(())
    }

    async fn fetch_sandbox_key(&self, timeout: Option<Duration>, way: Way) -> Result<(), Error> {
        let keys = self.required_v2_keys()?;
        let key = download_sandbox_key(self, &keys, timeout, way).await?;
        self.adopt_v2(&keys, |now| now.with_sandbox_key(key));
        Ok(())
    }

    fn required_v2_keys(&self) -> Result<Arc<V2Keys>, Error> {
        self.v2_keys().ok_or_else(|| {
            let message = "this client has no APIv2 key; give it to ClientBuilder::api_v2_key";
            wrong("keys", message)
        })
    }

    /// Adds a downloaded key, unless the keys are meanwhile those of another merchant or another APIv2 key.
    fn adopt_v2(&self, used: &V2Keys, add: impl FnOnce(V2Keys) -> V2Keys) {
        let current = &self.inner.v2.keys;
        let mut current = current.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(now) = current.as_ref()
            && now.mchid() == used.mchid()
            && now.key() == used.key()
        {
            *current = Some(Arc::new(add((**now).clone())));
        }
    }
}
