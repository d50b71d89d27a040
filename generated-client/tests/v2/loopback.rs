//! The same over a real socket: a server that verifies what it gets, and plays the answers that the platform and what stands
//! before it give.

#[allow(dead_code)]
#[path = "../transports/server.rs"]
mod server;

use self::server::{Do, Received, Server, ok};
use crate::*;
use serde_json::{Value, json};
use wechatpay_client::{BlockingTransport, Error, TransportErrorKind, TransportOptions, Untrusted};

const PAID: [(&str, &str); 4] = [
    ("return_code", "SUCCESS"),
    ("result_code", "SUCCESS"),
    ("coupon_id_0", "c0"),
    ("attach", "a<b>&c"),
];

/// What the server does, by the last part of the path; a request whose signature does not fit is refused as the platform does.
fn answer(request: &Received) -> Do {
    let sent = fields(&request.body);
    let texts = sent.iter().map(|(n, t)| (n.as_str(), t.as_str()));
    if v2::verify(texts, None, &key()).is_err() {
        let refused = [("return_code", "FAIL"), ("return_msg", "sign error")];
        return Do::Answer(ok(document(&refused)));
    }
    let paid = signed(&PAID, SignType::HmacSha256).body;
    let (_, variant) = request.path().rsplit_once('/').unwrap();
    let body = match variant {
        "paid" => paid,
        "changed" => String::from_utf8(paid)
            .unwrap()
            .replace("c0", "c1")
            .into_bytes(),
        "unsigned" => document(&PAID).into_bytes(),
        "failed" => {
            let failed = [
                ("return_code", "SUCCESS"),
                ("result_code", "FAIL"),
                ("err_code", "USERPAYING"),
            ];
            signed(&failed, SignType::Md5).body
        }
        "page" => b"<html><body>Busy</body></html>".to_vec(),
        "empty" => Vec::new(),
        "downloadbill" => match sent.get("bill_date").map(String::as_str) {
            Some("20250115") => "\u{feff}a,b\r\n`1,`2\r\n".into(),
            _ => document(&[("return_code", "FAIL"), ("error_code", "20002")]).into_bytes(),
        },
        "cut" => {
            let whole = ok(paid);
            return Do::Cut(whole[..whole.len() - 20].to_vec());
        }
        other => panic!("{other}"),
    };
    Do::Answer(ok(body))
}

#[test]
fn every_kind_of_answer_is_told() {
    let server = Server::start(answer);
    let transport = BlockingTransport::new(TransportOptions::new()).unwrap();
    let client = Client::builder()
        .v2_keys(keys())
        .base_url(format!("http://{}", server.address))
        .retries(0)
        .transport(transport)
        .build()
        .unwrap();
    let call = |path: &str| {
        let body = json!({ "appid": "wx1", "body": "<&> 汉字" });
        client.chain(format!("v2/pay/{path}")).post(body)
    };
    let told = |result: Result<_, Error>| match result {
        Ok::<wechatpay_client::Reply<Value>, _>(reply) => {
            assert_eq!(reply["coupon_id_0"], "c0");
            assert_eq!(reply["attach"], "a<b>&c");
            "ok".to_owned()
        }
        Err(Error::Api(error)) => format!(
            "api {} {}",
            error.code().or(error.message()).unwrap_or("-"),
            error.is_authenticated()
        ),
        Err(Error::Verify(error)) => match error.reason() {
            Untrusted::SignatureV2(v2::VerifyError::Missing) => "no signature".into(),
            Untrusted::SignatureV2(v2::VerifyError::Mismatch { .. }) => "wrong signature".into(),
            Untrusted::NotXml => "no XML".into(),
            other => panic!("{other}"),
        },
        Err(Error::Transport(error)) => format!("{:?}", error.kind),
        Err(other) => panic!("{other}"),
    };
    for (path, expected) in [
        ("paid", "ok"),
        ("changed", "wrong signature"),
        ("unsigned", "no signature"),
        ("failed", "api USERPAYING true"),
        ("page", "no XML"),
        ("empty", "no XML"),
        ("cut", "Interrupted"),
    ] {
        assert_eq!(told(call(path).send_blocking()), expected, "{path}");
    }

    let bill = |date: &str| {
        let body = json!({ "appid": "wx1", "bill_date": date, "bill_type": "ALL" });
        client
            .chain("v2/pay/downloadbill")
            .post(body)
            .file()
            .send_blocking()
    };
    assert!(bill("20250115").unwrap().content.ends_with(b"`1,`2\r\n"));
    match bill("20250116") {
        Err(Error::Api(error)) => assert_eq!(error.code(), Some("20002")),
        other => panic!("{other:?}"),
    }

    let other = V2Keys::new(MCHID, ApiV2Key::new("x".repeat(32)).unwrap());
    client.replace_v2_keys(other.unwrap()).unwrap();
    assert_eq!(told(call("paid").send_blocking()), "api sign error false");
}

/// An operation that wants the merchant's certificate says so when the transport has none, before anything is sent.
#[test]
fn a_missing_client_certificate_is_named() {
    let server = Server::start(|_| panic!("it was sent"));
    let transport = BlockingTransport::new(TransportOptions::new()).unwrap();
    let client = Client::builder()
        .v2_keys(keys())
        .base_url(format!("http://{}", server.address))
        .transport(transport)
        .build()
        .unwrap();
    let refund = client.chain("v2/secapi/pay/refund").client_certificate();
    match refund.post(json!({ "appid": "wx1" })).send_blocking() {
        Err(Error::Transport(error)) => {
            assert_eq!(error.kind, TransportErrorKind::Unsupported);
            assert!(error.to_string().contains("client_pkcs12"), "{error}");
        }
        other => panic!("{other:?}"),
    }
}
