//! PKCS#12 containers (RFC 7292), read far enough for one private key and its certificates.
//!
//! Read here rather than by a library because the wanted part is small, and the container is the merchant's own file.

mod merchant;
mod password;

use zeroize::Zeroizing;

use self::password::{decrypt, is_authentic};
use super::error::{KeyError, Material};
use super::material;
use crate::crypto::der::{self, Item, Reader, tag};

const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const ENCRYPTED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x06];
const KEY_BAG: &[u8] = &[
    0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, 0x01,
];
const SHROUDED_KEY_BAG: &[u8] = &[
    0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, 0x02,
];
const CERTIFICATE_BAG: &[u8] = &[
    0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, 0x03,
];

/// `[0]`, primitive: an implicitly tagged string.
const IMPLICIT_STRING: u8 = 0x80;

/// What a container holds, in DER.
struct Contents {
    /// The first private key, PKCS#8.
    key: Zeroizing<Vec<u8>>,
    /// All certificates.
    certificates: Vec<Vec<u8>>,
}

const MALFORMED: KeyError = KeyError::Container {
    reason: "its structure is malformed or not DER; it may be cut off",
};

/// Opens a container with its password, which its checksum (if it has one, as usual) proves right.
fn open(container: &[u8], password: &str) -> Result<Contents, KeyError> {
    material::from_der(container, Material::Pkcs12)?;
    let mut outer = der::document(container).ok_or(MALFORMED)?;
    outer.take(tag::INTEGER).ok_or(MALFORMED)?; // version
    let mut contents = outer.sequence().ok_or(MALFORMED)?;
    if contents.take(tag::OBJECT_IDENTIFIER) != Some(DATA) {
        return Err(KeyError::Container {
            reason: "it is protected by a public key, not by a password",
        });
    }
    let safes = explicit(&mut contents)
        .and_then(|mut inner| inner.take(tag::OCTET_STRING))
        .ok_or(MALFORMED)?;
    if let Some(checksum) = outer.take_if(tag::SEQUENCE)
        && !is_authentic(safes, Reader::new(checksum), password)?
    {
        return Err(KeyError::ContainerPassword);
    }

    let mut found = Found::default();
    for safe in der::document(safes).ok_or(MALFORMED)?.items() {
        found.read_safe(safe, password)?;
    }
    match found.key {
        Some(key) => Ok(Contents {
            key,
            certificates: found.certificates,
        }),
        None => Err(KeyError::Container {
            reason: "it has no private key",
        }),
    }
}

#[derive(Default)]
struct Found {
    key: Option<Zeroizing<Vec<u8>>>,
    certificates: Vec<Vec<u8>>,
}

impl Found {
    /// A `ContentInfo`: bags in the clear, or encrypted with the password.
    fn read_safe(&mut self, safe: Item<'_>, password: &str) -> Result<(), KeyError> {
        let mut info = Reader::new(safe.content);
        let kind = info.take(tag::OBJECT_IDENTIFIER).ok_or(MALFORMED)?;
        let mut content = explicit(&mut info).ok_or(MALFORMED)?;
        match kind {
            DATA => self.read_bags(content.take(tag::OCTET_STRING).ok_or(MALFORMED)?, password),
            ENCRYPTED_DATA => {
                let mut data = content.sequence().ok_or(MALFORMED)?;
                data.take(tag::INTEGER).ok_or(MALFORMED)?; // version
                let mut encrypted = data.sequence().ok_or(MALFORMED)?;
                encrypted.take(tag::OBJECT_IDENTIFIER).ok_or(MALFORMED)?; // of what
                let algorithm = encrypted.sequence().ok_or(MALFORMED)?;
                let ciphertext = encrypted.take(IMPLICIT_STRING).ok_or(MALFORMED)?;
                self.read_bags(&decrypt(algorithm, ciphertext, password)?, password)
            }
            _ => Err(KeyError::Container {
                reason: "a part of it is protected by a public key, not by a password",
            }),
        }
    }

    fn read_bags(&mut self, bags: &[u8], password: &str) -> Result<(), KeyError> {
        // Without a checksum, a wrong password may only show here.
        for bag in der::document(bags)
            .ok_or(KeyError::ContainerPassword)?
            .items()
        {
            let mut bag = Reader::new(bag.content);
            let kind = bag.take(tag::OBJECT_IDENTIFIER).ok_or(MALFORMED)?;
            let value = bag.take(tag::CONTEXT_0).ok_or(MALFORMED)?;
            match kind {
                KEY_BAG => self.keep_key(Zeroizing::new(value.to_vec())),
                SHROUDED_KEY_BAG => {
                    let mut encrypted = der::document(value).ok_or(MALFORMED)?;
                    let algorithm = encrypted.sequence().ok_or(MALFORMED)?;
                    let ciphertext = encrypted.take(tag::OCTET_STRING).ok_or(MALFORMED)?;
                    self.keep_key(decrypt(algorithm, ciphertext, password)?);
                }
                CERTIFICATE_BAG => {
                    let mut certificate = der::document(value).ok_or(MALFORMED)?;
                    certificate.take(tag::OBJECT_IDENTIFIER).ok_or(MALFORMED)?; // X.509; another is no DER of one
                    let certificate = explicit(&mut certificate)
                        .and_then(|mut inner| inner.take(tag::OCTET_STRING));
                    self.certificates
                        .push(certificate.ok_or(MALFORMED)?.to_vec());
                }
                _ => {} // revocation lists, secrets
            }
        }
        Ok(())
    }

    fn keep_key(&mut self, key: Zeroizing<Vec<u8>>) {
        self.key.get_or_insert(key);
    }
}

/// The value inside an explicit `[0]`.
fn explicit<'a>(reader: &mut Reader<'a>) -> Option<Reader<'a>> {
    reader.take(tag::CONTEXT_0).map(Reader::new)
}
