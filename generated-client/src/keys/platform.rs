//! Keys of the platform: with them answers and notifications are verified, and fields encrypted.

use std::fmt;

use super::certificate::Certificate;
use super::error::{KeyError, Material};
use super::{EncryptError, material};
use crate::crypto::rsa::RsaPublicKey;

const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_";

/// A platform public key and its id, `PUB_KEY_ID_…`, both from the merchant platform (API security, WeChat Pay public key).
/// It does not expire, and cannot be downloaded by a program.
#[derive(Clone, PartialEq, Eq)]
pub struct PlatformPublicKey {
    id: String,
    key: RsaPublicKey,
}

impl PlatformPublicKey {
    /// From the id and the PEM text of `pub_key.pem`.
    ///
    /// # Errors
    /// [`KeyError::PublicKeyId`] if the id has another form (a certificate serial number, for example),
    /// [`KeyError::WrongKind`] if the text is a certificate or a private key, and the other [`KeyError`]s of a key.
    pub fn from_pem(id: impl Into<String>, pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let id = checked_id(id.into())?;
        let key = material::public_key(&material::from_pem(pem.as_ref(), Material::PublicKey)?)?;
        Ok(Self { id, key })
    }

    /// From the id and the key in DER.
    ///
    /// # Errors
    /// As [`from_pem`](Self::from_pem).
    pub fn from_der(id: impl Into<String>, der: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let id = checked_id(id.into())?;
        let key = material::public_key(material::from_der(der.as_ref(), Material::PublicKey)?)?;
        Ok(Self { id, key })
    }

    /// Its id, as in `Wechatpay-Serial`.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Debug for PlatformPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlatformPublicKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

fn checked_id(id: String) -> Result<String, KeyError> {
    let rest = id.strip_prefix(PUBLIC_KEY_ID).unwrap_or_default();
    if rest.is_empty()
        || !rest
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        return Err(KeyError::PublicKeyId { given: id });
    }
    Ok(id)
}

/// A platform certificate. Valid for five years; the platform changes to a new one before, and serves both meanwhile.
#[derive(Clone, PartialEq, Eq)]
pub struct PlatformCertificate(Certificate);

impl PlatformCertificate {
    /// Reads the first certificate of a PEM text.
    ///
    /// # Errors
    /// [`KeyError`] if there is none, or if its key is not RSA of at least 2,048 bits.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        Certificate::from_pem(pem.as_ref()).map(Self)
    }

    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// As [`from_pem`](Self::from_pem).
    pub fn from_der(der: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        Certificate::from_der(der.as_ref()).map(Self)
    }

    /// Its serial number, as in `Wechatpay-Serial`: upper-case hexadecimal, 40 digits at WeChat Pay, leading zeros kept.
    pub fn serial(&self) -> &str {
        &self.0.serial
    }

    /// First second of its validity, in seconds since 1970.
    pub fn not_before(&self) -> i64 {
        self.0.not_before
    }

    /// Last second of its validity, in seconds since 1970.
    pub fn not_after(&self) -> i64 {
        self.0.not_after
    }

    /// Whether it is valid at this time, in seconds since 1970.
    pub fn is_valid_at(&self, now: i64) -> bool {
        (self.not_before()..=self.not_after()).contains(&now)
    }
}

impl fmt::Debug for PlatformCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A key of the platform, of either kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlatformKey {
    /// A public key with an id.
    PublicKey(PlatformPublicKey),
    /// A certificate with a serial number.
    Certificate(PlatformCertificate),
}

impl PlatformKey {
    /// The value of `Wechatpay-Serial` that means this key: the id or the serial number.
    pub fn id(&self) -> &str {
        match self {
            Self::PublicKey(key) => key.id(),
            Self::Certificate(certificate) => certificate.serial(),
        }
    }

    /// Encrypts a field for the platform with RSA-OAEP (SHA-1), as base64. The request must carry [`id`](Self::id) in `Wechatpay-Serial`.
    ///
    /// # Errors
    /// [`EncryptError::TooLong`] beyond 214 bytes of UTF-8 (for 2,048 bits).
    pub fn encrypt(&self, plaintext: &str) -> Result<String, EncryptError> {
        self.public_key().encrypt(plaintext.as_bytes())
    }

    /// Bits of its modulus.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.public_key().bits()
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.public_key().verifies(message, signature)
    }

    pub(super) fn public_key(&self) -> &RsaPublicKey {
        match self {
            Self::PublicKey(key) => &key.key,
            Self::Certificate(certificate) => &certificate.0.public_key,
        }
    }
}

impl From<PlatformPublicKey> for PlatformKey {
    fn from(key: PlatformPublicKey) -> Self {
        Self::PublicKey(key)
    }
}

impl From<PlatformCertificate> for PlatformKey {
    fn from(certificate: PlatformCertificate) -> Self {
        Self::Certificate(certificate)
    }
}
