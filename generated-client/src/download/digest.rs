//! Digests by which files are checked, computed while they pass.

use crate::crypto::digest::hex;
use aws_lc_rs::digest;
#[cfg(feature = "v2")]
use md5::Md5;
use sm3::{Digest as _, Sm3};
use std::fmt;
use std::io::{self, ErrorKind, Read};

/// Algorithm of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// MD5: files uploaded by API v2 (feature `v2`).
    #[cfg(feature = "v2")]
    Md5,
    /// SHA-1: bills and statements.
    Sha1,
    /// SHA-256: files uploaded by API v3, some receipts.
    Sha256,
    /// SM3 (GM/T 0004-2012): invoices, receipts of transfers.
    Sm3,
}

impl HashAlgorithm {
    /// The algorithm that a `hash_type` names, in upper or lower case: `SHA1`, `SHA256`, `SM3`, also with a hyphen; `MD5` with
    /// the feature `v2`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name.trim().to_ascii_uppercase().as_str() {
            #[cfg(feature = "v2")]
            "MD5" => Self::Md5,
            "SHA1" | "SHA-1" => Self::Sha1,
            "SHA256" | "SHA-256" => Self::Sha256,
            "SM3" => Self::Sm3,
            _ => return None,
        })
    }

    /// How many hexadecimal digits a digest has.
    #[must_use]
    pub const fn hex_length(self) -> usize {
        match self {
            #[cfg(feature = "v2")]
            Self::Md5 => 32,
            Self::Sha1 => 40,
            Self::Sha256 | Self::Sm3 => 64,
        }
    }

    /// The digest of some bytes, in lower-case hexadecimal.
    #[must_use]
    pub fn hash(self, bytes: &[u8]) -> String {
        let mut hasher = Hasher::new(self);
        hasher.update(bytes);
        hasher.finish()
    }

    /// The digest of all that can be read, which is not held in memory.
    ///
    /// # Errors
    /// Those of reading.
    pub fn hash_reader(self, mut reader: impl Read) -> io::Result<String> {
        let (mut hasher, mut piece) = (Hasher::new(self), vec![0; 64 << 10]);
        loop {
            match reader.read(&mut piece) {
                Ok(0) => return Ok(hasher.finish()),
                Ok(length) => hasher.update(piece.get(..length).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl fmt::Display for HashAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            #[cfg(feature = "v2")]
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sm3 => "SM3",
        })
    }
}

/// A digest under way.
#[derive(Clone)]
pub(crate) enum Hasher {
    #[cfg(feature = "v2")]
    Md5(Md5),
    Sha(digest::Context),
    Sm3(Sm3),
}

impl Hasher {
    pub(crate) fn new(algorithm: HashAlgorithm) -> Self {
        match algorithm {
            #[cfg(feature = "v2")]
            HashAlgorithm::Md5 => Self::Md5(Md5::new()),
            HashAlgorithm::Sha1 => {
                Self::Sha(digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY))
            }
            HashAlgorithm::Sha256 => Self::Sha(digest::Context::new(&digest::SHA256)),
            HashAlgorithm::Sm3 => Self::Sm3(Sm3::new()),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            #[cfg(feature = "v2")]
            Self::Md5(hasher) => hasher.update(bytes),
            Self::Sha(context) => context.update(bytes),
            Self::Sm3(hasher) => hasher.update(bytes),
        }
    }

    /// The digest, in lower-case hexadecimal.
    pub(crate) fn finish(self) -> String {
        match self {
            #[cfg(feature = "v2")]
            Self::Md5(hasher) => hex(&hasher.finalize()),
            Self::Sha(context) => hex(context.finish().as_ref()),
            Self::Sm3(hasher) => hex(&hasher.finalize()),
        }
    }
}

/// The digest that a file should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) algorithm: HashAlgorithm,
    pub(crate) hex: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of RFC 1321 A.5, RFC 3174 7.3, FIPS 180-2 B.1 and GM/T 0004-2012 A.1.
    #[test]
    fn digests_are_the_published_ones() {
        let table = [
            #[cfg(feature = "v2")]
            ("MD5", "900150983cd24fb0d6963f7d28e17f72"),
            ("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "SHA-256",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                "SM3",
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
            ),
        ];
        for (name, expected) in table {
            let algorithm = HashAlgorithm::from_name(name).unwrap();
            assert_eq!(algorithm.hash(b"abc"), expected, "{name}");
            assert_eq!(algorithm.hash_reader(&b"abc"[..]).unwrap(), expected);
            assert_eq!(expected.len(), algorithm.hex_length(), "{name}");
            let mut hasher = Hasher::new(algorithm);
            b"abc".chunks(1).for_each(|byte| hasher.update(byte));
            assert_eq!(hasher.finish(), expected, "{name}");
        }
        assert_eq!(HashAlgorithm::from_name("CRC32"), None);
        assert_eq!(HashAlgorithm::from_name(""), None);
    }
}
