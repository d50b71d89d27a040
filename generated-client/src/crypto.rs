//! The cryptographic operations that WeChat Pay uses, over aws-lc-rs.
//!
//! Nothing here knows what a merchant or a platform is: keys of the protocol are in `keys`, what is signed in `signature`.

pub(crate) mod aes;
pub(crate) mod der;
pub(crate) mod digest;
mod error;
pub(crate) mod random;
pub(crate) mod rsa;
#[cfg(feature = "v2")]
pub(crate) mod v2;

pub use error::{DecryptError, EncryptError, KeyName};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::engine::general_purpose::STANDARD;
use base64::{Engine, decoded_len_estimate};
use zeroize::Zeroizing;

/// Standard base64 with padding, the only one that WeChat Pay uses.
pub(crate) fn encode_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads standard base64; white space between the characters (line breaks of a PEM body) is ignored.
pub(crate) fn decode_base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    decode_compact(text).or_else(|| {
        let mut compact = Zeroizing::new(Vec::with_capacity(text.len()));
        compact.extend(text.iter().filter(|byte| !byte.is_ascii_whitespace()));
        decode_compact(&compact)
    })
}

/// Into a place that is wiped, also when it fails half-way.
fn decode_compact(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(vec![0; decoded_len_estimate(text.len())]);
    let length = STANDARD.decode_slice(text, &mut bytes).ok()?;
    bytes.truncate(length);
    Some(bytes)
}

/// Compares without telling by its duration where the two differ.
pub(crate) fn equal_in_constant_time(a: &[u8], b: &[u8]) -> bool {
    verify_slices_are_equal(a, b).is_ok()
}
