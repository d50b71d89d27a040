//! RSA with SHA-256 signatures (PKCS#1 v1.5) and RSA-OAEP with SHA-1 encryption.

mod private;
mod public;

pub(crate) use private::RsaPrivateKey;
pub(crate) use public::RsaPublicKey;

/// Smallest modulus accepted, in bits; WeChat Pay issues 2,048.
pub(crate) const MINIMUM_BITS: usize = 2048;

/// Why bytes are no usable RSA key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RsaKeyError {
    /// Not the structure of an RSA key.
    Malformed,
    /// The modulus is shorter than [`MINIMUM_BITS`].
    TooShort {
        /// Its bits.
        bits: usize,
    },
    /// The library refuses the numbers (inconsistent, or a modulus above 8,192 bits).
    Rejected,
}

/// Bits of a big-endian number without leading zero bytes.
fn bits(number: &[u8]) -> usize {
    match number.first() {
        Some(first) => number.len() * 8 - first.leading_zeros() as usize,
        None => 0,
    }
}

/// `AlgorithmIdentifier` of rsaEncryption: OBJECT IDENTIFIER 1.2.840.113549.1.1.1 and NULL.
const RSA_ENCRYPTION: [u8; 15] = [
    0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
];
