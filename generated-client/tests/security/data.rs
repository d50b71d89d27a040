//! The test data: published vectors, and keys made for these tests.

use std::sync::LazyLock;

use serde_json::Value;
use wechatpay_client::keys::{
    ApiV3Key, Merchant, MerchantKey, PlatformCertificate, PlatformPublicKey,
};

static PUBLISHED: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/published.json")).unwrap());
static GENERATED: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/generated.json")).unwrap());

/// The merchant id, and password of the containers, in the generated data.
pub const MCHID: &str = "1900000109";
pub const SERIAL: &str = "0A1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B";
pub const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000001092024010100000000000001";
/// 2025-01-15, when of the generated platform certificates the new one is valid.
pub const NOW: i64 = 1_736_900_000;

/// A text of a published vector, as in `webhook/body`.
pub fn published(path: &str) -> &'static str {
    PUBLISHED
        .pointer(&format!("/{path}"))
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no vector {path}"))
}

/// A PEM text of ours, or the base64 of a container.
pub fn generated(name: &str) -> String {
    GENERATED[name]
        .as_str()
        .unwrap_or_else(|| panic!("no data {name}"))
        .replace("TESTING KEY", "PRIVATE KEY")
}

/// The bytes of base64 or of the first PEM block.
pub fn bytes(text: &str) -> Vec<u8> {
    let lines = text
        .lines()
        .skip_while(|line| line.starts_with("-----"))
        .take_while(|line| !line.starts_with("-----"));
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in lines.flat_map(str::bytes).filter(|byte| *byte != b'=') {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        bits = bits << 6 | alphabet.iter().position(|letter| *letter == byte).unwrap() as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    bytes
}

pub fn private_pem(vector: &str) -> String {
    published(&format!("{vector}/private_key_pkcs8")).replace("TESTING KEY", "PRIVATE KEY")
}

/// The merchant's key: the published one of the signature vectors.
pub fn merchant_key() -> MerchantKey {
    MerchantKey::from_pem(private_pem("rsa_sha256_pkcs1v15")).unwrap()
}

/// Another key, which in these tests is the platform's.
pub fn second_key() -> MerchantKey {
    MerchantKey::from_pem(private_pem("rsa_oaep_sha1_decrypt")).unwrap()
}

pub fn merchant() -> Merchant {
    Merchant::new(MCHID, SERIAL, merchant_key()).unwrap()
}

pub fn platform_public_key() -> PlatformPublicKey {
    PlatformPublicKey::from_pem(PUBLIC_KEY_ID, generated("public_spki_of_second_key")).unwrap()
}

/// `old`, `new` or `future`; all have the second key.
pub fn platform_certificate(name: &str) -> PlatformCertificate {
    PlatformCertificate::from_pem(generated(&format!("platform_certificate_{name}"))).unwrap()
}

pub fn api_v3_key() -> ApiV3Key {
    ApiV3Key::new(published("aes_256_gcm/key")).unwrap()
}
