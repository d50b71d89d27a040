//! Answers, ready to be sent.

use crate::data::*;
use crate::sender::receiver;
use serde_json::{Value, json};
use wechatpay_client::keys::{PlatformKeys, PlatformPublicKey};
use wechatpay_client::notification::{Acknowledgement, ReplyBody};
use wechatpay_client::signature::{SignatureHeaders, verify};
use wechatpay_client::{Error, Version, rt};

fn body(acknowledgement: &Acknowledgement) -> Value {
    serde_json::from_slice(acknowledgement.body()).unwrap()
}

#[test]
fn success_and_failure_of_api_v3() {
    let success = Acknowledgement::success(Version::V3);
    assert_eq!(success.status(), 200);
    assert_eq!(
        success.headers().get("Content-Type"),
        Some("application/json")
    );
    assert_eq!(
        body(&success),
        json!({ "code": "SUCCESS", "message": "OK" })
    );
    let failure = Acknowledgement::failure(Version::V3, "try \"again\"");
    assert_eq!(failure.status(), 500);
    assert_eq!(
        body(&failure),
        json!({ "code": "FAIL", "message": "try \"again\"" })
    );
}

#[test]
fn success_and_failure_of_api_v2() {
    let success = Acknowledgement::success(Version::V2);
    assert_eq!(success.status(), 200);
    assert_eq!(success.headers().get("Content-Type"), Some("text/xml"));
    assert_eq!(
        success.body(),
        b"<xml><return_code>SUCCESS</return_code><return_msg>OK</return_msg></xml>"
    );
    let failure = Acknowledgement::failure(Version::V2, "<a> & b\0");
    assert_eq!(failure.status(), 200);
    assert_eq!(
        failure.into_body(),
        b"<xml><return_code>FAIL</return_code><return_msg>&lt;a&gt; &amp; b </return_msg></xml>"
    );
}

/// The reply to a question about a parking fee, as the generator would emit it.
#[non_exhaustive]
struct Fee {
    code: Option<String>,
    total_amount: Option<i64>,
    parking_state: Option<String>,
}
rt::object!(Request Fee: 0 code, 1 total_amount, 2 parking_state);

impl ReplyBody for Fee {
    const SIGNED: bool = false;
}

fn fee(code: Option<&str>) -> Fee {
    Fee {
        code: code.map(str::to_owned),
        total_amount: Some(1500),
        parking_state: Some("PARKING_STATE_ENTERED".to_owned()),
    }
}

#[test]
fn a_reply_may_carry_more() {
    let reply = receiver().reply(&fee(None)).unwrap();
    assert_eq!(reply.status(), 200);
    let expected = json!({ "code": "SUCCESS", "total_amount": 1500, "parking_state": "PARKING_STATE_ENTERED" });
    assert_eq!(body(&reply), expected);
    assert_eq!(body(&Acknowledgement::json(expected.clone())), expected);
    assert_eq!(
        Acknowledgement::with(&fee(Some("FAIL"))).unwrap().status(),
        500
    );
}

/// The reply to a question of a wallet abroad, which must be signed.
#[non_exhaustive]
struct Merchant {
    acq_tid: String,
    mch_id: String,
}
rt::object!(Request Merchant: 0 acq_tid, 1 mch_id);

impl ReplyBody for Merchant {
    const SIGNED: bool = true;
}

#[test]
fn a_reply_may_have_to_be_signed() {
    let question = Merchant {
        acq_tid: "2025011500000001".to_owned(),
        mch_id: MCHID.to_owned(),
    };
    let Err(Error::Build(error)) = receiver().reply(&question) else {
        panic!("signed without a key")
    };
    assert!(error.to_string().contains("merchant"), "{error}");

    let reply = receiver().signer(merchant()).reply(&question).unwrap();
    let authorization = reply.headers().get("Authorization").unwrap();
    let pairs = authorization
        .strip_prefix("WECHATPAY2-SHA256-RSA2048 ")
        .unwrap();
    let get = |name: &str| {
        let pair = pairs
            .split(", ")
            .find(|pair| pair.starts_with(name))
            .unwrap();
        let value = pair[name.len()..].strip_prefix("=\"").unwrap();
        value.strip_suffix('"').unwrap().to_owned()
    };
    assert_eq!(
        (get("mchid"), get("serial_no")),
        (MCHID.to_owned(), SERIAL.to_owned())
    );
    let headers = SignatureHeaders {
        timestamp: Some(&get("timestamp")),
        nonce: Some(&get("nonce_str")),
        signature: Some(&get("signature")),
        serial: Some(PUBLIC_KEY_ID),
        signature_type: None,
    };
    let own = PlatformPublicKey::from_pem(PUBLIC_KEY_ID, generated("public_spki")).unwrap();
    let own = PlatformKeys::new([own.into()]).unwrap();
    verify(&own, &headers, reply.body(), NOW).unwrap();
}

#[cfg(feature = "papay")]
#[test]
fn the_reply_of_a_page_is_one() {
    use wechatpay_client::notification::v3::entrust_terminate_retention::{CouponInfo, Reply};
    let coupon = CouponInfo::new().state("SEND_COUPON").coupon_id("7");
    let reply = Reply::new().retention_type("COUPON").coupon_info(coupon);
    let reply = receiver().reply(&reply).unwrap();
    let expected = json!({
        "code": "SUCCESS", "retention_type": "COUPON", "coupon_info": { "state": "SEND_COUPON", "coupon_id": "7" },
    });
    assert_eq!(body(&reply), expected);
    assert_eq!(reply.headers().get("Authorization"), None);
}
