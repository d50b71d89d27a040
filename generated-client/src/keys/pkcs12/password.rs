//! What a password does in a container: its checksum, and the old (RFC 7292, appendix B and C) and newer (PBES2,
//! RFC 8018) encryptions. Old containers need RC2 and triple DES, which are broken as protection but only guard the
//! merchant's own file.

use std::num::NonZeroU32;

use aws_lc_rs::cipher::{
    self, AES_128, AES_192, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey,
};
use aws_lc_rs::{digest, hmac, pbkdf2};
use des::TdesEde3;
use rc2::Rc2;
use rc2::cipher::array::Array;
use rc2::cipher::consts::U8;
use rc2::cipher::{BlockCipherDecrypt, BlockSizeUser, KeyInit};
use zeroize::Zeroizing;

use super::{KeyError, MALFORMED};
use crate::crypto::der::{self, Reader, tag};
use crate::crypto::equal_in_constant_time;

const UNSUPPORTED: KeyError = KeyError::Container {
    reason: "it uses an encryption or checksum that is not supported",
};

/// A file that asks for more work than this is not a real container.
const MAXIMUM_ITERATIONS: u32 = 1_000_000;

const TRIPLE_DES: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01, 0x03];
const RC2_128: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01, 0x05];
const RC2_40: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01, 0x06];
const PBES2: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D];
const PBKDF2: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0C];
const SHA1: &[u8] = &[0x2B, 0x0E, 0x03, 0x02, 0x1A];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03];
const HMAC_SHA1: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x07];
const HMAC_SHA256: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x09];
const HMAC_SHA512: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x0B];
const AES_128_CBC: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x02];
const AES_192_CBC: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x16];
const AES_256_CBC: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A];

/// Whether the content's checksum (`MacData`) is the one that this password gives.
pub(super) fn is_authentic(
    content: &[u8],
    mut checksum: Reader<'_>,
    password: &str,
) -> Result<bool, KeyError> {
    let mut info = checksum.sequence().ok_or(MALFORMED)?;
    let mut algorithm = info.sequence().ok_or(MALFORMED)?;
    let expected = info.take(tag::OCTET_STRING).ok_or(MALFORMED)?;
    let (derivation, mac) = match algorithm.take(tag::OBJECT_IDENTIFIER) {
        Some(SHA1) => (
            &digest::SHA1_FOR_LEGACY_USE_ONLY,
            hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        ),
        Some(SHA256) => (&digest::SHA256, hmac::HMAC_SHA256),
        Some(SHA512) => (&digest::SHA512, hmac::HMAC_SHA512),
        _ => return Err(UNSUPPORTED),
    };
    let salt = checksum.take(tag::OCTET_STRING).ok_or(MALFORMED)?;
    let iterations = match checksum.take_if(tag::INTEGER) {
        Some(content) => iterations(content)?,
        None => 1,
    };
    let key = derive(
        derivation,
        Purpose::Checksum,
        password,
        salt,
        iterations,
        derivation.output_len(),
    );
    let found = hmac::sign(&hmac::Key::new(mac, &key), content);
    Ok(equal_in_constant_time(found.as_ref(), expected))
}

/// Decrypts as the `AlgorithmIdentifier` says.
pub(super) fn decrypt(
    mut algorithm: Reader<'_>,
    ciphertext: &[u8],
    password: &str,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let name = algorithm.take(tag::OBJECT_IDENTIFIER).ok_or(MALFORMED)?;
    let mut parameters = algorithm.sequence().ok_or(MALFORMED)?;
    if name == PBES2 {
        return decrypt_pbes2(parameters, ciphertext, password);
    }
    let salt = parameters.take(tag::OCTET_STRING).ok_or(MALFORMED)?;
    let iterations = iterations(parameters.take(tag::INTEGER).ok_or(MALFORMED)?)?;
    let derive = |purpose, length| {
        derive(
            &digest::SHA1_FOR_LEGACY_USE_ONLY,
            purpose,
            password,
            salt,
            iterations,
            length,
        )
    };
    let iv = derive(Purpose::Iv, 8);
    match name {
        TRIPLE_DES => decrypt_cbc(&triple_des(&derive(Purpose::Key, 24))?, &iv, ciphertext),
        RC2_128 => decrypt_cbc(
            &Rc2::new_with_eff_key_len(&derive(Purpose::Key, 16), 128),
            &iv,
            ciphertext,
        ),
        RC2_40 => decrypt_cbc(
            &Rc2::new_with_eff_key_len(&derive(Purpose::Key, 5), 40),
            &iv,
            ciphertext,
        ),
        _ => Err(UNSUPPORTED),
    }
}

fn decrypt_pbes2(
    mut parameters: Reader<'_>,
    ciphertext: &[u8],
    password: &str,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut derivation = parameters.sequence().ok_or(MALFORMED)?;
    if derivation.take(tag::OBJECT_IDENTIFIER) != Some(PBKDF2) {
        return Err(UNSUPPORTED);
    }
    let mut derivation = derivation.sequence().ok_or(MALFORMED)?;
    let salt = derivation.take(tag::OCTET_STRING).ok_or(MALFORMED)?;
    let iterations = iterations(derivation.take(tag::INTEGER).ok_or(MALFORMED)?)?;
    derivation.take_if(tag::INTEGER); // length of the key, which the cipher tells
    let hash = match derivation
        .take_if(tag::SEQUENCE)
        .map(|content| Reader::new(content).take(tag::OBJECT_IDENTIFIER))
    {
        None | Some(Some(HMAC_SHA1)) => pbkdf2::PBKDF2_HMAC_SHA1,
        Some(Some(HMAC_SHA256)) => pbkdf2::PBKDF2_HMAC_SHA256,
        Some(Some(HMAC_SHA512)) => pbkdf2::PBKDF2_HMAC_SHA512,
        _ => return Err(UNSUPPORTED),
    };

    let mut scheme = parameters.sequence().ok_or(MALFORMED)?;
    let (cipher, length) = match scheme.take(tag::OBJECT_IDENTIFIER) {
        Some(AES_128_CBC) => (&AES_128, 16),
        Some(AES_192_CBC) => (&AES_192, 24),
        Some(AES_256_CBC) => (&AES_256, 32),
        _ => return Err(UNSUPPORTED),
    };
    let iv: [u8; 16] = scheme
        .take(tag::OCTET_STRING)
        .and_then(|iv| iv.try_into().ok())
        .ok_or(MALFORMED)?;
    let mut key = Zeroizing::new(vec![0; length]);
    let iterations = NonZeroU32::new(iterations).ok_or(MALFORMED)?;
    pbkdf2::derive(hash, iterations, salt, password.as_bytes(), &mut key);
    decrypt_aes(cipher, &key, iv, ciphertext).ok_or(KeyError::ContainerPassword)
}

fn decrypt_aes(
    algorithm: &'static cipher::Algorithm,
    key: &[u8],
    iv: [u8; 16],
    ciphertext: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let key = UnboundCipherKey::new(algorithm, key)
        .and_then(PaddedBlockDecryptingKey::cbc_pkcs7)
        .ok()?;
    let mut bytes = Zeroizing::new(ciphertext.to_vec());
    let length = key
        .decrypt(&mut bytes, DecryptionContext::Iv128(iv.into()))
        .ok()?
        .len();
    bytes.truncate(length);
    Some(bytes)
}

fn triple_des(key: &[u8]) -> Result<TdesEde3, KeyError> {
    TdesEde3::new_from_slice(key).map_err(|_| MALFORMED)
}

/// CBC with PKCS#7 padding over a cipher of eight-byte blocks.
fn decrypt_cbc<C>(cipher: &C, iv: &[u8], ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError>
where
    C: BlockCipherDecrypt + BlockSizeUser<BlockSize = U8>,
{
    if !ciphertext.len().is_multiple_of(8) {
        return Err(MALFORMED);
    }
    let mut plaintext = Zeroizing::new(Vec::with_capacity(ciphertext.len()));
    let mut previous = iv;
    for encrypted in ciphertext.chunks_exact(8) {
        let mut block = Array::<u8, U8>::try_from(encrypted).map_err(|_| MALFORMED)?;
        cipher.decrypt_block(&mut block);
        plaintext.extend(block.iter().zip(previous).map(|(byte, mask)| byte ^ mask));
        previous = encrypted;
    }
    let padding = plaintext.last().copied().unwrap_or(0);
    let length = plaintext
        .len()
        .checked_sub(usize::from(padding))
        .ok_or(KeyError::ContainerPassword)?;
    let (_, tail) = plaintext.split_at(length);
    if !(1..=8).contains(&padding) || tail.iter().any(|&byte| byte != padding) {
        return Err(KeyError::ContainerPassword);
    }
    plaintext.truncate(length);
    Ok(plaintext)
}

fn iterations(content: &[u8]) -> Result<u32, KeyError> {
    let iterations = small(content).ok_or(MALFORMED)?;
    if !(1..=MAXIMUM_ITERATIONS).contains(&iterations) {
        return Err(KeyError::Container {
            reason: "it asks for an absurd number of iterations",
        });
    }
    Ok(iterations)
}

/// A small non-negative INTEGER.
fn small(content: &[u8]) -> Option<u32> {
    let bytes = der::unsigned(content)?;
    (bytes.len() <= 4).then(|| {
        bytes
            .iter()
            .fold(0, |sum, &byte| (sum << 8) | u32::from(byte))
    })
}

/// What the derived bytes are for, as the number that RFC 7292, B.3 gives it.
#[derive(Clone, Copy)]
enum Purpose {
    Key = 1,
    Iv = 2,
    Checksum = 3,
}

/// The derivation of RFC 7292, B.2.
fn derive(
    hash: &'static digest::Algorithm,
    purpose: Purpose,
    password: &str,
    salt: &[u8],
    iterations: u32,
    length: usize,
) -> Zeroizing<Vec<u8>> {
    let block = hash.block_len();
    // The password is UTF-16 with a closing zero; salt and password are repeated to whole blocks.
    let units = password
        .encode_utf16()
        .chain([0])
        .flat_map(u16::to_be_bytes);
    let password = Zeroizing::new(units.collect::<Vec<u8>>());
    let mut input = Zeroizing::new(repeated(salt, block));
    input.extend_from_slice(&Zeroizing::new(repeated(&password, block)));

    let mut out = Zeroizing::new(Vec::with_capacity(length + hash.output_len()));
    loop {
        let mut first = digest::Context::new(hash);
        first.update(&vec![purpose as u8; block]);
        first.update(&input);
        let mut digest = first.finish();
        for _ in 1..iterations {
            digest = digest::digest(hash, digest.as_ref());
        }
        out.extend_from_slice(digest.as_ref());
        if out.len() >= length {
            out.truncate(length);
            return out;
        }
        let addend = repeated(digest.as_ref(), block);
        for part in input.chunks_exact_mut(block) {
            add_with_one(part, &addend);
        }
    }
}

/// The bytes again and again up to the next multiple of the block; nothing for none.
fn repeated(bytes: &[u8], block: usize) -> Vec<u8> {
    bytes
        .iter()
        .copied()
        .cycle()
        .take(bytes.len().next_multiple_of(block))
        .collect()
}

/// Adds a big-endian number and one, dropping what overflows.
fn add_with_one(number: &mut [u8], addend: &[u8]) {
    let mut carry = 1_u16;
    for (byte, add) in number.iter_mut().zip(addend).rev() {
        carry += u16::from(*byte) + u16::from(*add);
        *byte = carry as u8; // the low eight bits
        carry >>= 8;
    }
}
