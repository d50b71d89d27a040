//! Values as JSON.

use super::super::percent;
use super::{Entry, Value, ValueKind};

/// The value as JSON. A string that carries a document becomes the string that is sent (compact JSON, or the encoded
/// form). What only a running program knows becomes a string with the code between `<?=` and `?>`, so that nothing is
/// lost and nobody takes it for a sample.
#[must_use]
pub fn to_json(value: &Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match &value.kind {
        ValueKind::Map(entries) => entries
            .iter()
            .map(|entry| (entry.key.text.clone(), to_json(&entry.value)))
            .collect(),
        ValueKind::List(items) => Json::Array(items.iter().map(to_json).collect()),
        ValueKind::String(text) => Json::String(text.clone()),
        ValueKind::Int(number) => Json::from(*number),
        ValueKind::Float(number) => Json::from(*number),
        ValueKind::Bool(truth) => Json::Bool(*truth),
        ValueKind::Null => Json::Null,
        ValueKind::JsonText(inner) => Json::String(to_json(inner).to_string()),
        ValueKind::FormText(inner) => Json::String(percent::encode(&query_string(inner))),
        ValueKind::Dynamic(_) => Json::String(format!("<?= {value} ?>")),
    }
}

/// `key=value&key=value`, nothing encoded.
fn query_string(value: &Value) -> String {
    let pair = |entry: &Entry| format!("{}={}", entry.key.text, plain(&entry.value));
    value
        .as_map()
        .unwrap_or_default()
        .iter()
        .map(pair)
        .collect::<Vec<_>>()
        .join("&")
}

/// The text of a value where everything is text: a query, an XML element.
#[must_use]
pub fn plain(value: &Value) -> String {
    match to_json(value) {
        serde_json::Value::String(text) => text,
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    }
}
