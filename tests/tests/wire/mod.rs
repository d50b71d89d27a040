//! What a rendered request carries, as values that can be compared with an example.

use percent_encoding::percent_decode_str;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

/// Gives a value to the path parameters that an upstream example leaves empty, which no call would send.
pub fn fill_path(example: &mut Value) {
    let parameters = example.get_mut("path").and_then(Value::as_object_mut);
    for (name, value) in parameters.into_iter().flatten() {
        if value == "" {
            *value = Value::String(name.clone());
        }
    }
}

/// The path on the wire of a documented path with these parameters.
pub fn path(template: &str, parameters: &Value) -> String {
    let mut path = template.strip_prefix("/v2").unwrap_or(template).to_owned();
    for (name, value) in parameters.as_object().into_iter().flatten() {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        path = path.replace(&format!("{{{name}}}"), &text);
    }
    path
}

/// The decoded path of a URL.
pub fn path_of(url: &str) -> String {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme.find('/').map_or("", |at| &after_scheme[at..]);
    decoded(path.split(['?', '#']).next().unwrap_or_default())
}

/// The query of a URL; a name that comes twice is a list.
pub fn query(url: &str) -> Value {
    let without_fragment = url.split('#').next().unwrap_or_default();
    let Some((_, query)) = without_fragment.split_once('?') else {
        return Value::Null;
    };
    let mut fields = Map::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        add(&mut fields, decoded(name), Value::String(decoded(value)));
    }
    Value::Object(fields)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

/// A flat XML document as an object.
pub fn xml(body: &[u8]) -> Value {
    let mut reader = Reader::from_str(std::str::from_utf8(body).unwrap());
    let mut fields = Map::new();
    let (mut name, mut text, mut depth) = (String::new(), String::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                depth += 1;
                name = start.name().as_ref().to_owned();
                text.clear();
            }
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(reference) => text.push_str(match &*reference {
                "lt" => "<",
                "gt" => ">",
                "amp" => "&",
                "quot" => "\"",
                "apos" => "'",
                other => panic!("&{other};"),
            }),
            Event::End(_) => {
                if depth == 2 {
                    add(&mut fields, name.clone(), Value::String(text.clone()));
                }
                depth -= 1;
            }
            Event::Eof => return Value::Object(fields),
            _ => {}
        }
    }
}

/// The parts of a form that are no file.
pub fn parts(body: &[u8], content_type: Option<&str>) -> Value {
    let content_type = content_type.expect("a form says its boundary");
    let boundary = content_type
        .split_once("boundary=")
        .unwrap()
        .1
        .trim_matches('"');
    let text = String::from_utf8_lossy(body);
    let mut fields = Map::new();
    for part in text.split(&format!("--{boundary}")) {
        let Some((head, value)) = part.split_once("\r\n\r\n") else {
            continue;
        };
        let name = head
            .split_once("name=\"")
            .unwrap()
            .1
            .split('"')
            .next()
            .unwrap();
        if !head.contains("filename=") {
            let value = value.strip_suffix("\r\n").unwrap();
            add(
                &mut fields,
                name.to_owned(),
                Value::String(value.to_owned()),
            );
        }
    }
    Value::Object(fields)
}

/// The values of a form's example that are no file.
pub fn without_files(body: &Value) -> Value {
    let fields = body.as_object().into_iter().flatten();
    let no_file = |value: &Value| value.get("filename").is_none();
    let kept = fields.filter(|(_, value)| no_file(value));
    Value::Object(
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}

/// The fields of a query or an XML document that are sent: an empty text is not, it would not be signed either.
pub fn sent(fields: &Value) -> Value {
    let Value::Object(fields) = fields else {
        return fields.clone();
    };
    let sent = fields.iter().filter(|(_, value)| *value != "");
    Value::Object(
        sent.map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}

/// A query cannot tell a list of one from its element.
pub fn one_of_one(fields: &Value) -> Value {
    let Value::Object(fields) = fields else {
        return fields.clone();
    };
    let one = |value: &Value| match value {
        Value::Array(items) if items.len() == 1 => items[0].clone(),
        other => other.clone(),
    };
    Value::Object(
        fields
            .iter()
            .map(|(name, value)| (name.clone(), one(value)))
            .collect(),
    )
}

/// A value without what is not there: null, empty objects.
pub fn present(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept: Map<_, _> = fields
                .iter()
                .map(|(name, value)| (name.clone(), present(value)))
                .filter(|(_, value)| !value.is_null())
                .collect();
            if kept.is_empty() {
                Value::Null
            } else {
                Value::Object(kept)
            }
        }
        Value::Array(items) => Value::Array(items.iter().map(present).collect()),
        other => other.clone(),
    }
}

fn add(fields: &mut Map<String, Value>, name: String, value: Value) {
    match fields.get_mut(&name) {
        Some(Value::Array(items)) => items.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
        None => {
            fields.insert(name, value);
        }
    }
}
