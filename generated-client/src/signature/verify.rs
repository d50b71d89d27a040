//! Verifies a v3 answer or notification.

use super::{VerifyError, message, sign::SCHEME};
use crate::crypto::decode_base64;
use crate::keys::{PlatformKey, PlatformKeys};

/// Seconds by which `Wechatpay-Timestamp` may differ from the clock.
pub const WINDOW_SECONDS: i64 = 300;

const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// The headers of an answer or notification that its signature needs.
#[derive(Debug, Clone, Copy, Default)]
pub struct SignatureHeaders<'a> {
    /// `Wechatpay-Timestamp`.
    pub timestamp: Option<&'a str>,
    /// `Wechatpay-Nonce`.
    pub nonce: Option<&'a str>,
    /// `Wechatpay-Signature`.
    pub signature: Option<&'a str>,
    /// `Wechatpay-Serial`.
    pub serial: Option<&'a str>,
    /// `Wechatpay-Signature-Type`; absent means `WECHATPAY2-SHA256-RSA2048`.
    pub signature_type: Option<&'a str>,
}

impl<'a> SignatureHeaders<'a> {
    /// Asks for each header by name. `get` must not care about upper and lower case.
    pub fn read(get: impl Fn(&str) -> Option<&'a str>) -> Self {
        Self {
            timestamp: get("Wechatpay-Timestamp"),
            nonce: get("Wechatpay-Nonce"),
            signature: get("Wechatpay-Signature"),
            serial: get("Wechatpay-Serial"),
            signature_type: get("Wechatpay-Signature-Type"),
        }
    }
}

/// Verifies that the body, byte for byte as it came, was signed by the platform within [`WINDOW_SECONDS`] of `now`
/// (seconds since 1970), with the one of `keys` that `Wechatpay-Serial` names.
///
/// # Errors
/// [`VerifyError`] says which check failed; the cheap ones come first.
pub fn verify(
    keys: &PlatformKeys,
    headers: &SignatureHeaders<'_>,
    body: &[u8],
    now: i64,
) -> Result<(), VerifyError> {
    let present = Present::of(headers)?;
    match headers.signature_type {
        None | Some("" | SCHEME) => {}
        Some(given) => {
            return Err(VerifyError::SignatureType {
                given: given.to_owned(),
            });
        }
    }
    if present.signature.starts_with(PROBE) {
        return Err(VerifyError::Probe);
    }
    check_time(present.timestamp, now)?;
    let key = find_key(keys, present.serial, now)?;
    let signature = decode_base64(present.signature.as_bytes()).ok_or(VerifyError::NotBase64)?;
    // The original text of the timestamp, not the number.
    let message = message::answer(present.timestamp, present.nonce, body);
    if key.verifies(&message, &signature) {
        Ok(())
    } else {
        Err(VerifyError::Mismatch {
            serial: present.serial.to_owned(),
            body_length: body.len(),
        })
    }
}

struct Present<'a> {
    timestamp: &'a str,
    nonce: &'a str,
    signature: &'a str,
    serial: &'a str,
}

impl<'a> Present<'a> {
    fn of(headers: &SignatureHeaders<'a>) -> Result<Self, VerifyError> {
        let all = [
            ("Wechatpay-Timestamp", headers.timestamp),
            ("Wechatpay-Nonce", headers.nonce),
            ("Wechatpay-Signature", headers.signature),
            ("Wechatpay-Serial", headers.serial),
        ];
        let [Some(timestamp), Some(nonce), Some(signature), Some(serial)] =
            all.map(|(_, value)| value.filter(|text| !text.is_empty()))
        else {
            let missing = all
                .iter()
                .filter(|(_, value)| value.is_none_or(str::is_empty))
                .map(|(name, _)| *name);
            return Err(VerifyError::MissingHeaders {
                missing: missing.collect(),
            });
        };
        // A line feed would let two different messages have the same signed text. (HTTP forbids it; a caller may not.)
        match all
            .iter()
            .find(|(_, value)| value.is_some_and(|text| text.contains(char::is_control)))
        {
            Some((name, _)) => Err(VerifyError::MalformedHeader { name }),
            None => Ok(Self {
                timestamp,
                nonce,
                signature,
                serial,
            }),
        }
    }
}

fn check_time(text: &str, now: i64) -> Result<(), VerifyError> {
    let timestamp: i64 = text.parse().map_err(|_| VerifyError::TimestampNotANumber {
        given: text.to_owned(),
    })?;
    // Saturation, for timestamps at the ends of the number range.
    if now.saturating_sub(timestamp).saturating_abs() > WINDOW_SECONDS {
        return Err(VerifyError::Stale { timestamp, now });
    }
    Ok(())
}

fn find_key<'k>(
    keys: &'k PlatformKeys,
    serial: &str,
    now: i64,
) -> Result<&'k PlatformKey, VerifyError> {
    let key = keys.get(serial).ok_or_else(|| VerifyError::UnknownKey {
        serial: serial.to_owned(),
        known: keys.iter().map(|key| key.id().to_owned()).collect(),
    })?;
    match key {
        PlatformKey::Certificate(certificate) if now > certificate.not_after() => {
            Err(VerifyError::Expired {
                serial: serial.to_owned(),
                not_after: certificate.not_after(),
                now,
            })
        }
        _ => Ok(key),
    }
}
