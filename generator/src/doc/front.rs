//! Front matter: one-line scalars `title` and `description`, and the `refresh` of a page that moved. Other keys are
//! the site's own and mean nothing here.

use std::ops::Range;

use super::page::{FrontMatter, Text};
use super::text::Source;
use crate::diag::codes::doc as codes;
use crate::diag::{Diagnostic, Diagnostics};

const QUOTES: [char; 2] = ['"', '\''];

/// What the front matter says.
#[derive(Default)]
pub(super) struct Front {
    pub keys: FrontMatter,
    /// Where a `http-equiv: refresh` leads, with the place of the target; empty if it does not say.
    pub refresh: Option<Text>,
}

/// Reads the block between (and with) the two lines of dashes.
pub(super) fn front_matter(
    source: Source<'_>,
    range: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> Front {
    let mut front = Front::default();
    let mut key = "";
    let mut refresh = None;
    let mut target = None;
    for line in source.lines(range) {
        let text = source.get(line.clone());
        if is_silent(text) {
            continue;
        }
        let nested = text.starts_with([' ', '\t', '-']);
        let Some((name, value)) = pair(source, line.clone()) else {
            if !nested || is_scalar(key) {
                diagnostics.push(unread(source, line, "is not `key: value`"));
            }
            continue;
        };
        match (nested, name) {
            (false, "title" | "description") => {
                key = name;
                if let Some(text) = scalar(source, value, diagnostics) {
                    set(&mut front.keys, name, text, diagnostics);
                }
            }
            (false, _) => key = name,
            (true, _) if is_scalar(key) => {
                diagnostics.push(unread(source, line, "continues a one-line value"))
            }
            (true, "http-equiv") if source.get(value.clone()).trim_matches(QUOTES) == "refresh" => {
                refresh = Some(source.span(line))
            }
            (true, "content") => target = target.or_else(|| redirect_target(source, value)),
            (true, _) => {}
        }
    }
    front.refresh = refresh.map(|span| {
        target.unwrap_or(Text {
            text: String::new(),
            span,
        })
    });
    front
}

fn is_silent(line: &str) -> bool {
    let line = line.trim_end();
    line.is_empty() || line == "---" || line.trim_start().starts_with('#')
}

fn is_scalar(key: &str) -> bool {
    matches!(key, "title" | "description")
}

/// Key and range of the value of `- key: value`.
fn pair(source: Source<'_>, line: Range<usize>) -> Option<(&str, Range<usize>)> {
    let text = source.get(line.clone());
    let key_start = text.find(|char: char| !matches!(char, ' ' | '\t' | '-'))?;
    let colon = key_start + text.get(key_start..)?.find(':')?;
    let key = text.get(key_start..colon)?;
    let rest = text.get(colon + 1..)?;
    let is_key = !key.is_empty()
        && key
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'));
    (is_key && (rest.is_empty() || rest.starts_with([' ', '\t'])))
        .then(|| (key, source.trim(line.start + colon + 1..line.end)))
}

/// A plain or quoted scalar on one line.
fn scalar(source: Source<'_>, value: Range<usize>, diagnostics: &mut Diagnostics) -> Option<Text> {
    let text = source.get(value.clone());
    for quote in QUOTES {
        if let Some(inner) = text
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
        {
            let inner = match quote {
                '"' => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
                _ => inner.replace("''", "'"),
            };
            return Some(Text {
                text: inner,
                span: source.span(value.start + 1..value.end - 1),
            });
        }
    }
    if text.starts_with(['|', '>', '[', '{', '&', '*', '!', '"', '\'']) {
        diagnostics.push(unread(source, value, "is not a one-line text"));
        return None;
    }
    let comment = text.find(" #").unwrap_or(text.len());
    let comment = if text.starts_with('#') { 0 } else { comment };
    Some(source.trimmed(value.start..value.start + comment))
}

fn set(keys: &mut FrontMatter, name: &str, text: Text, diagnostics: &mut Diagnostics) {
    let slot = if name == "title" {
        &mut keys.title
    } else {
        &mut keys.description
    };
    match slot {
        Some(first) => diagnostics.push(
            Diagnostic::new(
                &codes::FRONT_MATTER,
                text.span,
                format!("second `{name}`; the first one is read"),
            )
            .contradicts(first.span, "the first one"),
        ),
        None => *slot = Some(text),
    }
}

/// The target of `0;url=/openapi/…`.
fn redirect_target(source: Source<'_>, value: Range<usize>) -> Option<Text> {
    let at = source.get(value.clone()).find("url=")? + "url=".len();
    let raw = source.get(value.start + at..value.end);
    let inner = raw.trim_start_matches(QUOTES);
    let start = value.end - inner.len();
    let target = inner.trim_end_matches(QUOTES);
    (!target.is_empty()).then(|| source.trimmed(start..start + target.len()))
}

fn unread(source: Source<'_>, range: Range<usize>, why: &str) -> Diagnostic {
    let range = source.trim(range);
    let message = format!("`{}` {why}; it is not read", source.get(range.clone()));
    Diagnostic::new(&codes::FRONT_MATTER, source.span(range), message)
}
