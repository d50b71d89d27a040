//! One operation: the method that makes its call, and the constant that describes it.

use super::code::{Code, literal};
use super::docs;
use crate::model::{BodyEncoding, Operation, ResponseKind, Version};
use crate::passes::api::{Api, ApiOperation, TypeRef};
use crate::passes::roots::is_runtime_header;

/// The name of the operation's constant.
#[must_use]
pub fn constant(one: &ApiOperation<'_>) -> String {
    one.verb.to_uppercase()
}

/// The type of the response.
#[must_use]
pub fn response_type(api: &Api<'_>, one: &ApiOperation<'_>) -> String {
    match (one.response, one.operation.response.kind) {
        (Some(at), _) => api.name(one.module, TypeRef::Struct(at)).to_owned(),
        (None, ResponseKind::Binary) => "rt::Binary".to_owned(),
        (None, ResponseKind::Text) => "rt::Text".to_owned(),
        (None, ResponseKind::Redirect) => "rt::Redirect".to_owned(),
        (None, ResponseKind::Json | ResponseKind::Xml | ResponseKind::Empty) => {
            "rt::Empty".to_owned()
        }
    }
}

/// Arguments of the method: name and type.
#[must_use]
pub fn arguments<'a>(api: &'a Api<'_>, one: &ApiOperation<'_>) -> Vec<(&'static str, &'a str)> {
    [
        ("query", one.query),
        ("body", one.body),
        ("headers", one.headers),
    ]
    .into_iter()
    .filter_map(|(name, at)| Some((name, api.name(one.module, TypeRef::Struct(at?)))))
    .collect()
}

/// Writes the method.
pub fn method(code: &mut Code, api: &Api<'_>, one: &ApiOperation<'_>) {
    let operation = one.operation;
    let arguments = arguments(api, one);
    let mut lines = docs::operation(operation);
    lines.extend(header_docs(operation, one.headers.is_some()));
    lines.extend([
        String::new(),
        format!(
            "Feature {}, page {}.",
            docs::span(&operation.family),
            docs::span(&operation.page)
        ),
    ]);
    code.blank();
    code.docs(&lines);
    if let Some(note) = deprecation(api, operation) {
        code.attribute("deprecated", &[format!("note = {}", literal(&note))]);
    }
    code.line("#[inline]");
    let parameters = std::iter::once("self".to_owned())
        .chain(arguments.iter().map(|(name, ty)| format!("{name}: {ty}")));
    let response = response_type(api, one);
    let tail = format!(") -> rt::Call<{response}> {{");
    code.list(
        &format!("pub fn {}(", one.verb),
        &parameters.collect::<Vec<_>>(),
        &tail,
    );
    let calls: String = arguments
        .iter()
        .map(|(name, _)| format!(".{name}({name})"))
        .collect();
    code.inside(|code| code.line(format!("self.0.call(&{}){calls}", constant(one))));
    code.line("}");
}

/// Header rows that no struct has: what can be set with `Call::header`.
fn header_docs(operation: &Operation, in_struct: bool) -> Vec<String> {
    if in_struct {
        return Vec::new();
    }
    let rows = operation
        .request
        .headers
        .iter()
        .filter(|row| !is_runtime_header(&row.name));
    let shown: Vec<String> = rows
        .map(|row| {
            let doc = docs::inline(&row.doc);
            let name = docs::span(&row.name);
            if doc.is_empty() {
                name
            } else {
                format!("{name} ({doc})")
            }
        })
        .collect();
    if shown.is_empty() {
        return Vec::new();
    }
    vec![
        String::new(),
        format!(
            "Optional headers, for `Call::header`: {}.",
            shown.join(", ")
        ),
    ]
}

/// Why the operation is not to be used any more, and what is, if a page says so.
fn deprecation(api: &Api<'_>, operation: &Operation) -> Option<String> {
    if !operation.status.iter().any(|word| word == "deprecated") {
        return None;
    }
    let replacements: Vec<String> = operation
        .replacements
        .iter()
        .map(|target| {
            replacement(api, target).map_or_else(|| docs::span(target), |path| docs::span(&path))
        })
        .collect();
    Some(match replacements.is_empty() {
        true => "taken offline".to_owned(),
        false => format!("taken offline, use {}", replacements.join(" or ")),
    })
}

/// The Rust path of a site path: `/openapi/v3/pay/transactions/jsapi#post`. A page with one operation needs no verb.
fn replacement(api: &Api<'_>, target: &str) -> Option<String> {
    let (page, verb) = target
        .split_once('#')
        .map_or((target, None), |(page, verb)| (page, Some(verb)));
    let page = page
        .strip_prefix("/openapi")
        .unwrap_or(page)
        .trim_matches('/');
    let of_page = |one: &&ApiOperation<'_>| {
        let known = one
            .operation
            .page
            .strip_suffix(".md")
            .unwrap_or(&one.operation.page);
        known.strip_prefix("openapi/").unwrap_or(known) == page
    };
    let mut found = api
        .operations
        .iter()
        .filter(of_page)
        .filter(|one| verb.is_none_or(|verb| one.verb == verb));
    let one = found.next()?;
    (verb.is_some() || found.next().is_none()).then(|| rust_path(api, one))
}

/// How the operation is called: `v3().pay().transactions().jsapi().post()`.
#[must_use]
pub fn rust_path(api: &Api<'_>, one: &ApiOperation<'_>) -> String {
    format!(
        "{}.{}()",
        api.chain(one.node, &mut |node| node.name.clone()),
        one.verb
    )
}

/// Writes the constant.
pub fn descriptor(code: &mut Code, one: &ApiOperation<'_>) {
    let operation = one.operation;
    let request = &operation.request;
    code.blank();
    code.docs(&[docs::span(&operation.id)]);
    code.line(format!(
        "pub const {}: rt::Operation = rt::Operation {{",
        constant(one)
    ));
    code.inside(|code| {
        code.line(format!("method: rt::Method::{:?},", operation.method));
        code.line(format!("path: {},", literal(&operation.path)));
        if let Some(wire_path) = &request.wire_path {
            code.line(format!("wire_path: Some({}),", literal(wire_path)));
        }
        if let Some(base_url) = &request.base_url {
            code.line(format!("base_url: Some({}),", literal(base_url)));
        }
        for (name, is) in [
            ("base_url_required", request.base_url_required),
            ("mtls", request.mtls),
            ("nonceless", request.nonceless),
            ("unsigned", operation.response.unsigned),
        ] {
            if is {
                code.line(format!("{name}: true,"));
            }
        }
        if let Some(fragment) = &request.fragment {
            code.line(format!("fragment: Some({}),", literal(fragment)));
        }
        code.line(format!("request: rt::BodyKind::{},", body_kind(operation)));
        code.line(format!(
            "response: rt::ResponseKind::{:?},",
            operation.response.kind
        ));
        let version = if operation.version == Version::V2 {
            "V2"
        } else {
            "V3"
        };
        code.line(format!("..rt::Operation::{version}"));
    });
    code.line("};");
}

fn body_kind(operation: &Operation) -> &'static str {
    match operation.request.body.as_ref().map(|body| body.encoding) {
        None => "None",
        Some(BodyEncoding::Json) => "Json",
        Some(BodyEncoding::Xml) => "Xml",
        Some(BodyEncoding::Multipart) => "Multipart",
    }
}
