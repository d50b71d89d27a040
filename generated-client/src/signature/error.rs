//! Why something could not be signed, or is not trusted.

use std::error::Error;
use std::fmt;

use super::verify::WINDOW_SECONDS;

/// The merchant's key could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The operating system gave no random bytes.
    Randomness,
    /// The cryptographic library failed.
    Library,
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Randomness => "the operating system gave no random bytes",
            Self::Library => "the cryptographic library failed to use the private key",
        })
    }
}

impl Error for SignError {}

/// An answer or a notification is not proven to come from WeChat Pay. Each variant is one check.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// It is not (completely) signed.
    MissingHeaders {
        /// The names of the headers that are missing or empty.
        missing: Vec<&'static str>,
    },
    /// A header holds what it cannot hold.
    MalformedHeader {
        /// Its name.
        name: &'static str,
    },
    /// Signed in a way that this client does not know.
    SignatureType {
        /// `Wechatpay-Signature-Type`.
        given: String,
    },
    /// A deliberately wrong signature (`WECHATPAY/SIGNTEST/…`) by which WeChat Pay probes whether it is checked.
    /// Not an attack and not a fault: refuse it like any other; a good one follows.
    Probe,
    /// `Wechatpay-Timestamp` is not a number.
    TimestampNotANumber {
        /// What it is.
        given: String,
    },
    /// Signed too long ago, or in the future, by this machine's clock.
    Stale {
        /// `Wechatpay-Timestamp`, in seconds since 1970.
        timestamp: i64,
        /// This machine's time, in seconds since 1970.
        now: i64,
    },
    /// The key named by `Wechatpay-Serial` is not known.
    UnknownKey {
        /// `Wechatpay-Serial`.
        serial: String,
        /// The ids and serial numbers that are known.
        known: Vec<String>,
    },
    /// The certificate named by `Wechatpay-Serial` has expired.
    Expired {
        /// `Wechatpay-Serial`.
        serial: String,
        /// The last second of its validity, in seconds since 1970.
        not_after: i64,
        /// This machine's time, in seconds since 1970.
        now: i64,
    },
    /// `Wechatpay-Signature` is not base64.
    NotBase64,
    /// The signature is not the one of this body, timestamp and nonce by this key.
    Mismatch {
        /// `Wechatpay-Serial`.
        serial: String,
        /// Bytes of the body that was verified.
        body_length: usize,
    },
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingHeaders { missing } => write!(
                f,
                "not signed: {} missing; the answer may come from a proxy or gateway instead of WeChat Pay",
                missing.join(", ")
            ),
            Self::MalformedHeader { name } => write!(f, "the header {name} has a control character in it"),
            Self::SignatureType { given } => {
                write!(f, "signature type `{given}` is not supported, only `{}`", super::sign::SCHEME)
            }
            Self::Probe => f.write_str(
                "signature probe: WeChat Pay sent a deliberately wrong signature (WECHATPAY/SIGNTEST/) to see whether it is checked; refusing it is right",
            ),
            Self::TimestampNotANumber { given } => write!(f, "Wechatpay-Timestamp `{given}` is not a number of seconds"),
            Self::Stale { timestamp, now } => {
                let age = i128::from(*now) - i128::from(*timestamp);
                let direction = if age > 0 { "behind" } else { "ahead of" };
                write!(
                    f,
                    "Wechatpay-Timestamp {timestamp} is {} s {direction} this machine's time {now}, and {WINDOW_SECONDS} s are allowed; \
                     it is a replay, or this machine's clock is wrong",
                    age.abs()
                )
            }
            Self::UnknownKey { serial, known } => unknown_key(f, serial, known),
            Self::Expired { serial, not_after, now } => {
                write!(f, "the platform certificate {serial} expired at {not_after}, and it is {now} now (seconds since 1970)")
            }
            Self::NotBase64 => f.write_str("Wechatpay-Signature is not base64"),
            Self::Mismatch { serial, body_length } => write!(
                f,
                "the signature does not fit the body of {body_length} bytes, timestamp and nonce under the key {serial}; \
                 the body must be verified byte for byte as it came, before it is parsed, and the configured key must be the one of this id"
            ),
        }
    }
}

fn unknown_key(f: &mut fmt::Formatter<'_>, serial: &str, known: &[String]) -> fmt::Result {
    let known = if known.is_empty() {
        "none".to_owned()
    } else {
        known.join(", ")
    };
    let advice = if serial.starts_with("PUB_KEY_ID_") {
        "configure the platform public key with this id, from the merchant platform"
    } else {
        "configure or download the platform certificate with this serial number; after a migration to public keys, keep the certificates until none is used"
    };
    write!(
        f,
        "signed with the key {serial}, which is not known (known: {known}); {advice}"
    )
}

impl Error for VerifyError {}
