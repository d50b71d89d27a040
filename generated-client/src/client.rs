//! The client.

use crate::call::{Chain, url};
use crate::codec::secrets::Secrets;
use crate::error::{BuildError, Error};
use crate::transport::Transport;
use std::fmt;
use std::sync::Arc;

/// Access to WeChat Pay. A clone is cheap and shares everything; one client serves many threads.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    transport: Box<dyn Transport>,
    base_url: Option<String>,
    protection: Protection,
}

/// What a client does with encrypted fields. No default: every way to build a client decides.
enum Protection {
    /// Nothing: there are no keys.
    Plain,
}

impl Client {
    /// Starts to build a client. Nothing is sent before the first call.
    #[must_use]
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A call that no page documents yet: the path from `v2/` or `v3/` on, with parameters in braces.
    ///
    /// ```
    /// # use wechatpay_client::{Client, MemoryTransport, Response};
    /// # let transport = MemoryTransport::new().answer(Response::json(200, "{\"url\":\"weixin://x\"}"));
    /// # let client = Client::builder().transport(transport).build()?;
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

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.inner.transport
    }

    pub(crate) fn base_url(&self) -> Option<&str> {
        self.inner.base_url.as_deref()
    }

    pub(crate) fn secrets(&self) -> Secrets<'_> {
        match self.inner.protection {
            Protection::Plain => Secrets::Plain,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.base_url)
            .finish_non_exhaustive()
    }
}

/// Builds a [`Client`].
#[derive(Default)]
pub struct ClientBuilder {
    transport: Option<Box<dyn Transport>>,
    base_url: Option<String>,
}

impl ClientBuilder {
    /// What sends the requests.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Another host for all calls, for example of a sandbox: `http://127.0.0.1:8080`. The path before `/v3` that some hosts have
    /// (`/hk/`) stays, unless this URL has a path of its own.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The client. No network.
    ///
    /// # Errors
    /// [`Error::Build`] if something is missing or wrong.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(base_url) = &self.base_url {
            url::check_host(base_url)
                .map_err(|message| BuildError::new("client", "base_url", message))?;
        }
        let transport = self
            .transport
            .ok_or_else(|| BuildError::new("client", "transport", "required, but missing"))?;
        Ok(Client {
            inner: Arc::new(Inner {
                transport,
                base_url: self.base_url,
                protection: Protection::Plain,
            }),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}
