//! The answer of `GET /v3/certificates`: decrypted with the APIv3 key, then verified with what it carries.

use std::error::Error;
use std::fmt;

use serde_json::Value;

use super::{
    ApiV3Key, DecryptError, EncryptedResource, KeyError, PlatformCertificate, PlatformKey,
    PlatformKeys,
};
use crate::signature::{SignatureHeaders, VerifyError, verify};

/// The certificates cannot be taken from the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertificatesError {
    /// The answer does not have the documented form.
    Form {
        /// What is missing.
        missing: &'static str,
    },
    /// A certificate cannot be decrypted.
    Decrypt {
        /// Its serial number, as the answer gives it.
        serial: String,
        /// Why.
        error: DecryptError,
    },
    /// A decrypted certificate cannot be read.
    Certificate {
        /// Its serial number, as the answer gives it.
        serial: String,
        /// Why.
        error: KeyError,
    },
    /// A decrypted certificate has another serial number than the answer says.
    Serial {
        /// The serial number in the answer.
        said: String,
        /// The serial number in the certificate.
        found: String,
    },
    /// Two different certificates in the answer have one serial number.
    Keys(KeyError),
    /// The answer has no RSA certificate.
    Empty,
    /// The answer is not signed by a known key nor by a certificate in it.
    Verify(VerifyError),
}

impl fmt::Display for CertificatesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("platform certificates: ")?;
        match self {
            Self::Form { missing } => write!(f, "the answer has no `{missing}`"),
            Self::Decrypt { serial, error } => write!(f, "certificate {serial}: {error}"),
            Self::Certificate { serial, error } => write!(f, "certificate {serial}: {error}"),
            Self::Serial { said, found } => {
                write!(
                    f,
                    "the answer says serial number {said}, but the certificate in it has {found}"
                )
            }
            Self::Keys(error) => error.fmt(f),
            Self::Empty => f.write_str("the answer has no RSA certificate"),
            Self::Verify(error) => write!(
                f,
                "the answer is not signed by a certificate in it: {error}"
            ),
        }
    }
}

impl Error for CertificatesError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Decrypt { error, .. } => Some(error),
            Self::Certificate { error, .. } | Self::Keys(error) => Some(error),
            Self::Verify(error) => Some(error),
            _ => None,
        }
    }
}

/// Reads the answer of `GET /v3/certificates`.
///
/// The decryption authenticates each certificate (only the platform and the merchant know the APIv3 key); then the
/// signature of the answer is verified as of any other, with the keys already `known` and the certificates just read.
/// Certificates for other algorithms than RSA are left out. Expired ones are not: what is chosen later looks at the time.
///
/// # Errors
/// [`CertificatesError`]; the certificates are returned only if everything holds.
pub fn read_certificates(
    body: &[u8],
    headers: &SignatureHeaders<'_>,
    key: &ApiV3Key,
    known: &PlatformKeys,
    now: i64,
) -> Result<Vec<PlatformCertificate>, CertificatesError> {
    let answer: Value =
        serde_json::from_slice(body).map_err(|_| CertificatesError::Form { missing: "data" })?;
    let entries = answer
        .get("data")
        .and_then(Value::as_array)
        .ok_or(CertificatesError::Form { missing: "data" })?;
    let mut certificates = Vec::new();
    for entry in entries {
        certificates.extend(read_entry(entry, key)?);
    }
    if certificates.is_empty() {
        return Err(CertificatesError::Empty);
    }
    // A certificate that is known already appears in both; the one just read is authentic too.
    let fresh = certificates.iter().cloned().map(PlatformKey::Certificate);
    let others = known
        .iter()
        .filter(|key| certificates.iter().all(|fresh| fresh.serial() != key.id()))
        .cloned();
    let keys = PlatformKeys::new(others.chain(fresh)).map_err(CertificatesError::Keys)?;
    verify(&keys, headers, body, now).map_err(CertificatesError::Verify)?;
    Ok(certificates)
}

/// `None` for a certificate of another algorithm (`AEAD_SM4_GCM` holds SM2 certificates).
fn read_entry(
    entry: &Value,
    key: &ApiV3Key,
) -> Result<Option<PlatformCertificate>, CertificatesError> {
    let field = |object: &Value, missing: &'static str| {
        object
            .get(missing)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or(CertificatesError::Form { missing })
    };
    let said = field(entry, "serial_no")?;
    let encrypted = entry
        .get("encrypt_certificate")
        .ok_or(CertificatesError::Form {
            missing: "encrypt_certificate",
        })?;
    let algorithm = field(encrypted, "algorithm")?;
    if algorithm == "AEAD_SM4_GCM" {
        return Ok(None);
    }
    let resource = EncryptedResource {
        algorithm: &algorithm,
        nonce: &field(encrypted, "nonce")?,
        associated_data: encrypted.get("associated_data").and_then(Value::as_str),
        ciphertext: &field(encrypted, "ciphertext")?,
    };
    let pem = key
        .decrypt(resource)
        .map_err(|error| CertificatesError::Decrypt {
            serial: said.clone(),
            error,
        })?;
    let certificate = PlatformCertificate::from_pem(pem.as_bytes()).map_err(|error| {
        CertificatesError::Certificate {
            serial: said.clone(),
            error,
        }
    })?;
    if certificate.serial() != said {
        return Err(CertificatesError::Serial {
            said,
            found: certificate.serial().to_owned(),
        });
    }
    Ok(Some(certificate))
}
