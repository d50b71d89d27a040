//! Requests (page language, section 4).

use super::call::Call;
use super::context::Context;
use super::documents::{self, Place};
use super::example;
use super::field::{self, Kind};
use super::host;
use super::mend::PageFixups;
use super::parameters;
use super::table::{CONTAINERS, Sheet};
use super::tree::{self, Node};
use super::url::Url;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::fixups::{NewRow, Property, Value as Fixed};
use crate::model::{Body, BodyEncoding, Request};
use crate::source::Span;

/// Lowers the request table. Returns the request and the values of the example.
pub(super) fn lower(
    sheet: Sheet,
    call: &Call,
    url: &Url,
    fixups: &mut PageFixups<'_>,
    context: &mut Context<'_>,
) -> (Request, Option<serde_json::Value>) {
    for note in &sheet.rows.notes {
        let message = format!("`{}` is not a known note of a request", note.text);
        context.push(Diagnostic::new(&codes::UNKNOWN_NOTE, note.span, message));
    }
    let nodes = tree::build(sheet.rows.rows, None, context);
    let (mut containers, rows): (Vec<_>, Vec<_>) = nodes
        .into_iter()
        .partition(|node| CONTAINERS.contains(&node.row.name.text.as_str()));
    add_upload(&mut containers, call, context);
    let span = call
        .url
        .as_ref()
        .map_or(context.section.span, |url| url.span);
    let mut parameters = parameters::find(rows, &mut containers, url, span, context);
    let sample = example::compare(&mut parameters, &mut containers, url, call, context);
    let mut request = Request::default();
    let mut bodies: Vec<(BodyEncoding, Span)> = Vec::new();
    let host = host::find(&containers, sample.as_ref(), url, call, fixups, context);
    (request.base_url, request.base_url_required) = host;
    for node in &mut containers {
        container(node, call, &mut request, &mut bodies, context);
    }
    if let [_, (_, second), ..] = bodies.as_slice() {
        context.push(Diagnostic::new(
            &codes::TWO_BODIES,
            *second,
            "a request has one body; the last one counts",
        ));
    }
    if request.fragment.is_none() {
        request.fragment = call.fragment.as_ref().map(|fragment| fragment.text.clone());
    }
    request.wire_path.clone_from(&url.wire_path);
    request.path = parameters.fields(url, context);
    let example = sample.map(|sample| example::model(&sample, &request, call));
    (request, example)
}

/// Lowers one row of the top.
fn container(
    node: &mut Node,
    call: &Call,
    request: &mut Request,
    bodies: &mut Vec<(BodyEncoding, Span)>,
    context: &mut Context<'_>,
) {
    let name = node.row.name.text.clone();
    let encoding = match name.as_str() {
        "xml" => BodyEncoding::Xml,
        "body" => BodyEncoding::Multipart,
        _ => BodyEncoding::Json,
    };
    let files = name == "body";
    let place = if files {
        Place::Multipart
    } else {
        Place::Request
    };
    check_type(node, context);
    documents::settle(&mut node.children, place, context);
    let kind = Kind {
        plaintext: if encoding == BodyEncoding::Xml {
            encoding
        } else {
            BodyEncoding::Json
        },
        files,
    };
    match name.as_str() {
        "json" | "xml" | "body" => {
            bodies.push((encoding, node.row.name.span));
            let fields = field::fields(&node.children, kind, context);
            request.body = Some(Body {
                encoding,
                required: node.row.required,
                fields,
            });
        }
        "query" => request.query = field::fields(&node.children, kind, context),
        "headers" => request.headers = field::fields(&node.children, kind, context),
        "security" => request.mtls = true,
        "nonceless" => request.nonceless = true,
        "fragment" => request.fragment = host::fragment(node, call, context),
        "timeout" => {
            let message =
                "`timeout` is an option of the client, not a part of the request; it is left out";
            context.push(Diagnostic::new(
                &codes::CLIENT_OPTION,
                node.row.name.span,
                message,
            ));
        }
        _ => {}
    }
}

/// The words of the top have fixed types.
fn check_type(node: &Node, context: &mut Context<'_>) {
    let word = node.row.ty.text.as_str();
    let expected = match node.row.name.text.as_str() {
        "security" | "nonceless" => "`true`",
        "base_uri" | "fragment" => "string",
        "timeout" => "float",
        _ => "object",
    };
    if word != expected {
        let message = format!("`{}` is {expected}, not {word}", node.row.name.text);
        context.push(Diagnostic::new(
            &codes::TYPE_OF_CONTAINER,
            node.row.ty.span,
            message,
        ));
    }
}

/// A form that the example sends and the table does not have: what the client's media helper always sends.
fn add_upload(containers: &mut Vec<Node>, call: &Call, context: &mut Context<'_>) {
    let Some(upload) = &call.upload else { return };
    if containers.iter().any(|node| node.row.name.text == "body") {
        return;
    }
    let row = |name: &str, ty: &str, indent, encoding: &str| NewRow {
        name: name.to_owned(),
        ty: ty.to_owned(),
        indent,
        required: true,
        encoding: encoding.to_owned(),
        ..NewRow::default()
    };
    let rows = vec![
        row("file", "object", 1, ""),
        row("meta", "string", 1, "json"),
        row("filename", "string", 2, ""),
        row("sha256", "string", 2, ""),
    ];
    let message =
        "the example uploads a file and no row says so; read as a form with `file` and `meta`";
    let problem = Diagnostic::new(&codes::UPLOAD_WITHOUT_ROWS, upload.file.span, message);
    context.guess(
        problem,
        "body",
        Property::Rows,
        Fixed::Rows(Vec::new()),
        Fixed::Rows(rows.clone()),
    );
    let rows = super::mend::form(&rows, upload.file.span);
    containers.extend(tree::build(rows, None, context));
}
