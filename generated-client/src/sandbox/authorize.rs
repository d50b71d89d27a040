//! Who sent a request of API v3, and whether that is proven.

use super::http::HttpRequest;
use super::keys::SandboxKeys;
use crate::crypto::decode_base64;
use crate::signature::message;
use serde_json::{Value, json};

/// How old a request may be, in seconds.
const WINDOW: i64 = 300;
/// Characters of the body in `sign_information`.
const SHOWN: usize = 64;
const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Authorization {
    /// The text that the signature should have been made of.
    pub(super) message: Option<Vec<u8>>,
    /// Why the request is refused.
    pub(super) refusal: Option<Refusal>,
}

/// A refused request.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) detail: Option<Value>,
}

fn refuse(message: impl Into<String>, issue: &str) -> Refusal {
    Refusal {
        status: 401,
        code: "SIGN_ERROR",
        message: message.into(),
        detail: Some(json!({ "field": "authorization", "issue": issue, "location": "header" })),
    }
}

/// Checks `Authorization`. `body` is what the signature covers of the body; `now` the real time.
pub(super) fn authorize(
    request: &HttpRequest,
    body: &[u8],
    keys: &SandboxKeys,
    now: i64,
) -> Authorization {
    let refused = |refusal| Authorization {
        message: None,
        refusal: Some(refusal),
    };
    let Some(header) = request.headers.get("Authorization") else {
        return refused(refuse("the header Authorization is missing", "missing"));
    };
    let Some((SCHEME, pairs)) = header.trim().split_once(' ') else {
        let message = format!("Authorization must begin with {SCHEME} and a space");
        return refused(refuse(message, "unknown scheme"));
    };
    let pair = |wanted: &str| {
        pairs.split(',').find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            let value = value.trim().strip_prefix('"')?.strip_suffix('"')?;
            (name.trim() == wanted).then_some(value)
        })
    };
    let names = ["mchid", "nonce_str", "timestamp", "serial_no", "signature"];
    let [
        Some(mchid),
        Some(nonce),
        Some(timestamp),
        Some(serial),
        Some(signature),
    ] = names.map(pair)
    else {
        let missing: Vec<_> = names
            .into_iter()
            .filter(|name| pair(name).is_none())
            .collect();
        let message = format!("Authorization has no {} in quotes", missing.join(", no "));
        return refused(refuse(message, "incomplete"));
    };
    let message = message::request(&request.method, &request.target, timestamp, nonce, body);
    let time: Option<i64> = timestamp.parse().ok();
    let refusal = if mchid != keys.mchid {
        let text = format!(
            "the merchant {mchid} is not known here; this sandbox has {}",
            keys.mchid
        );
        Some(refuse(text, "unknown mchid"))
    } else if keys.platform(serial).is_some() {
        Some(refuse(
            "serial_no is the serial number of a platform certificate, not of the merchant's",
            "serial_no of the platform",
        ))
    } else if !serial.eq_ignore_ascii_case(&keys.merchant_serial) {
        let text = format!(
            "the merchant has no certificate {serial}; it has {}",
            keys.merchant_serial
        );
        Some(refuse(text, "unknown serial_no"))
    } else if time.is_none_or(|time| now.saturating_sub(time).saturating_abs() > WINDOW) {
        let text = format!(
            "timestamp is {timestamp}, but it is {now} here; 300 seconds apart are allowed"
        );
        Some(refuse(text, "timestamp"))
    } else {
        let signature = decode_base64(signature.as_bytes());
        let fits = signature.is_some_and(|signature| {
            keys.secrets
                .merchant
                .public()
                .verifies(&message, &signature)
        });
        (!fits).then(|| mismatch(request, timestamp, nonce, body, message.len()))
    };
    Authorization {
        message: Some(message),
        refusal,
    }
}

/// The error that shows what the platform verified.
fn mismatch(
    request: &HttpRequest,
    timestamp: &str,
    nonce: &str,
    body: &[u8],
    length: usize,
) -> Refusal {
    let body: String = String::from_utf8_lossy(body).chars().take(SHOWN).collect();
    let (method, target) = (&request.method, &request.target);
    let shown = format!("{method}\n{target}\n{timestamp}\n{nonce}\n{body}");
    Refusal {
        status: 401,
        code: "SIGN_ERROR",
        message: "the signature does not fit the request".to_owned(),
        detail: Some(json!({
            "field": "signature",
            "issue": "sign not match",
            "location": "authorization",
            "sign_information": {
                "method": method,
                "url": target,
                "truncated_sign_message": shown,
                "sign_message_length": length,
            },
        })),
    }
}
