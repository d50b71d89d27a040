//! The client.

mod builder;
mod certificates;
mod downloads;
#[cfg_attr(not(feature = "v2"), path = "client/without_v2.rs")]
mod v2;

pub use builder::ClientBuilder;

use crate::call::Chain;
use crate::error::Error;
use crate::keys::KeySet;
use crate::notification::Notifications;
use crate::pay_params::PayParams;
use crate::signature::{Clock, Nonces};
use crate::transport::Transport;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// Access to WeChat Pay. A clone is cheap and shares everything; one client serves many threads.
///
/// Every call is signed with the merchant's key, and every answer verified with a key of the platform. A client without
/// keys exists only if it is asked for: [`Client::unsigned`].
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    transport: Box<dyn Transport>,
    base_url: Option<String>,
    clock: Box<dyn Clock>,
    nonces: Box<dyn Nonces>,
    protection: Protection,
    retries: u32,
    repeat_posts: bool,
    second_host: bool,
    downloads: downloads::Downloads,
    v2: v2::V2,
}

/// How calls are protected. No default: every way to build a client decides.
enum Protection {
    /// Not at all: nothing is signed, verified, encrypted or decrypted.
    Unsigned,
    /// With these keys; the lock is held only to take or to put the pointer.
    Keys(RwLock<Arc<KeySet>>),
    /// With keys for API v2 alone: calls of API v3 are refused.
    V2Only,
}

impl Client {
    /// Starts to build a client. Nothing is sent before the first call.
    #[must_use]
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client without keys, for tests and to look at requests: nothing is signed, no answer is verified, and fields
    /// that belong encrypted are sent and read as plain text. WeChat Pay refuses such calls.
    pub fn unsigned(transport: impl Transport) -> Self {
        ClientBuilder::default().over(
            Box::new(transport),
            Protection::Unsigned,
            Default::default(),
        )
    }

    /// A call that no page documents yet: the path from `v2/` or `v3/` on, with parameters in braces.
    ///
    /// ```
    /// # use wechatpay_client::{Client, MemoryTransport, Response};
    /// # let transport = MemoryTransport::new().answer(Response::json(200, "{\"url\":\"weixin://x\"}"));
    /// # let client = Client::unsigned(transport);
    /// let reply = client
    ///     .chain("v3/some/new/{card_id}/qrcode")
    ///     .param("card_id", "p1")
    ///     .post(serde_json::json!({ "type": "AUTO" }))
    ///     .send_blocking()?;
    /// assert_eq!(reply["url"], "weixin://x");
    /// # Ok::<(), wechatpay_client::Error>(())
    /// ```
    pub fn chain(&self, path: impl Into<String>) -> Chain {
        Chain::new(self.clone(), path.into())
    }

    /// Makes the parameters that a front end needs to start a payment, signed with the merchant's key.
    ///
    /// ```
    /// # use wechatpay_client::{Client, pay_params::{JsapiParams, PayParamsError}};
    /// fn start(client: &Client, appid: &str, prepay_id: &str) -> Result<JsapiParams, PayParamsError> {
    ///     client.pay_params().jsapi(appid, prepay_id)
    /// }
    /// ```
    #[must_use]
    pub fn pay_params(&self) -> PayParams<'_> {
        PayParams::of_client(self.keys(), &*self.inner.clock, &*self.inner.nonces)
    }

    /// Receives notifications of both versions (of API v2 with the feature `v2`) with the keys of this client, whatever they are at that time.
    #[must_use]
    pub fn notifications(&self) -> Notifications {
        Notifications::of_client(self.clone())
    }

    /// The keys for API v3 in use; `None` for a client [without keys](Self::unsigned), or with those for API v2 alone.
    #[must_use]
    pub fn keys(&self) -> Option<Arc<KeySet>> {
        match &self.inner.protection {
            Protection::Unsigned | Protection::V2Only => None,
            Protection::Keys(keys) => {
                Some(keys.read().unwrap_or_else(PoisonError::into_inner).clone())
            }
        }
    }

    /// Replaces all keys for API v3, in all clones of this client. Calls on their way end with the keys they began with.
    ///
    /// # Errors
    /// [`Error::Build`] if this is a client [without keys](Self::unsigned) or with those for API v2 alone, which stays one.
    pub fn replace_keys(&self, keys: KeySet) -> Result<(), Error> {
        match &self.inner.protection {
            Protection::Unsigned | Protection::V2Only => Err(builder::wrong(
                "keys",
                "this client was built without keys for API v3; build one with such keys",
            )),
            Protection::Keys(current) => {
                *current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
                Ok(())
            }
        }
    }

    pub(crate) fn is_unsigned(&self) -> bool {
        matches!(self.inner.protection, Protection::Unsigned)
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.inner.transport
    }

    pub(crate) fn base_url(&self) -> Option<&str> {
        self.inner.base_url.as_deref()
    }

    pub(crate) fn retries(&self) -> u32 {
        self.inner.retries
    }

    pub(crate) fn repeats_posts(&self) -> bool {
        self.inner.repeat_posts
    }

    pub(crate) fn uses_second_host(&self) -> bool {
        self.inner.second_host
    }

    pub(crate) fn now(&self) -> i64 {
        self.inner.clock.now()
    }

    pub(crate) fn nonces(&self) -> &dyn Nonces {
        &*self.inner.nonces
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.base_url)
            .field("keys", &self.keys())
            .field("v2_keys", &self.inner.v2.keys())
            .finish_non_exhaustive()
    }
}
