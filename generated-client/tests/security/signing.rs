//! v3 request signatures, against the published vectors.

use proptest::prelude::*;
use wechatpay_client::keys::Merchant;
use wechatpay_client::signature::{
    Clock, FixedClock, FixedNonces, Nonces, RandomNonces, SystemClock, sign,
};

use crate::data::{MCHID, SERIAL, merchant, merchant_key, private_pem, published};

/// The pairs of an `Authorization` value, whose order is free.
fn pairs(authorization: &str) -> Vec<(String, String)> {
    let (scheme, pairs) = authorization.split_once(' ').unwrap();
    assert_eq!(scheme, "WECHATPAY2-SHA256-RSA2048");
    let mut pairs: Vec<(String, String)> = pairs
        .split(',')
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap();
            (
                name.to_owned(),
                value
                    .strip_prefix('"')
                    .unwrap()
                    .strip_suffix('"')
                    .unwrap()
                    .to_owned(),
            )
        })
        .collect();
    pairs.sort();
    pairs
}

#[test]
fn the_published_signature_is_made() {
    assert_eq!(
        merchant_key()
            .sign(published("rsa_sha256_pkcs1v15/message").as_bytes())
            .unwrap(),
        published("rsa_sha256_pkcs1v15/signature_b64")
    );
}

#[test]
fn the_published_header_is_made() {
    let field = |name: &str| published(&format!("authorization_header/{name}"));
    let merchant = Merchant::new(field("mchid"), field("serial_no"), merchant_key()).unwrap();
    let timestamp = field("timestamp").parse().unwrap();
    let signed = sign(
        &merchant,
        field("method"),
        field("canonical_url"),
        timestamp,
        field("nonce"),
        field("body").as_bytes(),
    )
    .unwrap();
    assert_eq!(signed.message(), field("message").as_bytes());
    let signature = merchant_key().sign(field("message").as_bytes()).unwrap();
    let expected = field("header_prefix")
        .replace("<ALG>", "SHA256-RSA2048")
        .replace("<sig>", &signature);
    assert_eq!(pairs(signed.authorization()), pairs(&expected));
}

#[test]
fn the_published_message_of_a_get_is_made() {
    let message = published("request_message_get/message");
    let lines: Vec<&str> = message.lines().collect();
    let signed = sign(
        &merchant(),
        lines[0],
        lines[1],
        lines[2].parse().unwrap(),
        lines[3],
        b"",
    )
    .unwrap();
    assert_eq!(signed.message(), message.as_bytes());
}

#[test]
fn clocks_and_nonces_can_be_set() {
    let clock = FixedClock::new(100);
    let same = clock.clone();
    clock.advance(-1);
    assert_eq!(same.now(), 99);
    same.set(7);
    assert_eq!(clock.now(), 7);
    assert!(SystemClock.now() > 1_700_000_000);
    assert_eq!(FixedNonces::new("n").next().unwrap(), "n");
    let nonce = RandomNonces.next().unwrap();
    assert!(nonce.len() == 32 && nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert_ne!(nonce, RandomNonces.next().unwrap());
}

/// The private key is the only thing that is not in the header.
#[test]
fn the_header_names_merchant_and_serial_number() {
    let signed = sign(&merchant(), "POST", "/v3/x", 1, "n", b"{}").unwrap();
    let pairs = pairs(signed.authorization());
    let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["mchid", "nonce_str", "serial_no", "signature", "timestamp"]
    );
    assert_eq!((pairs[0].1.as_str(), pairs[2].1.as_str()), (MCHID, SERIAL));
    assert!(!private_pem("rsa_sha256_pkcs1v15").contains(&pairs[3].1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever is signed, the header is one line of visible ASCII, and the message has exactly the given parts.
    #[test]
    fn any_request_is_signed(target in "/[!-~]{0,60}", timestamp in 0_i64..99_999_999_999, nonce in "[0-9A-Za-z]{1,32}", body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let signed = sign(&merchant(), "POST", &target, timestamp, &nonce, &body).unwrap();
        prop_assert!(signed.authorization().bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        let mut expected = format!("POST\n{target}\n{timestamp}\n{nonce}\n").into_bytes();
        expected.extend_from_slice(&body);
        expected.push(b'\n');
        prop_assert_eq!(signed.message(), expected);
    }
}
