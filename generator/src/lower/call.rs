//! What the examples of a section say of its call, whatever they are written in.

use super::context::Context;
use crate::doc::page::{Section, Text};
use crate::doc::php::{self, Tail, Upload};
use crate::doc::value::Value;
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
            ..Call::default()
        };
    }
    if let Some(url) = snippets.urls.first() {
        return Call {
            url: Some(url.path.clone()),
            host: Some(url.base.text.clone()),
            arguments: url.query.clone().map(|query| Value::map([("query", query)])),
            fragment: url.fragment.clone(),
            tail: Some((url.tail, url.url.span)),
            only_url: true,
            ..Call::default()
        };
    }
    Call::default()
}
