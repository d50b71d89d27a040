//! Our own sample values, made by name, type and values of a field. The same field always gets the same value.

mod names;

use crate::doc::percent;
use crate::model::{BodyEncoding, DecodesTo, Encoding, Field, Operation, Type, Version};
use serde_json::{Map, Value, json};

/// Values for all that an operation sends, by container: `path`, `query`, `headers`, `body`. A container that the
/// operation does not have is absent. Values of `ours`, an older example, are kept where they still fit.
#[must_use]
pub fn request(operation: &Operation, ours: Option<&Value>) -> Value {
    let request = &operation.request;
    let mut tables = vec![
        ("path", &request.path),
        ("query", &request.query),
        ("headers", &request.headers),
    ];
    tables.retain(|(_, table)| !table.is_empty());
    tables.extend(request.body.as_ref().map(|body| ("body", &body.fields)));
    let is_form = request
        .body
        .as_ref()
        .is_some_and(|body| body.encoding == BodyEncoding::Multipart);
    let containers = tables.into_iter().map(|(name, table)| {
        let ours = ours.and_then(|ours| ours.get(name)?.as_object());
        let mut values = fields(table, ours, operation.version);
        match name {
            "path" => texts(&mut values, table, ours),
            "body" if is_form => files(&mut values, table, ours),
            _ => {}
        }
        (name.to_owned(), Value::Object(values))
    });
    Value::Object(containers.collect())
}

/// A path has texts only.
fn texts(values: &mut Map<String, Value>, parameters: &[Field], ours: Option<&Map<String, Value>>) {
    for field in parameters {
        let Some(value) = values.get_mut(&field.name) else {
            continue;
        };
        *value = Value::String(plain(value));
        if let Some(ours) = ours
            .and_then(|ours| ours.get(&field.name))
            .filter(|ours| still_fits(field, ours, value))
        {
            value.clone_from(ours);
        }
    }
}

/// Parts of a form that are objects without fields are files, told by their name.
fn files(values: &mut Map<String, Value>, parts: &[Field], ours: Option<&Map<String, Value>>) {
    for part in parts
        .iter()
        .filter(|part| part.ty == Type::Object && part.fields.is_empty())
    {
        let ours = ours.and_then(|ours| ours.get(&part.name)?.get("filename")?.as_str());
        values.insert(
            part.name.clone(),
            json!({"filename": ours.unwrap_or("sample.jpg")}),
        );
    }
}

/// Values for fields; those of `ours` where they fit.
#[must_use]
pub fn fields(
    fields: &[Field],
    ours: Option<&Map<String, Value>>,
    version: Version,
) -> Map<String, Value> {
    let value = |field: &Field| {
        let name = wire_name(&field.name);
        let ours = ours.and_then(|ours| ours.get(&name));
        (name, value(field, ours, version))
    };
    fields.iter().map(value).collect()
}

/// The first of a numbered list stands for all.
fn wire_name(name: &str) -> String {
    name.replace("$n", "0").replace("$m", "0")
}

/// A value for a field: a list has one element, an encoded string is the document's text.
fn value(field: &Field, ours: Option<&Value>, version: Version) -> Value {
    if field.array == 0 {
        return element(field, ours, version);
    }
    match ours
        .and_then(Value::as_array)
        .filter(|ours| !ours.is_empty())
    {
        Some(ours) => ours
            .iter()
            .map(|ours| element(field, Some(ours), version))
            .collect(),
        None => json!([element(field, None, version)]),
    }
}

fn element(field: &Field, ours: Option<&Value>, version: Version) -> Value {
    if let Some(document) = document(field, ours, version) {
        return document;
    }
    if field.ty == Type::Object {
        let ours = ours.and_then(Value::as_object);
        return match (shape(field), ours) {
            ([], Some(ours)) => Value::Object(ours.clone()),
            (below, ours) => Value::Object(fields(below, ours, version)),
        };
    }
    let fresh = match field.ty {
        Type::Boolean => json!(true),
        Type::Integer | Type::Number => number(field),
        Type::String | Type::Object => Value::String(string(field, version)),
    };
    match ours {
        Some(ours) if still_fits(field, ours, &fresh) => ours.clone(),
        _ => fresh,
    }
}

/// Whether a value is of the kind of the fresh one, among the listed ones, and not too long.
fn still_fits(field: &Field, ours: &Value, fresh: &Value) -> bool {
    let kind = std::mem::discriminant(ours) == std::mem::discriminant(fresh);
    let text = plain(ours);
    let listed = field.values.is_empty() || field.values.contains(&text);
    let whole = field.ty == Type::String
        || field.ty == Type::Boolean
        || field.decimal
        || text.parse::<i64>().is_ok();
    let short = field
        .max_length
        .is_none_or(|longest| text.chars().count() <= longest as usize);
    kind && listed && whole && short
}

/// The fields that go together: the first alternative, if there are several.
fn shape(field: &Field) -> &[Field] {
    field
        .alternatives
        .first()
        .map_or(&field.fields, |first| &first.fields)
}

/// The text of the document that a string carries.
fn document(field: &Field, ours: Option<&Value>, version: Version) -> Option<Value> {
    let below = shape(field);
    if below.is_empty() {
        return None;
    }
    let ours = ours.and_then(Value::as_str);
    let text = match field.encoding? {
        Encoding::Json => {
            let ours: Option<Value> = ours.and_then(|text| serde_json::from_str(text).ok());
            let document = match (field.decodes_to, below) {
                (Some(DecodesTo::List), [element]) => value(element, ours.as_ref(), version),
                _ => Value::Object(fields(
                    below,
                    ours.as_ref().and_then(Value::as_object),
                    version,
                )),
            };
            document.to_string()
        }
        Encoding::Urlencoded => {
            let pairs = fields(below, None, version).into_iter();
            let pairs: Vec<_> = pairs
                .map(|(key, value)| format!("{key}={}", plain(&value)))
                .collect();
            percent::encode(&pairs.join("&"))
        }
    };
    Some(Value::String(text))
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn string(field: &Field, version: Version) -> String {
    let sample = match field.values.first() {
        Some(value) => value.clone(),
        None => names::string(&field.name, version),
    };
    match field.max_length {
        Some(longest) => sample.chars().take(longest as usize).collect(),
        None => sample,
    }
}

fn number(field: &Field) -> Value {
    let listed = field
        .values
        .first()
        .and_then(|value| value.parse::<i64>().ok());
    match listed {
        Some(number) => json!(number),
        None if field.decimal => json!(1.5),
        None => json!(names::integer(&field.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::testing::{field, object};

    const JSON: Version = Version::V3;

    #[test]
    fn every_field_has_a_value() {
        let mut list = object(
            "detail",
            vec![
                field("goods_id", Type::String),
                field("price", Type::Integer),
            ],
        );
        list.array = 1;
        let mut state = field("state", Type::String);
        state.values = vec!["OPEN".to_owned(), "CLOSED".to_owned()];
        let expected =
            json!({"detail": [{"goods_id": "GOODS0001", "price": 100}], "state": "OPEN"});
        assert_eq!(Value::Object(fields(&[list, state], None, JSON)), expected);
    }

    #[test]
    fn documents_are_text() {
        let mut meta = field("meta", Type::String);
        meta.encoding = Some(Encoding::Json);
        meta.decodes_to = Some(DecodesTo::Object);
        meta.fields = vec![field("filename", Type::String)];
        assert_eq!(
            value(&meta, None, JSON),
            json!(r#"{"filename":"sample.jpg"}"#)
        );
        let mut days = field("days", Type::Integer);
        days.array = 1;
        meta.decodes_to = Some(DecodesTo::List);
        meta.fields = vec![days];
        assert_eq!(value(&meta, None, JSON), json!("[7]"));
    }

    /// What somebody chose stays as long as it can.
    #[test]
    fn older_values_are_kept_where_they_fit() {
        let mut state = field("state", Type::String);
        state.values = vec!["OPEN".to_owned()];
        let mut list = object(
            "detail",
            vec![
                field("goods_id", Type::String),
                field("price", Type::Integer),
            ],
        );
        list.array = 1;
        let ours = json!({
            "state": "CLOSED",
            "detail": [{"goods_id": "apple", "price": "7"}, {"goods_id": "pear", "price": 8}],
            "gone": 1,
        });
        let expected = json!({
            "detail": [{"goods_id": "apple", "price": 100}, {"goods_id": "pear", "price": 8}],
            "state": "OPEN",
        });
        assert_eq!(
            Value::Object(fields(&[list, state], ours.as_object(), JSON)),
            expected
        );
    }

    #[test]
    fn texts_are_no_longer_than_they_may_be() {
        let mut name = field("out_trade_no", Type::String);
        name.max_length = Some(5);
        assert_eq!(value(&name, None, JSON), json!("ORDER"));
    }
}
