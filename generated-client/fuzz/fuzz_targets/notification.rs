//! Any bytes as a notification are refused; any bytes as the content of a genuine one are an event or an error that keeps them.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir generated-client/fuzz notification -- -max_total_time=180`
#![no_main]

#[path = "../../tests/security/data.rs"]
#[allow(dead_code)]
mod data;
#[path = "../../tests/notify/sender.rs"]
#[allow(dead_code)]
mod sender;
#[path = "../../tests/notify/sender_v2.rs"]
#[allow(dead_code)]
mod sender_v2;

use libfuzzer_sys::fuzz_target;
use sender::{Sent, envelope, receiver, signed, v2_unsigned};
use sender_v2::api_v2_key;
use wechatpay_client::Headers;
use wechatpay_client::notification::{NotificationError, Proof};

const EVENTS: [&str; 4] = [
    "TRANSACTION.SUCCESS",
    "REFUND.SUCCESS",
    "SETTLEMENT.SUCCESS",
    "SOMETHING.NEW",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else {
        return;
    };
    match kind % 4 {
        0 => forged(rest),
        1 => signed_body(rest),
        2 => content(usize::from(kind / 4), rest),
        _ => refund(rest),
    }
});

/// Headers and body from outside.
fn forged(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(5, '\0');
    let names = ["Timestamp", "Nonce", "Signature", "Serial"];
    let headers: Headers = names
        .iter()
        .map(|name| {
            (
                format!("Wechatpay-{name}"),
                parts.next().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    match receiver().read(&headers, parts.next().unwrap_or_default().as_bytes()) {
        // Its cipher notices changes only mostly.
        Ok(notification) => assert_eq!(notification.proof(), Proof::Decryption),
        Err(error) => assert!(error.acknowledgement().status() >= 400),
    }
}

/// A body that is signed, whatever it is.
fn signed_body(bytes: &[u8]) {
    if let Err(error) = signed(bytes).read(&receiver()) {
        assert!(!error.to_string().is_empty());
    }
}

/// A content that is signed and encrypted, whatever it is.
fn content(event: usize, bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let sent = signed(envelope(EVENTS[event % EVENTS.len()], "x", text).to_string());
    match sent.read(&receiver()) {
        Ok(notification) => assert_eq!(notification.plaintext(), bytes),
        Err(NotificationError::Content(unreadable)) => assert_eq!(unreadable.plaintext(), bytes),
        Err(error) => panic!("{error}"),
    }
}

/// A refund notice with this content.
fn refund(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let sealed = api_v2_key()
        .encrypt_refund(text)
        .expect("any text can be encrypted");
    let sent: Sent = v2_unsigned(&[("mch_id", "1900000109"), ("req_info", &sealed)]);
    if let Ok(notification) = sent.read(&receiver()) {
        assert_eq!(notification.plaintext(), bytes);
    }
}
