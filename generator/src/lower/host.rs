//! Hosts and fragments: the ends of a URL that stand in backticks (page language, section 3).

use super::call::Call;
use super::context::{Context, text};
use super::mend::PageFixups;
use super::tree::Node;
use super::url::{DEFAULT_HOST, Url};
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::page::Text;
use crate::doc::value::Value;
use crate::fixups::Property;

/// Host of an operation if it is not the usual one, and whether it replaces the usual one: from the row `base_uri`,
/// else from an example that has it, mended by a fix-up.
pub(super) fn find(
    containers: &[Node],
    sample: Option<&Value>,
    url: &Url,
    call: &Call,
    fixups: &mut PageFixups<'_>,
    context: &mut Context<'_>,
) -> (Option<String>, bool) {
    let row = containers
        .iter()
        .find(|node| node.row.name.text == "base_uri");
    let in_example = sample.and_then(|sample| sample.get("base_uri"));
    let from_example = in_example.and_then(Value::as_str).map(str::to_owned);
    let written = row.and_then(|row| backticked(&row.row.description.text, "https://"));
    if let Some(row) = row {
        check(row, written.as_deref(), in_example, context);
    }
    let found = written
        .or(from_example)
        .or_else(|| url.host.clone().filter(|host| host != DEFAULT_HOST));
    let actual = found.as_deref().unwrap_or("none");
    let mended = fixups.text(context.section.method, Property::BaseUrl, actual);
    if let (None, None, Some(host), None) = (row, &mended, &found, &url.wire_path) {
        let span = call
            .url
            .as_ref()
            .map_or(context.section.span, |url| url.span);
        let message =
            format!("only the example has the host `{host}`, no row `base_uri` does; it is taken");
        let problem = Diagnostic::new(&codes::HOST_OF_SNIPPET, span, message);
        context.guess(problem, "", Property::BaseUrl, text(&**host), text(&**host));
    }
    let host = mended
        .or(found)
        .filter(|host| host != DEFAULT_HOST && host != "none");
    let required = host.is_some() && row.is_none_or(|row| row.row.required);
    (host, required)
}

/// The row names a URL, and the example has the same.
fn check(row: &Node, written: Option<&str>, in_example: Option<&Value>, context: &mut Context<'_>) {
    let description = row.row.description.span;
    match (
        written,
        in_example.and_then(|value| Some((value.as_str()?, value.span))),
    ) {
        (None, example) => {
            let guess = match example {
                Some((url, _)) => format!("`{url}` of the example is taken"),
                None => "it is left out".to_owned(),
            };
            let message = format!("the description of `base_uri` has no URL in backticks; {guess}");
            context.push(Diagnostic::new(&codes::NO_BASE_URL, description, message));
        }
        (Some(written), Some((url, span))) if written != url => {
            let message =
                format!("`base_uri` is `{url}` in the example and `{written}` in the table");
            let problem = Diagnostic::new(&codes::BASE_URLS_DIFFER, span, message);
            context.push(problem.contradicts(description, "the table"));
        }
        _ => {}
    }
}

/// The fragment of a row: a constant in backticks, without `#`.
pub(super) fn fragment(node: &Node, call: &Call, context: &mut Context<'_>) -> Option<String> {
    let written = backticked(&node.row.description.text, "#")?;
    let written = written.trim_start_matches('#').to_owned();
    if let Some(Text { text, span }) = call
        .fragment
        .as_ref()
        .filter(|fragment| fragment.text != written)
    {
        let message =
            format!("the fragment is `{text}` in the example and `{written}` in the table");
        let problem = Diagnostic::new(&codes::FRAGMENTS_DIFFER, *span, message);
        context.push(problem.contradicts(node.row.description.span, "the table"));
    }
    Some(written)
}

/// The first text in backticks that starts so.
fn backticked(text: &str, start: &str) -> Option<String> {
    let parts = text.split('`').skip(1).step_by(2);
    parts
        .map(str::trim)
        .find(|part| part.starts_with(start))
        .map(str::to_owned)
}
