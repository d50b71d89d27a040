//! Self-signed certificates (RFC 5280), as many fields as clients read: serial number, times, public key.

use super::text::civil;
use crate::crypto::der::{self, tag};
use crate::keys::MerchantKey;

/// `AlgorithmIdentifier` of sha256WithRSAEncryption: OBJECT IDENTIFIER 1.2.840.113549.1.1.11 and NULL.
const SHA256_WITH_RSA: [u8; 15] = [
    0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00,
];
/// OBJECT IDENTIFIER 2.5.4.3, the common name.
const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];
const SET: u8 = 0x31;
const UTF8_STRING: u8 = 0x0C;

/// A certificate of this key, in DER. `serial` has its highest bit clear; the times are seconds since 1970.
/// `None` if the cryptographic library fails.
pub(super) fn certificate(
    key: &MerchantKey,
    serial: &[u8],
    name: &str,
    not_before: i64,
    not_after: i64,
) -> Option<Vec<u8>> {
    let version = der::write(tag::CONTEXT_0, &[&[tag::INTEGER, 1, 2]]);
    let serial = der::write(tag::INTEGER, &[serial]);
    let text = der::write(UTF8_STRING, &[name.as_bytes()]);
    let attribute = der::write(tag::SEQUENCE, &[&COMMON_NAME, &text]);
    let set = der::write(SET, &[&attribute]);
    let name = der::write(tag::SEQUENCE, &[&set]);
    let times = [not_before, not_after]
        .map(|time| der::write(tag::GENERALIZED_TIME, &[generalized_time(time).as_bytes()]));
    let [not_before, not_after] = &times;
    let validity = der::write(tag::SEQUENCE, &[not_before, not_after]);
    let public = key.public().to_spki();
    let body = der::write(
        tag::SEQUENCE,
        &[
            &version,
            &serial,
            &SHA256_WITH_RSA,
            &name,
            &validity,
            &name,
            &public,
        ],
    );
    let signature = key.sign_bytes(&body)?;
    let signature = der::write(tag::BIT_STRING, &[&[0], &signature]);
    let whole = der::write(tag::SEQUENCE, &[&body, &SHA256_WITH_RSA, &signature]);
    Some(whole.to_vec())
}

fn generalized_time(seconds: i64) -> String {
    let [year, month, day, hour, minute, second] = civil(seconds);
    format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z")
}

/// A PEM block.
pub(super) fn pem(label: &str, der: &[u8]) -> String {
    let base64 = crate::crypto::encode_base64(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    let mut rest = base64.as_str();
    while let Some((line, after)) = rest.split_at_checked(64) {
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    if !rest.is_empty() {
        text.push_str(rest);
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}
