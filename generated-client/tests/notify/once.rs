//! Idempotency: one key for one notification.

use crate::sender::*;
use serde_json::json;
use wechatpay_client::signature::v2::SignType;

fn key(sent: &Sent) -> String {
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

    let fields = |nonce| [("a", "1"), ("nonce_str", nonce), ("b", "2")];
    let unknown = key(&v2(&fields("n1"), SignType::Md5));
    assert!(unknown.starts_with("v2/sha256/"), "{unknown}");
    assert_eq!(unknown, key(&v2(&fields("n2"), SignType::HmacSha256)));
    assert_ne!(unknown, key(&v2(&[("a", "1"), ("b", "3")], SignType::Md5)));
}

#[test]
fn states_of_one_object_have_different_keys() {
    let refund = |status: &str| {
        let inside = format!(
            "<root><refund_id>5000</refund_id><refund_status>{status}</refund_status></root>"
        );
        key(&v2_unsigned(&[(
            "req_info",
            &api_v2_key().encrypt_refund(&inside).unwrap(),
        )]))
    };
    assert_eq!(refund("SUCCESS"), "v2/refund-processed/5000/SUCCESS");
    assert_ne!(refund("SUCCESS"), refund("CHANGE"));
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
