//! Digests, as the hexadecimal text in which the API carries them.

use std::fmt::Write;

use aws_lc_rs::digest;

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

/// SHA-1, by which the API checks bills and statements.
pub(crate) fn sha1(data: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, data)
}

/// SHA-256, for the keys of notifications without id.
pub(crate) fn sha256(data: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA256, data)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of RFC 3174.
    #[test]
    fn digest_is_the_published_one() {
        assert_eq!(
            hex_upper(sha1(b"abc").as_ref()),
            "A9993E364706816ABA3E25717850C26C9CD0D89D"
        );
    }
}
