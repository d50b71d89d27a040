//! What notifications consist of: envelope, encrypted documents, unknown events.

mod support;

use serde_json::json;
use support::Promotion;
use wechatpay_client::rt;
use wechatpay_client::{Envelope, Error, Unknown, Version};

#[test]
fn an_envelope_is_read_leniently() {
    let envelope: Envelope = serde_json::from_value(json!({
        "id": "1", "event_type": "TRANSACTION.SUCCESS", "resource": { "algorithm": "AEAD_AES_256_GCM", "ciphertext": "Q==", "nonce": "n" }, "new": 1,
    }))
    .unwrap();
    let resource = envelope.resource.unwrap();
    assert_eq!(resource.nonce.as_deref(), Some("n"));
    assert_eq!(resource.associated_data, None);
}

#[cfg(feature = "v2")]
#[test]
fn content_may_be_xml() {
    let xml: Box<Promotion> =
        rt::notification::decode(b"\n<root><amount>5</amount></root>").unwrap();
    assert_eq!(xml.amount, Some(5));
    let body = *b"<xml><a>1</a><b><c>2</c></b><a>3</a></xml>";
    assert_eq!(
        Unknown::new(Version::V2, "NEW", body).value().unwrap(),
        json!({ "a": ["1", "3"], "b": { "c": "2" } })
    );
}

#[test]
fn content_is_json() {
    let json: Box<Promotion> = rt::notification::decode(br#" {"amount":"5"}"#).unwrap();
    assert_eq!(json.amount, Some(5));
    let Err(Error::Decode(error)) = rt::notification::decode::<Promotion>(br#"{"amount":[]}"#)
    else {
        panic!()
    };
    assert_eq!(
        (error.path(), error.body()),
        ("amount", &br#"{"amount":[]}"#[..])
    );
}

#[test]
fn an_unknown_event_keeps_everything() {
    let unknown = Unknown::new(Version::V3, "NEW.EVENT", *br#"{"a":"secret"}"#);
    assert_eq!(unknown.value().unwrap(), json!({ "a": "secret" }));
    assert!(!format!("{unknown:?}").contains("secret"));
}

#[non_exhaustive]
struct Body {
    req_info: Option<rt::Encrypted<Promotion>>,
}
rt::object!(Response Body: 0 req_info);

#[test]
fn an_encrypted_document_is_opened_in_place() {
    let mut body: Body = serde_json::from_value(json!({ "req_info": "Q2lwaGVy" })).unwrap();
    assert_eq!(format!("{body:?}"), "Body { req_info: [encrypted] }");
    let info = body.req_info.as_mut().unwrap();
    assert_eq!(info.ciphertext(), "Q2lwaGVy");
    assert!(info.document().is_none());
    assert_eq!(
        info.open(br#"{"amount":3,"name":"n"}"#).unwrap().amount,
        Some(3)
    );
    assert!(info.open(b"nonsense").is_err());
    let copy = body.clone().req_info.unwrap();
    assert_eq!(copy.ciphertext(), "Q2lwaGVy");
    assert_eq!(
        format!("{body:?}"),
        "Body { req_info: Promotion { amount: 3, name: [redacted] } }"
    );
    assert_eq!(copy.into_document().unwrap().amount, Some(3));
    assert_eq!(
        serde_json::to_value(&body).unwrap(),
        json!({ "req_info": "Q2lwaGVy" })
    );
}
