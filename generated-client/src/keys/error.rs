//! Why something is not the key it was given as, and what to do.

use std::error::Error;
use std::fmt;

use crate::crypto::rsa::{MINIMUM_BITS, RsaKeyError};

/// What a file of keys turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Material {
    /// A private key (PKCS#1 or PKCS#8).
    PrivateKey,
    /// A private key behind a password.
    EncryptedPrivateKey,
    /// A public key (SubjectPublicKeyInfo or PKCS#1).
    PublicKey,
    /// An X.509 certificate.
    Certificate,
    /// A request for a certificate (PKCS#10).
    CertificateRequest,
    /// A PKCS#12 container, usually named `.p12` or `.pfx`.
    Pkcs12,
    /// A private key in OpenSSH's own form.
    OpenSshKey,
}

impl fmt::Display for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PrivateKey => "a private key",
            Self::EncryptedPrivateKey => "an encrypted private key",
            Self::PublicKey => "a public key",
            Self::Certificate => "a certificate",
            Self::CertificateRequest => "a certificate request",
            Self::Pkcs12 => "a PKCS#12 container",
            Self::OpenSshKey => "an OpenSSH private key",
        })
    }
}

/// A key, certificate, serial number or id was refused. Never carries a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// One kind of key was given where another belongs.
    WrongKind {
        /// What belongs there.
        expected: Material,
        /// What was given.
        found: Material,
    },
    /// No key was found in what was given.
    Unreadable {
        /// What was looked for.
        expected: Material,
        /// Why it could not be read.
        reason: &'static str,
    },
    /// A key of another algorithm than RSA.
    NotRsa {
        /// The algorithm, as far as it is known.
        algorithm: &'static str,
    },
    /// An RSA key with a short modulus.
    TooShort {
        /// Bits of its modulus.
        bits: usize,
    },
    /// The numbers of the key do not fit each other, or its modulus exceeds 8,192 bits.
    Inconsistent,
    /// The private key does not belong to the certificate.
    Mismatch {
        /// Serial number of the certificate.
        serial: String,
    },
    /// The PKCS#12 container cannot be opened.
    Container {
        /// Why.
        reason: &'static str,
    },
    /// The password does not open the PKCS#12 container.
    ContainerPassword,
    /// Not a merchant id, which has only digits.
    MerchantId {
        /// What was given.
        given: String,
    },
    /// Not a certificate serial number, which is hexadecimal.
    Serial {
        /// What was given.
        given: String,
    },
    /// Not the id of a platform public key, which starts with `PUB_KEY_ID_`.
    PublicKeyId {
        /// What was given.
        given: String,
    },
    /// A key of the merchant was given as a key of the platform.
    MerchantAsPlatform {
        /// The serial number or id under which it was given.
        id: String,
    },
    /// There is nothing to verify answers with.
    NoPlatformKey,
    /// Two different platform keys have one id.
    DuplicateId {
        /// The id.
        id: String,
    },
    /// An API key has the wrong length.
    ApiKeyLength {
        /// `APIv3 key` or `APIv2 key`.
        key: &'static str,
        /// Its bytes.
        length: usize,
    },
    /// An API key has a character other than letters and digits.
    ApiKeyCharacter {
        /// `APIv3 key` or `APIv2 key`.
        key: &'static str,
    },
}

impl KeyError {
    pub(super) fn rsa(problem: RsaKeyError, expected: Material) -> Self {
        match problem {
            RsaKeyError::Malformed => Self::Unreadable {
                expected,
                reason: "the RSA numbers in it are malformed; the file may be cut off",
            },
            RsaKeyError::TooShort { bits } => Self::TooShort { bits },
            RsaKeyError::Rejected => Self::Inconsistent,
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongKind { expected, found } => {
                write!(f, "{found} was given where {expected} belongs: {}", advice(*expected, *found))
            }
            Self::Unreadable { expected, reason } => write!(f, "cannot read {expected}: {reason}"),
            Self::NotRsa { algorithm } => {
                write!(f, "this is a key for {algorithm}; WeChat Pay's `WECHATPAY2-SHA256-RSA2048` needs an RSA key")
            }
            Self::TooShort { bits } => {
                write!(f, "the RSA key has {bits} bits, fewer than the {MINIMUM_BITS} that WeChat Pay uses")
            }
            Self::Inconsistent => f.write_str(
                "the numbers of the RSA key do not fit each other; the file may be damaged, download or export it again",
            ),
            Self::Mismatch { serial } => write!(
                f,
                "the private key does not belong to the certificate {serial}; \
                 apiclient_key.pem and apiclient_cert.pem must come from the same download"
            ),
            Self::Container { reason } => write!(
                f,
                "cannot open the PKCS#12 container: {reason}; apiclient_key.pem and apiclient_cert.pem beside it hold the same"
            ),
            Self::ContainerPassword => f.write_str(
                "the password does not open the PKCS#12 container; it is the merchant id of the account that the container was issued for",
            ),
            Self::MerchantId { given } => {
                write!(f, "`{given}` is not a merchant id, which has 1 to 32 digits{}", swapped(given))
            }
            Self::Serial { given } => write!(
                f,
                "`{given}` is not a certificate serial number, which is hexadecimal (40 digits at WeChat Pay); \
                 `openssl x509 -in apiclient_cert.pem -noout -serial` shows it"
            ),
            Self::PublicKeyId { given } => write!(
                f,
                "`{given}` is not the id of a platform public key, which starts with `PUB_KEY_ID_`{}",
                if is_hex(given) {
                    "; this looks like a certificate serial number, and a certificate is configured as one"
                } else {
                    ""
                }
            ),
            Self::MerchantAsPlatform { id } => write!(
                f,
                "`{id}` is the merchant's own key, but was given as a key of the platform; \
                 the platform public key is shown on the merchant platform under API security, its certificates come from GET /v3/certificates"
            ),
            Self::NoPlatformKey => f.write_str(
                "there is nothing to verify answers with: configure the platform public key with its id (both on the merchant platform, \
                 under API security), or the APIv3 key, with which the platform certificates are downloaded",
            ),
            Self::DuplicateId { id } => write!(f, "two different platform keys have the id `{id}`"),
            Self::ApiKeyLength { key, length } => write!(f, "the {key} has {length} bytes, but must have 32"),
            Self::ApiKeyCharacter { key } => write!(
                f,
                "the {key} has a character other than letters and digits; a space or line break may have been copied with it"
            ),
        }
    }
}

impl Error for KeyError {}

fn is_hex(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn swapped(given: &str) -> &'static str {
    if given.len() == 40 && is_hex(given) {
        "; this looks like a certificate serial number"
    } else {
        ""
    }
}

fn advice(expected: Material, found: Material) -> &'static str {
    match (expected, found) {
        (_, Material::EncryptedPrivateKey) => {
            "remove the password first, with `openssl pkcs8 -topk8 -nocrypt -in KEY -out PLAIN`"
        }
        (_, Material::OpenSshKey) => "convert it with `ssh-keygen -p -m PKCS8 -f KEY`",
        (Material::Certificate, Material::Pkcs12) => {
            "use apiclient_cert.pem beside it, or open it with `from_pkcs12` (feature `pkcs12`) and the merchant id as password"
        }
        (Material::PrivateKey, Material::Pkcs12) => {
            "use apiclient_key.pem beside it, or open it with `from_pkcs12` (feature `pkcs12`) and the merchant id as password"
        }
        (_, Material::Pkcs12) => {
            "it holds the merchant's own key and certificate; they are read with `from_pkcs12` (feature `pkcs12`)"
        }
        (Material::PrivateKey, Material::Certificate) => {
            "the private key is in apiclient_key.pem, not in apiclient_cert.pem"
        }
        (Material::PrivateKey, _) => "the merchant's private key is in apiclient_key.pem",
        (Material::PublicKey, Material::Certificate) => {
            "configure a platform certificate as a certificate; the platform public key is a file of its own, pub_key.pem"
        }
        (Material::PublicKey, Material::PrivateKey) => {
            "never hand out a private key; the platform public key is in pub_key.pem, downloaded with its id"
        }
        (Material::Certificate, Material::PublicKey) => {
            "configure a platform public key with its id `PUB_KEY_ID_…`, not as a certificate"
        }
        (Material::Certificate, Material::PrivateKey) => {
            "the merchant certificate is in apiclient_cert.pem, not in apiclient_key.pem"
        }
        _ => "check which file was read",
    }
}
