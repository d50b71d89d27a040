//! X.509 certificates, as far as the protocol needs them: serial number, validity, public key.

use std::fmt;

use super::error::{KeyError, Material};
use super::material;
use crate::crypto::der::{self, Reader, tag};
use crate::crypto::digest::hex_upper;
use crate::crypto::rsa::RsaPublicKey;

/// The parts of a certificate that the protocol uses. Who issued it is not checked: WeChat Pay's
/// certificates come with the merchant's download or inside an authenticated answer.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Certificate {
    pub(super) serial: String,
    pub(super) not_before: i64,
    pub(super) not_after: i64,
    pub(super) public_key: RsaPublicKey,
    der: Vec<u8>,
}

impl Certificate {
    pub(super) fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        Self::read(&material::from_pem(pem, Material::Certificate)?)
    }

    pub(super) fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        Self::read(material::from_der(der, Material::Certificate)?)
    }

    fn read(bytes: &[u8]) -> Result<Self, KeyError> {
        let parts = Parts::read(bytes).ok_or(KeyError::Unreadable {
            expected: Material::Certificate,
            reason: "its DER is malformed; the file may be cut off",
        })?;
        Ok(Self {
            serial: serial_text(parts.serial),
            not_before: parts.not_before,
            not_after: parts.not_after,
            public_key: material::public_key(&parts.public_key)?,
            der: bytes.to_vec(),
        })
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("serial", &self.serial)
            .field("not_before", &self.not_before)
            .field("not_after", &self.not_after)
            .finish_non_exhaustive()
    }
}

struct Parts<'a> {
    serial: &'a [u8],
    not_before: i64,
    not_after: i64,
    public_key: Vec<u8>,
}

impl<'a> Parts<'a> {
    /// `TBSCertificate` of RFC 5280, 4.1.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut body = der::document(bytes)?.sequence()?;
        body.take_if(tag::CONTEXT_0); // version
        let serial = der::unsigned(body.take(tag::INTEGER)?)?;
        body.sequence()?; // signature algorithm
        body.sequence()?; // issuer
        let mut validity: Reader<'_> = body.sequence()?;
        let not_before = der::unix_seconds(validity.next()?)?;
        let not_after = der::unix_seconds(validity.next()?)?;
        body.sequence()?; // subject
        let public_key = der::write(tag::SEQUENCE, &[body.take(tag::SEQUENCE)?]).to_vec();
        Some(Self {
            serial,
            not_before,
            not_after,
            public_key,
        })
    }
}

/// Two digits for each byte, so that a leading zero stays.
fn serial_text(bytes: &[u8]) -> String {
    hex_upper(bytes)
}

/// The merchant's certificate, `apiclient_cert.pem`. v3 needs only its serial number, and a check that the private key
/// is the right one; v2 shows it to the server in operations with mutual TLS.
#[derive(Clone, PartialEq, Eq)]
pub struct MerchantCertificate(Certificate);

impl MerchantCertificate {
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

    /// Its serial number: upper-case hexadecimal, 40 digits at WeChat Pay, leading zeros kept.
    pub fn serial(&self) -> &str {
        &self.0.serial
    }

    /// First second of its validity, in seconds since 1970.
    pub fn not_before(&self) -> i64 {
        self.0.not_before
    }

    /// Last second of its validity, in seconds since 1970. WeChat Pay issues merchant certificates for five years.
    pub fn not_after(&self) -> i64 {
        self.0.not_after
    }

    /// The certificate in DER, for mutual TLS.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    pub(super) fn public_key(&self) -> &RsaPublicKey {
        &self.0.public_key
    }
}

impl fmt::Debug for MerchantCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
