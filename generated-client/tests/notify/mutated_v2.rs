//! Changed notifications of API v2: none is accepted as another.

use crate::mutated::Random;
use crate::sender::*;
use crate::sender_v2::*;
use serde_json::Value;
use wechatpay_client::notification::{Proof, Unknown};
use wechatpay_client::signature::v2::SignType;

/// The fields of a v2 body that are not empty.
fn fields(body: &[u8]) -> Value {
    let mut value = Unknown::new(wechatpay_client::Version::V2, "", body)
        .value()
        .unwrap();
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null() && value != "");
    }
    value
}

/// Changes that leave all fields as they were (a line feed between elements) are none.
#[test]
fn of_api_v2() {
    let genuine = v2(
        &[
            ("return_code", "SUCCESS"),
            ("result_code", "SUCCESS"),
            ("mch_id", "1900000109"),
            ("nonce_str", "n1"),
            ("out_trade_no", "order-1"),
            ("transaction_id", "4200001"),
            ("total_fee", "100"),
            ("attach", "shop 12"),
        ],
        SignType::HmacSha256,
    );
    let (notifications, mut random) = (receiver(), Random(0xF00D));
    let (mut refused, mut same) = (0, 0);
    while refused < 4_000 {
        let sent = random.changed(&genuine);
        match sent.read(&notifications) {
            Err(_) => refused += 1,
            Ok(notification) => {
                assert_eq!(fields(notification.body()), fields(&genuine.body));
                same += 1;
            }
        }
    }
    assert!(same < 1_600, "{same}");
}

/// Nothing proves the fields around the encrypted one, and `proof` says so; a changed encrypted field is mostly noticed.
#[test]
fn of_refund_notices() {
    let inside = crate::data::published("v2_refund_req_info/plaintext");
    let sealed = api_v2_key().encrypt_refund(inside).unwrap();
    let (notifications, mut random) = (receiver(), Random(0xCAFE));
    let mut accepted = 0;
    for _ in 0..1_000 {
        let mut changed = sealed.clone().into_bytes();
        random.change(&mut changed);
        let changed = String::from_utf8_lossy(&changed).into_owned();
        if changed == sealed {
            continue;
        }
        if let Ok(notification) = v2_unsigned(&[("req_info", &changed)]).read(&notifications) {
            assert_eq!(notification.proof(), Proof::Decryption);
            accepted += 1;
        }
    }
    assert!(accepted < 20, "{accepted}");
}
