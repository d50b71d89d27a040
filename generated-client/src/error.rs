//! One error type, one case per stage of a call.

mod certificates;
mod retry;
mod untrusted;

pub use certificates::CertificatesUnavailable;
pub use untrusted::{Untrusted, UntrustedAnswer};

use crate::codec::path::FieldError;
use crate::download::DownloadError;
use crate::keys::KeyError;
use crate::signature::{Difference, SignError};
use crate::transport::{Headers, Response, TransportError};
use serde_json::Value;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

/// Why a call failed: one case per stage.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request could not be built. Nothing was sent.
    Build(BuildError),
    /// A key is not what it should be. Nothing was sent.
    Keys(KeyError),
    /// The request could not be signed. Nothing was sent.
    Sign(SignError),
    /// The platform's certificates are needed, but could not be downloaded. The call was not sent.
    Certificates(Arc<CertificatesUnavailable>),
    /// No complete answer came. Whether the request arrived is unknown.
    Transport(TransportError),
    /// The answer says that the call failed.
    Api(Box<ApiError>),
    /// The answer says that the call succeeded, but is not proven to come from WeChat Pay.
    Verify(Box<UntrustedAnswer>),
    /// The call succeeded, but its answer cannot be read.
    Decode(Box<DecodeError>),
    /// The file that was asked for did not come as it should.
    Download(Box<DownloadError>),
    /// A value asked for with [`require`](crate::Require::require) is not in the answer.
    Absent(AbsentError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Build(error) => error.fmt(f),
            Error::Keys(error) => error.fmt(f),
            Error::Sign(error) => write!(f, "cannot sign the request: {error}"),
            Error::Certificates(error) => error.fmt(f),
            Error::Transport(error) => error.fmt(f),
            Error::Api(error) => error.fmt(f),
            Error::Verify(error) => error.fmt(f),
            Error::Decode(error) => error.fmt(f),
            Error::Download(error) => error.fmt(f),
            Error::Absent(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Transport(error) => error.source(),
            Error::Decode(error) => Some(&error.error),
            Error::Sign(error) => Some(error),
            Error::Certificates(error) => error.source(),
            Error::Verify(error) => error.source(),
            Error::Download(error) => error.source(),
            Error::Build(_) | Error::Keys(_) | Error::Api(_) | Error::Absent(_) => None,
        }
    }
}

macro_rules! from {
    ($($error:ty => |$this:ident| $case:expr),* $(,)?) => {$(
        impl From<$error> for Error {
            fn from($this: $error) -> Self {
                $case
            }
        }
    )*};
}

from! {
    BuildError => |error| Error::Build(error),
    KeyError => |error| Error::Keys(error),
    SignError => |error| Error::Sign(error),
    TransportError => |error| Error::Transport(error),
    UntrustedAnswer => |error| Error::Verify(Box::new(error)),
    ApiError => |error| Error::Api(Box::new(error)),
    DecodeError => |error| Error::Decode(Box::new(error)),
    DownloadError => |error| Error::Download(Box::new(error)),
    AbsentError => |error| Error::Absent(error),
}

/// A request that cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BuildError {
    /// The part of the request: `client`, `url`, `path`, `query`, `headers` or `body`.
    pub part: &'static str,
    /// The value in that part and what is wrong with it.
    pub error: FieldError,
}

impl BuildError {
    pub(crate) fn new(
        part: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let (path, message) = (path.into(), message.into());
        Self {
            part,
            error: FieldError { path, message },
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot build the request: {}: {}", self.part, self.error)
    }
}

impl std::error::Error for BuildError {}

/// An answer that says that the call failed, whatever its body is.
///
/// For API v2 this is also an answer with `return_code` or `result_code` `FAIL`, whose HTTP status is 200.
#[derive(Clone)]
pub struct ApiError {
    response: Response,
    code: Option<String>,
    message: Option<String>,
    detail: Option<Value>,
    pub(crate) authenticated: bool,
    pub(crate) sign_difference: Option<Difference>,
    pub(crate) attempt: u32,
}

impl ApiError {
    /// The error in an answer of API v3; anything that is not the usual JSON stays in the raw body.
    pub(crate) fn from_json(response: Response) -> Self {
        let mut body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        Self {
            code: text(body.get("code")),
            message: text(body.get("message")),
            detail: body
                .get_mut("detail")
                .map(Value::take)
                .filter(|detail| !detail.is_null()),
            response,
            authenticated: false,
            sign_difference: None,
            attempt: 1,
        }
    }

    /// The error in an answer of API v2, with the code and the message found in its fields.
    #[cfg(feature = "v2")]
    pub(crate) fn from_xml(
        response: Response,
        code: Option<String>,
        message: Option<String>,
    ) -> Self {
        Self {
            response,
            code,
            message,
            detail: None,
            authenticated: false,
            sign_difference: None,
            attempt: 1,
        }
    }

    /// HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.status
    }

    /// Error code, for example `ORDER_NOT_EXIST`; `None` if the body has none, as from a gateway. The list of codes is open.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Message, for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// What API v3 adds: the field at fault, its value, the issue; for `SIGN_ERROR` what the server signed.
    #[must_use]
    pub fn detail(&self) -> Option<&Value> {
        self.detail.as_ref()
    }

    /// Whether the signature of this answer was verified. Errors often have none, for example those of a gateway: then
    /// nothing proves that WeChat Pay refused the call.
    #[must_use]
    pub fn is_authenticated(&self) -> bool {
        self.authenticated
    }

    /// After `SIGN_ERROR`: the first thing in which the message that the server verified differs from the signed one, if the
    /// answer tells it. It repeats a few characters of what was sent.
    #[must_use]
    pub fn sign_difference(&self) -> Option<&Difference> {
        self.sign_difference.as_ref()
    }

    /// Which attempt this answers, counted from 1. After a [repetition](crate::ClientBuilder::repeat_posts) an error that says that a
    /// number was used may be about an earlier attempt of this very call, which then succeeded.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Id of the request, for WeChat Pay's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }

    /// The number at the end of the [request id](Self::request_id), by which the official troubleshooting tables are ordered:
    /// 268443699 for a wrong signature, for example.
    #[must_use]
    pub fn numeric_code(&self) -> Option<u64> {
        let (_, digits) = self.request_id()?.rsplit_once('-')?;
        digits.parse().ok()
    }

    /// Headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.response.headers
    }

    /// The raw body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.response.body
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the call failed: HTTP {}", self.status())?;
        if let Some(code) = self.code() {
            write!(f, " {code}")?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {message}")?;
        }
        if let Some(difference) = &self.sign_difference {
            write!(f, "; the server verified {}", difference.place())?;
        }
        match self.request_id() {
            Some(id) => write!(f, " (request id {id})"),
            None => Ok(()),
        }
    }
}

// Body, detail and the difference repeat what was sent, so they are not printed.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status())
            .field("code", &self.code)
            .field("message", &self.message)
            .field("request_id", &self.request_id())
            .field("authenticated", &self.authenticated)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

/// An answer that cannot be read as the type of the operation.
#[derive(Clone)]
pub struct DecodeError {
    pub(crate) error: FieldError,
    pub(crate) response: Response,
}

impl DecodeError {
    /// Where the problem is: names and list positions from the root of the document.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.error.path
    }

    /// What the problem is.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.error.message
    }

    /// HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.status
    }

    /// Id of the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }

    /// Headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.response.headers
    }

    /// The raw body, which is not lost.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.response.body
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read the answer: {}", self.error)
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("status", &self.status())
            .field("error", &self.error)
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}

/// A value that an answer does not have though the program needs it.
#[derive(Clone, Copy, Debug)]
pub struct AbsentError {
    pub(crate) kind: &'static str,
    pub(crate) place: &'static Location<'static>,
}

impl fmt::Display for AbsentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the answer has no value ({}) where {} requires one",
            self.kind, self.place
        )
    }
}

impl std::error::Error for AbsentError {}

/// Asks for a value that the documentation promises but an answer may leave out.
pub trait Require {
    /// What is there if something is.
    type Value;

    /// The value, or an error that names the line of the program that asked.
    ///
    /// # Errors
    /// [`Error::Absent`] if there is none.
    fn require(&self) -> Result<&Self::Value, Error>;
}

impl<T> Require for Option<T> {
    type Value = T;

    #[track_caller]
    fn require(&self) -> Result<&T, Error> {
        let place = Location::caller();
        let kind = std::any::type_name::<T>();
        self.as_ref()
            .ok_or(Error::Absent(AbsentError { kind, place }))
    }
}

impl Error {
    /// The stage, in a word.
    pub(crate) fn stage(&self) -> &'static str {
        match self {
            Error::Build(_) => "build",
            Error::Keys(_) => "keys",
            Error::Sign(_) => "sign",
            Error::Certificates(_) => "certificates",
            Error::Transport(_) => "transport",
            Error::Api(_) => "api",
            Error::Verify(_) => "verify",
            Error::Decode(_) => "decode",
            Error::Download(_) => "download",
            Error::Absent(_) => "absent",
        }
    }

    /// The same, as the error of this attempt.
    pub(crate) fn at_attempt(mut self, number: u32) -> Self {
        if let Error::Api(error) = &mut self {
            error.attempt = number;
        }
        self
    }

    /// A notification whose content cannot be read.
    pub(crate) fn notification(error: FieldError, plaintext: &[u8]) -> Self {
        let response = Response::new(0, Headers::new(), plaintext);
        DecodeError { error, response }.into()
    }
}
