//! A call: built up, rendered, sent, and its answer read.

mod attempts;
mod certificates;
mod chain;
mod judge;
mod limit;
mod observe;
mod open;
mod operation;
mod own_number;
mod render;
mod seal;
mod send;
pub(crate) mod url;
#[cfg_attr(not(feature = "v2"), path = "call/without_v2.rs")]
mod v2;
mod wait;

pub(crate) use attempts::twin;
pub(crate) use certificates::download_certificates;
pub use chain::Chain;
pub(crate) use judge::{refused, signature};
pub(crate) use limit::Limit;
pub(crate) use open::{Body as FileBody, Opened, open};
pub use operation::{BodyKind, Operation, ResponseKind, SignRule, Version};
pub(crate) use seal::{Seal, Sealed, seal_with};
pub use send::Pending;
#[cfg(feature = "conformance")]
pub(crate) use send::{Answered, exchange, read};
pub(crate) use send::{send, transmit};
#[cfg(feature = "v2")]
pub(crate) use v2::{download_bank_key, download_sandbox_key, is_sandbox, needs_bank_key};
pub(crate) use wait::{Way, block_on};

use crate::client::Client;
use crate::codec::Object;
use crate::error::{BuildError, Error};
use crate::transport::Request;
use crate::upload;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

/// A place in the tree of paths, with the parameters on the way to it.
pub struct Path {
    client: Client,
    parameters: Vec<String>,
}

impl Path {
    /// The root.
    #[must_use]
    pub fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            parameters: Vec::new(),
        }
    }

    /// The place below a path parameter.
    #[must_use]
    pub fn parameter(mut self, value: impl Into<String>) -> Self {
        self.parameters.push(value.into());
        self
    }

    /// A call of the operation at this place.
    #[inline]
    pub fn call<R>(self, operation: &'static Operation) -> Call<R> {
        Call::new(self.draft(operation))
    }

    fn draft(self, operation: &'static Operation) -> Draft {
        Draft {
            parameters: Parameters::Ordered(self.parameters),
            ..Draft::new(
                self.client,
                *operation,
                operation.wire_path.unwrap_or(operation.path).into(),
            )
        }
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Path")
    }
}

/// A call that has not been sent. `.await` sends it, and so does [`send_blocking`](Self::send_blocking).
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct Call<R> {
    draft: Draft,
    answer: PhantomData<fn() -> R>,
}

/// All of a call but the type of its answer.
pub(crate) struct Draft {
    pub(crate) client: Client,
    pub(crate) operation: Operation,
    /// Template of the path.
    pub(crate) path: Cow<'static, str>,
    pub(crate) parameters: Parameters,
    pub(crate) query: Option<Box<dyn Object>>,
    pub(crate) pairs: Vec<(String, String)>,
    pub(crate) body: Body,
    pub(crate) headers: Option<Box<dyn Object>>,
    pub(crate) own_headers: Vec<(String, String)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: Option<u32>,
    pub(crate) host: Option<String>,
    /// The whole URL, where an answer gave it.
    pub(crate) address: Option<String>,
}

/// Values of the parameters of a path.
pub(crate) enum Parameters {
    /// In the order of the path.
    Ordered(Vec<String>),
    /// With their names.
    Named(Vec<(String, String)>),
}

/// What is sent as the body.
pub(crate) enum Body {
    None,
    Object(Box<dyn Object>),
    Value(Value),
    /// A value that serde could not turn into JSON, and why.
    Broken(String),
}

impl Draft {
    fn new(client: Client, operation: Operation, path: Cow<'static, str>) -> Self {
        Self {
            client,
            operation,
            path,
            parameters: Parameters::Named(Vec::new()),
            query: None,
            pairs: Vec::new(),
            body: Body::None,
            headers: None,
            own_headers: Vec::new(),
            timeout: None,
            retries: None,
            host: None,
            address: None,
        }
    }

    /// A GET of a URL that an answer gave. It is sent, and signed, as it is.
    pub(crate) fn of_address(client: &Client, url: &str) -> Result<Self, BuildError> {
        let operation = Operation {
            unsigned: true,
            response: ResponseKind::Binary,
            ..Operation::V3
        };
        url::check_address(url, client.base_url())
            .map_err(|message| BuildError::new("url", "address", message))?;
        let path = url::target(url).split('?').next().unwrap_or_default();
        Ok(Self {
            address: Some(url.to_owned()),
            ..Self::new(client.clone(), operation, path.to_owned().into())
        })
    }
}

impl<R> Call<R> {
    fn new(draft: Draft) -> Self {
        Self {
            draft,
            answer: PhantomData,
        }
    }

    pub(crate) fn into_draft(self) -> Draft {
        self.draft
    }

    #[doc(hidden)]
    #[inline]
    pub fn query(mut self, query: impl Object) -> Self {
        self.draft.query = Some(Box::new(query));
        self
    }

    #[doc(hidden)]
    #[inline]
    pub fn body(mut self, body: impl Object) -> Self {
        self.draft.body = Body::Object(Box::new(body));
        upload::complete(&mut self.draft);
        self
    }

    #[doc(hidden)]
    #[inline]
    pub fn headers(mut self, headers: impl Object) -> Self {
        self.draft.headers = Some(Box::new(headers));
        self
    }

    /// Sends this header too, in place of one of the same name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.draft.own_headers.push((name.into(), value.into()));
        self
    }

    /// Gives up after this time: retries, pauses and a download of certificates that the call needs included.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.draft.timeout = Some(timeout);
        self
    }

    /// How often this call is sent again at most, in place of what the client [says](crate::ClientBuilder::retries); 0: never.
    pub fn retries(mut self, retries: u32) -> Self {
        self.draft.retries = Some(retries);
        self
    }

    /// Sends `Idempotency-Key`, which some operations take: the same key for the same business action. With it a `POST` is sent again
    /// as if it carried a [number of the merchant's own](crate::ClientBuilder::repeat_posts).
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        self.header("Idempotency-Key", key)
    }

    /// Sends to another host: `apihk.mch.weixin.qq.com`, or a URL such as `http://127.0.0.1:8080`. The path before `/v3` that some
    /// hosts have (`/hk/`) stays, unless the URL has a path of its own.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.draft.host = Some(host.into());
        self
    }

    /// The request as it would be sent, encrypted and signed, without sending it.
    ///
    /// Nothing is downloaded for it. A client that gets the platform's certificates by download has none before its first call or
    /// [`refresh_certificates`](crate::Client::refresh_certificates): the request then lacks `Wechatpay-Serial`, and one with an
    /// encrypted field is an error.
    ///
    /// # Errors
    /// [`Error::Build`] if a value cannot be sent, [`Error::Sign`].
    pub fn render(&self) -> Result<Request, Error> {
        render(&self.draft)
    }
}

/// The request of a call, sealed.
pub(crate) fn render(draft: &Draft) -> Result<Request, Error> {
    Ok(seal::seal(draft)?.request)
}

impl<R> Call<R> {
    /// The URL of the call, encrypted and, for API v2, signed, without sending it: for the operations whose URL is for the payer's
    /// browser (`papay/entrustweb`, `appauth/authindex`, …). A call of API v3 is signed in a header, which a URL does not have.
    ///
    /// ```
    /// # use wechatpay_client::{Client, Error};
    /// fn entrust(client: &Client, contract: &str) -> Result<String, Error> {
    ///     client.chain("v2/papay/entrustweb").query("appid", "wx2f7a9c41e0d85b36").query("contract_code", contract).get().url()
    /// }
    /// ```
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub fn url(&self) -> Result<String, Error> {
        Ok(self.render()?.url)
    }
}

impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Call({} {})",
            self.draft.operation.method, self.draft.path
        )
    }
}
