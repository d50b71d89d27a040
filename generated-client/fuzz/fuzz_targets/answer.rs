//! Any answer, headers and body, ends in a value or an error that can be printed, also that of a download of certificates. No answer that
//! was not signed becomes a value.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir generated-client/fuzz answer -- -max_total_time=180`
#![no_main]

#[path = "../../tests/security/data.rs"]
#[allow(dead_code)]
mod data;
#[path = "../../tests/signed/platform.rs"]
#[allow(dead_code)]
mod platform;

use libfuzzer_sys::fuzz_target;
use platform::{builder, signed, signed_as};
use serde_json::json;
use std::sync::LazyLock;
use wechatpay_client::keys::{ApiV3Key, PlatformPublicKey};
use wechatpay_client::{Error, Headers, Response};

static PLATFORM: LazyLock<PlatformPublicKey> = LazyLock::new(data::platform_public_key);
static KEY: LazyLock<ApiV3Key> = LazyLock::new(data::api_v3_key);

const NAMES: [&str; 7] = [
    "Wechatpay-Timestamp",
    "Wechatpay-Nonce",
    "Wechatpay-Signature",
    "Wechatpay-Serial",
    "Wechatpay-Signature-Type",
    "Request-ID",
    "Retry-After",
];

fuzz_target!(|bytes: &[u8]| {
    // A status, a line for each header, the body.
    let (status, rest) = match bytes.split_first() {
        Some((first, rest)) => (STATUS[usize::from(*first) % STATUS.len()], rest),
        None => (200, bytes),
    };
    let mut lines = rest.splitn(NAMES.len() + 1, |byte| *byte == b'\n');
    let mut headers = Headers::new();
    for name in NAMES {
        if let Some(value) = lines.next().filter(|value| !value.is_empty()) {
            headers.add(name, String::from_utf8_lossy(value));
        }
    }
    let body = lines.next().unwrap_or_default();
    let answer = Response::new(status, headers, body);
    let result = sent([answer.clone()]);
    assert!(result.is_err(), "nobody signed this");
    said(result);
    // With a status of failure only, what is signed need not be read.
    said(sent([Response::new(status, signed(200, "{}").headers, body)]));
    said(downloaded(answer));
    said(downloaded(certificate(bytes)));
});

const STATUS: [u16; 8] = [200, 204, 302, 400, 401, 404, 429, 503];

fn sent(answers: [Response; 1]) -> Result<(), Error> {
    let (builder, _) = builder(answers);
    let client = builder.platform_key(PLATFORM.clone()).build()?;
    client.chain("v3/x").get().send_blocking().map(drop)
}

fn downloaded(answer: Response) -> Result<(), Error> {
    let (builder, _) = builder([answer]);
    let client = builder.api_v3_key(data::published("aes_256_gcm/key")).build()?;
    client.refresh_certificates_blocking()
}

/// A download that decrypts to these bytes.
fn certificate(bytes: &[u8]) -> Response {
    let text = String::from_utf8_lossy(bytes);
    let ciphertext = KEY.encrypt("61f9c719728a", "certificate", &text).unwrap();
    let body = json!({ "data": [{
        "serial_no": "3A00", "encrypt_certificate": { "algorithm": "AEAD_AES_256_GCM",
            "nonce": "61f9c719728a", "associated_data": "certificate", "ciphertext": ciphertext },
    }] });
    signed_as("3A00", data::NOW, 200, &body.to_string())
}

fn said(result: Result<(), Error>) {
    let Err(error) = result else { return };
    let _ = format!("{error} {error:?} {}", error.is_retryable());
    if let Error::Api(error) = error {
        let _ = (error.numeric_code(), error.detail(), error.sign_difference());
    }
}
