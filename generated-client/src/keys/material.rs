//! Finds the wanted key or certificate in PEM or DER, and says what is there instead.

use zeroize::Zeroizing;

use super::error::{KeyError, Material};
use super::pem;
use crate::crypto::der::{self, Reader, tag};
use crate::crypto::rsa::{RsaPrivateKey, RsaPublicKey};

/// The DER of the first block of a PEM text that is what is expected.
/// A body without the lines around it (base64 alone) is accepted too.
pub(super) fn from_pem(text: &[u8], expected: Material) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let unreadable = |reason| KeyError::Unreadable { expected, reason };
    let Ok(utf8) = std::str::from_utf8(text) else {
        return Err(unreadable(
            "this is not text; read a DER file with `from_der`",
        ));
    };
    let blocks = pem::blocks(utf8);
    if blocks.is_empty() {
        return from_bare_base64(utf8, expected);
    }
    let mut first_problem = None;
    for block in blocks {
        let problem = match block.der {
            _ if block.encrypted => KeyError::WrongKind {
                expected,
                found: Material::EncryptedPrivateKey,
            },
            _ if block.label == "OPENSSH PRIVATE KEY" => KeyError::WrongKind {
                expected,
                found: Material::OpenSshKey,
            },
            None => unreadable("a PEM block is not base64; it may be cut off or have been edited"),
            Some(der) => match check(&der, expected) {
                Ok(()) => return Ok(der),
                Err(problem) => problem,
            },
        };
        first_problem.get_or_insert(problem);
    }
    Err(first_problem.unwrap_or_else(|| unreadable("there is no PEM block in it")))
}

fn from_bare_base64(text: &str, expected: Material) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let reason = if text.trim().is_empty() {
        "it is empty"
    } else if text.contains("-----BEGIN ") {
        "its `-----END …-----` line is missing or does not fit; the text may be cut off"
    } else if text.len() < 300 && (text.contains('/') || text.contains('.')) {
        "there is no `-----BEGIN …-----` line in it; this looks like the name of a file, whose content is wanted"
    } else {
        "there is no `-----BEGIN …-----` line in it"
    };
    let unreadable = KeyError::Unreadable { expected, reason };
    let der = pem::base64(text)
        .filter(|der| !der.is_empty())
        .ok_or(unreadable.clone())?;
    match classify(&der) {
        Some(_) => check(&der, expected).map(|()| der),
        None => Err(unreadable),
    }
}

/// The same bytes, if they are the DER of what is expected.
pub(super) fn from_der(bytes: &[u8], expected: Material) -> Result<&[u8], KeyError> {
    if bytes.starts_with(b"-----BEGIN") {
        return Err(KeyError::Unreadable {
            expected,
            reason: "this is PEM text; read it with `from_pem`",
        });
    }
    check(bytes, expected).map(|()| bytes)
}

fn check(der: &[u8], expected: Material) -> Result<(), KeyError> {
    match classify(der) {
        Some(found) if found == expected => Ok(()),
        Some(found) => Err(KeyError::WrongKind { expected, found }),
        None => Err(KeyError::Unreadable {
            expected,
            reason: "its bytes are neither a key nor a certificate in DER; it may be cut off",
        }),
    }
}

/// Tells the structures apart by the tags of their first levels. (The contents are checked by who reads them.)
fn classify(bytes: &[u8]) -> Option<Material> {
    let items = der::document(bytes)?.items();
    let tags: Vec<u8> = items.iter().map(|item| item.tag).collect();
    match tags.as_slice() {
        // PKCS#8 PrivateKeyInfo: version, algorithm, key, …
        [tag::INTEGER, tag::SEQUENCE, tag::OCTET_STRING, ..] => Some(Material::PrivateKey),
        // PKCS#12 PFX: version 3, contents, checksum
        [tag::INTEGER, tag::SEQUENCE, ..] => Some(Material::Pkcs12),
        // PKCS#1 RSAPublicKey: modulus, exponent
        [tag::INTEGER, tag::INTEGER] => Some(Material::PublicKey),
        // PKCS#1 RSAPrivateKey: version and eight numbers; RFC 5915 ECPrivateKey: version, key, …
        [tag::INTEGER, tag::INTEGER, ..] | [tag::INTEGER, tag::OCTET_STRING, ..] => {
            Some(Material::PrivateKey)
        }
        // SubjectPublicKeyInfo
        [tag::SEQUENCE, tag::BIT_STRING] => Some(Material::PublicKey),
        // PKCS#8 EncryptedPrivateKeyInfo
        [tag::SEQUENCE, tag::OCTET_STRING] => Some(Material::EncryptedPrivateKey),
        // Certificate, CertificationRequest: body, algorithm, signature. A request's body has at most four parts.
        [tag::SEQUENCE, tag::SEQUENCE, tag::BIT_STRING] => {
            let body = Reader::new(items.first()?.content).items();
            Some(if body.len() > 4 {
                Material::Certificate
            } else {
                Material::CertificateRequest
            })
        }
        _ => None,
    }
}

/// The RSA key in PKCS#1 or PKCS#8 DER.
pub(super) fn private_key(bytes: &[u8]) -> Result<RsaPrivateKey, KeyError> {
    let malformed = || KeyError::Unreadable {
        expected: Material::PrivateKey,
        reason: "its DER is malformed; the file may be cut off",
    };
    let mut reader = der::document(bytes).ok_or_else(malformed)?;
    reader.take(tag::INTEGER).ok_or_else(malformed)?; // version
    let second = reader.next().ok_or_else(malformed)?;
    let pkcs1 = match second.tag {
        tag::INTEGER => bytes,
        tag::SEQUENCE => {
            rsa_algorithm(second.content)?;
            reader.take(tag::OCTET_STRING).ok_or_else(malformed)?
        }
        _ => {
            return Err(KeyError::NotRsa {
                algorithm: "elliptic curves",
            });
        }
    };
    RsaPrivateKey::from_pkcs1(pkcs1).map_err(|problem| KeyError::rsa(problem, Material::PrivateKey))
}

/// The RSA key in PKCS#1 or SubjectPublicKeyInfo DER.
pub(super) fn public_key(bytes: &[u8]) -> Result<RsaPublicKey, KeyError> {
    let malformed = || KeyError::Unreadable {
        expected: Material::PublicKey,
        reason: "its DER is malformed; the file may be cut off",
    };
    let mut reader = der::document(bytes).ok_or_else(malformed)?;
    let first = reader.next().ok_or_else(malformed)?;
    let pkcs1 = if first.tag == tag::INTEGER {
        bytes
    } else {
        rsa_algorithm(first.content)?;
        reader
            .take(tag::BIT_STRING)
            .and_then(der::whole_bytes)
            .ok_or_else(malformed)?
    };
    RsaPublicKey::from_pkcs1(pkcs1).map_err(|problem| KeyError::rsa(problem, Material::PublicKey))
}

/// Accepts the content of an `AlgorithmIdentifier` if it is rsaEncryption.
fn rsa_algorithm(content: &[u8]) -> Result<(), KeyError> {
    const RSA_ENCRYPTION: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
    const RSA_PSS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A];
    const EC_PUBLIC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
    const SM2_CURVE: &[u8] = &[0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D];
    const ED25519: &[u8] = &[0x2B, 0x65, 0x70];

    let mut reader = Reader::new(content);
    let algorithm = match reader.take(tag::OBJECT_IDENTIFIER) {
        Some(RSA_ENCRYPTION) => return Ok(()),
        Some(RSA_PSS) => "RSASSA-PSS only",
        Some(EC_PUBLIC_KEY) if reader.take(tag::OBJECT_IDENTIFIER) == Some(SM2_CURVE) => "SM2",
        Some(EC_PUBLIC_KEY) => "elliptic curves",
        Some(ED25519) => "Ed25519",
        _ => "an unknown algorithm",
    };
    Err(KeyError::NotRsa { algorithm })
}
