//! No bytes make a reader of keys panic.

use proptest::prelude::*;
use wechatpay_client::keys::{MerchantCertificate, MerchantKey, PlatformPublicKey};

#[cfg(feature = "pkcs12")]
use crate::data::MCHID;
use crate::data::{bytes, generated};

fn read_all(input: &[u8]) {
    let _ = MerchantKey::from_pem(input).map_err(|error| error.to_string());
    let _ = MerchantKey::from_der(input).map_err(|error| error.to_string());
    #[cfg(feature = "pkcs12")]
    let _ = MerchantKey::from_pkcs12(input, MCHID).map_err(|error| error.to_string());
    let _ = MerchantCertificate::from_pem(input).map_err(|error| error.to_string());
    let _ = MerchantCertificate::from_der(input).map_err(|error| error.to_string());
    let _ = PlatformPublicKey::from_pem("PUB_KEY_ID_01", input).map_err(|error| error.to_string());
    let _ = PlatformPublicKey::from_der("PUB_KEY_ID_01", input).map_err(|error| error.to_string());
    #[cfg(feature = "v2")]
    let _ =
        wechatpay_client::keys::BankPublicKey::from_pem(input).map_err(|error| error.to_string());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// No bytes make a reader panic.
    #[test]
    fn any_bytes_are_read_or_refused(input in proptest::collection::vec(any::<u8>(), 0..300)) {
        read_all(&input);
        let mut der = vec![0x30, 0x82, (input.len() >> 8) as u8, input.len() as u8];
        der.extend_from_slice(&input);
        read_all(&der);
    }

    /// Nor does a real file with some bytes changed, cut off or repeated.
    #[test]
    fn any_damage_is_read_or_refused(
        file in prop::sample::select(vec!["private_pkcs1", "certificate_leading_zero", "public_spki", "pkcs12_legacy_rc2_3des", "pkcs12_clear_no_checksum"]),
        as_text in any::<bool>(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>(),
    ) {
        let text = generated(file);
        let mut input = if as_text { text.into_bytes() } else { bytes(&text) };
        let index = at.index(input.len());
        input[index] = byte;
        read_all(&input);
        input.truncate(cut.index(input.len()) + 1);
        read_all(&input);
    }
}
