//! Every form of a merchant key is read, and everything else is refused with a reason.

use wechatpay_client::keys::{
    ApiV3Key, KeyError, Material, Merchant, MerchantCertificate, MerchantKey, PlatformCertificate,
    PlatformKeys, PlatformPublicKey,
};

use crate::data::{
    MCHID, SERIAL, bytes, generated, merchant_key, platform_public_key, private_pem, published,
    second_key,
};

/// The same key in every form signs the same.
#[test]
fn reads_every_form_of_a_private_key() {
    let pkcs8 = private_pem("rsa_sha256_pkcs1v15");
    let pkcs1 = generated("private_pkcs1");
    let expected = published("rsa_sha256_pkcs1v15/signature_b64");
    let body: String = pkcs8
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    let pems = [
        pkcs8.clone(),
        pkcs1.clone(),
        pkcs8.replace('\n', "\r\n"),
        pkcs8.replace('\n', "\\n"),
        format!(
            "\u{FEFF}some text before\n{}\n{pkcs8}\n",
            generated("certificate_leading_zero")
        ),
        body.clone(),
        format!("  {body}\n"),
    ];
    for pem in &pems {
        let key =
            MerchantKey::from_pem(pem).unwrap_or_else(|error| panic!("{error}: {}", &pem[..60]));
        assert_eq!(key.sign(b"source").unwrap(), expected);
    }
    for der in [bytes(&pkcs8), bytes(&pkcs1)] {
        assert_eq!(
            MerchantKey::from_der(der).unwrap().sign(b"source").unwrap(),
            expected
        );
    }
}

/// For mutual TLS, key and certificate come out as they went in.
#[test]
fn key_and_certificate_can_be_exported() {
    let exported = merchant_key().to_pkcs8_der().unwrap();
    assert_eq!(*exported, bytes(&private_pem("rsa_sha256_pkcs1v15")));
    let pem = generated("certificate_leading_zero");
    assert_eq!(
        MerchantCertificate::from_pem(&pem).unwrap().der(),
        bytes(&pem)
    );
}

#[test]
fn keys_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: T) {}
    shared(merchant_key());
    shared(Merchant::new(MCHID, SERIAL, merchant_key()).unwrap());
    shared(PlatformKeys::new([platform_public_key().into()]).unwrap());
    shared(ApiV3Key::new(published("aes_256_gcm/key")).unwrap());
}

#[test]
fn refuses_what_is_no_plain_rsa_private_key() {
    let wrong = |found| KeyError::WrongKind {
        expected: Material::PrivateKey,
        found,
    };
    let not_rsa = |algorithm| KeyError::NotRsa { algorithm };
    let table = [
        (
            "public_spki",
            wrong(Material::PublicKey),
            "apiclient_key.pem",
        ),
        (
            "public_pkcs1",
            wrong(Material::PublicKey),
            "apiclient_key.pem",
        ),
        (
            "certificate_leading_zero",
            wrong(Material::Certificate),
            "not in apiclient_cert.pem",
        ),
        (
            "request",
            wrong(Material::CertificateRequest),
            "apiclient_key.pem",
        ),
        (
            "private_pkcs8_encrypted",
            wrong(Material::EncryptedPrivateKey),
            "openssl pkcs8",
        ),
        (
            "private_pkcs1_encrypted",
            wrong(Material::EncryptedPrivateKey),
            "openssl pkcs8",
        ),
        (
            "pkcs12_legacy_rc2_3des",
            wrong(Material::Pkcs12),
            "merchant id as password",
        ),
        (
            "private_ec_pkcs8",
            not_rsa("elliptic curves"),
            "needs an RSA key",
        ),
        (
            "private_ec_sec1",
            not_rsa("elliptic curves"),
            "needs an RSA key",
        ),
        ("private_sm2", not_rsa("SM2"), "needs an RSA key"),
        ("private_ed25519", not_rsa("Ed25519"), "needs an RSA key"),
        (
            "private_pss",
            not_rsa("RSASSA-PSS only"),
            "needs an RSA key",
        ),
        ("private_1024", KeyError::TooShort { bits: 1024 }, "2048"),
    ];
    for (name, expected, advice) in table {
        let pem = generated(name);
        let error = MerchantKey::from_pem(&pem).unwrap_err();
        assert_eq!(error, expected, "{name}");
        assert!(error.to_string().contains(advice), "{name}: {error}");
        if !name.ends_with("pkcs1_encrypted") && !name.ends_with("sec1") {
            assert_eq!(
                MerchantKey::from_der(bytes(&pem)).unwrap_err(),
                expected,
                "{name} in DER"
            );
        }
    }
    let ssh = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----";
    assert!(
        MerchantKey::from_pem(ssh)
            .unwrap_err()
            .to_string()
            .contains("ssh-keygen")
    );
}

#[test]
fn says_what_is_wrong_with_what_is_no_key_at_all() {
    let pem = private_pem("rsa_sha256_pkcs1v15");
    let table: [(&[u8], &str); 8] = [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"/etc/wechatpay/apiclient_key.pem", "name of a file"),
        (b"hello", "no `-----BEGIN"),
        (b"\xFF\xFE\x00", "not text"),
        (&pem.as_bytes()[..800], "END"),
        (
            b"-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
            "not base64",
        ),
        (
            b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            "neither a key nor a certificate",
        ),
    ];
    for (input, reason) in table {
        let error = MerchantKey::from_pem(input).unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
    }
    let error = MerchantKey::from_der(&pem).unwrap_err();
    assert!(error.to_string().contains("from_pem"), "{error}");
    let damaged = pem.replacen("zeKZ", "zeKa", 1).replacen("fL0M", "fL1M", 1);
    assert_ne!(damaged, pem);
    assert_eq!(
        MerchantKey::from_pem(damaged).unwrap_err(),
        KeyError::Inconsistent
    );
}

#[test]
fn a_certificate_tells_its_serial_number_and_validity() {
    let certificate =
        MerchantCertificate::from_pem(published("webhook/platform_certificate_pem")).unwrap();
    assert_eq!(certificate.serial(), published("webhook/serial"));
    assert_eq!(
        (certificate.not_before(), certificate.not_after()),
        (1_619_513_723, 1_934_873_723)
    );

    let leading_zero =
        MerchantCertificate::from_pem(generated("certificate_leading_zero")).unwrap();
    assert_eq!(leading_zero.serial(), SERIAL);
    assert_eq!(leading_zero.serial().len(), 40);
    assert_eq!(
        MerchantCertificate::from_der(bytes(&generated("certificate_leading_zero"))).unwrap(),
        leading_zero
    );

    // A number above 7F… has a sign byte in DER; 2056 is written as a GeneralizedTime.
    let high = MerchantCertificate::from_pem(generated("certificate_high_serial")).unwrap();
    assert_eq!(high.serial(), format!("FE{}07", "1B".repeat(18)));
    assert_eq!(high.not_after(), 2_713_910_400);
}

#[test]
fn refuses_what_is_no_rsa_certificate() {
    let wrong = |found| KeyError::WrongKind {
        expected: Material::Certificate,
        found,
    };
    let table = [
        ("private_pkcs1", wrong(Material::PrivateKey)),
        ("public_spki", wrong(Material::PublicKey)),
        ("request", wrong(Material::CertificateRequest)),
        ("pkcs12_legacy_rc2_3des", wrong(Material::Pkcs12)),
        (
            "certificate_ec",
            KeyError::NotRsa {
                algorithm: "elliptic curves",
            },
        ),
    ];
    for (name, expected) in table {
        assert_eq!(
            MerchantCertificate::from_pem(generated(name)).unwrap_err(),
            expected,
            "{name}"
        );
        assert_eq!(
            PlatformCertificate::from_pem(generated(name)).unwrap_err(),
            expected,
            "{name}"
        );
    }
}

#[test]
fn the_private_key_must_belong_to_the_certificate() {
    let certificate = MerchantCertificate::from_pem(generated("certificate_leading_zero")).unwrap();
    let merchant = Merchant::from_certificate(MCHID, &certificate, merchant_key()).unwrap();
    assert_eq!((merchant.mchid(), merchant.serial()), (MCHID, SERIAL));
    let error = Merchant::from_certificate(MCHID, &certificate, second_key()).unwrap_err();
    assert_eq!(
        error,
        KeyError::Mismatch {
            serial: SERIAL.into()
        }
    );
}

#[test]
fn merchant_id_and_serial_number_cannot_be_swapped() {
    let error = Merchant::new(SERIAL, MCHID, merchant_key()).unwrap_err();
    assert_eq!(
        error,
        KeyError::MerchantId {
            given: SERIAL.into()
        }
    );
    assert!(
        error
            .to_string()
            .contains("looks like a certificate serial number")
    );
    for serial in [
        "",
        "PUB_KEY_ID_0119",
        "0x1B",
        "0A1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B",
    ] {
        let error = Merchant::new(MCHID, serial, merchant_key()).unwrap_err();
        assert_eq!(
            error,
            KeyError::Serial {
                given: serial.into()
            }
        );
    }
    for mchid in [
        "",
        "wxd930ea5d5a258f4f",
        "1900000109 ",
        "123456789012345678901234567890123",
    ] {
        assert!(
            matches!(
                Merchant::new(mchid, SERIAL, merchant_key()),
                Err(KeyError::MerchantId { .. })
            ),
            "{mchid}"
        );
    }
    let shown = Merchant::new(MCHID, "0a:1b:1b 1B", merchant_key()).unwrap();
    assert_eq!(shown.serial(), "0A1B1B1B");
}

#[test]
fn a_platform_public_key_needs_its_id_and_a_public_key() {
    let pem = generated("public_spki_of_second_key");
    assert_eq!(
        platform_public_key(),
        PlatformPublicKey::from_der(platform_public_key().id(), bytes(&pem)).unwrap()
    );
    for id in ["", "PUB_KEY_ID_", SERIAL, "PUB_KEY_ID_01\r\nX: y"] {
        let error = PlatformPublicKey::from_pem(id, &pem).unwrap_err();
        assert_eq!(error, KeyError::PublicKeyId { given: id.into() });
    }
    let serial = PlatformPublicKey::from_pem(SERIAL, &pem).unwrap_err();
    assert!(
        serial
            .to_string()
            .contains("looks like a certificate serial number"),
        "{serial}"
    );

    let wrong = |found| KeyError::WrongKind {
        expected: Material::PublicKey,
        found,
    };
    let table = [
        ("platform_certificate_new", wrong(Material::Certificate)),
        ("private_pkcs1", wrong(Material::PrivateKey)),
        (
            "private_pkcs8_encrypted",
            wrong(Material::EncryptedPrivateKey),
        ),
        (
            "public_ec",
            KeyError::NotRsa {
                algorithm: "elliptic curves",
            },
        ),
    ];
    for (name, expected) in table {
        let error = PlatformPublicKey::from_pem("PUB_KEY_ID_01", generated(name)).unwrap_err();
        assert_eq!(error, expected, "{name}");
        assert!(
            !error.to_string().ends_with("check which file was read"),
            "{name}: {error}"
        );
    }
}

#[test]
fn api_keys_have_32_letters_and_digits() {
    let good = published("aes_256_gcm/key");
    assert!(ApiV3Key::new(good).is_ok());
    assert_eq!(ApiV3Key::new(good), ApiV3Key::new(good));
    assert_ne!(ApiV3Key::new(good), ApiV3Key::new(published("v2_sign/key")));
    // The 16-byte key of the Go SDK's tests is no APIv3 key.
    for key in [
        "",
        published("aes_gcm_16_byte_key/key"),
        &format!("{good}x"),
    ] {
        assert_eq!(
            ApiV3Key::new(key).unwrap_err(),
            KeyError::ApiKeyLength {
                key: "APIv3 key",
                length: key.len()
            }
        );
    }
    for key in [
        format!("{}\n", &good[..31]),
        format!("{} ", &good[..31]),
        format!("{}é", &good[..30]),
    ] {
        assert_eq!(
            ApiV3Key::new(&key).unwrap_err(),
            KeyError::ApiKeyCharacter { key: "APIv3 key" }
        );
    }
}
