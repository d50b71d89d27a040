//! Digests by which files are checked, computed while they pass.

use crate::crypto::digest::hex;
use aws_lc_rs::digest;
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
    /// SM3 (GM/T 0004-2012): invoices, receipts of transfers (feature `sm3`).
    #[cfg(feature = "sm3")]
    Sm3,
}

impl HashAlgorithm {
    const ALL: &[Self] = &[
        Self::Sha1,
        Self::Sha256,
        #[cfg(feature = "v2")]
        Self::Md5,
        #[cfg(feature = "sm3")]
        Self::Sm3,
    ];

    /// Name, and number of hexadecimal digits.
    const fn facts(self) -> (&'static str, usize) {
        match self {
            #[cfg(feature = "v2")]
            Self::Md5 => ("MD5", 32),
            Self::Sha1 => ("SHA-1", 40),
            Self::Sha256 => ("SHA-256", 64),
            #[cfg(feature = "sm3")]
            Self::Sm3 => ("SM3", 64),
        }
    }

    /// The algorithm that a `hash_type` names, in upper or lower case: `SHA1`, `SHA256`, also with a hyphen; `SM3` with the feature
    /// `sm3`, `MD5` with `v2`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim();
        let named = |one: &&Self| {
            let official = one.facts().0;
            name.eq_ignore_ascii_case(official)
                || name.eq_ignore_ascii_case(&official.replace('-', ""))
        };
        Self::ALL.iter().find(named).copied()
    }

    /// The feature that brings the algorithm of this name and is off.
    pub(super) fn missing_feature(name: &str) -> Option<&'static str> {
        match name.trim().to_ascii_uppercase().as_str() {
            "MD5" if cfg!(not(feature = "v2")) => Some("v2"),
            "SM3" if cfg!(not(feature = "sm3")) => Some("sm3"),
            _ => None,
        }
    }

    /// How many hexadecimal digits a digest has.
    #[must_use]
    pub const fn hex_length(self) -> usize {
        self.facts().1
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
        f.write_str(self.facts().0)
    }
}

/// A digest under way.
pub(crate) struct Hasher(Box<dyn Running>);

impl Hasher {
    pub(crate) fn new(algorithm: HashAlgorithm) -> Self {
        let sha = |algorithm| Box::new(digest::Context::new(algorithm));
        Self(match algorithm {
            #[cfg(feature = "v2")]
            HashAlgorithm::Md5 => Box::<md5::Md5>::default(),
            HashAlgorithm::Sha1 => sha(&digest::SHA1_FOR_LEGACY_USE_ONLY),
            HashAlgorithm::Sha256 => sha(&digest::SHA256),
            #[cfg(feature = "sm3")]
            HashAlgorithm::Sm3 => Box::<sm3::Sm3>::default(),
        })
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest, in lower-case hexadecimal.
    pub(crate) fn finish(self) -> String {
        self.0.finish()
    }
}

trait Running: Send + Sync {
    fn update(&mut self, bytes: &[u8]);
    fn finish(self: Box<Self>) -> String;
}

impl Running for digest::Context {
    fn update(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }

    fn finish(self: Box<Self>) -> String {
        hex((*self).finish().as_ref())
    }
}

#[cfg(feature = "v2")]
impl Running for md5::Md5 {
    fn update(&mut self, bytes: &[u8]) {
        md5::Digest::update(self, bytes);
    }

    fn finish(self: Box<Self>) -> String {
        hex(&md5::Digest::finalize(*self))
    }
}

#[cfg(feature = "sm3")]
impl Running for sm3::Sm3 {
    fn update(&mut self, bytes: &[u8]) {
        sm3::Digest::update(self, bytes);
    }

    fn finish(self: Box<Self>) -> String {
        hex(&sm3::Digest::finalize(*self))
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
            #[cfg(feature = "sm3")]
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
        for name in ["CRC32", "", "-SHA1", "S-HA1", "SM-3"] {
            assert_eq!(HashAlgorithm::from_name(name), None, "{name}");
        }
    }
}
