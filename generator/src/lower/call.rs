//! What the examples of a section say of its call, whatever they are written in.

use super::context::Context;
use crate::doc::http::{self, HttpExample};
use crate::doc::page::{Section, Text};
use crate::doc::php::{self, Tail, Upload};
use crate::doc::value::{Entry, Value};
use crate::source::Span;

/// The call of an operation.
#[derive(Debug, Clone, Default)]
pub(super) struct Call {
    /// URL without leading `/`, parameters in braces.
    pub url: Option<Text>,
    /// Scheme and host, ending in `/`, if the snippet builds its URL itself.
    pub host: Option<String>,
    /// Arguments by container: `query`, `json`, …, path parameters beside them.
    pub arguments: Option<Value>,
    /// Fragment of the URL, without `#`.
    pub fragment: Option<Text>,
    /// What is done with the answer, and where.
    pub tail: Option<(Tail, Span)>,
    /// The file that is uploaded.
    pub upload: Option<Upload>,
    /// The parts of a form that are written out.
    pub parts: Option<Vec<(Text, Value)>>,
    /// Whether the snippet only has a URL.
    pub only_url: bool,
    /// Whether it is the HTTP example of our own pages: options of the client are not in it.
    pub is_http: bool,
    /// Whether the answer carries no signature.
    pub unsigned_response: bool,
}

/// Reads the examples of a section.
pub(super) fn read(section: &Section, context: &mut Context<'_>) -> Call {
    let snippets = php::snippets(section, context.diagnostics);
    if let Some(call) = snippets.call() {
        return Call {
            url: Some(call.url.clone()),
            arguments: Some(call.resolved()),
            tail: Some((call.tail, call.tail_span)),
            upload: call.upload(),
            parts: call.parts(),
            unsigned_response: call
                .handler_removed
                .iter()
                .any(|handler| handler == "verifier"),
            ..Call::default()
        };
    }
    if let Some(url) = snippets.urls.first() {
        return Call {
            url: Some(url.path.clone()),
            host: Some(url.base.text.clone()),
            arguments: url
                .query
                .clone()
                .map(|query| Value::map([("query", query)])),
            fragment: url.fragment.clone(),
            tail: Some((url.tail, url.url.span)),
            only_url: true,
            unsigned_response: url.tail != Tail::Nothing,
            ..Call::default()
        };
    }
    http::example(section, context.diagnostics)
        .map(from_http)
        .unwrap_or_default()
}

fn from_http(example: HttpExample) -> Call {
    let path = example.path.text.trim_start_matches('/');
    // The host belongs to the URL where the path is not one of the API.
    let foreign = !path.starts_with("v2/") && !path.starts_with("v3/");
    let arguments = example.arguments();
    let parts = arguments
        .get("body")
        .and_then(Value::as_map)
        .map(|entries| {
            entries
                .iter()
                .map(|Entry { key, value }| (key.clone(), value.clone()))
                .collect()
        });
    Call {
        url: Some(Text {
            text: path.to_owned(),
            span: example.path.span,
        }),
        host: example
            .base_url
            .as_ref()
            .filter(|_| foreign)
            .map(|host| host.text.clone()),
        fragment: example.fragment.clone(),
        tail: example
            .response
            .as_ref()
            .map(|response| (response.kind, response.span)),
        upload: None,
        parts,
        only_url: foreign,
        is_http: true,
        unsigned_response: example.unsigned_response.is_some(),
        arguments: Some(arguments),
    }
}
