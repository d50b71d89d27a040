//! AES-256-GCM (notifications, platform certificates).

use aws_lc_rs::aead::{Aad, Algorithm, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::{DecryptError, EncryptError, KeyName, decode_base64, encode_base64};

/// Opens base64 of ciphertext and 16-byte tag. The nonce is the bytes of the text as it came, not decoded.
pub(crate) fn open(
    algorithm: &'static Algorithm,
    key: &[u8],
    nonce: &str,
    associated_data: &str,
    ciphertext: &str,
) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
    let refused = DecryptError::Refused {
        key: KeyName::ApiV3,
    };
    let nonce = nonce_of(nonce).ok_or(DecryptError::NonceLength {
        length: nonce.len(),
    })?;
    let mut bytes = decode_base64(ciphertext.as_bytes()).ok_or(DecryptError::NotBase64)?;
    if bytes.len() < algorithm.tag_len() {
        return Err(DecryptError::Length {
            length: bytes.len(),
        });
    }
    let key = UnboundKey::new(algorithm, key).map_err(|_| refused.clone())?;
    let length = LessSafeKey::new(key)
        .open_in_place(nonce, Aad::from(associated_data), &mut bytes)
        .map_err(|_| refused)?
        .len();
    bytes.truncate(length);
    Ok(bytes)
}

/// Seals into base64 of ciphertext and tag, as the platform does.
pub(crate) fn seal(
    algorithm: &'static Algorithm,
    key: &[u8],
    nonce: &str,
    associated_data: &str,
    plaintext: &[u8],
) -> Result<String, EncryptError> {
    let nonce = nonce_of(nonce).ok_or(EncryptError::Failed)?;
    let key = UnboundKey::new(algorithm, key).map_err(|_| EncryptError::Failed)?;
    let mut bytes = plaintext.to_vec();
    LessSafeKey::new(key)
        .seal_in_place_append_tag(nonce, Aad::from(associated_data), &mut bytes)
        .map_err(|_| EncryptError::Failed)?;
    Ok(encode_base64(&bytes))
}

fn nonce_of(text: &str) -> Option<Nonce> {
    let bytes: [u8; NONCE_LEN] = text.as_bytes().try_into().ok()?;
    Some(Nonce::assume_unique_for_key(bytes))
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::aead::AES_128_GCM;
    use serde_json::Value;

    use super::*;

    fn published(path: &str) -> String {
        let vectors: Value =
            serde_json::from_str(include_str!("../../tests/data/published.json")).unwrap();
        vectors
            .pointer(path)
            .and_then(Value::as_str)
            .unwrap()
            .to_owned()
    }

    /// The Go SDK's tests use a key of 16 bytes, which is AES-128 and no APIv3 key; all else is the same.
    #[test]
    fn the_published_texts_under_a_short_key_are_opened() {
        let field = |name: &str| published(&format!("/aes_gcm_16_byte_key/{name}"));
        let (key, nonce, aad) = (field("key"), field("nonce"), field("aad"));
        let opened = open(
            &AES_128_GCM,
            key.as_bytes(),
            &nonce,
            &aad,
            &field("ciphertext_b64"),
        )
        .unwrap();
        assert_eq!(opened.as_slice(), field("plaintext").as_bytes());
        let sealed = seal(&AES_128_GCM, key.as_bytes(), &nonce, &aad, &opened).unwrap();
        assert_eq!(sealed, field("ciphertext_b64"));

        let body: Value = serde_json::from_str(&published("/webhook/body")).unwrap();
        let resource = |name: &str| body["resource"][name].as_str().unwrap();
        let key = published("/webhook/apiv3_key");
        let opened = open(
            &AES_128_GCM,
            key.as_bytes(),
            resource("nonce"),
            resource("associated_data"),
            resource("ciphertext"),
        );
        assert_eq!(
            opened.unwrap().as_slice(),
            published("/webhook/plaintext").as_bytes()
        );
    }
}
