//! The URL of a call, and snippets that only have a URL.

use super::super::page::{CodeFence, Text};
use super::super::value::{Expr, Value, ValueKind};
use super::setup::{Statement, StatementKind, Variables};
use super::tail::Tail;
use super::{lexer, setup};
use crate::diag::codes::example as codes;
use crate::diag::{Diagnostic, Diagnostics};

/// The segment that `->name` adds to a URL: capitals become lower case behind a hyphen, `_name_` becomes `{name}`.
pub(super) fn segment(name: &str) -> String {
    if let Some(parameter) = name
        .strip_prefix('_')
        .and_then(|rest| rest.strip_suffix('_'))
    {
        return format!("{{{parameter}}}");
    }
    let mut segment = String::with_capacity(name.len());
    for (at, character) in name.char_indices() {
        if character.is_ascii_uppercase() && at > 0 {
            segment.push('-');
        }
        segment.push(character.to_ascii_lowercase());
    }
    segment
}

/// The URL if it is well-formed: segments of letters, digits, `-`, `_`, `.`, `~`, or a parameter name in braces.
pub(in crate::doc) fn well_formed(url: &str) -> Option<String> {
    let url = url.strip_prefix('/').unwrap_or(url);
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.~".contains(c))
    };
    let valid = |part: &str| {
        let parameter = part
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        plain(parameter.unwrap_or(part))
    };
    url.split('/').all(valid).then(|| url.to_owned())
}

/// A snippet that builds or fetches a URL without the API client.
#[derive(Debug, Clone, PartialEq)]
pub struct UrlSnippet {
    /// Label.
    pub label: Text,
    /// The URL as written.
    pub url: Text,
    /// Scheme and host, ending in `/`.
    pub base: Text,
    /// Path without the leading `/`.
    pub path: Text,
    /// Query: the array it is built from, or what the URL says.
    pub query: Option<Value>,
    /// Fragment, without `#`.
    pub fragment: Option<Text>,
    /// What is done with the answer: [`Tail::Nothing`] if nothing is fetched.
    pub tail: Tail,
    /// The lines of code.
    pub setup: Vec<Statement>,
}

/// Reads a snippet whose label says that it has only a URL.
pub(super) fn url_snippet(fence: &CodeFence, diagnostics: &mut Diagnostics) -> Option<UrlSnippet> {
    let (code, base) = (fence.code.text.as_str(), fence.code.span);
    let tokens = lexer::tokens(code);
    let parts = setup::statements(&tokens);
    let setup: Vec<_> = parts
        .iter()
        .filter_map(|part| setup::statement(code, base, part, diagnostics))
        .collect();
    let mut seen = Seen::default();
    for statement in &setup {
        match &statement.kind {
            StatementKind::Assign { value, .. } | StatementKind::Expression(value) => {
                value.walk(&mut |v| seen.see(v))
            }
            StatementKind::Use(_) | StatementKind::Other(_) => {}
        }
    }
    let split = seen
        .url
        .or(seen.text)
        .and_then(|value| split(value, diagnostics));
    let Some((url, base, path, query, fragment)) = split else {
        let message = "no URL is written out in this snippet; it is left out";
        diagnostics.push(Diagnostic::new(&codes::NO_CALL, fence.span, message));
        return None;
    };
    let built = seen
        .query
        .map(|query| Variables::after(&setup).resolve(query));
    Some(UrlSnippet {
        label: fence.label.clone(),
        url,
        base,
        path,
        query: built.or(query),
        fragment: seen.fragment.map(without_mark).or(fragment),
        tail: if seen.sink { Tail::File } else { Tail::Nothing },
        setup,
    })
}

/// What stands in the values of a snippet.
#[derive(Default)]
struct Seen<'a> {
    /// Argument of `new Uri(…)`.
    url: Option<&'a Value>,
    /// First text that is a URL.
    text: Option<&'a Value>,
    /// Argument of `Query::build(…)`.
    query: Option<&'a Value>,
    /// Argument of `withFragment(…)`.
    fragment: Option<&'a Value>,
    sink: bool,
}

impl<'a> Seen<'a> {
    fn see(&mut self, value: &'a Value) {
        match &value.kind {
            ValueKind::Dynamic(Expr::New { class, arguments }) if last(class) == "Uri" => {
                self.url = arguments.first()
            }
            ValueKind::Dynamic(Expr::Call {
                function,
                arguments,
            }) if last(function) == "Query::build" => {
                self.query = arguments.first();
            }
            ValueKind::Dynamic(Expr::Method {
                name, arguments, ..
            }) if name == "withFragment" => {
                self.fragment = arguments.first();
            }
            ValueKind::String(text) if text.starts_with("https://") => {
                self.text.get_or_insert(value);
            }
            ValueKind::Map(_) => self.sink |= value.get("sink").is_some(),
            _ => {}
        }
    }
}

fn last(name: &str) -> &str {
    name.rsplit('\\').next().unwrap_or_default()
}

fn without_mark(value: &Value) -> Text {
    let text = value.as_str().unwrap_or_default();
    Text {
        text: text.strip_prefix('#').unwrap_or(text).to_owned(),
        span: value.span,
    }
}

type Split = (Text, Text, Text, Option<Value>, Option<Text>);

/// `https://host/path?query#fragment` into its parts. All of them stand where the whole does.
fn split(value: &Value, diagnostics: &mut Diagnostics) -> Option<Split> {
    let whole = value.as_str()?;
    let place = |text: &str| Text {
        text: text.to_owned(),
        span: value.span,
    };
    let (rest, fragment) = whole
        .split_once('#')
        .map_or((whole, None), |(rest, mark)| (rest, Some(place(mark))));
    let (rest, query) = rest
        .split_once('?')
        .map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let (host, path) = rest.strip_prefix("https://")?.split_once('/')?;
    let Some(path) = well_formed(path) else {
        let message = format!("`{path}` is not a path");
        diagnostics.push(Diagnostic::new(&codes::BAD_URL, value.span, message));
        return None;
    };
    let query = query.and_then(|query| {
        Value {
            kind: ValueKind::String(query.to_owned()),
            span: value.span,
        }
        .form()
    });
    Some((
        place(whole),
        place(&format!("https://{host}/")),
        place(&path),
        query,
        fragment,
    ))
}
