//! What is sent: exactly the bytes that are signed.

use crate::data::*;
use crate::platform::*;
use crate::support::*;
use proptest::prelude::*;
use serde_json::json;
use wechatpay_client::keys::MerchantKey;
use wechatpay_client::rt::{self, FilePart};
use wechatpay_client::upload::{FROM_FILE, HashAlgorithm};
use wechatpay_client::{Client, Error, Request};

/// The merchant's signature is the only one that a key makes of a message, so it can be made again.
fn assert_signed(request: &Request, target: &str, body: &[u8]) {
    let mut message = format!("{}\n{target}\n{NOW}\nrequestnonce\n", request.method).into_bytes();
    message.extend_from_slice(body);
    message.push(b'\n');
    let signature = merchant_key().sign(&message).unwrap();
    let authorization = request.headers.get("Authorization").unwrap();
    let (scheme, parts) = authorization.split_once(' ').unwrap();
    assert_eq!(scheme, "WECHATPAY2-SHA256-RSA2048");
    let mut parts: Vec<&str> = parts.split(',').collect();
    parts.sort_unstable();
    assert_eq!(
        parts,
        [
            format!("mchid=\"{MCHID}\""),
            "nonce_str=\"requestnonce\"".to_owned(),
            format!("serial_no=\"{SERIAL}\""),
            format!("signature=\"{signature}\""),
            format!("timestamp=\"{NOW}\""),
        ]
    );
    assert_eq!(request.headers.get("Wechatpay-Serial"), Some(PUBLIC_KEY_ID));
    assert_eq!(request.headers.get("Accept"), Some("application/json"));
    assert!(
        request
            .headers
            .get("User-Agent")
            .unwrap()
            .starts_with("wechatpay-client/")
    );
}

#[test]
fn a_body_is_signed_as_it_is_sent() {
    let (client, script) = connected([signed(200, r#"{"prepay_id":"p1"}"#)]);
    let call: rt::Call<Answer> =
        path(&client)
            .call(&POST)
            .body(Order::new("商户/\"1\"", 1, "JSAPI"));
    let rendered = call.render().unwrap();
    assert_eq!(
        call.send_blocking().unwrap().prepay_id.as_deref(),
        Some("p1")
    );
    let request = &script.requests()[0];
    assert_eq!(*request, rendered, "what is rendered is what is sent");
    assert!(!request.body.is_empty());
    assert_eq!(
        request.headers.get("Content-Type"),
        Some("application/json")
    );
    assert_signed(request, "/v3/orders", &request.body);
}

#[test]
fn path_and_query_are_signed_percent_encoded() {
    let (client, script) = connected([signed(200, "{}")]);
    let call = client
        .chain("v3/orders/{id}")
        .param("id", "a b/中")
        .query("mchid", "1&2=")
        .get();
    block_on(call).unwrap();
    let request = &script.requests()[0];
    assert_signed(request, "/v3/orders/a%20b%2F%E4%B8%AD?mchid=1%262%3D", b"");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever stands in path and query: what is signed is what is sent, and it is encoded once.
    #[test]
    fn any_target_is_signed_as_it_is_sent(
        id in "[^\\p{C}\u{10000}-\u{10ffff}]{1,12}", name in "[a-z_]{1,8}", value in "[^\u{10000}-\u{10ffff}]{0,12}",
        prefix in prop::sample::select(vec!["", "/hk", "/a/b"]),
    ) {
        prop_assume!(id != "." && id != "..");
        let (client, _) = connected([]);
        let call = client.chain("v3/orders/{id}/close").param("id", &id).query(&name, &value).get();
        let host = format!("https://pay.example{prefix}");
        let Ok(request) = call.host(&host).render() else {
            // Only what no answer of the platform can have.
            prop_assert!(value.contains(char::is_control));
            return Ok(());
        };
        let target = request.url.strip_prefix("https://pay.example").unwrap();
        prop_assert!(target.bytes().all(|byte| byte.is_ascii_graphic()));
        assert_signed(&request, target, b"");
        let (path, query) = target.split_once('?').unwrap();
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
        let segment = path.strip_prefix(&format!("{prefix}/v3/orders/")).unwrap();
        prop_assert_eq!(decoded(segment.strip_suffix("/close").unwrap()), id);
        let (name_sent, value_sent) = query.split_once('=').unwrap();
        prop_assert_eq!(name_sent, name);
        prop_assert_eq!(decoded(value_sent), value);
    }
}

#[test]
fn the_prefix_of_a_host_is_signed() {
    const HK: rt::Operation = rt::Operation {
        base_url: Some("https://api.mch.weixin.qq.com/hk/"),
        base_url_required: true,
        ..POST
    };
    let (client, _) = connected([]);
    let order = || Order::new("a", 1, "JSAPI");
    let call: rt::Call<Answer> = path(&client).call(&HK).body(order());
    let request = call.render().unwrap();
    assert_signed(&request, "/hk/v3/orders", &request.body);
    let call: rt::Call<Answer> = path(&client).call(&HK).body(order());
    let request = call.host("http://127.0.0.1:8080").render().unwrap();
    assert_eq!(request.url, "http://127.0.0.1:8080/hk/v3/orders");
    assert_signed(&request, "/hk/v3/orders", &request.body);
}

#[test]
fn of_an_upload_the_description_is_signed() {
    let (client, script) = connected([signed(200, r#"{"prepay_id":"m"}"#)]);
    let file = FilePart::new("a.png", *b"\x89PNG");
    let call: rt::Call<Answer> = path(&client)
        .call(&UPLOAD)
        .body(Upload::new(file.clone(), Meta::new("a.png", FROM_FILE)));
    call.send_blocking().unwrap();
    let request = &script.requests()[0];
    let digest = file.digest(HashAlgorithm::Sha256);
    let meta = format!(r#"{{"filename":"a.png","sha256":"{digest}"}}"#);
    let meta = meta.as_bytes();
    assert!(request.body.windows(meta.len()).any(|part| part == meta));
    assert_signed(request, "/v3/files", meta);
}

#[test]
fn headers_that_follow_from_the_keys_cannot_be_set() {
    let (client, script) = connected([]);
    for name in ["authorization", "Wechatpay-Serial"] {
        let call = client.chain("v3/x").get().header(name, "x");
        assert!(matches!(call.send_blocking(), Err(Error::Build(_))));
    }
    assert!(script.requests().is_empty());
}

/// Nothing of API v2 leaves a client with keys without a signature, and it has a key of its own.
#[test]
fn calls_of_api_v2_want_the_key_of_api_v2() {
    let (client, script) = connected([]);
    let call = client.chain("v2/pay/orderquery").post(json!({ "a": "b" }));
    let error = call.render().unwrap_err();
    assert!(error.to_string().contains("API v2"), "{error}");
    assert!(matches!(call.send_blocking(), Err(Error::Build(_))));
    assert!(script.requests().is_empty());
}

/// With its own nonces and the system's time no two requests have the same signature.
#[test]
fn every_request_has_its_own_nonce() {
    let client = Client::builder()
        .merchant(
            MCHID,
            SERIAL,
            MerchantKey::from_pem(private_pem("rsa_sha256_pkcs1v15")).unwrap(),
        )
        .platform_key(platform_public_key())
        .transport(wechatpay_client::MemoryTransport::new())
        .build()
        .unwrap();
    let one = || client.chain("v3/x").get().render().unwrap();
    assert_ne!(
        one().headers.get("Authorization"),
        one().headers.get("Authorization")
    );
}

#[test]
fn pay_parameters_are_signed_with_the_clients_key() {
    let (client, _) = connected([]);
    let appid = "wx2421b1c4370ec43b";
    let params = client.pay_params().jsapi(appid, "wx20").unwrap();
    let message = format!("{appid}\n{NOW}\nrequestnonce\nprepay_id=wx20\n");
    assert_eq!(
        params.pay_sign,
        merchant_key().sign(message.as_bytes()).unwrap()
    );
    let app = client.pay_params().app(appid, "wx20").unwrap();
    assert_eq!(app.partnerid, MCHID);
    let unsigned = Client::unsigned(wechatpay_client::MemoryTransport::new());
    assert_eq!(
        unsigned.pay_params().app(appid, "wx20").unwrap_err(),
        wechatpay_client::pay_params::PayParamsError::NoKeys
    );
}

/// One client for all: threads share it, and keys are replaced meanwhile.
#[test]
fn a_thousand_calls_at_once() {
    let (client, script) = connected((0..1000).map(|_| signed(200, r#"{"prepay_id":"p"}"#)));
    std::thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| {
                for _ in 0..20 {
                    let call: rt::Call<Answer> =
                        path(&client).call(&POST).body(Order::new("a", 1, "JSAPI"));
                    assert!(call.send_blocking().unwrap().prepay_id.is_some());
                }
            });
        }
        for _ in 0..100 {
            let keys = client.keys().unwrap().as_ref().clone();
            client.replace_keys(keys).unwrap();
        }
    });
    let requests = script.requests();
    assert_eq!(requests.len(), 1000);
    assert_signed(&requests[999], "/v3/orders", &requests[999].body);
}
