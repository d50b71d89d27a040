//! Why a notification is refused.

use super::{Acknowledgement, Received};
use crate::call::Version;
use crate::codec::path::FieldError;
use crate::keys::DecryptError;
use crate::signature::VerifyError;
#[cfg(feature = "v2")]
use crate::signature::v2;
use std::fmt;

/// Why a notification is refused: one case per stage, in their order.
#[derive(Debug)]
#[non_exhaustive]
pub enum NotificationError {
    /// Its body is larger than the limit. Nothing of it was looked at.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Its body could not be received.
    Interrupted {
        /// What the server says.
        reason: String,
    },
    /// A key that it needs is not configured: a mistake on this side.
    NoKey {
        /// Version of the API.
        version: Version,
        /// The key.
        key: &'static str,
    },
    /// It is not proven to come from WeChat Pay (API v3).
    Signature(VerifyError),
    /// It is of API v2 (XML), and the feature `v2` is off: a mistake on this side.
    WithoutV2,
    /// It is not proven to come from WeChat Pay (API v2).
    #[cfg(feature = "v2")]
    SignatureV2(v2::VerifyError),
    /// It has not the form of a notification.
    Malformed {
        /// Version of the API.
        version: Version,
        /// Where, and what is wrong.
        error: FieldError,
    },
    /// Its content cannot be decrypted.
    Decrypt {
        /// Version of the API.
        version: Version,
        /// Why.
        error: DecryptError,
    },
    /// It is genuine, but its content is not what its event promises. Nothing is lost.
    Content(Box<Unreadable>),
}

impl NotificationError {
    /// Whether this is a deliberately wrong signature (`WECHATPAY/SIGNTEST/…`) by which WeChat Pay probes whether signatures are
    /// checked. Refusing it is right; it is nothing to be alarmed about.
    #[must_use]
    pub fn is_probe(&self) -> bool {
        matches!(self, Self::Signature(VerifyError::Probe))
    }

    /// What to answer: 413, 400, 401 or 500, and a body that says `FAIL`. WeChat Pay sends the notification again, so that one that
    /// failed by a mistake on this side is not lost.
    pub fn acknowledgement(&self) -> Acknowledgement {
        let (version, status, message) = match self {
            Self::TooLarge { .. } => (Version::V3, 413, "too large"),
            Self::Interrupted { .. } => (Version::V3, 400, "body incomplete"),
            Self::NoKey { version, .. } => (*version, 500, "not configured"),
            Self::Signature(_) => (Version::V3, 401, "signature refused"),
            Self::WithoutV2 => (Version::V2, 500, "not configured"),
            #[cfg(feature = "v2")]
            Self::SignatureV2(_) => (Version::V2, 401, "signature refused"),
            Self::Malformed { version, .. } => (*version, 400, "malformed"),
            Self::Decrypt { version, .. } => (*version, 500, "cannot be decrypted"),
            Self::Content(unreadable) => (unreadable.version(), 500, "cannot be read"),
        };
        Acknowledgement::standard(version, status, "FAIL", message)
    }

    /// Whether it may be proven after a download of certificates.
    pub(super) fn lacks_certificate(&self) -> bool {
        match self {
            Self::Signature(VerifyError::UnknownKey { serial, .. }) => {
                !serial.starts_with("PUB_KEY_ID_")
            }
            Self::Signature(VerifyError::Expired { .. }) => true,
            _ => false,
        }
    }
}

impl fmt::Display for NotificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("notification refused: ")?;
        match self {
            Self::TooLarge { limit } => write!(f, "its body is larger than {limit} bytes"),
            Self::Interrupted { reason } => write!(f, "its body was not received: {reason}"),
            Self::NoKey { version, key } => {
                let version = name(*version);
                write!(
                    f,
                    "it is of API {version}, for which the {key} is not configured"
                )
            }
            Self::Signature(error) => error.fmt(f),
            Self::WithoutV2 => f.write_str(
                "it is of API v2, which needs the feature `v2` of the crate wechatpay-client",
            ),
            #[cfg(feature = "v2")]
            Self::SignatureV2(error) => error.fmt(f),
            Self::Malformed { version, error } => {
                let version = name(*version);
                write!(f, "it is no notification of API {version}: {error}")
            }
            Self::Decrypt { error, .. } => error.fmt(f),
            Self::Content(unreadable) => unreadable.fmt(f),
        }
    }
}

fn name(version: Version) -> &'static str {
    match version {
        Version::V2 => "v2",
        Version::V3 => "v3",
    }
}

impl std::error::Error for NotificationError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Signature(error) => Some(error),
            #[cfg(feature = "v2")]
            Self::SignatureV2(error) => Some(error),
            Self::Malformed { error, .. } => Some(error),
            Self::Decrypt { error, .. } => Some(error),
            Self::Content(unreadable) => Some(&**unreadable),
            Self::TooLarge { .. }
            | Self::Interrupted { .. }
            | Self::NoKey { .. }
            | Self::WithoutV2 => None,
        }
    }
}

impl From<VerifyError> for NotificationError {
    fn from(error: VerifyError) -> Self {
        Self::Signature(error)
    }
}

#[cfg(feature = "v2")]
impl From<v2::VerifyError> for NotificationError {
    fn from(error: v2::VerifyError) -> Self {
        Self::SignatureV2(error)
    }
}

/// A genuine notification whose content is not what its event promises. Dereferences to all that came: its
/// [`plaintext`](Received::plaintext) can be read in another way, and acknowledged.
#[derive(Clone, Debug)]
pub struct Unreadable {
    pub(super) received: Received,
    pub(super) error: FieldError,
}

impl Unreadable {
    /// Where in the content, and what is wrong.
    #[must_use]
    pub fn error(&self) -> &FieldError {
        &self.error
    }
}

impl std::ops::Deref for Unreadable {
    type Target = Received;

    fn deref(&self) -> &Received {
        &self.received
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the content of `{}` cannot be read: {}",
            self.received.event_name(),
            self.error
        )
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
