//! Operations as path items.

use super::fields::Schemas;
use super::{ERROR, MTLS, V3, names, set, text, title};
use crate::model::{BodyEncoding, Operation, ResponseKind, Version};
use crate::passes::api::{ApiOperation, TypeRef, version_name};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Headers that OpenAPI says elsewhere.
const SAID_ELSEWHERE: [&str; 3] = ["accept", "authorization", "content-type"];

/// The path items by path; and by name those that cannot stand there, because another path differs from theirs only in the
/// names of parameters, which OpenAPI does not allow.
pub(super) fn paths(
    schemas: &Schemas<'_, '_>,
    is_in: &dyn Fn(&str) -> bool,
) -> (Map<String, Value>, Map<String, Value>) {
    let (mut paths, mut twins) = (Map::new(), Map::new());
    let mut templates: BTreeMap<String, String> = BTreeMap::new();
    for one in &schemas.api.operations {
        let operation = one.operation;
        if !is_in(&operation.family) {
            continue;
        }
        let path = wire_path(operation);
        let verb = format!("{:?}", operation.method).to_lowercase();
        let made = self::operation(schemas, one);
        let first = templates
            .entry(blank(&path))
            .or_insert_with(|| path.clone());
        if *first == path {
            let item = paths.entry(path).or_insert_with(|| json!({}));
            set(item, &verb, made);
        } else {
            let mut item = json!({ "x-path": path });
            set(&mut item, &verb, made);
            twins.insert(names::operation(schemas.api, one), item);
        }
    }
    (paths, twins)
}

/// The path below the host: that of v2 is documented with a `/v2` in front.
fn wire_path(operation: &Operation) -> String {
    let path = match operation.version {
        Version::V2 => operation
            .path
            .strip_prefix("/v2")
            .unwrap_or(&operation.path),
        Version::V3 => &operation.path,
    };
    path.to_owned()
}

/// The path without the names of its parameters.
fn blank(path: &str) -> String {
    let segment = |segment: &str| {
        let name = segment.find('{').zip(segment.rfind('}'));
        match name.and_then(|(start, end)| Some((segment.get(..start)?, segment.get(end..)?))) {
            Some((before, after)) => format!("{before}{{{after}"),
            None => segment.to_owned(),
        }
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn operation(schemas: &Schemas<'_, '_>, one: &ApiOperation<'_>) -> Value {
    let operation = one.operation;
    let mut made = json!({
        "operationId": names::operation(schemas.api, one),
        "tags": [operation.family],
    });
    set(&mut made, "summary", title(schemas.api, &operation.title));
    set(
        &mut made,
        "description",
        text(schemas.api, &operation.description),
    );
    if let Some(url) = operation.links.first() {
        set(&mut made, "externalDocs", json!({ "url": url }));
    }
    let offline = operation.status.iter().any(|word| word == "deprecated");
    set(&mut made, "deprecated", offline.into());
    set(&mut made, "parameters", parameters(schemas, one).into());
    set(&mut made, "requestBody", body(schemas, one));
    set(&mut made, "responses", responses(schemas, one));
    if let Value::Object(made) = &mut made {
        // An empty list says that the scheme of v3 is not meant.
        made.insert("security".to_owned(), security(operation));
    }
    set(&mut made, "servers", servers(operation));
    extensions(&mut made, operation);
    made
}

fn extensions(made: &mut Value, operation: &Operation) {
    let request = &operation.request;
    set(made, "x-version", version_name(operation.version).into());
    set(made, "x-page", operation.page.clone().into());
    set(made, "x-status", operation.status.clone().into());
    set(
        made,
        "x-replacements",
        operation.replacements.clone().into(),
    );
    set(
        made,
        "x-links",
        operation
            .links
            .iter()
            .skip(1)
            .cloned()
            .collect::<Vec<_>>()
            .into(),
    );
    set(made, "x-nonceless", request.nonceless.into());
    set(made, "x-fragment", request.fragment.clone().into());
    set(made, "x-wire-path", request.wire_path.clone().into());
    set(
        made,
        "x-unsigned-response",
        operation.response.unsigned.into(),
    );
}

fn security(operation: &Operation) -> Value {
    let mut schemes = Map::new();
    if operation.version == Version::V3 {
        schemes.insert(V3.to_owned(), json!([]));
    }
    if operation.request.mtls {
        schemes.insert(MTLS.to_owned(), json!([]));
    }
    if schemes.is_empty() {
        json!([])
    } else {
        json!([schemes])
    }
}

/// The hosts, where they are not those of the whole document.
fn servers(operation: &Operation) -> Value {
    let Some(url) = &operation.request.base_url else {
        return Value::Null;
    };
    let own = json!({ "url": url.trim_end_matches('/') });
    if operation.request.base_url_required {
        json!([own])
    } else {
        json!([{ "url": "https://api.mch.weixin.qq.com" }, own])
    }
}

fn parameters(schemas: &Schemas<'_, '_>, one: &ApiOperation<'_>) -> Vec<Value> {
    let request = &one.operation.request;
    let sample = |location: &str, name: &str| {
        let example = one.operation.example.as_ref();
        let sample = example.and_then(|example| example.get(location)?.get(name));
        sample.cloned().unwrap_or_default()
    };
    let mut all = Vec::new();
    let mut add = |location: &str, key: &str, name: &str, required: bool, mut schema: Value| {
        let description = match &mut schema {
            Value::Object(schema) => schema.remove("description").unwrap_or_default(),
            _ => Value::Null,
        };
        let mut parameter = json!({ "name": name, "in": location, "schema": schema });
        set(&mut parameter, "description", description);
        set(&mut parameter, "required", required.into());
        set(&mut parameter, "example", sample(key, name));
        all.push(parameter);
    };
    for field in &request.path {
        let schema = schemas.loose(field, &|| None);
        add("path", "path", &field.name, true, schema);
    }
    if let Some(at) = one.query {
        for field in &schemas.api.structs[at].fields {
            let schema = schemas.field(field);
            add("query", "query", &field.field.name, field.required, schema);
        }
    }
    for field in &request.headers {
        if !SAID_ELSEWHERE.contains(&field.name.to_ascii_lowercase().as_str()) {
            let schema = schemas.loose(field, &|| None);
            add("header", "headers", &field.name, field.required, schema);
        }
    }
    all
}

fn body(schemas: &Schemas<'_, '_>, one: &ApiOperation<'_>) -> Value {
    let Some(body) = &one.operation.request.body else {
        return Value::Null;
    };
    let mut content = json!({});
    if let Some(at) = one.body {
        set(
            &mut content,
            "schema",
            schemas.reference(TypeRef::Struct(at)),
        );
    }
    let media_type = match body.encoding {
        BodyEncoding::Json => "application/json",
        BodyEncoding::Xml => "application/xml",
        BodyEncoding::Multipart => "multipart/form-data",
    };
    if body.encoding == BodyEncoding::Json {
        let example = one.operation.example.as_ref();
        let sample = example.and_then(|example| example.get("body"));
        set(&mut content, "example", sample.cloned().unwrap_or_default());
    }
    json!({ "required": body.required, "content": { media_type: content } })
}

fn responses(schemas: &Schemas<'_, '_>, one: &ApiOperation<'_>) -> Value {
    let response = &one.operation.response;
    let schema = one.response.map_or_else(
        || json!({}),
        |at| json!({ "schema": schemas.reference(TypeRef::Struct(at)) }),
    );
    let (status, content) = match response.kind {
        ResponseKind::Json => (200, json!({ "application/json": schema })),
        ResponseKind::Xml => (200, json!({ "application/xml": schema })),
        ResponseKind::Text => (
            200,
            json!({ "text/plain": { "schema": { "type": "string" } } }),
        ),
        ResponseKind::Binary => (200, json!({ "application/octet-stream": {} })),
        ResponseKind::Redirect => (302, Value::Null),
        ResponseKind::Empty => (response.status.unwrap_or(204), Value::Null),
    };
    let mut success = json!({ "description": "Success." });
    set(&mut success, "content", content);
    if !response.error_fields.is_empty() {
        let fields = schemas.loose_object(&response.error_fields, &|| None);
        set(&mut success, "x-error-instead", fields);
    }
    let mut responses = Map::new();
    responses.insert(status.to_string(), success);
    if one.operation.version == Version::V3 {
        let schema = json!({ "$ref": format!("#/components/schemas/{ERROR}") });
        let error = json!({ "description": "Error.", "content": { "application/json": { "schema": schema } } });
        responses.insert("default".to_owned(), error);
    }
    Value::Object(responses)
}
