//! JSON, through `serde_json`.

use super::deserialize::Fill;
use super::path::{FieldError, Path};
use super::secrets::Context;
use super::serialize::Encode;
use super::{Slot, View};
use serde::de::DeserializeSeed;

/// The document.
pub(crate) fn to_vec(
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<Vec<u8>, FieldError> {
    serde_json::to_vec(&Encode { view, at, cx }).map_err(|error| cx.problem(error))
}

/// The document as text, for a string that carries it.
pub(crate) fn to_text(
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<String, FieldError> {
    serde_json::to_string(&Encode { view, at, cx }).map_err(|error| cx.problem(error))
}

/// Reads a document into `slot`; whether there was a value (`null` is none).
pub(crate) fn read(
    bytes: &[u8],
    slot: Slot<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<bool, FieldError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let filled = Fill { slot, at, cx }
        .deserialize(&mut json)
        .and_then(|filled| {
            json.end()?;
            Ok(filled)
        });
    filled.map_err(|error| cx.problem(error))
}
