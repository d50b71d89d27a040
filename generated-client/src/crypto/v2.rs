//! What API v2 alone uses: MD5 and HMAC (signatures), AES-256-ECB (refund notices).

use aws_lc_rs::cipher::{
    AES_256, DecryptionContext, PaddedBlockDecryptingKey, PaddedBlockEncryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::hmac;
use md5::{Digest, Md5};
use zeroize::Zeroizing;

use super::{DecryptError, EncryptError, KeyName, decode_base64, encode_base64};

const BLOCK: usize = 16;

/// MD5, which v2 signatures and the key of refund notices use. (aws-lc-rs has none.)
pub(crate) fn md5(data: &[u8]) -> [u8; 16] {
    Md5::digest(data).into()
}

/// HMAC with SHA-256.
pub(crate) fn hmac_sha256(key: &[u8], data: &[u8]) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), data)
}

/// Decrypts base64 of AES-256-ECB with PKCS#7 padding.
pub(crate) fn decrypt_ecb(
    key: &[u8; 32],
    ciphertext: &str,
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let refused = DecryptError::Refused {
        key: KeyName::ApiV2,
    };
    let mut bytes = decode_base64(ciphertext.as_bytes()).ok_or(DecryptError::NotBase64)?;
    if bytes.is_empty() || bytes.len() % BLOCK != 0 {
        return Err(DecryptError::Length {
            length: bytes.len(),
        });
    }
    let length = UnboundCipherKey::new(&AES_256, key)
        .and_then(PaddedBlockDecryptingKey::ecb_pkcs7)
        .and_then(|key| Ok(key.decrypt(&mut bytes, DecryptionContext::None)?.len()))
        .map_err(|_| refused)?;
    bytes.truncate(length);
    Ok(bytes)
}

/// Encrypts as [`decrypt_ecb`] decrypts.
pub(crate) fn encrypt_ecb(key: &[u8; 32], plaintext: &[u8]) -> Result<String, EncryptError> {
    let mut bytes = plaintext.to_vec();
    UnboundCipherKey::new(&AES_256, key)
        .and_then(PaddedBlockEncryptingKey::ecb_pkcs7)
        .and_then(|key| key.encrypt(&mut bytes))
        .map_err(|_| EncryptError::Failed)?;
    Ok(encode_base64(&bytes))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::crypto::digest::hex;

    /// The value of RFC 1321 A.5.
    #[test]
    fn md5_is_the_published_one() {
        assert_eq!(hex(&md5(b"abc")), "900150983cd24fb0d6963f7d28e17f72");
    }

    #[test]
    fn the_published_text_in_ecb_is_decrypted() {
        let vectors: Value =
            serde_json::from_str(include_str!("../../tests/data/published.json")).unwrap();
        let field = |name: &str| vectors["aes_256_ecb_pkcs7"][name].as_str().unwrap();
        let key: [u8; 32] = field("key").as_bytes().try_into().unwrap();
        let decrypted = decrypt_ecb(&key, field("ciphertext_b64")).unwrap();
        assert_eq!(decrypted.as_slice(), field("plaintext").as_bytes());
        assert_eq!(
            encrypt_ecb(&key, &decrypted).unwrap(),
            field("ciphertext_b64")
        );
    }
}
