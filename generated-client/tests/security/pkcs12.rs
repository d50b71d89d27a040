//! PKCS#12 containers: old and new encryptions, and wrong passwords.

use wechatpay_client::keys::{KeyError, Material, Merchant, MerchantKey};

use crate::data::{MCHID, SERIAL, bytes, generated, published};

#[test]
fn opens_containers_of_every_age() {
    for name in [
        "pkcs12_legacy_rc2_3des",
        "pkcs12_rc2_128",
        "pkcs12_modern_aes256",
        "pkcs12_aes128_sha1",
        "pkcs12_clear_no_checksum",
        "pkcs12_no_checksum",
    ] {
        let merchant = Merchant::from_pkcs12(MCHID, bytes(&generated(name)))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            (merchant.mchid(), merchant.serial()),
            (MCHID, SERIAL),
            "{name}"
        );
        assert_eq!(
            merchant.key().sign(b"source").unwrap(),
            published("rsa_sha256_pkcs1v15/signature_b64"),
            "{name}"
        );
    }
}

#[test]
fn a_wrong_password_is_named() {
    for name in [
        "pkcs12_legacy_rc2_3des",
        "pkcs12_rc2_128",
        "pkcs12_modern_aes256",
        "pkcs12_aes128_sha1",
        "pkcs12_no_checksum",
    ] {
        let container = bytes(&generated(name));
        for password in ["", "1900000108", "密码"] {
            let error = MerchantKey::from_pkcs12(&container, password).unwrap_err();
            assert_eq!(error, KeyError::ContainerPassword, "{name}");
            assert!(error.to_string().contains("merchant id"));
        }
    }
}

#[test]
fn what_cannot_be_used_is_refused_with_a_reason() {
    let open = |name| MerchantKey::from_pkcs12(bytes(&generated(name)), MCHID).unwrap_err();
    assert!(
        open("pkcs12_unsupported_rc4")
            .to_string()
            .contains("not supported")
    );
    assert!(
        open("pkcs12_without_key")
            .to_string()
            .contains("no private key")
    );
    assert_eq!(
        open("private_pkcs1"),
        KeyError::WrongKind {
            expected: Material::Pkcs12,
            found: Material::PrivateKey
        }
    );
    let mut cut = bytes(&generated("pkcs12_legacy_rc2_3des"));
    cut.truncate(500);
    assert!(matches!(
        MerchantKey::from_pkcs12(cut, MCHID),
        Err(KeyError::Unreadable { .. })
    ));
}

/// A changed container does not open, wherever the change is.
#[test]
fn a_tampered_container_is_refused() {
    let container = bytes(&generated("pkcs12_legacy_rc2_3des"));
    for at in (0..container.len()).step_by(97) {
        let mut changed = container.clone();
        changed[at] ^= 0x10;
        assert!(
            MerchantKey::from_pkcs12(&changed, MCHID).is_err(),
            "byte {at}"
        );
    }
}
