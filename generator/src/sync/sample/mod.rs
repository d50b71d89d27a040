//! Our own sample values, made by name, type and values of a field. The same field always gets the same value.

mod names;

use crate::model::{Body, BodyEncoding, DecodesTo, Encoding, Field, Operation, Type, Version};
use serde_json::{Map, Value, json};

/// How values are written where they stand.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Version of the API: times are written differently.
    pub version: Version,
    /// Whether everything is text: paths, queries, headers, XML.
    pub text: bool,
}

/// Values for all that an operation sends, by container: `path`, `query`, `headers`, `body`. A container that the
/// operation does not have is absent.
#[must_use]
pub fn request(operation: &Operation) -> Value {
    let request = &operation.request;
    let text = Style { version: operation.version, text: true };
    let mut example = Map::new();
    for (name, table) in [("path", &request.path), ("query", &request.query), ("headers", &request.headers)] {
        if !table.is_empty() {
            example.insert(name.to_owned(), Value::Object(fields(table, text)));
        }
    }
    if let Some(Body { encoding, fields: table, .. }) = &request.body {
        let style = Style { text: *encoding != BodyEncoding::Json, ..text };
        example.insert("body".to_owned(), Value::Object(fields(table, style)));
    }
    Value::Object(example)
}

/// Values for fields.
#[must_use]
pub fn fields(fields: &[Field], style: Style) -> Map<String, Value> {
    fields.iter().map(|field| (wire_name(&field.name), value(field, style))).collect()
}

/// The first of a numbered list stands for all.
fn wire_name(name: &str) -> String {
    name.replace("$n", "0").replace("$m", "0")
}

/// A value for a field: a list has one element, an encoded string is the document's text.
#[must_use]
pub fn value(field: &Field, style: Style) -> Value {
    if let Some(document) = document(field, style) {
        return document;
    }
    let one = match field.ty {
        Type::Object => Value::Object(fields(shape(field), style)),
        Type::String => Value::String(string(field, style)),
        Type::Boolean if style.text => json!("true"),
        Type::Boolean => json!(true),
        Type::Integer | Type::Number => number(field, style),
    };
    if field.array == 1 { Value::Array(vec![one]) } else { one }
}

/// The fields that go together: the first alternative, if there are several.
fn shape(field: &Field) -> &[Field] {
    field.alternatives.first().map_or(&field.fields, |first| &first.fields)
}

/// The text of the document that a string carries.
fn document(field: &Field, style: Style) -> Option<Value> {
    let below = shape(field);
    if below.is_empty() {
        return None;
    }
    let text = match field.encoding? {
        Encoding::Json => {
            let inside = Style { text: false, ..style };
            let document = match (field.decodes_to, below) {
                (Some(DecodesTo::List), [element]) => value(element, inside),
                _ => Value::Object(fields(below, inside)),
            };
            document.to_string()
        }
        Encoding::Urlencoded => {
            let inside = Style { text: true, ..style };
            let pairs = fields(below, inside).into_iter();
            let pairs: Vec<_> = pairs.map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or("1"))).collect();
            pairs.join("&")
        }
    };
    Some(Value::String(text))
}

fn string(field: &Field, style: Style) -> String {
    let sample = match field.values.first() {
        Some(value) => value.clone(),
        None => names::string(&field.name, style.version),
    };
    match field.max_length {
        Some(longest) => sample.chars().take(longest as usize).collect(),
        None => sample,
    }
}

fn number(field: &Field, style: Style) -> Value {
    let listed = field.values.first().and_then(|value| value.parse::<i64>().ok());
    let number = match listed {
        Some(number) => json!(number),
        None if field.decimal => json!(1.5),
        None => json!(names::integer(&field.name)),
    };
    if style.text { Value::String(number.to_string()) } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::testing::{field, object};

    const JSON: Style = Style { version: Version::V3, text: false };

    #[test]
    fn every_field_has_a_value() {
        let mut list = object("detail", vec![field("goods_id", Type::String), field("price", Type::Integer)]);
        list.array = 1;
        let mut state = field("state", Type::String);
        state.values = vec!["OPEN".to_owned(), "CLOSED".to_owned()];
        let expected = json!({"detail": [{"goods_id": "GOODS0001", "price": 100}], "state": "OPEN"});
        assert_eq!(Value::Object(fields(&[list, state], JSON)), expected);
    }

    #[test]
    fn documents_are_text() {
        let mut meta = field("meta", Type::String);
        meta.encoding = Some(Encoding::Json);
        meta.decodes_to = Some(DecodesTo::Object);
        meta.fields = vec![field("filename", Type::String)];
        assert_eq!(value(&meta, JSON), json!(r#"{"filename":"sample.jpg"}"#));
        let mut days = field("days", Type::Integer);
        days.array = 1;
        meta.decodes_to = Some(DecodesTo::List);
        meta.fields = vec![days];
        assert_eq!(value(&meta, JSON), json!("[7]"));
    }

    #[test]
    fn text_only_places_have_text_only() {
        let style = Style { text: true, ..JSON };
        assert_eq!(value(&field("limit", Type::Integer), style), json!("10"));
        assert_eq!(value(&field("open", Type::Boolean), style), json!("true"));
    }

    #[test]
    fn texts_are_no_longer_than_they_may_be() {
        let mut name = field("out_trade_no", Type::String);
        name.max_length = Some(5);
        assert_eq!(value(&name, JSON), json!("ORDER"));
    }
}
