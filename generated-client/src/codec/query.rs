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
    let mut out = String::new();
    each_pair(view, at, cx, &mut |name, text| {
        push_pair(&mut out, name, text)
    })?;
    Ok(out)
}

/// What would be taken for the end of a value in a URL-encoded field.
const SEPARATORS: &AsciiSet = &AsciiSet::EMPTY.add(b'&').add(b'%');

/// The text of a URL-encoded field: `name=value&…` as plain as it can be, and then the whole of it percent-encoded.
pub(crate) fn to_document(
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<String, FieldError> {
    let mut out = String::new();
    each_pair(view, at, cx, &mut |name, text| {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(name);
        out.push('=');
        out.extend(utf8_percent_encode(text, SEPARATORS));
    })?;
    Ok(utf8_percent_encode(&out, ENCODED).to_string())
}

/// Names and texts of the fields of an object that are there.
fn each_pair(
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
    visit: &mut dyn FnMut(&str, &str),
) -> Result<(), FieldError> {
    let View::Object(object) = view else {
        return Err(FieldError::new(at, "only an object can be a query string"));
    };
    let mut pair = |name: &str, view: View<'_>, at: &Path<'_>| {
        if let Some(text) = check::scalar(view, at, cx)? {
            visit(name, &text);
        }
        Ok(())
    };
    for (name, field) in object.fields() {
        let at = at.field(name);
        match field.view() {
            View::List(list) => {
                for (index, element) in list.iter().enumerate() {
                    pair(name, element.view(), &at.element(index))?;
                }
            }
            View::Numbered(values) => {
                for (numbers, value) in values.iter() {
                    pair(&numbers.name(name), value.view(), &at)?;
                }
            }
            view => pair(name, view, &at)?,
        }
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

/// The pairs of the text of a URL-encoded field.
pub(crate) fn document_pairs(text: &str) -> Vec<(String, String)> {
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let decoded = decode(text);
    let pairs = decoded.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (name.to_owned(), plain(value)))
        .collect()
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
