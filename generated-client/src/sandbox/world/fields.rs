//! Reading requests and making answers out of what was read.

use serde_json::{Map, Value};

/// An object's fields while it is made; what is absent is left out.
#[derive(Default)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// Sets a field.
    pub(super) fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// Sets a field if there is a value.
    pub(super) fn maybe(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Copies those of the fields that the object has and that say something.
    pub(super) fn copy(mut self, from: &Value, names: &[&str]) -> Self {
        for name in names {
            if let Some(value) = from.get(name).filter(|value| says_something(value)) {
                self.0.insert((*name).to_owned(), value.clone());
            }
        }
        self
    }

    /// The object.
    pub(super) fn value(self) -> Value {
        Value::Object(self.0)
    }

    /// The object as v2 writes it: numbers are texts.
    pub(super) fn texts(self) -> Value {
        let texts = self.0.into_iter().map(|(name, value)| {
            let text = match value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            (name, Value::String(text))
        });
        Value::Object(texts.collect())
    }
}

fn says_something(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}

/// The text at a path such as `amount.currency`; `None` if it is absent, empty or no text.
pub(super) fn text<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    at(value, path)?.as_str().filter(|text| !text.is_empty())
}

/// The text at a path, or an empty one.
pub(super) fn text_or_empty(value: &Value, path: &str) -> String {
    text(value, path).unwrap_or_default().to_owned()
}

/// The whole number at a path; texts of digits are read as well, as v2 has them.
pub(super) fn whole(value: &Value, path: &str) -> Option<i64> {
    match at(value, path)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// The truth at a path: `true`, or `Y` as v2 writes it.
pub(super) fn truth(value: &Value, path: &str) -> bool {
    match at(value, path) {
        Some(Value::Bool(truth)) => *truth,
        Some(Value::String(text)) => text == "Y" || text == "true",
        _ => false,
    }
}

/// The list at a path; an absent one is empty.
pub(super) fn list<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    at(value, path)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.')
        .try_fold(value, |value, name| value.get(name))
}

/// A number of a path parameter or of the query as text.
pub(super) fn parameter(map: &Map<String, Value>, name: &str) -> String {
    match map.get(name) {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    }
}

/// A request without what differs between two sendings of it: nonce, signature, time. Two that are equal ask for the same.
pub(super) fn essence(body: &Value) -> Value {
    match body {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .filter(|(name, value)| {
                    !matches!(
                        name.as_str(),
                        "nonce_str" | "sign" | "sign_type" | "timestamp"
                    ) && says_something(value)
                })
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        ),
        other => other.clone(),
    }
}
