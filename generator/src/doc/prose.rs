//! Quotes, list items and what they end with.

use std::ops::Range;

use super::attributes::{self, Ending};
use super::page::{Link, Remark, Text};
use super::text::Source;
use crate::diag::codes::doc as codes;
use crate::diag::{Diagnostic, Diagnostics};

/// A quote without its marks.
pub(super) fn quote(source: Source<'_>, range: Range<usize>) -> Text {
    let lines = source.lines(range.clone()).map(|line| {
        let line = source.get(line).trim_start();
        let inside = line.strip_prefix('>').unwrap_or(line);
        inside.strip_prefix(' ').unwrap_or(inside).trim_end()
    });
    Text {
        text: lines.collect::<Vec<_>>().join("\n").trim().to_owned(),
        span: source.span(range),
    }
}

/// The items of a list without their marks, each with its links. The links are in order.
pub(super) fn items(
    source: Source<'_>,
    items: &[Range<usize>],
    links: &[Link],
) -> Vec<(Range<usize>, Vec<Link>)> {
    let mut links = links.iter().peekable();
    let item = |item: &Range<usize>| {
        let own = std::iter::from_fn(|| links.next_if(|link| link.span.range().start < item.end));
        let own = own.cloned().collect();
        (unmarked(source, item.clone()), own)
    };
    items.iter().map(item).collect()
}

/// An item of a list without its mark.
fn unmarked(source: Source<'_>, item: Range<usize>) -> Range<usize> {
    let item = source.trim(item);
    let text = source.get(item.clone());
    let rest = text.trim_start_matches(|char: char| char.is_ascii_digit());
    let mark = text.len() - rest.len() + usize::from(rest.starts_with(['-', '*', '+', '.', ')']));
    source.trim(item.start + mark..item.end)
}

/// A remark with the anchor that it ends with. Other braces are text.
pub(super) fn remark(source: Source<'_>, range: Range<usize>, links: Vec<Link>) -> Remark {
    if let Ending::Block(open, attributes) = attributes::ending(source, range.clone())
        && let [one] = attributes.as_slice()
        && let Some(id) = one.key.strip_prefix('#')
    {
        let anchor = Some(Text {
            text: id.to_owned(),
            span: one.span,
        });
        return Remark {
            text: source.trimmed(range.start..open),
            anchor,
            links,
        };
    }
    Remark {
        text: source.trimmed(range),
        anchor: None,
        links,
    }
}

/// Reports words of a reference that are not part of one of its links.
pub(super) fn unlinked_words(
    source: Source<'_>,
    range: Range<usize>,
    links: &[Link],
    diagnostics: &mut Diagnostics,
) {
    let mut at = range.start;
    let ends = links
        .iter()
        .map(|link| link.span.range())
        .chain(std::iter::once(range.end..range.end));
    for link in ends {
        let between = source.trim(at..link.start.max(at));
        if source.get(between.clone()).contains(char::is_alphanumeric) {
            let message = "these words of the reference are not a link; they are not read";
            diagnostics.push(Diagnostic::new(
                &codes::REFERENCE,
                source.span(between),
                message,
            ));
        }
        at = at.max(link.end);
    }
}
