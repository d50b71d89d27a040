//! The other side: answers as the platform signs them, and a client that knows its keys.

use crate::data::{MCHID, NOW, PUBLIC_KEY_ID, SERIAL, generated, merchant_key, second_key};
use wechatpay_client::signature::{FixedClock, FixedNonces};
use wechatpay_client::{Client, ClientBuilder, Headers, MemoryTransport, Response};

pub const NONCE: &str = "answernonce";

/// A builder with the merchant, a clock that stands at `NOW`, and a script.
pub fn builder(answers: impl IntoIterator<Item = Response>) -> (ClientBuilder, MemoryTransport) {
    let script = answers
        .into_iter()
        .fold(MemoryTransport::new(), MemoryTransport::answer);
    let builder = Client::builder()
        .merchant(MCHID, SERIAL, merchant_key())
        .retries(0)
        .clock(FixedClock::new(NOW))
        .nonces(FixedNonces::new("requestnonce"))
        .transport(script.clone());
    (builder, script)
}

/// A client that has the platform public key.
pub fn connected(answers: impl IntoIterator<Item = Response>) -> (Client, MemoryTransport) {
    let (builder, script) = builder(answers);
    let client = builder
        .platform_public_key(PUBLIC_KEY_ID, generated("public_spki_of_second_key"))
        .build()
        .unwrap();
    (client, script)
}

/// An answer signed with the platform public key at `NOW`.
pub fn signed(status: u16, body: &str) -> Response {
    signed_as(PUBLIC_KEY_ID, NOW, status, body)
}

pub fn signed_as(serial: &str, timestamp: i64, status: u16, body: &str) -> Response {
    let signature = signature(timestamp, body);
    Response::new(status, Headers::new(), body)
        .header("Request-ID", "08F1-268443699")
        .header("wechatpay-timestamp", timestamp.to_string())
        .header("Wechatpay-Nonce", NONCE)
        .header("Wechatpay-Signature", signature)
        .header("Wechatpay-Serial", serial)
}

pub fn signature(timestamp: i64, body: &str) -> String {
    let message = format!("{timestamp}\n{NONCE}\n{body}\n");
    second_key().sign(message.as_bytes()).unwrap()
}
