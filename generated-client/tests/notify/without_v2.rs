//! API v2 without the feature `v2`: refused by its name, and comes again.

use crate::sender::*;
use wechatpay_client::notification::{NotificationError, Unknown};
use wechatpay_client::{Client, MemoryTransport, Version};

#[test]
fn a_notification_is_refused_and_the_feature_named() {
    let mut with_mark = v2_unsigned(&[("return_code", "SUCCESS")]);
    with_mark.body.splice(0..0, *b"\xef\xbb\xbf \n");
    for sent in [v2_unsigned(&[("req_info", "Q2lwaGVy")]), with_mark] {
        let error = sent.refused();
        assert!(matches!(error, NotificationError::WithoutV2), "{error}");
        assert!(error.to_string().contains("feature `v2`"), "{error}");
        let answer = error.acknowledgement();
        assert_eq!(answer.status(), 500);
        assert!(answer.body().starts_with(b"<xml><return_code>FAIL"));
    }
}

#[test]
fn a_content_in_xml_is_not_taken_for_another() {
    let unknown = Unknown::new(Version::V2, "NEW", *b"<xml><a>1</a></xml>");
    let error = unknown.value().unwrap_err().to_string();
    assert!(error.contains("feature `v2`"), "{error}");
}

#[test]
fn a_call_is_refused_before_it_is_sent() {
    let transport = MemoryTransport::new();
    let client = Client::unsigned(transport.clone());
    let call = || {
        client
            .chain("v2/pay/orderquery")
            .post(serde_json::json!({ "appid": "wx1" }))
    };
    for error in [
        call().render().unwrap_err(),
        call().send_blocking().unwrap_err(),
        call().url().unwrap_err(),
    ] {
        assert!(error.to_string().contains("feature `v2`"), "{error}");
    }
    assert!(call().file().download().to_vec_blocking().is_err());
    assert!(transport.requests().is_empty());
}
