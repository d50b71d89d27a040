//! What `GET /v3/certificates` answers.

use crate::data::*;
use crate::platform::*;
use serde_json::json;
use wechatpay_client::Response;

/// An answer with the certificates of these names, signed at `NOW` with the last of them.
pub fn certificates(names: &[&str]) -> Response {
    certificates_at(NOW, names)
}

pub fn certificates_at(now: i64, names: &[&str]) -> Response {
    let entries: Vec<_> = names
        .iter()
        .map(|name| {
            let pem = generated(&format!("platform_certificate_{name}"));
            json!({
                "serial_no": platform_certificate(name).serial(),
                "encrypt_certificate": {
                    "algorithm": "AEAD_AES_256_GCM", "nonce": "61f9c719728a", "associated_data": "certificate",
                    "ciphertext": api_v3_key().encrypt("61f9c719728a", "certificate", &pem).unwrap(),
                },
            })
        })
        .collect();
    let body = json!({ "data": entries }).to_string();
    let last = platform_certificate(names[names.len() - 1]);
    signed_as(last.serial(), now, 200, &body)
}

/// Any answer, signed with the certificate `new`.
pub fn answer() -> Response {
    answer_at(NOW)
}

pub fn answer_at(now: i64) -> Response {
    signed_as(platform_certificate("new").serial(), now, 200, "{}")
}
