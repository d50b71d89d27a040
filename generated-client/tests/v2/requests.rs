//! What is sent: the fields, the signature, the URL.

use crate::*;
use serde_json::json;
use wechatpay_client::{Error, rt};

/// The vector of the guide, through a call.
#[test]
fn a_call_has_the_published_signature() {
    let (client, _) = client([]);
    let mut order = Order::new("wxd930ea5d5a258f4f");
    order.device_info = Some("1000".into());
    order.body = Some("test".into());
    let request = call(&client, &ORDER, order).render().unwrap();
    assert_eq!(
        request.url,
        "https://api.mch.weixin.qq.com/pay/unifiedorder"
    );
    assert_eq!(
        request.headers.get("Content-Type"),
        Some("text/xml; charset=utf-8")
    );
    assert_eq!(request.headers.get("Authorization"), None);
    assert_eq!(
        String::from_utf8(request.body).unwrap(),
        "<xml><appid>wxd930ea5d5a258f4f</appid><device_info>1000</device_info><body>test</body><mch_id>10000100</mch_id>\
         <nonce_str>ibuaiVcKdpRxkhJA</nonce_str><sign>9A0A8659F005D6984697E2CA0A9CF3B7</sign></xml>"
    );
}

/// The page's kind if it has one, else the caller's, else the client's.
#[test]
fn the_kind_of_signature_is_the_page_s_or_a_choice() {
    let (builder, _) = builder([]);
    let client = builder.v2_sign_type(SignType::Md5).build().unwrap();
    let (hmac_client, _) = crate::client([]);
    let given = |text: &str| {
        let mut order = Order::new("wx1");
        order.sign_type = Some(text.into());
        order
    };
    let none = || Order::new("wx1");
    for (client, operation, order, sent, length) in [
        (&client, &ORDER, none(), None, 32),
        (&hmac_client, &ORDER, none(), None, 32),
        (&client, &HMAC, none(), Some("HMAC-SHA256"), 64),
        (&client, &CHOICE, none(), Some("MD5"), 32),
        (&hmac_client, &CHOICE, none(), Some("HMAC-SHA256"), 64),
        (
            &client,
            &CHOICE,
            given("HMAC-SHA256"),
            Some("HMAC-SHA256"),
            64,
        ),
        (&hmac_client, &CHOICE, given("MD5"), Some("MD5"), 32),
    ] {
        let request = call(client, operation, order).render().unwrap();
        let fields = fields(&request.body);
        assert_eq!(fields.get("sign_type").map(String::as_str), sent);
        assert_eq!(fields["sign"].len(), length);
        let texts = fields.iter().map(|(n, t)| (n.as_str(), t.as_str()));
        v2::verify(texts, None, &key()).unwrap();
    }
    let error = call(&client, &CHOICE, given("SHA1")).render().unwrap_err();
    assert!(error.to_string().contains("sign_type"), "{error}");
}

/// What is signed is the text, what is sent its escaped form; empty values are neither signed nor sent.
#[test]
fn texts_are_escaped_and_signed_as_they_are() {
    let (client, _) = client([]);
    let mut order = Order::new("a<b>&c ]]> \"d\" 汉字\r\n");
    order.device_info = Some(String::new());
    order.receiver.0.insert(0, "r0".into());
    order.receiver.0.insert(3, "r3".into());
    order.detail = Some(json!({ "a": "<&>" }).into());
    let request = call(&client, &ORDER, order).render().unwrap();
    let fields = fields(&request.body);
    assert_eq!(fields["appid"], "a<b>&c ]]> \"d\" 汉字\r\n");
    assert_eq!(fields["detail"], r#"{"a":"<&>"}"#);
    assert_eq!(
        (&*fields["receiver_0"], &*fields["receiver_3"]),
        ("r0", "r3")
    );
    assert!(!fields.contains_key("device_info"));
    let texts = fields.iter().map(|(n, t)| (n.as_str(), t.as_str()));
    v2::verify(texts, Some(SignType::Md5), &key()).unwrap();
}

/// The merchant id goes under the page's name, the random text only where it belongs; what the caller gives stays.
#[test]
fn what_is_missing_is_filled_in() {
    const COMBINED: rt::Operation = rt::Operation {
        merchant_id: "combine_mch_id",
        nonceless: true,
        ..ORDER
    };
    let (client, _) = client([]);
    let sent = |operation, order| {
        let request = call(&client, operation, order).render().unwrap();
        fields(&request.body)
    };
    let combined = sent(&COMBINED, Order::new("wx1"));
    assert_eq!(combined["combine_mch_id"], MCHID);
    assert!(!combined.contains_key("nonce_str") && !combined.contains_key("mch_id"));
    let mut order = Order::new("wx1");
    order.mch_id = Some("1900000109".into());
    let given = sent(&COMBINED, order);
    assert_eq!(given["mch_id"], "1900000109");
    assert!(!given.contains_key("combine_mch_id"));

    let body = json!({ "mchid": "1", "nonce_str": "mine", "amount": 5, "sign": "old" });
    let request = client
        .chain("v2/mmpaymkttransfers/promotion/transfers")
        .post(body);
    let chained = fields(&request.render().unwrap().body);
    assert_eq!(chained["mchid"], "1");
    assert_eq!(chained["nonce_str"], "mine");
    assert_eq!(chained["amount"], "5");
    assert_ne!(chained["sign"], "old");
    assert!(!chained.contains_key("mch_id"));
}

/// Nothing nested can be signed.
#[test]
fn nested_values_are_refused() {
    let (client, _) = client([]);
    for body in [
        json!({ "a": { "b": 1 } }),
        json!({ "a": [1] }),
        json!([1]),
        json!("x"),
    ] {
        let error = client.chain("v2/pay/x").post(body).render().unwrap_err();
        assert!(matches!(error, Error::Build(_)), "{error}");
    }
}

/// GET calls are signed in their query: the URL for the payer's browser is had without sending anything.
#[test]
fn urls_for_the_browser_are_signed() {
    const REDIRECT: rt::Operation = rt::Operation {
        path: "/v2/papay/entrustweb",
        response: rt::ResponseKind::Redirect,
        fragment: Some("wechat_redirect"),
        sign: rt::SignRule::Md5,
        ..GET
    };
    const AUTHORISATION: rt::Operation = rt::Operation {
        path: "/v2/appauth/authindex",
        sign: rt::SignRule::Unsigned,
        ..REDIRECT
    };
    let (client, script) = client([]);
    let url = |operation| {
        let mut order = Order::new("wx1");
        order.body = Some("https://www.example.com/?a=b&c=汉".into());
        call(&client, operation, order).url().unwrap()
    };
    let pairs = |url: &str| -> BTreeMap<String, String> {
        let query = url.split_once('?').unwrap().1.split('#').next().unwrap();
        let decode = |text: &str| {
            let text = percent_encoding::percent_decode_str(text);
            text.decode_utf8().unwrap().into_owned()
        };
        let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
        pairs.map(|(n, v)| (decode(n), decode(v))).collect()
    };
    let entrust = url(&REDIRECT);
    assert!(entrust.starts_with("https://api.mch.weixin.qq.com/papay/entrustweb?appid=wx1&"));
    assert!(entrust.ends_with("#wechat_redirect"));
    let signed = pairs(&entrust);
    assert_eq!(signed["body"], "https://www.example.com/?a=b&c=汉");
    assert_eq!(signed["mch_id"], MCHID);
    assert!(!signed.contains_key("nonce_str"));
    let texts = signed.iter().map(|(n, t)| (n.as_str(), t.as_str()));
    v2::verify(texts, Some(SignType::Md5), &key()).unwrap();

    let h5 = pairs(&url(&GET));
    assert_eq!(h5["nonce_str"], NONCE);
    let texts = h5.iter().map(|(n, t)| (n.as_str(), t.as_str()));
    v2::verify(texts, Some(SignType::HmacSha256), &key()).unwrap();

    let authorisation = pairs(&url(&AUTHORISATION));
    assert_eq!(authorisation["mch_id"], MCHID);
    assert!(!authorisation.contains_key("sign"));
    assert!(script.requests().is_empty());
}

/// A form of API v2 is signed over its texts; the digest of the file is one of them.
#[test]
fn forms_are_signed_over_their_texts() {
    #[non_exhaustive]
    pub struct Upload {
        pub media: rt::FilePart,
        pub media_hash: Option<String>,
    }
    rt::object!(Request Upload: 0 media, 1 media_hash);
    const UPLOAD: rt::Operation = rt::Operation {
        path: "/v2/secapi/mch/uploadmedia",
        request: rt::BodyKind::Multipart,
        ..CHOICE
    };
    let (client, _) = client([]);
    let upload = Upload {
        media: rt::FilePart::new("a.png", b"abc".as_slice()),
        media_hash: None,
    };
    let call: rt::Call<Paid> = rt::Path::new(&client).call(&UPLOAD).body(upload);
    let body = String::from_utf8(call.render().unwrap().body).unwrap();
    let part = |name: &str| {
        let (_, rest) = body.split_once(&format!("name=\"{name}\"\r\n\r\n"))?;
        rest.split_once("\r\n").map(|(text, _)| text.to_owned())
    };
    let expected = [
        ("media_hash", "900150983cd24fb0d6963f7d28e17f72"),
        ("mch_id", MCHID),
        ("sign_type", "HMAC-SHA256"),
    ];
    for (name, text) in expected {
        assert_eq!(part(name).as_deref(), Some(text), "{name}");
    }
    let sign = v2::sign(expected, SignType::HmacSha256, &key());
    assert_eq!(part("sign"), Some(sign));
    assert_eq!(part("nonce_str"), None);
    assert!(body.contains("filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nabc\r\n"));
}

/// With keys nothing leaves unsigned, and each version wants its own.
#[test]
fn each_version_wants_its_own_keys() {
    let (client, script) = client([]);
    let error = client
        .chain("v3/certificates")
        .get()
        .send_blocking()
        .unwrap_err();
    assert!(error.to_string().contains("API v3"), "{error}");
    assert!(client.keys().is_none() && client.v2_keys().is_some());
    let wrong = Client::builder()
        .api_v2_key(KEY)
        .transport(MemoryTransport::new());
    let error = wrong.build().unwrap_err();
    assert!(error.to_string().contains("merchant"), "{error}");
    let both = crate::builder([]).0.api_v2_key(KEY);
    assert!(both.build().is_err());
    let unsigned = crate::builder([]).0.unsigned();
    assert!(unsigned.build().is_err());
    assert!(
        Client::unsigned(MemoryTransport::new())
            .replace_v2_keys(keys())
            .is_err()
    );
    assert!(script.requests().is_empty());

    let replaced = V2Keys::new("1900000109", ApiV2Key::new("k".repeat(32)).unwrap()).unwrap();
    client.clone().replace_v2_keys(replaced).unwrap();
    let request = call(&client, &ORDER, Order::new("wx1")).render().unwrap();
    assert_eq!(fields(&request.body)["mch_id"], "1900000109");
}

/// No key is printed.
#[test]
fn keys_are_hidden() {
    let (client, _) = client([]);
    let keys = keys().with_sandbox_key(key());
    let call = call(&client, &ORDER, Order::new("wx1"));
    let printed = format!("{client:?} {keys:?} {call:?} {:?}", call.render().unwrap());
    assert!(!printed.contains(KEY), "{printed}");
}

mod any_text {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn text() -> impl Strategy<Value = String> {
        // What can be sent: three bytes of UTF-8 at most, and no control characters but those that XML has.
        "[ -~\t\n\r\u{a0}-\u{d7ff}\u{e000}-\u{fffd}]{0,20}"
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// What one side signs and writes, the other reads and finds signed: whatever the texts are.
        #[test]
        fn what_is_sent_is_accepted_as_an_answer(
            values in prop::collection::btree_map("[a-z][a-z0-9_]{0,8}", text(), 0..6),
        ) {
            let (client, _) = client([]);
            let values: BTreeMap<_, _> = values.into_iter().filter(|(name, _)| name != "sign_type").collect();
            let request = client.chain("v2/x").post(&values).render().unwrap();
            let (client, _) = crate::client([Response::xml(request.body)]);
            let failed = ["return_code", "result_code"].iter().any(|name| values.contains_key(*name));
            prop_assume!(!failed);
            let reply = client.chain("v2/x").post(json!({})).send_blocking().unwrap();
            for (name, text) in values.iter().filter(|(name, text)| !text.is_empty() && *name != "sign") {
                prop_assert_eq!(reply[name].as_str(), Some(text.as_str()));
            }
        }
    }
}
