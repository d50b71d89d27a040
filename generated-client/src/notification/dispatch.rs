//! Which event a notification is, and the key by which it is dealt with once.

use crate::crypto::digest::{hex, sha256};

/// Event types that stand for another event if the encrypted object is of another type: event type, original type, event.
/// Source: remark `PROFITSHARING` of the page `webhook/v3/TRANSACTION.SUCCESS.md`.
const MERGED: &[(&str, &str, &str)] = &[(
    "TRANSACTION.SUCCESS",
    "profitsharing",
    "PROFITSHARING.SUCCESS",
)];

/// The event of API v3 by its type and by what was encrypted.
pub(super) fn event_v3<'e>(event_type: &'e str, original_type: Option<&str>) -> &'e str {
    MERGED
        .iter()
        .find(|(event, original, _)| *event == event_type && original_type == Some(original))
        .map_or(event_type, |(_, _, event)| event)
}

/// The key of API v3: the id of the notification.
pub(super) fn key_v3(id: Option<&str>, plaintext: &[u8]) -> String {
    match id {
        Some(id) if !id.is_empty() => short(format!("v3/{id}")),
        _ => digest("v3", plaintext),
    }
}

/// Keys go into indexed columns.
pub(super) fn short(key: String) -> String {
    match key.len() {
        0..=128 => key,
        _ => digest(key.get(..2).unwrap_or_default(), key.as_bytes()),
    }
}

pub(super) fn digest(version: &str, bytes: &[u8]) -> String {
    format!("{version}/sha256/{}", hex(sha256(bytes).as_ref()))
}
