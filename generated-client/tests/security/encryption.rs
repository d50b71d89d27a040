//! Fields (RSA-OAEP) and resources (AES-GCM).

use proptest::prelude::*;
use wechatpay_client::keys::{
    ApiV3Key, DecryptError, EncryptError, EncryptedResource, KeyName, PlatformKey,
};

use crate::data::{api_v3_key, merchant_key, platform_public_key, published, second_key};

fn platform() -> PlatformKey {
    platform_public_key().into()
}

fn resource<'a>(
    nonce: &'a str,
    associated_data: Option<&'a str>,
    ciphertext: &'a str,
) -> EncryptedResource<'a> {
    EncryptedResource {
        algorithm: "AEAD_AES_256_GCM",
        nonce,
        associated_data,
        ciphertext,
    }
}

#[test]
fn the_published_field_is_decrypted() {
    let ciphertext = published("rsa_oaep_sha1_decrypt/ciphertext_b64");
    assert_eq!(
        second_key().decrypt(ciphertext).unwrap().as_str(),
        published("rsa_oaep_sha1_decrypt/plaintext")
    );
    assert_eq!(
        merchant_key().decrypt(ciphertext),
        Err(DecryptError::Refused {
            key: KeyName::Merchant
        })
    );
    let tampered = ciphertext.replacen("Qqs", "Qqt", 1);
    assert_eq!(
        second_key().decrypt(&tampered),
        Err(DecryptError::Refused {
            key: KeyName::Merchant
        })
    );
    assert_eq!(
        second_key().decrypt("AAAA"),
        Err(DecryptError::Length { length: 3 })
    );
    assert_eq!(
        second_key().decrypt(""),
        Err(DecryptError::Length { length: 0 })
    );
    assert_eq!(
        second_key().decrypt("not base64!"),
        Err(DecryptError::NotBase64)
    );
}

/// 214 bytes fit into 2,048 bits; the error says how many there were.
#[test]
fn an_overlong_field_is_refused() {
    let longest = "z".repeat(214);
    assert_eq!(
        *second_key()
            .decrypt(&platform().encrypt(&longest).unwrap())
            .unwrap(),
        longest
    );
    assert_eq!(
        platform().encrypt(&"z".repeat(215)),
        Err(EncryptError::TooLong {
            limit: 214,
            length: 215
        })
    );
    let chinese = platform().encrypt(&"名".repeat(72)).unwrap_err();
    assert_eq!(
        chinese,
        EncryptError::TooLong {
            limit: 214,
            length: 216
        }
    );
    assert!(chinese.to_string().contains("216 bytes") && chinese.to_string().contains("214"));
    assert_eq!(
        *second_key()
            .decrypt(&platform().encrypt("").unwrap())
            .unwrap(),
        ""
    );
    assert_ne!(
        platform().encrypt("a"),
        platform().encrypt("a"),
        "encryption is randomised"
    );
}

#[test]
fn the_published_resource_is_decrypted() {
    let field = |name: &str| published(&format!("aes_256_gcm/{name}"));
    let (nonce, aad, ciphertext) = (field("nonce"), Some(field("aad")), field("ciphertext_b64"));
    let decrypt = |key: &ApiV3Key, resource: EncryptedResource<'_>| {
        key.decrypt(resource).map(|text| text.as_str().to_owned())
    };
    assert_eq!(
        decrypt(&api_v3_key(), resource(nonce, aad, ciphertext)).as_deref(),
        Ok(field("plaintext"))
    );
    assert_eq!(
        api_v3_key()
            .encrypt(nonce, field("aad"), field("plaintext"))
            .as_deref(),
        Ok(ciphertext)
    );

    let refused = Err(DecryptError::Refused {
        key: KeyName::ApiV3,
    });
    let other = ApiV3Key::new(published("v2_sign/key")).unwrap();
    assert_eq!(decrypt(&other, resource(nonce, aad, ciphertext)), refused);
    assert_eq!(
        decrypt(&api_v3_key(), resource("uluk4a9R25RX", aad, ciphertext)),
        refused
    );
    assert_eq!(
        decrypt(&api_v3_key(), resource(nonce, None, ciphertext)),
        refused
    );
    let tampered = ciphertext.replacen('u', "v", 1);
    assert_eq!(
        decrypt(&api_v3_key(), resource(nonce, aad, &tampered)),
        refused
    );
    assert_eq!(
        decrypt(&api_v3_key(), resource("short", aad, ciphertext)),
        Err(DecryptError::NonceLength { length: 5 })
    );
    assert_eq!(
        decrypt(&api_v3_key(), resource(nonce, aad, "AAAA")),
        Err(DecryptError::Length { length: 3 })
    );
    assert_eq!(
        decrypt(&api_v3_key(), resource(nonce, aad, "?")),
        Err(DecryptError::NotBase64)
    );
    let sm4 = EncryptedResource {
        algorithm: "AEAD_SM4_GCM",
        ..resource(nonce, aad, ciphertext)
    };
    assert_eq!(
        decrypt(&api_v3_key(), sm4),
        Err(DecryptError::Algorithm {
            given: "AEAD_SM4_GCM".into()
        })
    );
}

/// Absent and empty associated data are the same.
#[test]
fn associated_data_may_be_absent() {
    let ciphertext = api_v3_key().encrypt("abcdefghijkl", "", "text").unwrap();
    for associated_data in [None, Some("")] {
        assert_eq!(
            api_v3_key()
                .decrypt(resource("abcdefghijkl", associated_data, &ciphertext))
                .unwrap()
                .as_str(),
            "text"
        );
    }
    assert_eq!(
        api_v3_key().encrypt("short", "", "text"),
        Err(EncryptError::Failed)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn fields_come_back(text in "\\PC{0,53}") {
        let decrypted = second_key().decrypt(&platform().encrypt(&text).unwrap()).unwrap();
        prop_assert_eq!(decrypted.as_str(), text);
    }

    #[test]
    fn resources_come_back(text in ".{0,300}", aad in ".{0,20}", nonce in "[0-9a-zA-Z]{12}") {
        let ciphertext = api_v3_key().encrypt(&nonce, &aad, &text).unwrap();
        let decrypted = api_v3_key().decrypt(resource(&nonce, Some(&aad), &ciphertext)).unwrap();
        prop_assert_eq!(decrypted.as_str(), &text);
        let other = format!("{aad}x");
        prop_assert!(api_v3_key().decrypt(resource(&nonce, Some(&other), &ciphertext)).is_err());
    }

    #[test]
    fn any_ciphertext_is_decrypted_or_refused(text in ".{0,60}", bytes in "[A-Za-z0-9+/]{0,90}={0,2}") {
        for ciphertext in [text, bytes] {
            prop_assert!(second_key().decrypt(&ciphertext).is_err());
            prop_assert!(api_v3_key().decrypt(resource("abcdefghijkl", None, &ciphertext)).is_err());
        }
    }
}
