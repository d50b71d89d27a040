//! What carries a request to WeChat Pay and the answer back.

mod pause;
mod streaming;

use std::fmt;
use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::time::Duration;

#[cfg(feature = "async-transport")]
mod asynchronous;
#[cfg(feature = "blocking-transport")]
mod blocking;
#[cfg(any(feature = "async-transport", feature = "blocking-transport"))]
mod compiled;
#[cfg(any(feature = "async-transport", feature = "blocking-transport"))]
mod failure;
#[cfg(any(feature = "async-transport", feature = "blocking-transport"))]
mod options;
#[cfg(any(feature = "async-transport", feature = "blocking-transport"))]
mod tls;
#[cfg(any(feature = "async-transport", feature = "blocking-transport"))]
mod wire;

pub use streaming::{BodyStream, Opening, ReadBody, StreamBody, Streaming};

#[cfg(feature = "async-transport")]
pub use asynchronous::AsyncTransport;
#[cfg(feature = "blocking-transport")]
pub use blocking::BlockingTransport;
#[cfg(any(feature = "async-transport", feature = "blocking-transport"))]
pub(crate) use compiled::compiled;
#[cfg(any(feature = "async-transport", feature = "blocking-transport"))]
pub use options::TransportOptions;

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// Upper case name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// HTTP headers in their order; names are compared without case.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// No headers.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The first value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Sets the value of a name in place of all earlier ones.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.0
            .retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        self.0.push((name, value.into()));
    }

    /// Adds a value to those that a name has.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(headers: I) -> Self {
        Self(
            headers
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

// Values are not printed: `Authorization` and encrypted fields are among them.
impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

/// A request, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Absolute URL, encoded.
    pub url: String,
    /// Headers.
    pub headers: Headers,
    /// Body, empty if there is none.
    pub body: Vec<u8>,
    /// How long the whole exchange may take; `None`: as long as the transport allows.
    pub timeout: Option<Duration>,
    /// Whether the connection must present the merchant's certificate.
    pub client_certificate: bool,
    /// Where in the body the text stands that is signed in place of the body (the JSON part of an upload).
    pub(crate) signed_part: Option<Range<usize>>,
}

impl Request {
    /// A request without headers and body.
    #[must_use]
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        Self {
            method,
            url: url.into(),
            headers: Headers::new(),
            body: Vec::new(),
            timeout: None,
            client_certificate: false,
            signed_part: None,
        }
    }

    /// The bytes that a signature of API v3 covers as the body: for an upload its JSON part, else the body.
    #[must_use]
    pub fn signed_body(&self) -> &[u8] {
        let part = self
            .signed_part
            .clone()
            .and_then(|range| self.body.get(range));
        part.unwrap_or(&self.body)
    }
}

// URL and body carry personal data.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split(['?', '#']).next().unwrap_or_default();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &url)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// An answer, as it came.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: Headers,
    /// Body as sent: not decompressed unless the transport asked for compression itself.
    pub body: Vec<u8>,
}

impl Response {
    /// An answer.
    #[must_use]
    pub fn new(status: u16, headers: Headers, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
        }
    }

    /// An answer with a JSON body.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let headers = [("Content-Type", "application/json")].into_iter().collect();
        Self::new(status, headers, body)
    }

    /// An answer with an XML body, status 200.
    #[must_use]
    pub fn xml(body: impl Into<Vec<u8>>) -> Self {
        let headers = [("Content-Type", "text/xml")].into_iter().collect();
        Self::new(200, headers, body)
    }

    /// The same with one more header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.add(name, value);
        self
    }

    /// Id of the request, for WeChat Pay's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("Request-ID")
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// Why no complete answer came.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportError {
    /// What kind of failure.
    pub kind: TransportErrorKind,
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// Kinds of failures to get an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made: the request did not arrive.
    Connect,
    /// TLS was refused, by us or by the other side: the request did not arrive, and sending it again does not help.
    Tls,
    /// The time was up.
    Timeout,
    /// The connection broke: whether the request arrived is unknown.
    Interrupted,
    /// The transport cannot do what was asked.
    Unsupported,
    /// Anything else.
    Other,
}

impl TransportError {
    /// A failure with its cause.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            TransportErrorKind::Connect => "cannot connect",
            TransportErrorKind::Tls => "no trust in the connection",
            TransportErrorKind::Timeout => "no answer in time",
            TransportErrorKind::Interrupted => "the connection broke",
            TransportErrorKind::Unsupported => "the transport cannot do this",
            TransportErrorKind::Other => "the transport failed",
        };
        write!(f, "{what}: {}", self.source)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// What [`Transport::send`] gives.
pub type Sending<'t> = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + Send + 't>>;

/// What [`Transport::pause`] gives.
pub type Pausing<'t> = Pin<Box<dyn Future<Output = ()> + Send + 't>>;

/// What [`Transport::spawn`] does beside the calls.
pub type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Sends requests. One transport serves many threads; it neither retries nor follows redirects.
///
/// A transport may offer one of the two ways only.
pub trait Transport: Send + Sync + 'static {
    /// Sends from asynchronous code. Dropping the future ends the exchange.
    fn send(&self, request: Request) -> Sending<'_> {
        drop(request);
        Box::pin(std::future::ready(Err(TransportError::new(
            TransportErrorKind::Unsupported,
            "it only blocks: use send_blocking",
        ))))
    }

    /// Sends and waits, outside of asynchronous code.
    ///
    /// # Errors
    /// When no complete answer came.
    fn send_blocking(&self, request: Request) -> Result<Response, TransportError> {
        drop(request);
        Err(TransportError::new(
            TransportErrorKind::Unsupported,
            "it does not block: use await",
        ))
    }

    /// Sends, and gives the answer when its head is there; the body is read later, piece by piece. Files are downloaded this way.
    ///
    /// A transport that does not do this itself gives the whole body in one piece. One that does keeps two limits of time:
    /// [`Request::timeout`], if there is one, for all of it, body included; else its own limit, for the head and for each wait for more of
    /// the body.
    fn send_streaming(&self, request: Request) -> Opening<'_> {
        Box::pin(async move { Ok(self.send(request).await?.into()) })
    }

    /// As [`send_streaming`](Self::send_streaming), outside of asynchronous code.
    ///
    /// # Errors
    /// When no head of an answer came.
    fn send_streaming_blocking(
        &self,
        request: Request,
    ) -> Result<Streaming<ReadBody>, TransportError> {
        Ok(self.send_blocking(request)?.into())
    }

    /// Waits before a request is sent again. A transport that belongs to a runtime uses its timer; this one needs a thread.
    fn pause(&self, time: Duration) -> Pausing<'_> {
        Box::pin(pause::with_thread(time))
    }

    /// Waits before a request is sent again, outside of asynchronous code.
    fn pause_blocking(&self, time: Duration) {
        std::thread::sleep(time);
    }

    /// Starts a task that no call waits for: a look for new certificates ([`Client::refresh_certificates`](crate::Client::refresh_certificates)).
    /// It sends with this transport, and ends within seconds.
    ///
    /// # Errors
    /// The work, undone, if the transport knows no runtime for it: then the call that has it does it after its own answer.
    fn spawn(&self, work: Work) -> Result<(), Work> {
        Err(work)
    }
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(&self, request: Request) -> Sending<'_> {
        (**self).send(request)
    }

    fn send_blocking(&self, request: Request) -> Result<Response, TransportError> {
        (**self).send_blocking(request)
    }

    fn send_streaming(&self, request: Request) -> Opening<'_> {
        (**self).send_streaming(request)
    }

    fn send_streaming_blocking(
        &self,
        request: Request,
    ) -> Result<Streaming<ReadBody>, TransportError> {
        (**self).send_streaming_blocking(request)
    }

    fn pause(&self, time: Duration) -> Pausing<'_> {
        (**self).pause(time)
    }

    fn pause_blocking(&self, time: Duration) {
        (**self).pause_blocking(time);
    }

    fn spawn(&self, work: Work) -> Result<(), Work> {
        (**self).spawn(work)
    }
}
