//! Signatures of v2: MD5 or HMAC-SHA256 over the sorted fields and the APIv2 key.

use std::error::Error;
use std::fmt;

use zeroize::Zeroizing;

use crate::crypto::digest::hex_upper;
use crate::crypto::equal_in_constant_time;
use crate::crypto::v2::{hmac_sha256, md5};
use crate::keys::ApiV2Key;

/// The kind of a v2 signature, the value of `sign_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignType {
    /// `MD5`: 32 hexadecimal digits. What v2 takes if a message has no `sign_type`.
    Md5,
    /// `HMAC-SHA256`: 64 hexadecimal digits. Many operations allow nothing else.
    HmacSha256,
}

impl SignType {
    /// The value of `sign_type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::HmacSha256 => "HMAC-SHA256",
        }
    }

    /// The kind with this value of `sign_type`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "MD5" => Some(Self::Md5),
            "HMAC-SHA256" => Some(Self::HmacSha256),
            _ => None,
        }
    }

    /// Answers do not name the kind of their signature; its length tells it.
    fn of(signature: &str) -> Option<Self> {
        match signature.len() {
            32 => Some(Self::Md5),
            64 => Some(Self::HmacSha256),
            _ => None,
        }
    }
}

impl fmt::Display for SignType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Signs all fields of a message as upper-case hexadecimal. Left out are `sign` and empty values; `sign_type` itself is
/// signed if it is among the fields, and must then be this one.
pub fn sign<'a>(
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    sign_type: SignType,
    key: &ApiV2Key,
) -> String {
    let text = signed_text(fields, key);
    match sign_type {
        SignType::Md5 => hex_upper(&md5(&text)),
        SignType::HmacSha256 => hex_upper(hmac_sha256(key.bytes(), &text).as_ref()),
    }
}

/// `a=1&b=2&key=…`, ordered by the bytes of the names.
fn signed_text<'a>(
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    key: &ApiV2Key,
) -> Zeroizing<Vec<u8>> {
    let mut fields: Vec<(&str, &str)> = fields
        .into_iter()
        .filter(|(name, value)| *name != "sign" && !value.is_empty())
        .collect();
    fields.sort_unstable();
    // Sized beforehand: growing would leave a copy with the key behind.
    let length = fields
        .iter()
        .map(|(name, value)| name.len() + value.len() + 2)
        .sum::<usize>()
        + 4
        + key.bytes().len();
    let mut text = Zeroizing::new(Vec::with_capacity(length));
    for (name, value) in fields {
        for part in [name, "=", value, "&"] {
            text.extend_from_slice(part.as_bytes());
        }
    }
    text.extend_from_slice(b"key=");
    text.extend_from_slice(key.bytes());
    text
}

/// Verifies the field `sign` of an answer or notification over all its fields as they came, also those that no page
/// documents (`coupon_id_0`, …): they are signed too.
///
/// # Errors
/// [`VerifyError`]. `expected` refuses the weaker MD5 where the request was signed with HMAC-SHA256.
pub fn verify<'a>(
    fields: impl IntoIterator<Item = (&'a str, &'a str)> + Clone,
    expected: Option<SignType>,
    key: &ApiV2Key,
) -> Result<(), VerifyError> {
    let given = fields
        .clone()
        .into_iter()
        .find(|(name, value)| *name == "sign" && !value.is_empty());
    let (_, given) = given.ok_or(VerifyError::Missing)?;
    let sign_type = SignType::of(given).ok_or(VerifyError::Length {
        length: given.len(),
    })?;
    if let Some(expected) = expected.filter(|expected| *expected != sign_type) {
        return Err(VerifyError::Kind {
            expected,
            found: sign_type,
        });
    }
    if equal_in_constant_time(sign(fields, sign_type, key).as_bytes(), given.as_bytes()) {
        Ok(())
    } else {
        Err(VerifyError::Mismatch { sign_type })
    }
}

/// A v2 message is not proven to come from WeChat Pay. Each variant is one check.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// It has no field `sign`.
    Missing,
    /// `sign` has neither 32 nor 64 digits.
    Length {
        /// Its bytes.
        length: usize,
    },
    /// `sign` is of another kind than agreed.
    Kind {
        /// The agreed kind.
        expected: SignType,
        /// The kind by its length.
        found: SignType,
    },
    /// `sign` is not the signature of these fields with this key.
    Mismatch {
        /// Its kind.
        sign_type: SignType,
    },
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("not signed: there is no field `sign`"),
            Self::Length { length } => write!(
                f,
                "`sign` has {length} characters, neither 32 (MD5) nor 64 (HMAC-SHA256)"
            ),
            Self::Kind { expected, found } => {
                write!(f, "signed with {found}, but {expected} is expected")
            }
            Self::Mismatch { sign_type } => write!(
                f,
                "the {sign_type} signature does not fit the fields under the APIv2 key; \
                 all fields must be verified as they came, and the configured key must be the APIv2 key, not the APIv3 key"
            ),
        }
    }
}

impl Error for VerifyError {}

/// Paths (on the wire, without `/v2`) whose answers have no signature.
/// Source: the list of wechatpay-apiv3/wechatpay-php 1.4.12; the pages of `/mmpaysptrans/query_bank` and
/// `/billcommentsp/batchquerycomment`, which list no `sign`.
pub const UNSIGNED: &[&str] = &[
    "/billcommentsp/batchquerycomment",
    "/mchrisk/querymchrisk",
    "/mchrisk/setmchriskcallback",
    "/mchrisk/syncmchriskresult",
    "/mmpaymkttransfers/gethbinfo",
    "/mmpaymkttransfers/gettransferinfo",
    "/mmpaymkttransfers/pay_bank",
    "/mmpaymkttransfers/promotion/paywwsptrans2pocket",
    "/mmpaymkttransfers/promotion/querywwsptrans2pocket",
    "/mmpaymkttransfers/promotion/transfers",
    "/mmpaymkttransfers/query_bank",
    "/mmpaymkttransfers/sendgroupredpack",
    "/mmpaymkttransfers/sendminiprogramhb",
    "/mmpaymkttransfers/sendredpack",
    "/mmpaysptrans/query_bank",
    "/papay/entrustweb",
    "/papay/h5entrustweb",
    "/papay/partner/entrustweb",
    "/papay/partner/h5entrustweb",
    "/pay/downloadbill",
    "/pay/downloadfundflow",
    "/payitil/report",
    "/risk/getpublickey",
    "/risk/getviolation",
    "/secapi/mch/submchmanage",
    "/xdc/apiv2getsignkey/sign/getsignkey",
];

/// Whether the answer of this path (on the wire, without `/v2`, with or without query) is signed.
pub fn is_answer_signed(target: &str) -> bool {
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    !UNSIGNED.contains(&path)
}
