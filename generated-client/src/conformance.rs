//! The table of all operations with their examples, for tests and the sandbox.

#[doc(no_inline)]
pub use crate::api::conformance::{cases, notifications};

use crate::call::{
    Answered, Call, Draft, Operation, Version, Way, block_on, exchange, read as read_answer, render,
};
use crate::client::Client;
use crate::codec::deserialize::Fill;
use crate::codec::path::{FieldError, Path};
use crate::codec::secrets::{Context, Rules, Secrets};
use crate::codec::{Field, Object, json, xml};
use crate::error::{BuildError, Error};
use crate::reply::{Answer, Binary, Empty, Redirect, Text};
use crate::transport::Request;
use serde_core::de::DeserializeSeed;
use serde_json::Value;
use std::any::Any;

/// An operation, called with values from an example.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Case {
    pub operation: &'static Operation,
    /// The call made from an example.
    pub call: fn(&Client, &Example) -> Result<AnyCall, Error>,
    /// A response read into its type and written again.
    pub response: fn(&Value) -> Result<Value, FieldError>,
}

/// A call whose answer is shown as a JSON value, whatever its type is.
pub struct AnyCall {
    draft: Draft,
    show: fn(&Operation, Answered) -> Result<Value, Error>,
}

impl AnyCall {
    /// The request as it would be sent.
    ///
    /// # Errors
    /// As [`Call::render`].
    pub fn render(&self) -> Result<Request, Error> {
        render(&self.draft)
    }

    /// Sends the call, reads the answer as its type, and writes that again: a file or text as text, anything else as JSON.
    ///
    /// # Errors
    /// As [`Call::send_blocking`].
    pub fn send_blocking(self) -> Result<Value, Error> {
        let operation = self.draft.operation;
        let answered = block_on(exchange(&self.draft, Way::Block))?;
        (self.show)(&operation, answered)
    }
}

impl std::fmt::Debug for AnyCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AnyCall({})", self.draft.operation.path)
    }
}

impl<R: Show> From<Call<R>> for AnyCall {
    fn from(call: Call<R>) -> Self {
        Self {
            draft: call.into_draft(),
            show: |operation, answered| Ok(read_answer::<R>(operation, answered)?.show()),
        }
    }
}

/// An answer as a JSON value.
pub trait Show: Answer {
    /// The value.
    fn show(&self) -> Value;
}

impl<T: Object + serde_core::Serialize> Show for T {
    fn show(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl Show for Empty {
    fn show(&self) -> Value {
        Value::Null
    }
}

impl Show for Redirect {
    fn show(&self) -> Value {
        self.location.clone().into()
    }
}

impl Show for Binary {
    fn show(&self) -> Value {
        String::from_utf8_lossy(&self.content).into()
    }
}

impl Show for Text {
    fn show(&self) -> Value {
        String::from_utf8_lossy(&self.content).into()
    }
}

/// A notification.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct NotificationCase {
    pub event: &'static str,
    pub version: Version,
    /// A content read into its type and written again.
    pub round_trip: fn(&Value) -> Result<Value, FieldError>,
    /// The content of an `Event`, if it is this one.
    pub content: fn(&dyn Any) -> Option<Value>,
}

/// Values of an example, by container, as in the endpoint model.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Example {
    pub path: Value,
    pub query: Value,
    pub headers: Value,
    pub body: Value,
}

impl Example {
    /// The containers of an example of the model.
    #[must_use]
    pub fn new(example: &Value) -> Self {
        let get = |name| example.get(name).cloned().unwrap_or_default();
        Self {
            path: get("path"),
            query: get("query"),
            headers: get("headers"),
            body: get("body"),
        }
    }

    /// A path parameter as text.
    ///
    /// # Errors
    /// If it is not there.
    pub fn path(&self, name: &str) -> Result<String, Error> {
        match self.path.get(name) {
            Some(Value::String(text)) => Ok(text.clone()),
            Some(Value::Number(number)) => Ok(number.to_string()),
            _ => Err(BuildError::new("path", name, "not in the example").into()),
        }
    }

    /// The query values.
    ///
    /// # Errors
    /// If they are not what the type takes.
    pub fn query<T: Object>(&self) -> Result<T, Error> {
        decode("query", &self.query)
    }

    /// The headers.
    ///
    /// # Errors
    /// If they are not what the type takes.
    pub fn headers<T: Object>(&self) -> Result<T, Error> {
        decode("headers", &self.headers)
    }

    /// The body.
    ///
    /// # Errors
    /// If it is not what the type takes.
    pub fn body<T: Object>(&self) -> Result<T, Error> {
        decode("body", &self.body)
    }
}

fn decode<T: Object>(part: &'static str, value: &Value) -> Result<T, Error> {
    read(value).map_err(|error| BuildError { part, error }.into())
}

fn read<T: Object>(value: &Value) -> Result<T, FieldError> {
    let empty = Value::Object(serde_json::Map::new());
    let mut object = <T as Object>::empty();
    let cx = Context::serde();
    let fill = Fill {
        field: &mut object,
        at: &Path::ROOT,
        cx: &cx,
    };
    let value = if value.is_null() { &empty } else { value };
    fill.deserialize(value).map_err(|error| cx.problem(error))?;
    Ok(object)
}

/// Reads a value into its type and writes it again.
///
/// # Errors
/// If it is not what the type takes.
pub fn round_trip<T: Object + serde_core::Serialize>(value: &Value) -> Result<Value, FieldError> {
    let object: T = read(value)?;
    serde_json::to_value(&object).map_err(|error| FieldError::new(&Path::ROOT, error.to_string()))
}

/// The JSON document that a call sends for a value, encrypted fields as plain text.
///
/// # Errors
/// If WeChat Pay would not take it.
pub fn to_json<T: Object>(value: &T) -> Result<Vec<u8>, FieldError> {
    let cx = Context::new(Secrets::Plain, Rules::Wire);
    json::to_vec(value.view(), &Path::ROOT, &cx)
}

/// The value of a JSON document, read as that of an answer is.
///
/// # Errors
/// If it is not what the type takes.
pub fn from_json<T: Object>(document: &[u8]) -> Result<T, FieldError> {
    let mut value = <T as Object>::empty();
    let cx = Context::new(Secrets::Plain, Rules::Free);
    json::read(document, &mut value, &Path::ROOT, &cx)?;
    Ok(value)
}

/// As [`to_json`], for XML.
///
/// # Errors
/// As [`to_json`].
pub fn to_xml<T: Object>(value: &T) -> Result<Vec<u8>, FieldError> {
    let cx = Context::new(Secrets::Plain, Rules::Wire);
    xml::to_vec(value.view(), &cx)
}

/// As [`from_json`], for XML.
///
/// # Errors
/// As [`from_json`].
pub fn from_xml<T: Object>(document: &[u8]) -> Result<T, FieldError> {
    let mut value = <T as Object>::empty();
    let cx = Context::new(Secrets::Plain, Rules::Free);
    xml::read(document, &mut value, &cx)?;
    Ok(value)
}

/// A content as it would be on the wire; encrypted documents in it stay as they came.
#[must_use]
pub fn to_value<T: serde_core::Serialize>(content: &T) -> Option<Value> {
    serde_json::to_value(content).ok()
}
