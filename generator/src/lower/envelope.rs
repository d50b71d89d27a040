//! The envelope of notifications: it is the same on every page (page language, section 11).

use super::context::Context;
use super::tree::Node;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::model::{Type, Version};
use crate::source::Span;

const V3_HEADERS: &[&str] = &[
    "Content-Type",
    "Request-ID",
    "Wechatpay-Nonce",
    "Wechatpay-Serial",
    "Wechatpay-Signature",
    "Wechatpay-Signature-Type",
    "Wechatpay-Timestamp",
];
const V3_BODY: &[&str] = &[
    "id",
    "create_time",
    "event_type",
    "resource_type",
    "summary",
    "resource",
];
const V3_RESOURCE: &[&str] = &["original_type", "algorithm", "nonce", "ciphertext"];
const V3_RESOURCE_OPTIONAL: &[&str] = &["associated_data"];
const V2_HEADERS: &[&str] = &["Request-ID", "Content-Type"];

/// Says where the envelope of a page is another one. The order of rows does not count.
pub(super) fn check(nodes: &[Node], version: Version, header: Span, context: &mut Context<'_>) {
    let headers = part(nodes, "headers", header, context);
    let body = part(nodes, "body", header, context);
    let required = match version {
        Version::V2 => V2_HEADERS,
        Version::V3 => V3_HEADERS,
    };
    if let Some(headers) = headers {
        rows(headers, required, &[], context);
    }
    let (Some(body), Version::V3) = (body, version) else {
        return;
    };
    rows(body, V3_BODY, &[], context);
    let Some(resource) = body
        .children
        .iter()
        .find(|node| node.row.name.text == "resource")
    else {
        return;
    };
    rows(resource, V3_RESOURCE, V3_RESOURCE_OPTIONAL, context);
    let ciphertext = resource
        .children
        .iter()
        .find(|node| node.row.name.text == "ciphertext");
    if let Some(node) =
        ciphertext.filter(|node| !node.document || node.row.format.encryption.is_none())
    {
        let message = "`ciphertext` is the encrypted text that carries the notification";
        context.push(
            Diagnostic::new(&codes::ENVELOPE, node.row.span, message)
                .label("here it carries nothing"),
        );
    }
}

fn part<'a>(
    nodes: &'a [Node],
    name: &str,
    header: Span,
    context: &mut Context<'_>,
) -> Option<&'a Node> {
    let found = nodes.iter().find(|node| node.row.name.text == name);
    match found {
        None => context.push(Diagnostic::new(
            &codes::NO_ENVELOPE,
            header,
            format!("a notification has `{name}`"),
        )),
        Some(node) if !node.row.required || node.ty.ty != Type::Object => {
            let message = format!("`{name}` is a required object");
            context.push(Diagnostic::new(&codes::ENVELOPE, node.row.span, message));
        }
        Some(_) => {}
    }
    found
}

fn rows(parent: &Node, required: &[&str], optional: &[&str], context: &mut Context<'_>) {
    let name = &parent.row.name.text;
    for expected in required {
        if !parent
            .children
            .iter()
            .any(|node| node.row.name.text == *expected)
        {
            let message = format!("`{name}` has no row `{expected}`");
            context.push(Diagnostic::new(&codes::ENVELOPE, parent.row.span, message));
        }
    }
    for node in &parent.children {
        let row = node.row.name.text.as_str();
        let message = if required.contains(&row) {
            if node.row.required {
                continue;
            }
            format!("`{row}` is not marked required")
        } else if optional.contains(&row) {
            if !node.row.required {
                continue;
            }
            format!("`{row}` is marked required")
        } else {
            format!("`{row}` is not a part of `{name}`")
        };
        context.push(
            Diagnostic::new(&codes::ENVELOPE, node.row.span, message)
                .label("other notifications have it otherwise"),
        );
    }
}
