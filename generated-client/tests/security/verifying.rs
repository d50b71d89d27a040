//! v3 answers and notifications: what is genuine passes, everything else fails at the check that it breaks.

use proptest::prelude::*;
use wechatpay_client::keys::{PlatformCertificate, PlatformKeys};
use wechatpay_client::signature::{SignatureHeaders, VerifyError, statement_body, verify};

use crate::data::{
    NOW, PUBLIC_KEY_ID, merchant_key, platform_certificate, platform_public_key, published,
    second_key,
};

/// The headers of an answer, owned.
#[derive(Clone)]
struct Signed {
    timestamp: String,
    nonce: String,
    signature: String,
    serial: String,
}

impl Signed {
    /// Signed by the platform of these tests.
    fn now(body: &[u8]) -> Self {
        Self::at(&NOW.to_string(), "c5ac7061fccab6bf3e254dcf98995b8c", body)
    }

    fn at(timestamp: &str, nonce: &str, body: &[u8]) -> Self {
        let message = [
            timestamp.as_bytes(),
            b"\n",
            nonce.as_bytes(),
            b"\n",
            body,
            b"\n",
        ]
        .concat();
        Self {
            timestamp: timestamp.into(),
            nonce: nonce.into(),
            signature: second_key().sign(&message).unwrap(),
            serial: PUBLIC_KEY_ID.into(),
        }
    }

    fn headers(&self) -> SignatureHeaders<'_> {
        SignatureHeaders {
            timestamp: Some(&self.timestamp),
            nonce: Some(&self.nonce),
            signature: Some(&self.signature),
            serial: Some(&self.serial),
            signature_type: None,
        }
    }

    fn verify(&self, body: &[u8]) -> Result<(), VerifyError> {
        verify(&keys(), &self.headers(), body, NOW)
    }
}

fn keys() -> PlatformKeys {
    PlatformKeys::new([
        platform_public_key().into(),
        platform_certificate("old").into(),
        platform_certificate("new").into(),
    ])
    .unwrap()
}

/// The published notification of the Go SDK's tests.
#[test]
fn the_published_notification_is_verified() {
    let field = |name: &str| published(&format!("webhook/{name}"));
    let certificate = PlatformCertificate::from_pem(field("platform_certificate_pem")).unwrap();
    let keys = PlatformKeys::new([certificate.into()]).unwrap();
    let headers = SignatureHeaders::read(|name| match name {
        "Wechatpay-Timestamp" => Some(field("timestamp")),
        "Wechatpay-Nonce" => Some(field("nonce")),
        "Wechatpay-Signature" => Some(field("signature_b64")),
        "Wechatpay-Serial" => Some(field("serial")),
        _ => None,
    });
    let now = field("timestamp").parse().unwrap();
    assert_eq!(
        verify(&keys, &headers, field("body").as_bytes(), now),
        Ok(())
    );
    let tampered = field("body").replacen("payscore", "payscorf", 1);
    assert!(matches!(
        verify(&keys, &headers, tampered.as_bytes(), now),
        Err(VerifyError::Mismatch { .. })
    ));
}

/// Certificates and public key at once, chosen by the serial number.
#[test]
fn the_serial_number_chooses_the_key() {
    let mut signed = Signed::now(b"{}");
    for serial in [PUBLIC_KEY_ID, platform_certificate("new").serial()] {
        signed.serial = serial.into();
        assert_eq!(signed.verify(b"{}"), Ok(()));
    }
    signed.serial = "5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC".into();
    let error = signed.verify(b"{}").unwrap_err();
    assert!(
        matches!(&error, VerifyError::UnknownKey { serial, known } if *serial == signed.serial && known.len() == 3)
    );
    assert!(
        error.to_string().contains(PUBLIC_KEY_ID) && error.to_string().contains("certificate"),
        "{error}"
    );
    signed.serial = "PUB_KEY_ID_09".into();
    assert!(
        signed
            .verify(b"{}")
            .unwrap_err()
            .to_string()
            .contains("configure the platform public key with this id")
    );

    // The merchant's key, whose signature would be easy to get.
    signed.serial = PUBLIC_KEY_ID.into();
    let message = format!("{}\n{}\n{{}}\n", signed.timestamp, signed.nonce);
    signed.signature = merchant_key().sign(message.as_bytes()).unwrap();
    assert!(matches!(
        signed.verify(b"{}"),
        Err(VerifyError::Mismatch { .. })
    ));
}

#[test]
fn an_expired_certificate_does_not_verify() {
    let mut signed = Signed::now(b"{}");
    let old = platform_certificate("old");
    signed.serial = old.serial().into();
    let expected = VerifyError::Expired {
        serial: old.serial().into(),
        not_after: old.not_after(),
        now: NOW,
    };
    assert_eq!(signed.verify(b"{}"), Err(expected));
}

/// 204 and empty 201: the body's line is empty.
#[test]
fn an_empty_body_is_verified() {
    assert_eq!(Signed::now(b"").verify(b""), Ok(()));
    assert!(Signed::now(b"").verify(b"\n").is_err());
}

#[test]
fn a_statement_is_verified_by_its_digest() {
    let sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
    let signed = Signed::now(format!(r#"{{"sha1":"{sha1}"}}"#).as_bytes());
    assert_eq!(signed.verify(&statement_body(sha1)), Ok(()));
    assert!(
        signed
            .verify(&statement_body("b9993e364706816aba3e25717850c26c9cd0d89d"))
            .is_err()
    );
}

#[test]
fn the_time_may_differ_by_five_minutes() {
    for (offset, good) in [
        (0, true),
        (300, true),
        (-300, true),
        (301, false),
        (-301, false),
        (NOW, false),
    ] {
        let timestamp = NOW - offset;
        let result = Signed::at(&timestamp.to_string(), "n", b"{}").verify(b"{}");
        let expected = if good {
            Ok(())
        } else {
            Err(VerifyError::Stale {
                timestamp,
                now: NOW,
            })
        };
        assert_eq!(result, expected, "{offset}");
    }
    let error = Signed::at(&(NOW - 400).to_string(), "n", b"")
        .verify(b"")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("400 s behind") && error.contains(&NOW.to_string()),
        "{error}"
    );
    for given in ["x", "1736900000.5", "99999999999999999999", " 1736900000"] {
        assert_eq!(
            Signed::at(given, "n", b"").verify(b""),
            Err(VerifyError::TimestampNotANumber {
                given: given.into()
            })
        );
    }
    for extreme in [i64::MIN, i64::MAX] {
        let error = Signed::at(&extreme.to_string(), "n", b"")
            .verify(b"")
            .unwrap_err();
        assert!(error.to_string().contains("clock"));
        let late = verify(&keys(), &Signed::now(b"").headers(), b"", extreme).unwrap_err();
        assert!(late.to_string().contains("clock"));
    }
}

/// The text of the timestamp is signed, not the number.
#[test]
fn the_timestamp_is_verified_as_it_came() {
    let padded = format!("0{NOW}");
    assert_eq!(Signed::at(&padded, "n", b"").verify(b""), Ok(()));
    let mut signed = Signed::at(&padded, "n", b"");
    signed.timestamp = NOW.to_string();
    assert!(matches!(
        signed.verify(b""),
        Err(VerifyError::Mismatch { .. })
    ));
}

/// The probe is its own error, before any other that its nonsense would give.
#[test]
fn a_probe_is_recognised() {
    let mut signed = Signed::now(b"{}");
    signed.signature = "WECHATPAY/SIGNTEST/dGhpcyBpcyBub3QgYSBzaWduYXR1cmU=".into();
    signed.timestamp = "1".into();
    assert_eq!(signed.verify(b"{}"), Err(VerifyError::Probe));
}

#[test]
fn every_missing_header_is_named() {
    let signed = Signed::now(b"{}");
    let verify = |headers: SignatureHeaders<'_>| verify(&keys(), &headers, b"{}", NOW).unwrap_err();
    let all = vec![
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Signature",
        "Wechatpay-Serial",
    ];
    assert_eq!(
        verify(SignatureHeaders::default()),
        VerifyError::MissingHeaders { missing: all }
    );
    let without = SignatureHeaders {
        nonce: Some(""),
        serial: None,
        ..signed.headers()
    };
    let error = verify(without);
    assert_eq!(
        error,
        VerifyError::MissingHeaders {
            missing: vec!["Wechatpay-Nonce", "Wechatpay-Serial"]
        }
    );
    assert!(
        error
            .to_string()
            .contains("Wechatpay-Nonce, Wechatpay-Serial missing"),
        "{error}"
    );
}

#[test]
fn other_signatures_are_refused() {
    let signed = Signed::now(b"{}");
    let sm2 = SignatureHeaders {
        signature_type: Some("WECHATPAY2-SM2-WITH-SM3"),
        ..signed.headers()
    };
    assert_eq!(
        verify(&keys(), &sm2, b"{}", NOW),
        Err(VerifyError::SignatureType {
            given: "WECHATPAY2-SM2-WITH-SM3".into()
        })
    );
    let named = SignatureHeaders {
        signature_type: Some("WECHATPAY2-SHA256-RSA2048"),
        ..signed.headers()
    };
    assert_eq!(verify(&keys(), &named, b"{}", NOW), Ok(()));
    for (signature, expected) in [("!", true), ("AAAA", false), ("=", true)] {
        let headers = SignatureHeaders {
            signature: Some(signature),
            ..signed.headers()
        };
        assert_eq!(
            verify(&keys(), &headers, b"{}", NOW) == Err(VerifyError::NotBase64),
            expected,
            "{signature}"
        );
    }
}

/// A line feed in a header could move the border between nonce and body.
#[test]
fn the_border_of_nonce_and_body_cannot_move() {
    let signed = Signed::at(&NOW.to_string(), "n", b"first\nsecond");
    assert_eq!(signed.verify(b"first\nsecond"), Ok(()));
    let moved = Signed {
        nonce: "n\nfirst".into(),
        ..signed
    };
    assert_eq!(
        moved.verify(b"second"),
        Err(VerifyError::MalformedHeader {
            name: "Wechatpay-Nonce"
        })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_signed_is_verified_and_nothing_else(
        body in proptest::collection::vec(any::<u8>(), 1..200), nonce in "[0-9A-Za-z]{1,32}", at in any::<prop::sample::Index>(), flip in 1_u8..,
    ) {
        let signed = Signed::at(&NOW.to_string(), &nonce, &body);
        prop_assert_eq!(signed.verify(&body), Ok(()));
        let mut tampered = body.clone();
        tampered[at.index(body.len())] ^= flip;
        prop_assert!(matches!(signed.verify(&tampered), Err(VerifyError::Mismatch { .. })), "body");
        let other = Signed { nonce: format!("{nonce}x"), ..signed.clone() };
        prop_assert!(other.verify(&body).is_err());
        let mut signature = signed.signature.clone().into_bytes();
        let index = at.index(signature.len() - 4);
        signature[index] = if signature[index] == b'A' { b'B' } else { b'A' };
        let other = Signed { signature: String::from_utf8(signature).unwrap(), ..signed };
        prop_assert!(other.verify(&body).is_err());
    }

    /// No headers make it panic.
    #[test]
    fn any_headers_are_verified_or_refused(timestamp in ".{0,20}", nonce in ".{0,20}", signature in ".{0,40}", serial in ".{0,20}", kind in prop::option::of(".{0,10}")) {
        let headers = SignatureHeaders {
            timestamp: Some(&timestamp), nonce: Some(&nonce), signature: Some(&signature), serial: Some(&serial), signature_type: kind.as_deref(),
        };
        prop_assert!(!verify(&keys(), &headers, b"", NOW).unwrap_err().to_string().is_empty());
    }
}
