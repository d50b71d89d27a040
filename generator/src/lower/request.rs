//! Requests (page language, section 4).

use super::call::Call;
use super::context::{Context, text};
use super::documents::{self, Place};
use super::example;
use super::field::{self, Kind};
use super::mend::PageFixups;
use super::parameters;
use super::table::{CONTAINERS, Sheet};
use super::tree::{self, Node};
use super::url::{DEFAULT_HOST, Url};
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::page::Text;
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
    let (mut containers, rows): (Vec<_>, Vec<_>) =
        nodes.into_iter().partition(|node| CONTAINERS.contains(&node.row.name.text.as_str()));
    add_upload(&mut containers, call, context);
    let span = call.url.as_ref().map_or(context.section.span, |url| url.span);
    let mut parameters = parameters::find(rows, &mut containers, url, span, context);
    let sample = example::compare(&mut parameters.nodes, &mut containers, url, call, context);
    let mut request = Request::default();
    let mut bodies: Vec<(BodyEncoding, Span)> = Vec::new();
    base_url(&containers, sample.as_ref(), url, call, fixups, &mut request, context);
    for node in &mut containers {
        container(node, call, &mut request, &mut bodies, context);
    }
    if let [_, (_, second), ..] = bodies.as_slice() {
        context.push(Diagnostic::new(&codes::TWO_BODIES, *second, "a request has one body; the last one counts"));
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
    let place = if files { Place::Multipart } else { Place::Request };
    check_type(node, context);
    documents::settle(&mut node.children, place, context);
    let kind = Kind { plaintext: if encoding == BodyEncoding::Xml { encoding } else { BodyEncoding::Json }, files };
    match name.as_str() {
        "json" | "xml" | "body" => {
            bodies.push((encoding, node.row.name.span));
            let fields = field::fields(&node.children, kind, context);
            request.body = Some(Body { encoding, required: node.row.required, fields });
        }
        "query" => request.query = field::fields(&node.children, kind, context),
        "headers" => request.headers = field::fields(&node.children, kind, context),
        "security" => request.mtls = true,
        "nonceless" => request.nonceless = true,
        "fragment" => request.fragment = fragment(node, call, context),
        "timeout" => {
            let message = "`timeout` is an option of the client, not a part of the request; it is left out";
            context.push(Diagnostic::new(&codes::CLIENT_OPTION, node.row.name.span, message));
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
        context.push(Diagnostic::new(&codes::TYPE_OF_CONTAINER, node.row.ty.span, message));
    }
}

/// Host: from the row, else from a snippet that has a URL, mended by a fix-up.
fn base_url(
    containers: &[Node],
    sample: Option<&crate::doc::value::Value>,
    url: &Url,
    call: &Call,
    fixups: &mut PageFixups<'_>,
    request: &mut Request,
    context: &mut Context<'_>,
) {
    let row = containers.iter().find(|node| node.row.name.text == "base_uri");
    let written = row.and_then(|row| backticked(&row.row.description.text, "https://"));
    let in_example = sample.and_then(|sample| sample.get("base_uri"));
    if let Some(row) = row {
        match (&written, in_example.and_then(|value| value.as_str())) {
            (None, value) => {
                let guess = value.map_or_else(|| "left out".to_owned(), |value| format!("`{value}` of the example is taken"));
                let message = format!("the description of `base_uri` has no URL in backticks; {guess}");
                context.push(Diagnostic::new(&codes::NO_BASE_URL, row.row.description.span, message));
            }
            (Some(written), Some(value)) if written != value => {
                let message = format!("`base_uri` is `{value}` in the example and `{written}` in the table");
                let place = in_example.map_or(row.row.span, |value| value.span);
                context.push(
                    Diagnostic::new(&codes::BASE_URLS_DIFFER, place, message)
                        .contradicts(row.row.description.span, "the table"),
                );
            }
            _ => {}
        }
    }
    let from_example = in_example.and_then(|value| value.as_str()).map(str::to_owned);
    let found = written.or(from_example).or_else(|| url.host.clone().filter(|host| host != DEFAULT_HOST));
    let mended = fixups.text(context.section.method, Property::BaseUrl, found.as_deref().unwrap_or("none"));
    if let (None, None, Some(host)) = (row, &mended, &found) {
        if url.wire_path.is_none() {
            let span = call.url.as_ref().map_or(context.section.span, |url| url.span);
            let message = format!("only the snippet has the host `{host}`, no row `base_uri` does; it is taken");
            let problem = Diagnostic::new(&codes::HOST_OF_SNIPPET, span, message);
            context.guess(problem, "", Property::BaseUrl, text(&**host), text(DEFAULT_HOST));
        }
    }
    let host = mended.or(found).filter(|host| host != DEFAULT_HOST && host != "none");
    request.base_url_required = host.is_some() && row.is_none_or(|row| row.row.required);
    request.base_url = host;
}

/// The fragment is a constant in backticks.
fn fragment(node: &Node, call: &Call, context: &mut Context<'_>) -> Option<String> {
    let written = backticked(&node.row.description.text, "#").map(|text| text.trim_start_matches('#').to_owned());
    if let (Some(written), Some(Text { text, span })) = (&written, &call.fragment) {
        if written != text {
            let message = format!("the fragment is `{text}` in the snippet and `{written}` in the table");
            context.push(
                Diagnostic::new(&codes::FRAGMENTS_DIFFER, *span, message)
                    .contradicts(node.row.description.span, "the table"),
            );
        }
    }
    written
}

/// The first text in backticks that starts so.
fn backticked(text: &str, start: &str) -> Option<String> {
    let parts = text.split('`').skip(1).step_by(2);
    parts.map(str::trim).find(|part| part.starts_with(start)).map(str::to_owned)
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
    let message = "the example uploads a file and no row says so; read as a form with `file` and `meta`";
    let problem = Diagnostic::new(&codes::UPLOAD_WITHOUT_ROWS, upload.file.span, message);
    context.guess(problem, "body", Property::Rows, Fixed::Rows(Vec::new()), Fixed::Rows(rows.clone()));
    let rows = super::mend::form(&rows, upload.file.span);
    containers.extend(tree::build(rows, None, context));
}
