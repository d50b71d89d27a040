//! Code fences.

use std::ops::Range;

use super::page::{CodeFence, Text};
use super::text::Source;
use crate::diag::codes::doc as codes;
use crate::diag::{Diagnostic, Diagnostics};

/// Reads a fence, from its first line to its last. The group is for the caller to add.
pub(super) fn fence(
    source: Source<'_>,
    range: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> CodeFence {
    let lines: Vec<_> = source.lines(range.clone()).collect();
    let opening = lines.first().cloned().unwrap_or(range.start..range.start);
    let marker = marker(source.get(opening.clone()));
    let inside = lines.get(1..).unwrap_or_default();
    let inside = match inside.split_last() {
        Some((last, rest)) if closes(source.get(last.clone()), marker) => rest,
        _ => {
            let message = "the code fence is never closed; it swallows the rest of the page";
            diagnostics.push(Diagnostic::new(
                &codes::FENCE,
                source.span(opening.clone()),
                message,
            ));
            inside
        }
    };
    let code = match (inside.first(), inside.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => opening.end..opening.end,
    };
    let (language, label, rest) = info(source, opening.start + marker.len()..opening.end);
    if !rest.is_empty() {
        let message = format!(
            "`{}` means nothing here; it is not read",
            source.get(rest.clone())
        );
        diagnostics.push(Diagnostic::new(
            &codes::ATTRIBUTE_PLACE,
            source.span(rest),
            message,
        ));
    }
    CodeFence {
        language: source.get(language).to_owned(),
        label,
        code: Text {
            text: source.get(code.clone()).to_owned(),
            span: source.span(code),
        },
        group: None,
        fragment: false,
        span: source.span(opening),
    }
}

/// The back-quotes or tildes that a line starts with.
fn marker(line: &str) -> &str {
    let first = line.chars().next().filter(|char| matches!(char, '`' | '~'));
    let length = first.map_or(0, |first| line.len() - line.trim_start_matches(first).len());
    line.get(..length).unwrap_or_default()
}

/// Whether a line closes a fence that was opened with `marker`.
fn closes(line: &str, marker: &str) -> bool {
    let line = line.trim();
    !marker.is_empty()
        && line.starts_with(marker)
        && line.chars().all(|char| marker.starts_with(char))
}

/// Language, label and what else stands behind the marker: `php [label]`.
fn info(source: Source<'_>, range: Range<usize>) -> (Range<usize>, Text, Range<usize>) {
    let range = source.trim(range);
    let text = source.get(range.clone());
    let length = text
        .find(|char: char| char.is_whitespace() || char == '[')
        .unwrap_or(text.len());
    let language = range.start..range.start + length;
    let rest = source.trim(language.end..range.end);
    let rest_text = source.get(rest.clone());
    match rest_text
        .strip_suffix(']')
        .and_then(|inside| inside.split_once('['))
    {
        Some((before, label)) => {
            let start = rest.end - 1 - label.len();
            let label = source.trimmed(start..rest.end - 1);
            (
                language,
                label,
                source.trim(rest.start..rest.start + before.len()),
            )
        }
        None => (
            language,
            Text {
                text: String::new(),
                span: source.span(rest.start..rest.start),
            },
            rest,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    /// Language, label and code of each form of fence.
    #[test]
    fn fences() {
        for (text, language, label, code, problems) in [
            (
                "```php [同步]\n$a;\n\n$b;\n```",
                "php",
                "同步",
                "$a;\n\n$b;",
                0,
            ),
            (
                "```http [示例]\r\nGET /v3/x\r\n\r\n```",
                "http",
                "示例",
                "GET /v3/x\r\n",
                0,
            ),
            ("~~~~php\n~~~\n~~~~~", "php", "", "~~~", 0),
            ("```php[1000(甲[乙])]\n```", "php", "1000(甲[乙])", "", 0),
            ("```php {1,2} [甲]\nx\n```", "php", "甲", "x", 1),
            ("```php [甲\nx\n```", "php", "", "x", 1),
            ("```\nx\n``", "", "", "x\n``", 1),
            ("```php", "php", "", "", 1),
        ] {
            let source = Source {
                file: FileId(0),
                text,
            };
            let mut diagnostics = Diagnostics::new();
            let fence = fence(source, 0..text.len(), &mut diagnostics);
            assert_eq!(
                (&*fence.language, &*fence.label.text, &*fence.code.text),
                (language, label, code),
                "{text}"
            );
            assert_eq!(
                source.get(fence.code.span.range()),
                fence.code.text,
                "{text}"
            );
            assert_eq!(diagnostics.iter().count(), problems, "{text}");
        }
    }
}
