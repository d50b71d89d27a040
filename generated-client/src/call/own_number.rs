//! Whether a request names its business action by a number of the merchant's own, so that the platform knows a repetition.

use super::{Body, Draft, Version};
use crate::codec::{Object, View};
use serde_json::Value;

/// Header by which some operations know a repetition.
const KEY: &str = "Idempotency-Key";

/// Whether the request of API v3 names its action, and repeating it hides nothing.
///
/// Only top-level fields of the body count: there a number names what the request makes. A number in the path names what is there
/// already. Payments with the code that a customer shows are left out: a second attempt may find the code used, by the first one,
/// and then says that the payment failed.
pub(crate) fn is_in(draft: &Draft) -> bool {
    let header = draft.own_headers.iter().any(|(name, _)| is_key(name))
        || draft
            .headers
            .as_deref()
            .is_some_and(|headers| texts(headers).any(|(name, _)| is_key(name)));
    let number = match &draft.body {
        Body::Object(object) => {
            texts(&**object).any(|(name, value)| !value.is_empty() && is_own_number(name))
        }
        Body::Value(Value::Object(map)) => map.iter().any(|(name, value)| {
            value.as_str().is_some_and(|text| !text.is_empty()) && is_own_number(name)
        }),
        _ => false,
    };
    let version = draft.operation.version == Version::V3;
    version && (header || number) && !has_payment_code(&draft.body)
}

/// `out_trade_no`, `combine_out_trade_no`, `out_refund_no`, `out_batch_no`, …, `out_request_no`, `send_request_no`, ….
fn is_own_number(name: &str) -> bool {
    let out = name.strip_prefix("combine_").unwrap_or(name);
    (out.starts_with("out_") && out.ends_with("_no"))
        || name.ends_with("_request_no")
        || name == "idempotent_id"
}

fn is_key(name: &str) -> bool {
    name.eq_ignore_ascii_case(KEY)
}

/// The text fields of an object that have a value.
fn texts(object: &dyn Object) -> impl Iterator<Item = (&'static str, &str)> {
    object
        .fields()
        .filter_map(|(name, field)| match field.view() {
            View::Text(text) => Some((name, text)),
            _ => None,
        })
}

/// Whether the body has the code that a customer shows, `auth_code`, at its top or in one of its objects.
fn has_payment_code(body: &Body) -> bool {
    const NAME: &str = "auth_code";
    fn in_object(object: &dyn Object) -> bool {
        object.fields().any(|(name, field)| match field.view() {
            View::Absent => false,
            View::Object(inner) => in_object(inner),
            _ => name == NAME,
        })
    }
    fn in_value(value: &Value) -> bool {
        let Value::Object(map) = value else {
            return false;
        };
        map.iter()
            .any(|(name, value)| name == NAME || in_value(value))
    }
    match body {
        Body::Object(object) => in_object(&**object),
        Body::Value(value) => in_value(value),
        Body::None | Body::Broken(_) => false,
    }
}
