//! JSON. Objects, lists and plain texts are written here, which takes little more than half the time of the way through serde's
//! interface (`cargo bench -p wechatpay-benchmarks`); the rest, and all reading, goes through `serde_json`.

use super::deserialize::Fill;
use super::path::{FieldError, Path};
use super::secrets::Context;
use super::serialize::Encode;
use super::{Field, List, Object, View, check};
use serde_core::Serialize;
use serde_core::de::DeserializeSeed;

/// The document.
pub(crate) fn to_vec(
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<Vec<u8>, FieldError> {
    let mut out = Vec::with_capacity(512);
    write(&mut out, view, at, cx)?;
    Ok(out)
}

/// The document as text, for a string that carries it.
pub(crate) fn to_text(
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<String, FieldError> {
    String::from_utf8(to_vec(view, at, cx)?).map_err(|error| FieldError::new(at, error.to_string()))
}

#[inline(always)]
fn write(
    out: &mut Vec<u8>,
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    match view {
        View::Text(text) if is_plain(text) => {
            write_plain(out, b"\"", text, b"\"");
            Ok(())
        }
        View::Text(text) => {
            check::text(text, at, cx)?;
            through_serde(out, text, cx)
        }
        View::Integer(number) => through_serde(out, &number, cx),
        View::Object(object) => write_object(out, object, at, cx),
        View::List(list) => write_list(out, list, at, cx),
        view => through_serde(out, &Encode { view, at, cx }, cx),
    }
}

#[inline(never)]
fn write_object(
    out: &mut Vec<u8>,
    object: &dyn Object,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    let side = object.shape().side;
    let mut before = b'{';
    for (name, field) in object.fields() {
        let view = field.view();
        if check::left_out(view, side) {
            continue;
        }
        let View::Numbered(values) = view else {
            write_name(out, &mut before, name);
            write(out, view, &at.field(name), cx)?;
            continue;
        };
        for (numbers, value) in values.iter() {
            let name = numbers.name(name);
            write_name(out, &mut before, &name);
            write(out, value.view(), &at.field(&name), cx)?;
        }
    }
    if before == b'{' {
        out.push(b'{');
    }
    out.push(b'}');
    Ok(())
}

#[inline(never)]
fn write_list(
    out: &mut Vec<u8>,
    list: &dyn List,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    out.push(b'[');
    for (index, element) in list.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(out, element.view(), &at.element(index), cx)?;
    }
    out.push(b']');
    Ok(())
}

/// A name of the documentation has nothing to escape (`lower` refuses others).
fn write_name(out: &mut Vec<u8>, before: &mut u8, name: &str) {
    write_plain(out, &[*before, b'"'], name, b"\":");
    *before = b',';
}

fn write_plain(out: &mut Vec<u8>, before: &[u8], text: &str, after: &[u8]) {
    out.reserve(before.len() + text.len() + after.len());
    out.extend_from_slice(before);
    out.extend_from_slice(text.as_bytes());
    out.extend_from_slice(after);
}

/// Whether a text stands in a document as it is: ASCII without anything to escape.
fn is_plain(text: &str) -> bool {
    // No shortcut inside of a chunk, so that the compiler looks at all of it at once.
    let are_plain = |bytes: &[u8]| {
        bytes.iter().fold(true, |plain, &byte| {
            plain & (byte >= b' ') & byte.is_ascii() & (byte != b'"') & (byte != b'\\')
        })
    };
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    chunks.iter().all(|chunk| are_plain(chunk)) && are_plain(rest)
}

fn through_serde<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    value: &T,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    serde_json::to_writer(out, value).map_err(|error| cx.problem(error))
}

/// Reads a document into `field`; whether there was a value (`null` is none).
pub(crate) fn read(
    bytes: &[u8],
    field: &mut dyn Field,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<bool, FieldError> {
    // All of it is looked at once; `from_slice` looks at each text alone, which takes longer.
    let text =
        std::str::from_utf8(bytes).map_err(|error| FieldError::new(at, error.to_string()))?;
    let mut json = serde_json::Deserializer::from_str(text);
    let filled = Fill { field, at, cx }.deserialize(&mut json);
    filled
        .and_then(|filled| json.end().map(|()| filled))
        .map_err(|error| cx.problem(error))
}
