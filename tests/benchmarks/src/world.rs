//! A client with real keys, and the answers of a platform that it trusts. The keys are those of the client's tests.

use serde_json::{Value, json};
use wechatpay_client::keys::{ApiV3Key, MerchantKey, PlatformKeys, PlatformPublicKey};
use wechatpay_client::notification::Notifications;
use wechatpay_client::signature::FixedClock;
use wechatpay_client::{
    Client, ClientBuilder, Headers, Request, Response, Sending, Transport, TransportError,
};

/// When everything happens.
pub const NOW: i64 = 1_736_900_000;
/// The merchant.
pub const MERCHANT: &str = "1900000109";
/// The id of the platform's public key.
pub const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000001092024010100000000000001";
/// The serial number of the merchant's certificate.
pub const SERIAL: &str = "0A1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B";
const NONCE: &str = "0123456789abcdef0123456789abcdef";
/// The key of notifications.
pub const API_V3_KEY: &str = "0123456789abcdefghijklmnopqrstuv";

/// The merchant's private key, PKCS#8 PEM.
#[must_use]
pub fn merchant_pem() -> String {
    private("rsa_sha256_pkcs1v15")
}

/// The platform's private key, PKCS#8 PEM.
#[must_use]
pub fn platform_pem() -> String {
    private("rsa_oaep_sha1_decrypt")
}

/// The platform's public key, PEM.
#[must_use]
pub fn platform_public_pem() -> String {
    let text = include_str!("../../../generated-client/tests/data/generated.json");
    text_at(text, "/public_spki_of_second_key")
}

fn private(vector: &str) -> String {
    let text = include_str!("../../../generated-client/tests/data/published.json");
    text_at(text, &format!("/{vector}/private_key_pkcs8")).replace("TESTING KEY", "PRIVATE KEY")
}

fn text_at(json: &str, pointer: &str) -> String {
    let value: Value = serde_json::from_str(json).expect("the test data is JSON");
    let text = value.pointer(pointer).and_then(Value::as_str);
    text.expect("the test data has it").to_owned()
}

fn merchant_key() -> MerchantKey {
    MerchantKey::from_pem(merchant_pem()).expect("it is a key")
}

fn platform_key() -> MerchantKey {
    MerchantKey::from_pem(platform_pem()).expect("it is a key")
}

fn public_key() -> PlatformPublicKey {
    PlatformPublicKey::from_pem(PUBLIC_KEY_ID, platform_public_pem()).expect("it is a key")
}

fn api_v3_key() -> ApiV3Key {
    ApiV3Key::new(API_V3_KEY).expect("it is a key")
}

/// A client that gets this answer to every call.
#[must_use]
pub fn client(answer: Response) -> Client {
    let client = keys(Same(answer)).build();
    client.expect("the keys are complete")
}

/// A client with this transport, to be built.
pub fn keys(transport: impl Transport) -> ClientBuilder {
    Client::builder()
        .merchant(MERCHANT, SERIAL, merchant_key())
        .platform_key(public_key())
        .clock(FixedClock::new(NOW))
        .transport(transport)
}

/// What receives notifications.
#[must_use]
pub fn receiver() -> Notifications {
    Notifications::new()
        .platform(PlatformKeys::new([public_key().into()]).expect("it is one key"))
        .api_v3_key(api_v3_key())
        .clock(FixedClock::new(NOW))
}

/// Headers that prove a body.
#[must_use]
pub fn proof(body: &str) -> Headers {
    proof_at(NOW, body)
}

/// Headers that prove a body at a time, in seconds since 1970.
#[must_use]
pub fn proof_at(time: i64, body: &str) -> Headers {
    let message = signed_text_at(time, body);
    let signature = platform_key().sign(message.as_bytes()).expect("it signs");
    let headers = [
        ("Content-Type", "application/json".to_owned()),
        ("Request-ID", "08F1-0".to_owned()),
        ("Wechatpay-Timestamp", time.to_string()),
        ("Wechatpay-Nonce", NONCE.to_owned()),
        ("Wechatpay-Signature", signature),
        ("Wechatpay-Serial", PUBLIC_KEY_ID.to_owned()),
    ];
    headers.into_iter().collect()
}

/// What the platform signs.
#[must_use]
pub fn signed_text(body: &str) -> String {
    signed_text_at(NOW, body)
}

fn signed_text_at(time: i64, body: &str) -> String {
    format!("{time}\n{NONCE}\n{body}\n")
}

/// An answer of the platform.
#[must_use]
pub fn answer(body: &str) -> Response {
    Response::new(200, proof(body), body)
}

/// The body of a notification with this content.
#[must_use]
pub fn notification(content: &str) -> String {
    let (nonce, kind) = ("0123456789ab", "transaction");
    let ciphertext = api_v3_key()
        .encrypt(nonce, kind, content)
        .expect("it encrypts");
    let envelope = json!({
        "id": "EV-2025011500000001",
        "create_time": "2025-01-15T08:13:20+08:00",
        "resource_type": "encrypt-resource",
        "event_type": "TRANSACTION.SUCCESS",
        "summary": "paid",
        "resource": {
            "original_type": kind,
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": ciphertext,
            "associated_data": kind,
            "nonce": nonce,
        },
    });
    envelope.to_string()
}

/// Always gives the same answer.
#[derive(Debug)]
struct Same(Response);

impl Transport for Same {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(std::future::ready(self.send_blocking(request)))
    }

    fn send_blocking(&self, _: Request) -> Result<Response, TransportError> {
        Ok(self.0.clone())
    }
}
