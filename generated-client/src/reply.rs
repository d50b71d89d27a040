//! Answers: the typed value with what came beside it.

use crate::call::ResponseKind;
use crate::codec::path::{FieldError, Path};
use crate::codec::secrets::{Context, Rules, Secrets};
use crate::codec::{Field, Object, json, xml};
use crate::transport::{Headers, Response};
use serde_json::Value;
use std::fmt;
use std::ops::Deref;

/// The answer of a successful call: the typed value (through `Deref`), with status, headers and raw body.
#[derive(Clone)]
pub struct Reply<R> {
    pub(crate) value: R,
    pub(crate) response: Response,
}

impl<R> Reply<R> {
    /// Takes the value out.
    pub fn into_value(self) -> R {
        self.value
    }

    /// HTTP status.
    pub fn status(&self) -> u16 {
        self.response.status
    }

    /// Headers.
    pub fn headers(&self) -> &Headers {
        &self.response.headers
    }

    /// Id of the request, for WeChat Pay's support.
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }

    /// The raw body; empty for a [`Binary`] or [`Text`], which hold it themselves.
    pub fn body(&self) -> &[u8] {
        &self.response.body
    }

    /// Names and texts of an XML body, sorted by name, documented or not: what a v2 signature is made of. `None` if it is no XML.
    /// (Feature `v2`.)
    #[cfg(feature = "v2")]
    pub fn xml_pairs(&self) -> Option<Vec<(String, String)>> {
        xml::pairs(&self.response.body).ok()
    }
}

impl<R> Deref for Reply<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.value
    }
}

impl<R: fmt::Debug> fmt::Debug for Reply<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("value", &self.value)
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

/// What an answer can be read as.
pub trait Answer: Sized + Send + 'static {
    /// Reads the value.
    ///
    /// # Errors
    /// What in the body is not as the type wants it.
    #[doc(hidden)]
    fn read(
        kind: ResponseKind,
        response: &mut Response,
        secrets: Secrets<'_>,
    ) -> Result<Self, FieldError>;
}

impl<T: Object> Answer for T {
    fn read(
        kind: ResponseKind,
        response: &mut Response,
        secrets: Secrets<'_>,
    ) -> Result<Self, FieldError> {
        let mut value = <T as Object>::empty();
        fill(kind, response, &mut value, secrets)?;
        Ok(value)
    }
}

impl Answer for Value {
    fn read(
        kind: ResponseKind,
        response: &mut Response,
        secrets: Secrets<'_>,
    ) -> Result<Self, FieldError> {
        let mut value = Value::Null;
        fill(kind, response, &mut value, secrets)?;
        Ok(value)
    }
}

/// An empty body fills nothing, whatever kind was expected.
fn fill(
    kind: ResponseKind,
    response: &Response,
    field: &mut dyn Field,
    secrets: Secrets<'_>,
) -> Result<(), FieldError> {
    let cx = Context::new(secrets, Rules::Free);
    let body = &response.body;
    match kind {
        _ if body.trim_ascii().is_empty() => {}
        ResponseKind::Json => drop(json::read(body, field, &Path::ROOT, &cx)?),
        ResponseKind::Xml => drop(xml::read(body, field, &cx)?),
        ResponseKind::Binary
        | ResponseKind::Text
        | ResponseKind::Empty
        | ResponseKind::Redirect => {}
    }
    Ok(())
}

/// The value of an answer without documented fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Empty;

impl Answer for Empty {
    fn read(_: ResponseKind, _: &mut Response, _: Secrets<'_>) -> Result<Self, FieldError> {
        Ok(Self)
    }
}

/// A file, held in memory; [`Call::download`](crate::Call::download) does not hold it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Binary {
    /// The bytes, as sent (a bill may be compressed with gzip, if it was asked for so).
    pub content: Vec<u8>,
    /// Media type, if the answer has one.
    pub content_type: Option<String>,
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.content.len())
    }
}

impl Answer for Binary {
    fn read(_: ResponseKind, response: &mut Response, _: Secrets<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            content: std::mem::take(&mut response.body),
            content_type: response.headers.get("Content-Type").map(str::to_owned),
        })
    }
}

/// A text, for example a bill as CSV, held in memory; [`Call::download`](crate::Call::download) does not hold it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Text {
    /// The bytes, as sent: UTF-8, or gzip if it was asked for so.
    pub content: Vec<u8>,
}

impl Text {
    /// The text.
    ///
    /// # Errors
    /// If it is not UTF-8, as when it is compressed.
    pub fn as_str(&self) -> Result<&str, std::str::Utf8Error> {
        std::str::from_utf8(&self.content)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.content.len())
    }
}

impl Answer for Text {
    fn read(_: ResponseKind, response: &mut Response, _: Secrets<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            content: std::mem::take(&mut response.body),
        })
    }
}

/// A redirect. The URL of such a call is meant for a browser: take it from [`Call::url`](crate::Call::url).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Redirect {
    /// Where to, if the call was sent.
    pub location: Option<String>,
}

impl Answer for Redirect {
    fn read(_: ResponseKind, response: &mut Response, _: Secrets<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            location: response.headers.get("Location").map(str::to_owned),
        })
    }
}
