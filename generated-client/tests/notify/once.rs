//! Idempotency: one key for one notification.

use crate::sender::*;
use serde_json::json;

pub fn key(sent: &Sent) -> String {
    let notification = sent.read(&receiver()).unwrap();
    let key = notification.idempotency_key().to_owned();
    assert!(key.len() <= 128, "{key}");
    key
}

/// A repetition is signed anew, and has the key of the first.
#[test]
fn a_repetition_has_the_same_key() {
    let first = paid();
    let again = signed_by(
        crate::data::PUBLIC_KEY_ID,
        crate::data::NOW + 15,
        first.body.clone(),
    );
    assert_eq!(key(&first), "v3/EV-2025011500000001");
    assert_eq!(key(&first), key(&again));
}

#[test]
fn an_id_that_is_absent_or_long_gives_a_digest() {
    let mut envelope = envelope("SOMETHING.NEW", "x", "{}");
    for id in [json!(null), json!(""), json!("x".repeat(1000))] {
        envelope["id"] = id;
        let key = key(&signed(envelope.to_string()));
        assert!(key.starts_with("v3/sha256/"), "{key}");
    }
}
