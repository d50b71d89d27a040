//! Platform keys: which one encrypts, which one verifies, and the download of certificates.

use serde_json::{Value, json};
use wechatpay_client::keys::{
    ApiV3Key, CertificatesError, DecryptError, EncryptedResource, KeyError, KeyName,
    PlatformCertificate, PlatformKeys, PlatformPublicKey, read_certificates,
};
use wechatpay_client::signature::{SignatureHeaders, VerifyError};

use crate::data::{
    NOW, PUBLIC_KEY_ID, api_v3_key, generated, merchant, platform_certificate, platform_public_key,
    published, second_key,
};

#[test]
fn the_newest_valid_certificate_encrypts() {
    let all = ["future", "old", "new"].map(|name| platform_certificate(name).into());
    let keys = PlatformKeys::new(all).unwrap();
    let serial_at = |now| {
        keys.for_encryption(now)
            .map(|key| key.id()[38..].to_owned())
    };
    assert_eq!(serial_at(0), None);
    assert_eq!(
        serial_at(1_600_000_000).as_deref(),
        Some("01"),
        "only the old one"
    );
    assert_eq!(
        serial_at(1_734_000_000).as_deref(),
        Some("02"),
        "both, the newer one"
    );
    assert_eq!(
        serial_at(NOW).as_deref(),
        Some("02"),
        "the old one has expired"
    );
    assert_eq!(
        serial_at(1_890_000_000).as_deref(),
        Some("03"),
        "the newest, while the new one is valid too"
    );
    assert_eq!(serial_at(2_100_000_000), None);
    assert!(PlatformKeys::default().for_encryption(NOW).is_none());
}

/// While migrating, a public key goes before certificates, and the last public key before earlier ones.
#[test]
fn a_public_key_goes_before_certificates() {
    let second =
        PlatformPublicKey::from_pem("PUB_KEY_ID_02", generated("public_spki_of_second_key"))
            .unwrap();
    let keys = PlatformKeys::new([
        platform_public_key().into(),
        second.into(),
        platform_certificate("new").into(),
    ])
    .unwrap();
    assert_eq!(keys.for_encryption(NOW).unwrap().id(), "PUB_KEY_ID_02");
    assert_eq!(keys.get(PUBLIC_KEY_ID).unwrap().id(), PUBLIC_KEY_ID);
    assert!(keys.get(&PUBLIC_KEY_ID.to_lowercase()).is_none() && keys.get("").is_none());
}

#[test]
fn two_different_keys_cannot_have_one_id() {
    let same = [platform_public_key().into(), platform_public_key().into()];
    assert_eq!(PlatformKeys::new(same).unwrap().iter().count(), 1);
    let other = PlatformPublicKey::from_pem(PUBLIC_KEY_ID, generated("public_spki")).unwrap();
    let error = PlatformKeys::new([platform_public_key().into(), other.into()]).unwrap_err();
    assert_eq!(
        error,
        KeyError::DuplicateId {
            id: PUBLIC_KEY_ID.into()
        }
    );
}

#[test]
fn the_merchants_own_key_is_refused() {
    let good = PlatformKeys::new([
        platform_public_key().into(),
        platform_certificate("new").into(),
    ])
    .unwrap();
    assert_eq!(good.refuse_keys_of(&merchant()), Ok(()));

    let certificate = PlatformCertificate::from_pem(generated("certificate_leading_zero")).unwrap();
    let error = PlatformKeys::new([certificate.into()])
        .unwrap()
        .refuse_keys_of(&merchant())
        .unwrap_err();
    assert_eq!(
        error,
        KeyError::MerchantAsPlatform {
            id: merchant().serial().into()
        }
    );

    let public_key =
        PlatformPublicKey::from_pem("PUB_KEY_ID_01", generated("public_spki")).unwrap();
    let error = PlatformKeys::new([public_key.into()])
        .unwrap()
        .refuse_keys_of(&merchant())
        .unwrap_err();
    assert_eq!(
        error,
        KeyError::MerchantAsPlatform {
            id: "PUB_KEY_ID_01".into()
        }
    );
}

#[test]
fn a_download_replaces_the_certificates_only() {
    let before = PlatformKeys::new([
        platform_certificate("old").into(),
        platform_public_key().into(),
    ])
    .unwrap();
    let after = before
        .with_certificates([platform_certificate("new")])
        .unwrap();
    let ids: Vec<&str> = after.iter().map(|key| key.id()).collect();
    assert_eq!(ids, [PUBLIC_KEY_ID, platform_certificate("new").serial()]);
}

/// The published answer of the Java SDK's tests.
#[test]
fn the_published_certificate_is_decrypted() {
    let field = |name: &str| published(&format!("platform_certificate/{name}"));
    let key = ApiV3Key::new(field("key")).unwrap();
    let resource = EncryptedResource {
        algorithm: "AEAD_AES_256_GCM",
        nonce: field("nonce"),
        associated_data: Some(field("aad")),
        ciphertext: field("ciphertext_b64"),
    };
    let certificate =
        PlatformCertificate::from_pem(key.decrypt(resource).unwrap().as_bytes()).unwrap();
    assert_eq!(certificate.serial(), field("serial_no"));
    assert!(
        certificate.is_valid_at(certificate.not_before())
            && certificate.is_valid_at(certificate.not_after())
    );
    assert!(
        !certificate.is_valid_at(certificate.not_before() - 1)
            && !certificate.is_valid_at(certificate.not_after() + 1)
    );
}

/// An answer of `GET /v3/certificates` with these certificates.
fn answer(names: &[&str]) -> Value {
    let entry = |name: &&str| {
        let pem = generated(&format!("platform_certificate_{name}"));
        json!({
            "serial_no": platform_certificate(name).serial(),
            "effective_time": "2024-12-01T00:00:00+08:00",
            "expire_time": "2029-12-01T00:00:00+08:00",
            "encrypt_certificate": {
                "algorithm": "AEAD_AES_256_GCM",
                "nonce": "61f9c719728a",
                "associated_data": "certificate",
                "ciphertext": api_v3_key().encrypt("61f9c719728a", "certificate", &pem).unwrap(),
            },
        })
    };
    json!({"data": names.iter().map(entry).collect::<Vec<_>>()})
}

/// Reads the answer, signed under this serial number by the second key.
fn read(
    body: &str,
    serial: &str,
    known: &PlatformKeys,
) -> Result<Vec<PlatformCertificate>, CertificatesError> {
    let timestamp = NOW.to_string();
    let signature = second_key()
        .sign(format!("{timestamp}\nabc\n{body}\n").as_bytes())
        .unwrap();
    let headers = SignatureHeaders {
        timestamp: Some(&timestamp),
        nonce: Some("abc"),
        signature: Some(&signature),
        serial: Some(serial),
        signature_type: None,
    };
    read_certificates(body.as_bytes(), &headers, &api_v3_key(), known, NOW)
}

#[test]
fn an_answer_is_verified_with_its_own_certificates_or_known_keys() {
    let body = answer(&["old", "new"]).to_string();
    let none = PlatformKeys::default();
    let new = platform_certificate("new");
    let certificates = read(&body, new.serial(), &none).unwrap();
    assert_eq!(certificates, [platform_certificate("old"), new.clone()]);

    // A refresh: the certificate is known already.
    let known = PlatformKeys::new([new.clone().into()]).unwrap();
    assert_eq!(read(&body, new.serial(), &known).unwrap().len(), 2);

    // While migrating, the platform signs with the public key.
    let error = read(&body, PUBLIC_KEY_ID, &none).unwrap_err();
    assert!(
        matches!(
            error,
            CertificatesError::Verify(VerifyError::UnknownKey { .. })
        ),
        "{error}"
    );
    let known = PlatformKeys::new([platform_public_key().into()]).unwrap();
    assert_eq!(read(&body, PUBLIC_KEY_ID, &known).unwrap().len(), 2);
}

#[test]
fn a_wrong_answer_is_refused() {
    let none = PlatformKeys::default();
    let serial = platform_certificate("new").serial().to_owned();
    let changed = |path: &str, value: Value| {
        let mut body = answer(&["new"]);
        *body.pointer_mut(path).unwrap() = value;
        read(&body.to_string(), &serial, &none).unwrap_err()
    };

    assert_eq!(
        changed("/data/0/encrypt_certificate/nonce", json!("61f9c719728b")),
        CertificatesError::Decrypt {
            serial: serial.clone(),
            error: DecryptError::Refused {
                key: KeyName::ApiV3
            }
        }
    );
    assert_eq!(
        changed("/data/0/serial_no", json!("3A")),
        CertificatesError::Serial {
            said: "3A".into(),
            found: serial.clone()
        }
    );
    assert_eq!(changed("/data", json!([])), CertificatesError::Empty);
    assert_eq!(
        changed("/data", json!("x")),
        CertificatesError::Form { missing: "data" }
    );
    assert_eq!(
        changed("/data/0/encrypt_certificate", json!({})),
        CertificatesError::Form {
            missing: "algorithm"
        }
    );
    // Certificates for SM2 are left out.
    assert_eq!(
        changed(
            "/data/0/encrypt_certificate/algorithm",
            json!("AEAD_SM4_GCM")
        ),
        CertificatesError::Empty
    );
    assert!(matches!(
        changed("/data/0/encrypt_certificate/algorithm", json!("ROT13")),
        CertificatesError::Decrypt {
            error: DecryptError::Algorithm { .. },
            ..
        }
    ));
    let not_pem = api_v3_key()
        .encrypt("61f9c719728a", "certificate", "hello")
        .unwrap();
    assert!(matches!(
        changed("/data/0/encrypt_certificate/ciphertext", json!(not_pem)),
        CertificatesError::Certificate {
            error: KeyError::Unreadable { .. },
            ..
        }
    ));
    assert_eq!(
        read("<html>", &serial, &none).unwrap_err(),
        CertificatesError::Form { missing: "data" }
    );

    // Decryption alone does not make the answer trusted.
    let body = answer(&["new"]).to_string();
    let headers = SignatureHeaders::default();
    let error =
        read_certificates(body.as_bytes(), &headers, &api_v3_key(), &none, NOW).unwrap_err();
    assert!(
        matches!(
            error,
            CertificatesError::Verify(VerifyError::MissingHeaders { .. })
        ),
        "{error}"
    );
}
