//! Digests and HMAC, as the hexadecimal text in which the API carries them.

use std::fmt::Write;

use aws_lc_rs::{digest, hmac};
use md5::{Digest, Md5};

/// Lower-case hexadecimal text.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Upper-case hexadecimal text.
pub(crate) fn hex_upper(bytes: &[u8]) -> String {
    hex(bytes).to_ascii_uppercase()
}

/// MD5, which v2 signatures and the key of refund notices use. (aws-lc-rs has none.)
pub(crate) fn md5(data: &[u8]) -> [u8; 16] {
    Md5::digest(data).into()
}

/// SHA-1, by which the API checks bills and statements.
pub(crate) fn sha1(data: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, data)
}

/// SHA-256, for the keys of notifications without id.
pub(crate) fn sha256(data: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA256, data)
}

/// HMAC with SHA-256.
pub(crate) fn hmac_sha256(key: &[u8], data: &[u8]) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), data)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of RFC 1321 A.5 and RFC 3174.
    #[test]
    fn digests_are_the_published_ones() {
        assert_eq!(hex(&md5(b"abc")), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(
            hex_upper(sha1(b"abc").as_ref()),
            "A9993E364706816ABA3E25717850C26C9CD0D89D"
        );
    }
}
