//! A request against what its page says: everything that is wrong with it, and its values with encrypted ones decrypted.

use super::catalogue::{Encoding, Field, Key, Type, field_of};
use crate::keys::MerchantKey;
use serde_json::{Map, Value, json};

/// Deeper documents than the API has are not looked into.
const DEPTH: u8 = 32;
/// Characters of a value that a problem repeats.
const SHOWN: usize = 64;

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Where: `body`, `query`, `path`, `header`.
    pub location: &'static str,
    /// JSON pointer of the field in it: `/amount/total`.
    pub field: String,
    /// The beginning of what was sent, empty if nothing was.
    pub value: String,
    /// What is wrong.
    pub issue: String,
}

impl Problem {
    pub(super) fn to_json(&self) -> Value {
        json!({ "field": self.field, "value": self.value, "issue": self.issue, "location": self.location })
    }
}

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// JSON: every type its own.
    Typed,
    /// A query, a path, XML: everything is text.
    Texts,
}

/// Checks one container of a request.
pub(super) struct Check<'a> {
    pub(super) location: &'static str,
    pub(super) notation: Notation,
    /// What decrypts fields that the merchant encrypted with the platform's key; `None` if the request names no key of ours.
    pub(super) platform: Option<&'a MerchantKey>,
    /// What decrypts fields of transfers to bank cards.
    pub(super) bank: &'a MerchantKey,
    /// Names beside the documented ones.
    pub(super) also: &'static [&'static str],
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Check<'_> {
    /// The values of an object, of the types of its fields, decrypted.
    pub(super) fn object(
        &mut self,
        fields: &[Field],
        values: &Map<String, Value>,
        at: &str,
        depth: u8,
    ) -> Map<String, Value> {
        let mut plain = Map::new();
        for field in fields.iter().filter(|field| field.required) {
            let is_there = values
                .get(&field.name)
                .is_some_and(|value| !value.is_null());
            let numbered = field.name.contains('$');
            if !numbered && !is_there {
                self.problem(&pointer(at, &field.name), None, "required, but missing");
            }
        }
        for (name, value) in values.iter().filter(|(_, value)| !value.is_null()) {
            let at = pointer(at, name);
            // An object without documented fields may have any.
            match field_of(fields, name) {
                Some(field) => {
                    let value = self.field(field, value, &at, depth);
                    plain.insert(name.clone(), value);
                }
                None => {
                    if !fields.is_empty() && !self.also.contains(&name.as_str()) {
                        self.problem(&at, Some(value), "unknown");
                    }
                    plain.insert(name.clone(), value.clone());
                }
            }
        }
        plain
    }

    fn field(&mut self, field: &Field, value: &Value, at: &str, depth: u8) -> Value {
        let Some(depth) = depth.checked_sub(1) else {
            return value.clone();
        };
        if !field.list {
            return self.one(field, value, at, depth);
        }
        match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| self.one(field, item, &format!("{at}/{index}"), depth))
                .collect(),
            // A list of one looks like none.
            value if self.notation == Notation::Texts => {
                Value::Array(vec![self.one(field, value, at, depth)])
            }
            value => {
                self.problem(at, Some(value), "expected a list");
                value.clone()
            }
        }
    }

    fn one(&mut self, field: &Field, value: &Value, at: &str, depth: u8) -> Value {
        match (field.ty, value) {
            (Type::Object, Value::Object(values)) => {
                Value::Object(self.object(&field.fields, values, at, depth))
            }
            (Type::Object, Value::String(text)) if self.notation == Notation::Texts => {
                match serde_json::from_str(text) {
                    Ok(value @ (Value::Object(_) | Value::Array(_))) => value,
                    _ => self.wrong(at, value, "expected an object"),
                }
            }
            (Type::Object, _) => self.wrong(at, value, "expected an object"),
            (Type::Text, Value::String(text)) => self.text(field, text, at, depth),
            (Type::Text, _) => self.wrong(at, value, "expected a string"),
            (Type::Integer, _) => self.number(field, value, at),
            (Type::Boolean, Value::Bool(_)) => value.clone(),
            (Type::Boolean, Value::String(text))
                if self.notation == Notation::Texts
                    && matches!(text.as_str(), "true" | "false") =>
            {
                Value::Bool(text == "true")
            }
            (Type::Boolean, _) => self.wrong(at, value, "expected true or false"),
        }
    }

    fn number(&mut self, field: &Field, value: &Value, at: &str) -> Value {
        let parsed = match value {
            Value::String(text) if self.notation == Notation::Texts => {
                serde_json::from_str(text).ok()
            }
            value => Some(value.clone()),
        };
        match parsed {
            Some(Value::Number(number)) if field.decimal || number.is_i64() => {
                let text = number.to_string();
                self.listed(field, &text, at);
                Value::Number(number)
            }
            _ => self.wrong(at, value, "expected an integer"),
        }
    }

    fn text(&mut self, field: &Field, text: &str, at: &str, depth: u8) -> Value {
        let key = match field.key {
            Some(Key::Platform) => Some(self.platform),
            Some(Key::Bank) => Some(Some(self.bank)),
            _ => None,
        };
        let plain = match key {
            None => text.to_owned(),
            Some(None) => {
                self.problem(
                    at,
                    None,
                    "encrypted, but Wechatpay-Serial names no key of the platform",
                );
                return Value::String(text.to_owned());
            }
            Some(Some(key)) => match key.decrypt(text) {
                Ok(plain) => plain.to_string(),
                Err(_) => {
                    let issue = "not encrypted with RSA-OAEP for the platform key that Wechatpay-Serial names";
                    self.problem(at, None, issue);
                    return Value::String(text.to_owned());
                }
            },
        };
        // A value that was secret is not repeated.
        let is_secret = key.is_some();
        if let Some(longest) = field.max_length.filter(|_| field.encoding.is_none()) {
            let length = plain.chars().count();
            if length > longest {
                let shown = Value::String(plain.clone());
                let issue = format!("{length} characters, at most {longest} are allowed");
                self.problem(at, (!is_secret).then_some(&shown), &issue);
            }
        }
        self.listed(field, &plain, at);
        if field.encoding == Some(Encoding::Json) {
            self.document(field, &plain, at, depth);
        }
        Value::String(plain)
    }

    /// A text that carries JSON; it stays a text.
    fn document(&mut self, field: &Field, text: &str, at: &str, depth: u8) {
        let outside = self.notation;
        self.notation = Notation::Typed;
        match (serde_json::from_str(text), field.decodes_to_list) {
            (Ok(Value::Object(values)), false) => {
                self.object(&field.fields, &values, at, depth);
            }
            (Ok(Value::Array(items)), true) => {
                if let Some(element) = field.fields.first() {
                    for (index, item) in items.iter().enumerate() {
                        self.one(element, item, &format!("{at}/{index}"), depth);
                    }
                }
            }
            _ => {
                let value = Value::String(text.to_owned());
                let what = match field.decodes_to_list {
                    true => "expected a JSON list in a string",
                    false => "expected a JSON object in a string",
                };
                self.problem(at, Some(&value), what);
            }
        }
        self.notation = outside;
    }

    fn listed(&mut self, field: &Field, text: &str, at: &str) {
        if !field.values.is_empty() && !field.values.iter().any(|value| value == text) {
            let value = Value::String(text.to_owned());
            let issue = format!("expected one of {}", field.values.join(", "));
            self.problem(at, Some(&value), &issue);
        }
    }

    fn wrong(&mut self, at: &str, value: &Value, issue: &str) -> Value {
        self.problem(at, Some(value), issue);
        value.clone()
    }

    fn problem(&mut self, at: &str, value: Option<&Value>, issue: &str) {
        let value = match value {
            None => String::new(),
            Some(Value::String(text)) => text.chars().take(SHOWN).collect(),
            Some(other) => other.to_string().chars().take(SHOWN).collect(),
        };
        self.problems.push(Problem {
            location: self.location,
            field: at.to_owned(),
            value,
            issue: issue.to_owned(),
        });
    }

    /// The values of a whole container.
    pub(super) fn all(
        &mut self,
        fields: &[Field],
        values: &Map<String, Value>,
    ) -> Map<String, Value> {
        self.object(fields, values, "", DEPTH)
    }
}

/// RFC 6901.
fn pointer(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}
