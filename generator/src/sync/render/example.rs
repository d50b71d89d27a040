//! The example of an operation: the model's sample values as an `http` fence.

use crate::doc::http::{self, BodyContent, HttpBody, HttpExample, Part, PartContent};
use crate::doc::page::Text;
use crate::doc::php::Tail;
use crate::doc::value::{Value, ValueKind};
use crate::model::{Body, BodyEncoding, Encoding, Operation, ResponseKind, Version};
use crate::source::Span;
use serde_json::{Map, Value as Json};

/// What parts the parts of a form.
const BOUNDARY: &str = "boundary";

/// The text of the example, without the fence.
pub(super) fn text(operation: &Operation) -> String {
    http::render(&example(operation))
}

fn example(operation: &Operation) -> HttpExample {
    let request = &operation.request;
    let values = |name: &str| {
        operation
            .example
            .as_ref()
            .and_then(|example| example.get(name)?.as_object())
    };
    let pairs = |name: &str| {
        values(name)
            .into_iter()
            .flatten()
            .flat_map(|(key, value)| repeated(key, value))
            .collect()
    };
    let mut headers: Vec<(Text, Text)> = pairs("headers");
    if let Some(body) = &request.body {
        headers.retain(|(name, _)| !name.text.eq_ignore_ascii_case("Content-Type"));
        headers.push((
            placeless("Content-Type"),
            placeless(&content_type(body.encoding)),
        ));
    }
    let body = request.body.as_ref().map(|body| HttpBody {
        content: content(body, values("body")),
        span: Span::default(),
    });
    HttpExample {
        method: operation.method,
        method_span: Span::default(),
        path: placeless(request.wire_path.as_ref().unwrap_or(&operation.path)),
        query: pairs("query"),
        fragment: request.fragment.as_deref().map(placeless),
        path_values: pairs("path"),
        base_url: request.base_url.as_deref().map(placeless),
        response: response(operation).map(|kind| http::Response {
            kind,
            span: Span::default(),
        }),
        unsigned_response: operation.response.unsigned.then(Span::default),
        headers,
        body,
        span: Span::default(),
    }
}

/// What the tables leave open about the answer.
fn response(operation: &Operation) -> Option<Tail> {
    let response = &operation.response;
    match (response.kind, response.status, operation.version) {
        (ResponseKind::Empty, Some(status), _) => Some(Tail::Status(status)),
        (ResponseKind::Json, _, Version::V2) => Some(Tail::Json),
        (ResponseKind::Xml, _, Version::V3) => Some(Tail::Xml),
        _ => None,
    }
}

fn content_type(encoding: BodyEncoding) -> String {
    match encoding {
        BodyEncoding::Json => "application/json".to_owned(),
        BodyEncoding::Xml => "text/xml".to_owned(),
        BodyEncoding::Multipart => format!("multipart/form-data; boundary={BOUNDARY}"),
    }
}

fn content(body: &Body, values: Option<&Map<String, Json>>) -> BodyContent {
    let none = Map::new();
    let values = values.unwrap_or(&none);
    match body.encoding {
        BodyEncoding::Json => BodyContent::Json(map(values, value)),
        BodyEncoding::Xml => BodyContent::Xml(map(values, texts)),
        BodyEncoding::Multipart => BodyContent::Multipart(
            values
                .iter()
                .map(|(name, value)| Part {
                    name: placeless(name),
                    content: part(body, name, value),
                })
                .collect(),
        ),
    }
}

/// A part of a form: a file, a JSON document or a text.
fn part(body: &Body, name: &str, value: &Json) -> PartContent {
    if let Some(file) = value.get("filename").and_then(Json::as_str) {
        return PartContent::File {
            name: placeless(file),
            content_type: None,
        };
    }
    let is_json = body
        .fields
        .iter()
        .any(|field| field.name == name && field.encoding == Some(Encoding::Json));
    let document = value
        .as_str()
        .filter(|_| is_json)
        .and_then(|text| serde_json::from_str(text).ok());
    match document {
        Some(document) => PartContent::Json(self::value(&document)),
        None => PartContent::Text(placeless(&plain(value))),
    }
}

/// A list is written as several values of one name.
fn repeated(name: &str, value: &Json) -> Vec<(Text, Text)> {
    let items = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    items
        .iter()
        .map(|item| (placeless(name), placeless(&plain(item))))
        .collect()
}

fn value(json: &Json) -> Value {
    let kind = match json {
        Json::Null => ValueKind::Null,
        Json::Bool(truth) => ValueKind::Bool(*truth),
        Json::Number(number) => number.as_i64().map_or_else(
            || ValueKind::Float(number.as_f64().unwrap_or_default()),
            ValueKind::Int,
        ),
        Json::String(text) => ValueKind::String(text.clone()),
        Json::Array(items) => ValueKind::List(items.iter().map(value).collect()),
        Json::Object(entries) => return map(entries, value),
    };
    kind.into()
}

/// In XML every value is text.
fn texts(json: &Json) -> Value {
    match json {
        Json::Array(items) => ValueKind::List(items.iter().map(texts).collect()).into(),
        Json::Object(entries) => map(entries, texts),
        other => Value::text(plain(other)),
    }
}

fn map(entries: &Map<String, Json>, value: fn(&Json) -> Value) -> Value {
    Value::map(entries.iter().map(|(key, one)| (key.clone(), value(one))))
}

fn plain(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn placeless(text: &str) -> Text {
    Text {
        text: text.to_owned(),
        span: Span::default(),
    }
}
