//! Why a field or a resource could not be encrypted or decrypted.

use std::error::Error;
use std::fmt;

/// The key that a decryption used, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyName {
    /// The merchant's RSA private key.
    Merchant,
    /// The APIv3 key.
    ApiV3,
    /// The APIv2 key.
    ApiV2,
}

impl KeyName {
    fn what_to_do(self) -> &'static str {
        match self {
            Self::Merchant => {
                "the text was encrypted for another merchant certificate, or has been changed; \
                 check that the configured private key is the one of the merchant certificate in use"
            }
            Self::ApiV3 => {
                "the text was encrypted with another key, or has been changed; \
                 compare the configured APIv3 key with the one set on the merchant platform (it cannot be shown there, only set anew)"
            }
            Self::ApiV2 => {
                "the text was encrypted with another key, or has been changed; \
                 check that the configured key is the APIv2 key, not the APIv3 key"
            }
        }
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Merchant => "merchant private key",
            Self::ApiV3 => "APIv3 key",
            Self::ApiV2 => "APIv2 key",
        })
    }
}

/// A text could not be decrypted. Carries neither the text nor the key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecryptError {
    /// The encrypted text is not standard base64.
    NotBase64,
    /// The encrypted text has a length that no encryption of this kind yields.
    Length {
        /// Bytes after decoding the base64.
        length: usize,
    },
    /// The nonce does not have the 12 bytes that AES-GCM needs.
    NonceLength {
        /// Bytes of the nonce.
        length: usize,
    },
    /// Encrypted in a way that this client does not know.
    Algorithm {
        /// The name given.
        given: String,
    },
    /// The key does not open the text.
    Refused {
        /// The key that was tried.
        key: KeyName,
    },
    /// What came out is not UTF-8 text.
    NotText,
}

impl fmt::Display for DecryptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBase64 => f.write_str("the encrypted text is not standard base64"),
            Self::Length { length } => write!(
                f,
                "the encrypted text has an impossible length of {length} bytes"
            ),
            Self::NonceLength { length } => write!(f, "the nonce has {length} bytes, not 12"),
            Self::Algorithm { given } => {
                write!(
                    f,
                    "the encryption `{given}` is not supported, only `AEAD_AES_256_GCM`"
                )
            }
            Self::Refused { key } => write!(
                f,
                "the {key} does not open the encrypted text: {}",
                key.what_to_do()
            ),
            Self::NotText => f.write_str("the decrypted bytes are not UTF-8 text"),
        }
    }
}

impl Error for DecryptError {}

/// A text could not be encrypted. Carries neither the text nor the key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncryptError {
    /// RSA-OAEP takes only short texts, and this one is longer.
    TooLong {
        /// Bytes that fit (214 for a key of 2,048 bits).
        limit: usize,
        /// Bytes of the text in UTF-8.
        length: usize,
    },
    /// No platform key is configured, or all certificates have expired or are not valid yet.
    NoKey,
    /// The library refused, for example for want of randomness.
    Failed,
}

impl fmt::Display for EncryptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { limit, length } => write!(
                f,
                "the text has {length} bytes in UTF-8, but a field encrypted with this key takes at most {limit}"
            ),
            Self::NoKey => f.write_str(
                "no platform key can encrypt: none is configured, or no certificate is valid now; \
                 configure the platform public key, or let the client download the certificates",
            ),
            Self::Failed => f.write_str("the encryption failed in the cryptographic library"),
        }
    }
}

impl Error for EncryptError {}
