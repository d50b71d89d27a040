//! RSA public keys: verify a signature, encrypt a field.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PublicEncryptingKey};
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};

use super::{MINIMUM_BITS, RSA_ENCRYPTION, RsaKeyError, bits};
use crate::crypto::der::{self, tag};
use crate::crypto::{EncryptError, encode_base64};

/// An RSA public key, ready to verify and to encrypt. Cheap to clone; two are equal if their numbers are.
#[derive(Clone)]
pub(crate) struct RsaPublicKey(Arc<Parsed>);

struct Parsed {
    /// `RSAPublicKey` of PKCS#1.
    pkcs1: Vec<u8>,
    bits: usize,
    verifying: ParsedPublicKey,
    encrypting: OaepPublicEncryptingKey,
}

impl RsaPublicKey {
    /// From the two numbers of a PKCS#1 `RSAPublicKey` document.
    pub(crate) fn from_pkcs1(pkcs1: &[u8]) -> Result<Self, RsaKeyError> {
        let mut reader = der::document(pkcs1).ok_or(RsaKeyError::Malformed)?;
        let mut number = || reader.take(tag::INTEGER);
        let (modulus, exponent) = number().zip(number()).ok_or(RsaKeyError::Malformed)?;
        if !reader.is_empty() {
            return Err(RsaKeyError::Malformed);
        }
        Self::from_integers(modulus, exponent)
    }

    /// From the contents of the two INTEGERs.
    pub(super) fn from_integers(modulus: &[u8], exponent: &[u8]) -> Result<Self, RsaKeyError> {
        let bits = bits(der::unsigned(modulus).ok_or(RsaKeyError::Malformed)?);
        if bits < MINIMUM_BITS {
            return Err(RsaKeyError::TooShort { bits });
        }
        let modulus = der::write(tag::INTEGER, &[modulus]);
        let exponent = der::write(tag::INTEGER, &[exponent]);
        let pkcs1 = der::write(tag::SEQUENCE, &[&modulus, &exponent]);
        let key = der::write(tag::BIT_STRING, &[&[0], &pkcs1]);
        let spki = der::write(tag::SEQUENCE, &[&RSA_ENCRYPTION, &key]);
        let verifying = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, spki.as_slice())
            .map_err(|_| RsaKeyError::Rejected)?;
        let encrypting = PublicEncryptingKey::from_der(&spki).map_err(|_| RsaKeyError::Rejected)?;
        let encrypting =
            OaepPublicEncryptingKey::new(encrypting).map_err(|_| RsaKeyError::Rejected)?;
        Ok(Self(Arc::new(Parsed {
            pkcs1: pkcs1.to_vec(),
            bits,
            verifying,
            encrypting,
        })))
    }

    /// Whether this key's owner signed the message (RSASSA-PKCS1-v1_5 with SHA-256).
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.verifying.verify_sig(message, signature).is_ok()
    }

    /// Encrypts with RSA-OAEP (SHA-1, MGF1 with SHA-1, no label) into base64.
    pub(crate) fn encrypt(&self, plaintext: &[u8]) -> Result<String, EncryptError> {
        let key = &self.0.encrypting;
        let limit = key.max_plaintext_size(&OAEP_SHA1_MGF1SHA1);
        if plaintext.len() > limit {
            return Err(EncryptError::TooLong {
                limit,
                length: plaintext.len(),
            });
        }
        let mut ciphertext = vec![0; key.ciphertext_size()];
        let ciphertext = key
            .encrypt(&OAEP_SHA1_MGF1SHA1, plaintext, &mut ciphertext, None)
            .map_err(|_| EncryptError::Failed)?;
        Ok(encode_base64(ciphertext))
    }

    /// `RSAPublicKey` of PKCS#1.
    #[cfg(feature = "sandbox")]
    pub(crate) fn pkcs1(&self) -> &[u8] {
        &self.0.pkcs1
    }

    /// `SubjectPublicKeyInfo` of X.509.
    #[cfg(feature = "sandbox")]
    pub(crate) fn to_spki(&self) -> Vec<u8> {
        let key = der::write(tag::BIT_STRING, &[&[0], &self.0.pkcs1]);
        der::write(tag::SEQUENCE, &[&RSA_ENCRYPTION, &key]).to_vec()
    }

    /// Bits of the modulus.
    pub(crate) fn bits(&self) -> usize {
        self.0.bits
    }
}

impl PartialEq for RsaPublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.pkcs1 == other.0.pkcs1
    }
}

impl Eq for RsaPublicKey {}

impl fmt::Debug for RsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RSA public key of {} bits", self.bits())
    }
}
