//! API v2.

use super::api;
use super::http::receive;
use serde_json::{Value, json};
use std::time::Duration;
use wechatpay_client::keys::ApiV2Key;
use wechatpay_client::sandbox::{Sandbox, Script};
use wechatpay_client::{Client, Error};

fn call(client: &Client, path: &str, body: &Value) -> Result<Value, Error> {
    let reply = client.chain(path).post(body).send_blocking()?;
    Ok((*reply).clone())
}

#[test]
fn an_order_is_made_paid_and_told() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let (notify_url, posted) = receive(|_| {
        (
            200,
            "<xml><return_code><![CDATA[SUCCESS]]></return_code></xml>".to_owned(),
        )
    });
    let appid = &sandbox.keys().appid;
    let order = json!({
        "appid": appid, "body": "tea", "out_trade_no": "V2-1", "total_fee": "100", "spbill_create_ip": "127.0.0.1",
        "notify_url": notify_url, "trade_type": "NATIVE", "product_id": "1",
    });
    let made = call(&client, "v2/pay/unifiedorder", &order).unwrap();
    assert!(
        made["prepay_id"].is_string() && made["code_url"].is_string(),
        "{made}"
    );
    sandbox.pay("V2-1", None).unwrap();
    let told = posted.recv_timeout(Duration::from_secs(10)).unwrap();
    let key = ApiV2Key::new(&sandbox.keys().api_v2_key).unwrap();
    let notification = client
        .notifications()
        .api_v2_key(key)
        .receive_blocking(&told.headers, &told.body)
        .unwrap();
    assert!(String::from_utf8_lossy(notification.plaintext()).contains("V2-1"));
    let query = json!({ "appid": appid, "out_trade_no": "V2-1" });
    assert_eq!(
        call(&client, "v2/pay/orderquery", &query).unwrap()["trade_state"],
        "SUCCESS"
    );
    let unknown = json!({ "appid": appid, "out_trade_no": "V2-2" });
    let error = api(call(&client, "v2/pay/orderquery", &unknown).unwrap_err());
    assert_eq!(error.code(), Some("ORDERNOTEXIST"));
    sandbox.script(Script::of("POST /v2/pay/orderquery").refuse(500, "SYSTEMERROR"));
    let error = api(call(&client, "v2/pay/orderquery", &query).unwrap_err());
    assert_eq!(error.code(), Some("SYSTEMERROR"));
}

#[test]
fn another_key_is_refused() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .base_url(sandbox.base_url())
        .v2_keys(
            wechatpay_client::keys::V2Keys::new(
                &sandbox.keys().mchid,
                ApiV2Key::new("0123456789abcdefghijklmnopqrstuv").unwrap(),
            )
            .unwrap(),
        )
        .transport(wechatpay_client::sandbox::LoopbackTransport::default())
        .build()
        .unwrap();
    let query = json!({ "appid": sandbox.keys().appid, "out_trade_no": "V2-2" });
    assert!(call(&client, "v2/pay/orderquery", &query).is_err());
    let journal = sandbox.journal();
    let problems = &journal.last().unwrap().problems;
    assert!(problems[0].starts_with("sign:"), "{problems:?}");
    assert!(
        journal
            .last()
            .unwrap()
            .request_message
            .as_ref()
            .unwrap()
            .contains("out_trade_no=V2-2")
    );
}

/// A refund notice is encrypted with the APIv2 key.
#[test]
fn a_refund_is_made_and_told() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let (notify_url, posted) = receive(|_| {
        (
            200,
            "<xml><return_code>SUCCESS</return_code></xml>".to_owned(),
        )
    });
    let appid = &sandbox.keys().appid;
    let order = json!({
        "appid": appid, "body": "tea", "out_trade_no": "V2-R", "total_fee": "100", "spbill_create_ip": "127.0.0.1",
        "notify_url": "http://127.0.0.1:1/", "trade_type": "NATIVE", "product_id": "1",
    });
    call(&client, "v2/pay/unifiedorder", &order).unwrap();
    sandbox.pay("V2-R", None).unwrap();
    let refund = json!({
        "appid": appid, "out_trade_no": "V2-R", "out_refund_no": "V2-R-1", "total_fee": "100", "refund_fee": "40", "notify_url": notify_url,
    });
    call(&client, "v2/secapi/pay/refund", &refund).unwrap();
    sandbox.advance(Duration::from_secs(60));
    let told = posted.recv_timeout(Duration::from_secs(10)).unwrap();
    let key = ApiV2Key::new(&sandbox.keys().api_v2_key).unwrap();
    let notification = client
        .notifications()
        .api_v2_key(key)
        .receive_blocking(&told.headers, &told.body)
        .unwrap();
    assert!(!String::from_utf8_lossy(&told.body).contains("V2-R-1"));
    assert!(String::from_utf8_lossy(notification.plaintext()).contains("V2-R-1"));
    let query = json!({ "appid": appid, "out_trade_no": "V2-R" });
    let refunds = call(&client, "v2/pay/refundquery", &query).unwrap();
    assert_eq!(
        (&refunds["refund_count"], &refunds["refund_fee_0"]),
        (&json!("1"), &json!("40")),
        "{refunds}"
    );
}
