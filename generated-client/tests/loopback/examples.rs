//! The examples run, as programs, with real keys and signatures, against a server of this machine.

use crate::data::{MCHID, PUBLIC_KEY_ID, SERIAL, generated, private_pem};
use crate::platform::signed_as;
use crate::server::Server;
use crate::{answer, is_signed};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};
use std::time::SystemTime;

/// Runs an example of this crate with the keys of the tests.
fn run(example: &str, arguments: &[&str], server: &Server) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(example);
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--locked", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        // One set of features for both, so that the client is compiled once.
        .args([
            "--features",
            "blocking-transport",
            "--example",
            example,
            "--",
        ])
        .args(arguments)
        .env("WECHATPAY_MCHID", MCHID)
        .env("WECHATPAY_SERIAL", SERIAL)
        .env(
            "WECHATPAY_KEY",
            file("key.pem", private_pem("rsa_sha256_pkcs1v15")),
        )
        .env("WECHATPAY_PUBLIC_KEY_ID", PUBLIC_KEY_ID)
        .env(
            "WECHATPAY_PUBLIC_KEY",
            file("platform.pem", generated("public_spki_of_second_key")),
        )
        .env("WECHATPAY_APPID", "wx2f7a9c41e0d85b36")
        .env("WECHATPAY_OPENID", "oUpF8uMuAJO")
        .env("WECHATPAY_BASE_URL", server.url(""))
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn server(path: &'static str, answered: impl Fn(Value) -> Value + Send + Sync + 'static) -> Server {
    Server::start(move |received| {
        assert!(is_signed(received));
        assert_eq!(received.line, format!("POST {path} HTTP/1.1"));
        let body = answered(serde_json::from_slice(&received.body).unwrap());
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
        answer(&signed_as(
            PUBLIC_KEY_ID,
            now as i64,
            200,
            &body.to_string(),
        ))
    })
}

#[test]
fn jsapi_pay() {
    let server = server("/v3/pay/transactions/jsapi", |order| {
        assert_eq!(order["payer"]["openid"], "oUpF8uMuAJO");
        assert_eq!(order["amount"]["total"], 1);
        json!({ "prepay_id": "wx26112221580621e9b071c00d9e093b0000" })
    });
    let output = run("jsapi_pay", &[], &server);
    let params: Value = serde_json::from_str(&printed(&output)).unwrap();
    let text = |name: &str| params[name].as_str().unwrap();
    assert_eq!(
        text("package"),
        "prepay_id=wx26112221580621e9b071c00d9e093b0000"
    );
    assert_eq!(
        (text("appId"), text("signType")),
        ("wx2f7a9c41e0d85b36", "RSA")
    );
    let signed =
        ["appId", "timeStamp", "nonceStr", "package"].map(|name| format!("{}\n", text(name)));
    let signature = crate::data::merchant_key().sign(signed.concat().as_bytes());
    assert_eq!(text("paySign"), signature.unwrap());
    assert_eq!(server.connections(), 1);
}

#[test]
fn refund_blocking() {
    let server = server("/v3/refund/domestic/refunds", |refund| {
        assert_eq!(refund["out_trade_no"], "order-1");
        assert_eq!(refund["out_refund_no"], "refund-1");
        assert_eq!(
            refund["amount"],
            json!({ "refund": 100, "total": 100, "currency": "CNY" })
        );
        json!({ "refund_id": "50000000382019052709732678859", "status": "PROCESSING" })
    });
    let output = run("refund_blocking", &["order-1", "refund-1", "100"], &server);
    assert_eq!(
        printed(&output),
        "50000000382019052709732678859: PROCESSING\n"
    );
    let output = run("refund_blocking", &[], &server);
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("ORDER REFUND FEN"), "{said}");
}
