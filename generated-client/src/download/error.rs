//! What goes wrong with a file after its answer began.

use super::HashAlgorithm;
use crate::bill::BillError;
use crate::crypto::DecryptError;
use std::error::Error;
use std::fmt;
use std::io;

/// A file that did not come as it should. What has been read of it so far must not be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum DownloadError {
    /// The file has another digest than it should: it was cut off, changed, or is not the one that was asked for.
    Digest {
        /// The algorithm.
        algorithm: HashAlgorithm,
        /// What was announced, in hexadecimal.
        expected: String,
        /// What came, in lower-case hexadecimal.
        found: String,
    },
    /// The announced digest is none: an unknown algorithm, or not as many hexadecimal digits as it has.
    UnknownDigest {
        /// The name of the algorithm.
        algorithm: String,
        /// The digest.
        value: String,
    },
    /// The file should be packed with gzip and is not, is cut off, or is damaged.
    Gzip(io::Error),
    /// The file cannot be decrypted, or was changed: its key, nonce, or tag is wrong.
    Decryption,
    /// The key to the encrypted file cannot be decrypted with the merchant's key.
    Key(DecryptError),
    /// The file is encrypted in a way that this client does not know.
    Algorithm(String),
    /// The file is longer than allowed.
    TooLong {
        /// How many bytes are allowed.
        limit: u64,
    },
    /// A feature of the crate that this needs is not compiled in.
    NeedsFeature(&'static str),
    /// The answer that should say where the file is does not.
    NoAddress,
    /// The answer names several files that are not parts of one: take their addresses from
    /// [`Reply::files`](crate::Reply::files).
    SeveralFiles {
        /// How many.
        count: usize,
    },
    /// The file is no bill that can be read.
    Bill(BillError),
    /// The file cannot be written.
    Write(io::Error),
    /// It is read on although it has failed before.
    FailedBefore,
}

impl fmt::Display for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest {
                algorithm,
                expected,
                found,
            } => write!(
                f,
                "the file has the {algorithm} {found}, but {expected} was announced; it is cut off or changed"
            ),
            Self::UnknownDigest { algorithm, value } => write!(
                f,
                "the file was announced with the digest {value:?} ({algorithm:?}), which cannot be checked"
            ),
            Self::Gzip(error) => write!(f, "the file cannot be unpacked: {error}"),
            Self::Decryption => f.write_str(
                "the file cannot be decrypted: its key or nonce does not fit, or it is cut off or changed",
            ),
            Self::Key(error) => write!(f, "the key to the file cannot be read: {error}"),
            Self::Algorithm(name) => write!(
                f,
                "a file that is encrypted with {name} cannot be read; ask for AEAD_AES_256_GCM"
            ),
            Self::TooLong { limit } => write!(f, "the file is longer than {limit} bytes"),
            Self::NeedsFeature(name) => write!(
                f,
                "this needs the feature `{name}` of the crate wechatpay-client"
            ),
            Self::NoAddress => f.write_str("the answer does not say where the file is"),
            Self::SeveralFiles { count } => write!(
                f,
                "the answer names {count} files that are not parts of one; download each by its address"
            ),
            Self::Bill(error) => error.fmt(f),
            Self::Write(error) => write!(f, "the file cannot be written: {error}"),
            Self::FailedBefore => f.write_str("the download has failed before"),
        }
    }
}

impl Error for DownloadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Gzip(error) | Self::Write(error) => Some(error),
            Self::Key(error) => Some(error),
            Self::Bill(error) => error.source(),
            _ => None,
        }
    }
}
