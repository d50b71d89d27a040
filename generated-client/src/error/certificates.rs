//! Why the platform's certificates could not be had.

use super::Error;
use crate::keys::{CertificatesError, KeyError};
use std::fmt;

/// The platform's certificates could not be downloaded. The call that needed them was not sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum CertificatesUnavailable {
    /// There is no APIv3 key to decrypt them with.
    NoApiV3Key,
    /// `GET /v3/certificates` failed.
    Call(Error),
    /// Its answer cannot be used.
    Answer(CertificatesError),
    /// One of them is the merchant's own, or has the id of another key.
    Keys(KeyError),
    /// None of them is valid now.
    NoneValid,
}

impl fmt::Display for CertificatesUnavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the platform certificates cannot be downloaded: ")?;
        match self {
            Self::NoApiV3Key => f.write_str(
                "no platform key is valid now, and there is no APIv3 key to decrypt a download with; \
                 configure the platform public key, or the APIv3 key",
            ),
            Self::Call(error) => {
                error.fmt(f)?;
                match error {
                    Error::Api(api) if matches!(api.status(), 403 | 404) => f.write_str(NONE_FOR_MERCHANT),
                    _ => Ok(()),
                }
            }
            Self::Answer(error) => error.fmt(f),
            Self::Keys(error) => error.fmt(f),
            Self::NoneValid => f.write_str("none of those in the answer is valid now; this machine's clock may be wrong"),
        }
    }
}

const NONE_FOR_MERCHANT: &str = "; most likely this merchant has no platform certificates, as merchants opened since about October 2024: \
     download the platform public key with its id `PUB_KEY_ID_…` from the merchant platform (API security) and configure it";

impl std::error::Error for CertificatesUnavailable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => Some(error),
            Self::Answer(error) => Some(error),
            Self::Keys(error) => Some(error),
            Self::NoApiV3Key | Self::NoneValid => None,
        }
    }
}
