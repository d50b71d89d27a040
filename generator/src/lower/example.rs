//! The example of an operation: compared with the table, then written down by container.

use super::call::Call;
use super::context::Context;
use super::parameters::Parameters;
use super::tree::Node;
use super::url::Url;
use super::{check_example, sample};
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::value::{Entry, Expr, Value, ValueKind, plain, to_json};
use crate::model::{Body, BodyEncoding, Field, Request, Type};
use serde_json::{Map, Value as Json};

/// Compares the example with the table. Returns its values where the mended table has its fields.
pub(super) fn compare(
    parameters: &mut Parameters,
    containers: &mut [Node],
    url: &Url,
    call: &Call,
    context: &mut Context<'_>,
) -> Option<Value> {
    let mut arguments = call.arguments.clone()?;
    for nodes in [parameters.nodes.as_slice(), &*containers] {
        sample::relocate(&mut arguments, nodes, "", "");
    }
    // A URL that comes with an earlier answer is shown as it happens to look.
    if call.only_url && super::status::url_comes_from_answer(context.section) {
        return Some(arguments);
    }
    if call.only_url {
        if let (Some(query), Some(node)) =
            (arguments.get("query").cloned(), find(containers, "query"))
        {
            check_example::field(node, &query, context);
        }
        return Some(arguments);
    }
    let is_form = call.upload.is_some() || call.parts.is_some();
    let map = arguments.as_map().unwrap_or_default().to_vec();
    for Entry { key, value } in &map {
        let name = key.text.as_str();
        let known = sample::transport_keys().contains(name)
            || url.constants.iter().any(|constant| constant == name)
            || parameters.unknown.contains(&key.text)
            || (is_form && name == "headers")
            || (call.is_http && matches!(name, "base_uri" | "fragment"));
        let node = parameters
            .nodes
            .iter_mut()
            .chain(&mut *containers)
            .find(|node| node.row.name.text == name);
        match node {
            Some(node) if name == "body" => form(node, call, context),
            Some(node) if is_form && name == "headers" => {
                let rest = without_content_type(value);
                check_example::field(node, &rest, context);
            }
            Some(node) => check_example::field(node, value, context),
            None if known => {}
            None => {
                let message = format!("the example has `{name}`, the table has no such row");
                context.push(Diagnostic::new(&codes::KEY_WITHOUT_ROW, key.span, message));
            }
        }
    }
    for node in parameters.nodes.iter().chain(&*containers) {
        let name = node.row.name.text.as_str();
        let option = matches!(name, "security" | "nonceless" | "timeout" | "base_uri");
        let silent =
            (name == "body" && is_form) || (option && call.is_http) || is_empty_query(node);
        if !silent && !map.iter().any(|entry| entry.key.text == name) {
            let message = format!("the table has `{name}`, the example has no such key");
            context.push(
                Diagnostic::new(&codes::ROW_WITHOUT_KEY, node.row.name.span, message)
                    .contradicts(arguments.span, "the keys that are there"),
            );
        }
    }
    Some(arguments)
}

/// A query without parameters is not written.
fn is_empty_query(node: &Node) -> bool {
    matches!(node.row.name.text.as_str(), "query" | "headers") && node.children.is_empty()
}

fn find<'a>(nodes: &'a mut [Node], name: &str) -> Option<&'a mut Node> {
    nodes.iter_mut().find(|node| node.row.name.text == name)
}

/// The media helper's header is no row.
fn without_content_type(headers: &Value) -> Value {
    let mut rest = headers.clone();
    if let ValueKind::Map(entries) = &mut rest.kind {
        entries.retain(|entry| entry.key.text != "Content-Type");
    }
    rest
}

/// The parts of a form, if the example writes them out.
fn form(node: &mut Node, call: &Call, context: &mut Context<'_>) {
    let Some(parts) = &call.parts else { return };
    let entries: Vec<_> = parts
        .iter()
        .map(|(key, value)| Entry {
            key: key.clone(),
            value: value.clone(),
        })
        .collect();
    let span = node.row.span;
    check_example::fields(&mut node.children, &entries, span, context);
}

/// The values of the example by container, typed as the table says.
pub(super) fn model(sample: &Value, request: &Request, call: &Call) -> Json {
    let mut model = Map::new();
    let path = texts(sample, &request.path);
    if !path.is_empty() {
        model.insert("path".to_owned(), Json::Object(path));
    }
    for (name, fields) in [("query", &request.query), ("headers", &request.headers)] {
        if let Some(value) = sample.get(name).filter(|_| !fields.is_empty()) {
            let mut value = object(value, fields);
            if let Json::Object(map) = &mut value {
                // The client's own headers are no part of the operation.
                map.retain(|key, _| fields.iter().any(|field| field.name == *key));
            }
            model.insert(name.to_owned(), value);
        }
    }
    if let Some(body) = &request.body {
        let value = match body.encoding {
            BodyEncoding::Json => sample.get("json").map(|value| object(value, &body.fields)),
            BodyEncoding::Xml => sample.get("xml").map(|value| object(value, &body.fields)),
            BodyEncoding::Multipart => form_model(body, call),
        };
        if let Some(value) = value {
            model.insert("body".to_owned(), value);
        }
    }
    Json::Object(model)
}

/// Path parameters are texts.
fn texts(sample: &Value, fields: &[Field]) -> Map<String, Json> {
    let text = |field: &Field| {
        Some((
            field.name.clone(),
            Json::String(plain(sample.get(&field.name)?)),
        ))
    };
    fields.iter().filter_map(text).collect()
}

/// A map by the fields that describe it. An empty list is an object without keys.
fn object(value: &Value, fields: &[Field]) -> Json {
    let ValueKind::Map(entries) = &value.kind else {
        return match &value.kind {
            ValueKind::List(items) if items.is_empty() => Json::Object(Map::new()),
            _ => to_json(value),
        };
    };
    let typed = |entry: &Entry| {
        let field = fields.iter().find(|field| field.name == entry.key.text);
        (
            entry.key.text.clone(),
            field.map_or_else(|| to_json(&entry.value), |field| typed(&entry.value, field)),
        )
    };
    Json::Object(entries.iter().map(typed).collect())
}

/// A value by the field that describes it: numbers and truth values may be written as texts.
fn typed(value: &Value, field: &Field) -> Json {
    match (&value.kind, field.ty, field.array) {
        (ValueKind::List(items), _, 1) => {
            let element = Field {
                array: 0,
                ..field.clone()
            };
            Json::Array(items.iter().map(|item| typed(item, &element)).collect())
        }
        (_, Type::Object, 0) => object(value, &field.fields),
        (ValueKind::Dynamic(_) | ValueKind::Null, ..) => to_json(value),
        (_, _, 1) => Json::Array(vec![typed(
            value,
            &Field {
                array: 0,
                ..field.clone()
            },
        )]),
        (ValueKind::String(text), Type::Integer | Type::Number, _) => number(text),
        (ValueKind::String(text), Type::Boolean, _) => match text.to_ascii_lowercase().as_str() {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            _ => Json::String(text.clone()),
        },
        (_, Type::String, _) => Json::String(plain(value)),
        _ => to_json(value),
    }
}

/// A number that a text writes; the text if it is none, or not written the usual way.
fn number(text: &str) -> Json {
    let is_plain = |number: &f64| number.is_finite() && number.to_string() == text;
    match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => Json::from(number),
        _ => match text.parse().ok().filter(is_plain) {
            Some(number) => Json::from(number),
            None => Json::String(text.to_owned()),
        },
    }
}

/// Name of the file that a part of a form is.
fn file_name(value: &Value) -> String {
    match &value.kind {
        ValueKind::Dynamic(Expr::Call {
            function,
            arguments,
        }) if function == "file" => arguments.first().map(plain).unwrap_or_default(),
        _ => plain(value),
    }
}

/// The parts of a form: texts as they are, a file by its name.
fn form_model(body: &Body, call: &Call) -> Option<Json> {
    let file = |name: &str| {
        Json::Object(Map::from_iter([(
            "filename".to_owned(),
            Json::String(name.to_owned()),
        )]))
    };
    if let Some(parts) = &call.parts {
        let part = |(key, value): &(crate::doc::page::Text, Value)| {
            let field = body.fields.iter().find(|field| field.name == key.text);
            let value = match field {
                Some(field) if field.ty == Type::Object => file(&file_name(value)),
                Some(field) => typed(value, field),
                None => to_json(value),
            };
            (key.text.clone(), value)
        };
        return Some(Json::Object(parts.iter().map(part).collect()));
    }
    let upload = call.upload.as_ref()?;
    let part = |field: &Field| {
        let value = if field.ty == Type::Object {
            file(upload.file.text.rsplit('/').next().unwrap_or_default())
        } else {
            Json::String(plain(&upload.meta))
        };
        (field.name.clone(), value)
    };
    Some(Json::Object(body.fields.iter().map(part).collect()))
}
