//! v2 signatures, against the published vector.

use proptest::prelude::*;
use wechatpay_client::keys::ApiV2Key;
use wechatpay_client::signature::v2::{SignType, VerifyError, is_answer_signed, sign, verify};

use crate::data::published;

const FIELDS: [&str; 5] = ["appid", "mch_id", "device_info", "body", "nonce_str"];

fn key() -> ApiV2Key {
    ApiV2Key::new(published("v2_sign/key")).unwrap()
}

fn fields() -> Vec<(&'static str, &'static str)> {
    FIELDS
        .iter()
        .map(|name| (*name, published(&format!("v2_sign/params/{name}"))))
        .collect()
}

#[test]
fn the_published_signatures_are_made() {
    assert_eq!(
        sign(fields(), SignType::Md5, &key()),
        published("v2_sign/md5")
    );
    assert_eq!(
        sign(fields(), SignType::HmacSha256, &key()),
        published("v2_sign/hmac_sha256")
    );
}

/// `sign` and empty values are left out; the order of the fields does not matter; `sign_type` is signed.
#[test]
fn what_is_signed() {
    let mut more = fields();
    more.reverse();
    more.extend([("sign", "ABC"), ("attach", "")]);
    assert_eq!(sign(more, SignType::Md5, &key()), published("v2_sign/md5"));
    let mut typed = fields();
    typed.push(("sign_type", "MD5"));
    assert_ne!(sign(typed, SignType::Md5, &key()), published("v2_sign/md5"));
    // Upper case goes before lower case, `_` between them.
    assert_eq!(
        sign([("b", "1"), ("_a", "2"), ("B", "3")], SignType::Md5, &key()),
        sign([("B", "3"), ("_a", "2"), ("b", "1")], SignType::Md5, &key())
    );
}

/// Fields that no page lists are signed too.
#[test]
fn all_fields_of_an_answer_count() {
    for (sign_type, length) in [(SignType::Md5, 32), (SignType::HmacSha256, 64)] {
        let mut answer = fields();
        answer.push(("coupon_id_0", "10000"));
        let signature = sign(answer.clone(), sign_type, &key());
        assert_eq!(signature.len(), length);
        answer.push(("sign", &signature));
        assert_eq!(verify(answer.clone(), None, &key()), Ok(()));
        assert_eq!(verify(answer.clone(), Some(sign_type), &key()), Ok(()));

        let without: Vec<_> = answer
            .iter()
            .copied()
            .filter(|(name, _)| *name != "coupon_id_0")
            .collect();
        assert_eq!(
            verify(without, None, &key()),
            Err(VerifyError::Mismatch { sign_type })
        );
        let changed: Vec<_> = answer
            .iter()
            .map(|(name, value)| (*name, if *name == "body" { "best" } else { *value }))
            .collect();
        assert_eq!(
            verify(changed, None, &key()),
            Err(VerifyError::Mismatch { sign_type })
        );
        let other = ApiV2Key::new(published("aes_256_gcm/key")).unwrap();
        assert_eq!(
            verify(answer, None, &other),
            Err(VerifyError::Mismatch { sign_type })
        );
    }
}

#[test]
fn an_answer_without_the_agreed_signature_is_refused() {
    assert_eq!(verify(fields(), None, &key()), Err(VerifyError::Missing));
    assert_eq!(
        verify([("sign", "")], None, &key()),
        Err(VerifyError::Missing)
    );
    assert_eq!(
        verify([("sign", "ABC")], None, &key()),
        Err(VerifyError::Length { length: 3 })
    );
    let mut answer = fields();
    answer.push(("sign", published("v2_sign/md5")));
    assert_eq!(verify(answer.clone(), None, &key()), Ok(()));
    let weaker = VerifyError::Kind {
        expected: SignType::HmacSha256,
        found: SignType::Md5,
    };
    assert!(weaker.to_string().contains("MD5") && weaker.to_string().contains("HMAC-SHA256"));
    assert_eq!(
        verify(answer, Some(SignType::HmacSha256), &key()),
        Err(weaker)
    );
}

#[test]
fn some_answers_are_not_signed() {
    assert!(!is_answer_signed("/mmpaymkttransfers/sendredpack"));
    assert!(!is_answer_signed("/papay/entrustweb?appid=1"));
    assert!(is_answer_signed("/pay/unifiedorder"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_signed_is_verified(fields in prop::collection::btree_map("[a-z_0-9]{1,12}", ".{0,20}", 0..8), strong in any::<bool>(), extra in "[a-z]{1,8}") {
        let sign_type = if strong { SignType::HmacSha256 } else { SignType::Md5 };
        let mut pairs: Vec<(&str, &str)> = fields.iter().filter(|(name, _)| *name != "sign").map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let signature = sign(pairs.iter().copied(), sign_type, &key());
        pairs.push(("sign", &signature));
        prop_assert_eq!(verify(pairs.iter().copied(), Some(sign_type), &key()), Ok(()));
        let name = format!("zz_{extra}");
        pairs.push((&name, "1"));
        prop_assert!(verify(pairs, None, &key()).is_err());
    }
}
