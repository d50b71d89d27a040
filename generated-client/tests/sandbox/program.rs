//! The program, and a client that is pointed at it by its files.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use wechatpay_client::Client;
use wechatpay_client::keys::{Merchant, MerchantCertificate, MerchantKey};
use wechatpay_client::sandbox::LoopbackTransport;

#[test]
fn any_client_is_pointed_at_it_by_its_files() {
    let folder =
        std::env::temp_dir().join(format!("wechatpay-sandbox-test-{}", std::process::id()));
    let mut program = Command::new(env!("CARGO_BIN_EXE_wechatpay-sandbox"))
        .args(["--port", "0", "--keys"])
        .arg(&folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let result = std::panic::catch_unwind(|| use_it(line.trim_end(), &folder));
    program.kill().unwrap();
    program.wait().unwrap();
    let _ = std::fs::remove_dir_all(&folder);
    result.unwrap();
}

fn use_it(line: &str, folder: &Path) {
    let base_url = line.strip_prefix("listening on ").unwrap();
    assert!(base_url.starts_with("http://127.0.0.1:"), "{line}");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let index: Value = serde_json::from_str(&read("sandbox.json")).unwrap();
    let text = |name: &str| index[name].as_str().unwrap();
    assert_eq!(text("base_url"), base_url);
    assert!(!text("openid").is_empty() && !text("appid").is_empty());
    let certificate = MerchantCertificate::from_pem(read(text("merchant_certificate"))).unwrap();
    assert_eq!(certificate.serial(), text("merchant_serial"));
    let key = MerchantKey::from_pem(read(text("merchant_key"))).unwrap();
    let merchant = Merchant::from_certificate(text("mchid"), &certificate, key).unwrap();
    let platform = &index["platform_certificates"][0];
    for with_certificate in [false, true] {
        let builder = Client::builder()
            .base_url(base_url)
            .signer(merchant.clone());
        let builder = builder
            .api_v3_key(text("api_v3_key"))
            .api_v2_key(text("api_v2_key"));
        let builder = match with_certificate {
            true => builder.platform_certificate(read(platform["file"].as_str().unwrap())),
            false => builder.platform_public_key(
                text("platform_public_key_id"),
                read(text("platform_public_key")),
            ),
        };
        let client = builder
            .transport(LoopbackTransport::default())
            .build()
            .unwrap();
        let reply = client
            .chain("v3/certificates")
            .get()
            .send_blocking()
            .unwrap();
        assert_eq!(reply["data"][0]["serial_no"], platform["serial"]);
    }
}

#[test]
fn wrong_arguments_are_told() {
    for arguments in [&["--port", "x"][..], &["--port"], &["--other", "1"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_wechatpay-sandbox"))
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("usage:"));
    }
}
