//! What the client adds to a request of API v2: the merchant id, a random text, the kind of the signature and the signature.

use crate::model::{BodyEncoding, Field, Operation, ResponseKind, Version};

/// Names under which the merchant's own id is sent.
const MERCHANT_IDS: &[&str] = &["mch_id", "mchid", "combine_mch_id"];

/// Fields, beside the merchant id, that the client fills in if they are not given.
const FILLED_IN: &[&str] = &["nonce_str", "sign_type", "sign"];

/// Whether the client fills in this field of a request of API v2. In a form also the digest of its file.
#[must_use]
pub fn is_filled_in(name: &str, form: bool) -> bool {
    MERCHANT_IDS.contains(&name) || FILLED_IN.contains(&name) || form && name == "media_hash"
}

/// The name of the merchant's own id in a request of API v2 if it is not the usual `mch_id`.
#[must_use]
pub fn merchant_id(operation: &Operation) -> Option<&str> {
    if operation.version == Version::V3 {
        return None;
    }
    let mut names = sent(operation).iter().map(|field| field.name.as_str());
    names
        .find(|name| MERCHANT_IDS.contains(name))
        .filter(|name| *name != "mch_id")
}

/// The case of the client's `SignRule` for an operation, `None` for the one that API v2 has by default (API v3 needs none).
///
/// The page's fields decide: without `sign_type` the platform takes MD5; with one value that is it; with more it is a choice.
/// A page for the browser without `sign` is not signed at all.
#[must_use]
pub fn rule(operation: &Operation) -> Option<&'static str> {
    if operation.version == Version::V3 {
        return None;
    }
    let field = |name: &str| sent(operation).iter().find(|field| field.name == name);
    let signed = field("sign").is_some() || operation.response.kind != ResponseKind::Redirect;
    let Some(sign_type) = field("sign_type") else {
        return (!signed).then_some("Unsigned");
    };
    match sign_type.values.as_slice() {
        [one] if one == "MD5" => None,
        [one] if one == "HMAC-SHA256" => Some("HmacSha256"),
        _ => Some("Choice"),
    }
}

/// Fields of the body, or of the query where there is none.
fn sent(operation: &Operation) -> &[Field] {
    match &operation.request.body {
        Some(body) if body.encoding != BodyEncoding::Json => &body.fields,
        _ => &operation.request.query,
    }
}
