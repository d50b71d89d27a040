//! Any bytes as a key, a certificate or a container are read or refused.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir generated-client/fuzz keys -- -max_total_time=180`
#![no_main]

use libfuzzer_sys::fuzz_target;
use wechatpay_client::keys::{
    ApiV2Key, ApiV3Key, BankPublicKey, MerchantCertificate, MerchantKey, PlatformCertificate,
    PlatformPublicKey,
};

fuzz_target!(|bytes: &[u8]| {
    const ID: &str = "PUB_KEY_ID_01";
    said(MerchantKey::from_pem(bytes));
    said(MerchantKey::from_der(bytes));
    said(MerchantKey::from_pkcs12(bytes, "1900000109"));
    said(MerchantCertificate::from_pem(bytes));
    said(MerchantCertificate::from_der(bytes));
    said(PlatformCertificate::from_pem(bytes));
    said(PlatformCertificate::from_der(bytes));
    said(PlatformPublicKey::from_pem(ID, bytes));
    said(PlatformPublicKey::from_der(ID, bytes));
    said(BankPublicKey::from_pem(bytes));
    if let Ok(text) = std::str::from_utf8(bytes) {
        said(PlatformPublicKey::from_pem(text, "-----BEGIN"));
        said(ApiV3Key::new(text));
        said(ApiV2Key::new(text));
    }
});

/// What is refused can be printed.
fn said<T, E: std::fmt::Display>(read: Result<T, E>) {
    let _ = read.map_err(|error| error.to_string());
}
