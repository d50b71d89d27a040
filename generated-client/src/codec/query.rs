//! Query strings. Everything but letters, digits and `-._~` is percent-encoded, once; lists repeat their name.

use super::path::{FieldError, Path};
use super::secrets::Context;
use super::{View, check};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What is encoded in a query string and in a path segment.
pub(crate) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The query string of an object, without `?`.
pub(crate) fn to_text(
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<String, FieldError> {
    let View::Object(object) = view else {
        return Err(FieldError::new(at, "only an object can be a query string"));
    };
    let mut out = String::new();
    for (name, field) in object.shape().fields.iter().zip(object.fields()) {
        let at = at.field(name);
        match field.view() {
            View::List(list) => {
                for (index, element) in list.iter().enumerate() {
                    push(&mut out, name, element.view(), &at.element(index), cx)?;
                }
            }
            View::Numbered(values) => {
                for (numbers, value) in values.iter() {
                    push(&mut out, &numbers.name(name), value.view(), &at, cx)?;
                }
            }
            view => push(&mut out, name, view, &at, cx)?,
        }
    }
    Ok(out)
}

fn push(
    out: &mut String,
    name: &str,
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    if let Some(text) = check::scalar(view, at, cx)? {
        push_pair(out, name, &text);
    }
    Ok(())
}

/// Adds `name=text`.
pub(crate) fn push_pair(out: &mut String, name: &str, text: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    out.extend(utf8_percent_encode(name, ENCODED));
    out.push('=');
    out.extend(utf8_percent_encode(text, ENCODED));
}

/// The pairs of a query string, decoded.
pub(crate) fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
