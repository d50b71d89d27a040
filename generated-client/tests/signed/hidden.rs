//! Neither secrets nor personal data get into `Debug` or `Display`.

use crate::data::*;
use crate::platform::*;
use crate::support::*;
use serde_json::json;
use wechatpay_client::rt;
use wechatpay_client::{Client, Headers, Response};

const PERSONAL: &str = "PersonalData4111";

fn all_of<T: std::fmt::Debug>(value: &T) -> String {
    format!("{value:?}\n{value:#?}\n")
}

#[test]
fn nothing_that_must_stay_hidden_is_shown() {
    let mut shown = String::new();
    let refusal = json!({
        "code": "SIGN_ERROR", "message": "wrong",
        "detail": { "value": PERSONAL, "sign_information": { "method": "POST", "url": "/v3/orders",
            "truncated_sign_message": format!("POST\n/v3/orders\n{NOW}\nrequestnonce\n{PERSONAL}") } },
    });
    let personal =
        json!({ "prepay_id": "p", "promotion_detail": [{ "name": PERSONAL }] }).to_string();
    let (builder, script) = builder([
        Response::json(401, refusal.to_string()),
        Response::json(200, personal.as_str()),
        signed(200, &personal),
        Response::new(502, Headers::new(), format!("<html>{PERSONAL}")),
    ]);
    let builder = builder
        .platform_key(platform_public_key())
        .api_v3_key(published("aes_256_gcm/key"));
    shown += &all_of(&builder);
    let client = builder.build().unwrap();
    shown += &all_of(&client);
    shown += &all_of(&client.keys());
    let call = |client: &Client| -> rt::Call<Answer> {
        let mut order = Order::new("a", 1, "JSAPI");
        order.r#type = Some("x".into());
        order.payer = Some(payer());
        path(client).call(&POST).body(order)
    };
    shown += &all_of(&call(&client));
    shown += &all_of(&call(&client).render().unwrap());
    for _ in 0..4 {
        match call(&client).send_blocking() {
            Ok(reply) => shown += &all_of(&reply),
            Err(error) => shown += &format!("{error}\n{}", all_of(&error)),
        }
    }
    for request in script.requests() {
        shown += &all_of(&request);
        let authorization = request.headers.get("Authorization").unwrap();
        let (_, signature) = authorization.rsplit_once("signature=\"").unwrap();
        assert!(!shown.contains(&signature[..40]));
    }
    assert!(shown.contains(MCHID) && shown.contains("SIGN_ERROR") && shown.contains("hidden"));
    assert!(!shown.contains(PERSONAL), "{shown}");
    assert!(!shown.contains(published("aes_256_gcm/key")));
    for line in private_pem("rsa_sha256_pkcs1v15").lines().skip(1) {
        assert!(line.starts_with('-') || !shown.contains(line));
    }
}

fn payer() -> Payer {
    let mut payer: Payer = rt::empty();
    payer.name = Some(PERSONAL.into());
    payer
}
