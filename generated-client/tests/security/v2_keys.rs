//! Keys of API v2: the APIv2 key, refund notices under it (AES-ECB), and the key for bank cards.

use proptest::prelude::*;
use wechatpay_client::keys::{ApiV2Key, BankPublicKey, DecryptError, KeyError, KeyName};

use crate::data::{generated, merchant_key, published};

#[test]
fn the_api_v2_key_has_32_characters() {
    let good = published("aes_256_gcm/key");
    assert!(ApiV2Key::new(good).is_ok());
    for key in ["", &good[1..], &format!("{good}x")] {
        let (length, key_name) = (key.len(), "APIv2 key");
        assert_eq!(
            ApiV2Key::new(key).unwrap_err(),
            KeyError::ApiKeyLength {
                key: key_name,
                length
            }
        );
    }
}

#[test]
fn the_refund_notice_is_decrypted() {
    let field = |name: &str| published(&format!("v2_refund_req_info/{name}"));
    let key = ApiV2Key::new(field("api_key")).unwrap();
    assert_eq!(
        key.decrypt_refund(field("req_info")).unwrap().as_str(),
        field("plaintext")
    );
    assert_eq!(
        key.encrypt_refund(field("plaintext")).unwrap(),
        field("req_info")
    );
    let broken_lines = field("req_info")
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect::<Vec<_>>()
        .join("\r\n");
    assert_eq!(
        key.decrypt_refund(&broken_lines).unwrap().as_str(),
        field("plaintext")
    );

    let other = ApiV2Key::new(published("aes_256_gcm/key")).unwrap();
    assert_eq!(
        other.decrypt_refund(field("req_info")),
        Err(DecryptError::Refused {
            key: KeyName::ApiV2
        })
    );
    assert_eq!(
        key.decrypt_refund(""),
        Err(DecryptError::Length { length: 0 })
    );
    assert_eq!(
        key.decrypt_refund("AAAA"),
        Err(DecryptError::Length { length: 3 })
    );
    assert_eq!(key.decrypt_refund("?"), Err(DecryptError::NotBase64));
}

/// v2 gives the bank key as PKCS#1.
#[test]
fn reads_the_bank_key_in_both_forms() {
    let pkcs1 = BankPublicKey::from_pem(generated("public_pkcs1")).unwrap();
    assert_eq!(
        pkcs1,
        BankPublicKey::from_pem(generated("public_spki")).unwrap()
    );
    let encrypted = pkcs1.encrypt("6222…").unwrap();
    assert_eq!(
        merchant_key().decrypt(&encrypted).unwrap().as_str(),
        "6222…"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn refund_notices_come_back(text in ".{0,300}") {
        let key = ApiV2Key::new(published("v2_sign/key")).unwrap();
        let decrypted = key.decrypt_refund(&key.encrypt_refund(&text).unwrap()).unwrap();
        prop_assert_eq!(decrypted.as_str(), text);
    }

    #[test]
    fn any_refund_notice_is_decrypted_or_refused(text in ".{0,60}", bytes in "[A-Za-z0-9+/]{0,90}={0,2}") {
        let key = ApiV2Key::new(published("v2_sign/key")).unwrap();
        for ciphertext in [text, bytes] {
            let _ = key.decrypt_refund(&ciphertext);
        }
    }
}
