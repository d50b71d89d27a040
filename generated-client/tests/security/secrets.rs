//! No secret and no plain text gets into `Debug` or `Display`.

use std::fmt::Debug;

use wechatpay_client::keys::{
    ApiV3Key, EncryptedResource, MerchantCertificate, MerchantKey, PlatformKey, PlatformKeys,
};
use wechatpay_client::signature;

use crate::data::{
    api_v3_key, bytes, generated, merchant, merchant_key, platform_certificate,
    platform_public_key, private_pem, published, second_key,
};

const SECRET: &str = "secretplaintextof4111111111111111";

#[cfg(feature = "v2")]
fn v2_key() -> wechatpay_client::keys::ApiV2Key {
    wechatpay_client::keys::ApiV2Key::new(published("v2_sign/key")).unwrap()
}

#[cfg(feature = "v2")]
fn v2_errors() -> Vec<Box<dyn std::error::Error>> {
    use wechatpay_client::keys::ApiV2Key;
    use wechatpay_client::signature::v2;

    let signed = [("sign", published("v2_sign/md5")), ("body", SECRET)];
    vec![
        Box::new(ApiV2Key::new(format!("{}x", published("v2_sign/key"))).unwrap_err()),
        Box::new(v2_key().decrypt_refund(SECRET).unwrap_err()),
        Box::new(v2::verify(signed, None, &v2_key()).unwrap_err()),
    ]
}

/// Everything that can be shown, in both forms of `Debug`.
fn shown() -> String {
    let mut all = String::new();
    let mut show = |value: &dyn Debug| all.push_str(&format!("{value:?}\n{value:#?}\n"));

    let platform = PlatformKey::from(platform_public_key());
    let keys = PlatformKeys::new([platform.clone(), platform_certificate("new").into()]).unwrap();
    show(&merchant());
    show(&merchant_key());
    show(&second_key());
    #[cfg(feature = "pkcs12")]
    show(
        &MerchantKey::from_pkcs12(
            bytes(&generated("pkcs12_legacy_rc2_3des")),
            crate::data::MCHID,
        )
        .unwrap(),
    );
    show(&MerchantCertificate::from_pem(generated("certificate_leading_zero")).unwrap());
    show(&api_v3_key());
    show(&keys);
    #[cfg(feature = "v2")]
    show(&v2_key());
    show(&signature::sign(&merchant(), "POST", "/v3/x", 1, "n", SECRET.as_bytes()).unwrap());

    let mut errors: Vec<Box<dyn std::error::Error>> = vec![
        Box::new(MerchantKey::from_pem(&private_pem("rsa_sha256_pkcs1v15")[..900]).unwrap_err()),
        Box::new(MerchantKey::from_pem(generated("private_1024")).unwrap_err()),
        Box::new(ApiV3Key::new(&published("aes_256_gcm/key")[1..]).unwrap_err()),
        Box::new(ApiV3Key::new(format!("{}\n", &published("aes_256_gcm/key")[1..])).unwrap_err()),
        Box::new(platform.encrypt(&SECRET.repeat(10)).unwrap_err()),
        Box::new(
            merchant_key()
                .decrypt(&platform.encrypt(SECRET).unwrap())
                .unwrap_err(),
        ),
    ];
    let resource = EncryptedResource {
        algorithm: "AEAD_AES_256_GCM",
        nonce: "abcdefghijkl",
        associated_data: None,
        ciphertext: SECRET,
    };
    errors.push(Box::new(api_v3_key().decrypt(resource).unwrap_err()));
    #[cfg(feature = "pkcs12")]
    errors.push(Box::new(
        MerchantKey::from_pkcs12(bytes(&generated("pkcs12_legacy_rc2_3des")), SECRET).unwrap_err(),
    ));
    #[cfg(feature = "v2")]
    errors.extend(v2_errors());
    for error in errors {
        all.push_str(&format!("{error}\n{error:?}\n"));
    }
    all
}

#[test]
fn no_secret_is_shown() {
    let shown = shown();
    assert!(shown.contains("hidden") && shown.contains(crate::data::MCHID));

    let mut secrets = vec![
        SECRET.to_owned(),
        published("aes_256_gcm/key")[1..].to_owned(),
        published("v2_sign/key").to_owned(),
        published("v2_refund_req_info/aes_key_ascii").to_owned(),
    ];
    // Of private keys every line of their PEM, and the same bytes as Rust and as hexadecimal show them.
    for pem in [
        private_pem("rsa_sha256_pkcs1v15"),
        private_pem("rsa_oaep_sha1_decrypt"),
        generated("private_1024"),
    ] {
        secrets.extend(
            pem.lines()
                .filter(|line| !line.starts_with('-'))
                .map(str::to_owned),
        );
        for chunk in bytes(&pem).chunks_exact(16) {
            let decimal: Vec<String> = chunk.iter().map(u8::to_string).collect();
            secrets.push(decimal.join(", "));
            secrets.push(chunk.iter().map(|byte| format!("{byte:02x}")).collect());
        }
    }
    for secret in secrets {
        assert!(
            !shown.to_lowercase().contains(&secret.to_lowercase()),
            "{secret} is shown in\n{shown}"
        );
    }
}
