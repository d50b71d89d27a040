//! What a text must be to go on the wire.

use super::path::{FieldError, Path};
use super::secrets::{Context, Rules, Secrets};
use super::{Side, View, json, query};
use serde_json::Value;
use std::borrow::Cow;

/// WeChat Pay takes characters of up to three bytes in UTF-8.
#[inline]
pub(crate) fn text(text: &str, at: &Path<'_>, cx: &Context<'_>) -> Result<(), FieldError> {
    if cx.rules == Rules::Free || text.is_ascii() {
        return Ok(());
    }
    characters(text, at)
}

/// Apart, so that the question before it is inlined.
fn characters(text: &str, at: &Path<'_>) -> Result<(), FieldError> {
    match text.chars().find(|&c| c > '\u{ffff}') {
        None => Ok(()),
        Some(c) => Err(FieldError::new(
            at,
            format!(
                "U+{:X} takes four bytes in UTF-8, the API takes at most three",
                u32::from(c)
            ),
        )),
    }
}

/// [`text()`] of all texts in a JSON value.
pub(crate) fn value(value: &Value, at: &Path<'_>, cx: &Context<'_>) -> Result<(), FieldError> {
    if cx.rules == Rules::Free {
        return Ok(());
    }
    value_depth(at)?;
    match value {
        Value::String(string) => text(string, at, cx),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .try_for_each(|(index, element)| self::value(element, &at.element(index), cx)),
        Value::Object(map) => map.iter().try_for_each(|(name, element)| {
            let at = at.field(name);
            text(name, &at, cx)?;
            self::value(element, &at, cx)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// Values without type can be nested without bound.
pub(crate) fn value_depth(at: &Path<'_>) -> Result<(), FieldError> {
    if at.depth > super::MAX_DEPTH {
        return Err(FieldError::new(at, "nested too deep"));
    }
    Ok(())
}

/// The text that stands for a single value in XML, a query string, a header or a form part; `None` if there is no value.
pub(crate) fn scalar<'v>(
    view: View<'v>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<Option<Cow<'v, str>>, FieldError> {
    Ok(Some(match view {
        View::Absent | View::Value(Value::Null) => return Ok(None),
        View::Text(value) => {
            text(value, at, cx)?;
            Cow::Borrowed(value)
        }
        View::Value(Value::String(value)) => return scalar(View::Text(value), at, cx),
        View::Integer(number) => Cow::Owned(number.to_string()),
        View::Decimal(number) => Cow::Owned(decimal(number, at)?.to_string()),
        View::Boolean(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        View::Value(value) => {
            self::value(value, at, cx)?;
            Cow::Owned(value.to_string())
        }
        View::Secret(key, value) => secret(key, value, at, cx)?,
        View::Json(document) => Cow::Owned(json::to_text(document.view(), at, cx)?),
        View::UrlEncoded(pairs) => Cow::Owned(query::to_document(pairs.view(), at, cx)?),
        View::Encrypted(document) => Cow::Borrowed(document.text()),
        View::Object(_) => return Err(FieldError::new(at, "an object cannot stand here")),
        View::List(_) | View::Numbered(_) => {
            return Err(FieldError::new(at, "a list cannot stand here"));
        }
        View::File(_) => return Err(FieldError::new(at, "a file cannot stand here")),
    }))
}

/// A finite number; JSON and the rest have no other.
pub(crate) fn decimal(number: f64, at: &Path<'_>) -> Result<f64, FieldError> {
    if number.is_finite() {
        Ok(number)
    } else {
        Err(FieldError::new(
            at,
            format!("{number} is no number that can be sent"),
        ))
    }
}

/// The text of an encrypted field as it goes out. An empty text stays empty.
pub(crate) fn secret<'v>(
    key: super::secrets::Key,
    value: &'v str,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<Cow<'v, str>, FieldError> {
    text(value, at, cx)?;
    match cx.secrets {
        Secrets::Cipher(cipher) if !value.is_empty() => match cipher.encrypt(key, value) {
            Ok(text) => Ok(Cow::Owned(text)),
            Err(message) => Err(FieldError::new(at, message)),
        },
        _ => Ok(Cow::Borrowed(value)),
    }
}

/// Whether a field is left out: absent, or an empty list of an answer (where absent and empty are one).
#[inline]
pub(crate) fn left_out(view: View<'_>, side: Side) -> bool {
    match view {
        View::Absent | View::Value(Value::Null) => true,
        View::List(list) => side == Side::Response && list.len() == 0,
        View::Numbered(values) => values.len() == 0,
        _ => false,
    }
}
