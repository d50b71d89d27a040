//! The keys of the protocol: whose they are, in which forms they come, and what is wrong with one.
//!
//! | key | type | comes from |
//! |---|---|---|
//! | merchant private key and certificate | [`MerchantKey`], [`MerchantCertificate`], together [`Merchant`] | `apiclient_key.pem`, `apiclient_cert.pem`, or both in `apiclient_cert.p12` (feature `pkcs12`) |
//! | platform public key | [`PlatformPublicKey`] | the merchant platform, with its id `PUB_KEY_ID_…` |
//! | platform certificate | [`PlatformCertificate`] | `GET /v3/certificates`, see [`read_certificates`] |
//! | APIv3 key | [`ApiV3Key`] | set by the merchant on the merchant platform |
//! | all keys of a client | [`KeySet`] | the above |
//! | APIv2 key (feature `v2`) | `ApiV2Key` | set by the merchant on the merchant platform |
//! | bank-card key (feature `v2`) | `BankPublicKey` | `POST /risk/getpublickey` |
//! | all keys of a client for API v2 (feature `v2`) | `V2Keys` | the two above |
//!
//! ```
//! use wechatpay_client::keys::{KeyError, Merchant, MerchantKey, PlatformKeys, PlatformPublicKey};
//!
//! fn load(private_key: &str, public_key: &str) -> Result<(Merchant, PlatformKeys), KeyError> {
//!     let key = MerchantKey::from_pem(private_key)?;
//!     let merchant = Merchant::new("1900000109", "5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC", key)?;
//!     let platform = PlatformPublicKey::from_pem("PUB_KEY_ID_0119000001092024010100000000000001", public_key)?;
//!     let platform = PlatformKeys::new([platform.into()])?;
//!     platform.refuse_keys_of(&merchant)?;
//!     Ok((merchant, platform))
//! }
//! ```
//!
//! Nothing here uses the network. Secrets never reach `Debug` or `Display`; buffers that held one are wiped.

#[cfg(feature = "v2")]
mod api_v2;
mod api_v3;
#[cfg(feature = "v2")]
mod bank;
mod certificate;
mod certificates_answer;
mod error;
mod key_set;
mod material;
mod merchant;
mod pem;
#[cfg(feature = "pkcs12")]
mod pkcs12;
mod platform;
mod platform_keys;
#[cfg(feature = "v2")]
mod v2_keys;

pub use crate::crypto::{DecryptError, EncryptError, KeyName};
#[cfg(feature = "v2")]
pub use api_v2::ApiV2Key;
pub use api_v3::{ApiV3Key, EncryptedResource};
#[cfg(feature = "v2")]
pub use bank::BankPublicKey;
pub use certificate::MerchantCertificate;
pub use certificates_answer::{CertificatesError, read_certificates};
pub use error::{KeyError, Material};
pub(crate) use key_set::CallKeys;
pub use key_set::KeySet;
pub use merchant::{Merchant, MerchantKey};
pub use platform::{PlatformCertificate, PlatformKey, PlatformPublicKey};
pub use platform_keys::PlatformKeys;
#[cfg(feature = "v2")]
pub use v2_keys::V2Keys;

use zeroize::{Zeroize, Zeroizing};

/// Decrypted bytes as text; they are wiped if they are none.
fn text(mut bytes: Zeroizing<Vec<u8>>) -> Result<Zeroizing<String>, DecryptError> {
    String::from_utf8(std::mem::take(&mut *bytes))
        .map(Zeroizing::new)
        .map_err(|error| {
            error.into_bytes().zeroize();
            DecryptError::NotText
        })
}
