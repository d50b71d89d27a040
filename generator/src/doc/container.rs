//! `:::` lines: what an opening line says, and which line closes it.

use std::ops::Range;

use super::attributes::{self, Ending};
use super::blocks::{Block, Kind};
use super::page::{Attribute, Container, Text};
use super::table::not_attributes;
use super::text::Source;
use crate::diag::Diagnostics;

/// The container that a line opens, without its body, and those attributes that are no class.
pub(super) fn opening_line(
    source: Source<'_>,
    line: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> (Container, Vec<Attribute>) {
    let colons = source
        .get(line.clone())
        .bytes()
        .take_while(|&byte| byte == b':')
        .count();
    let (mut rest, attributes) = match attributes::ending(source, line.clone()) {
        Ending::Block(open, attributes) => (line.start + colons..open, attributes),
        Ending::Plain => (line.start + colons..line.end, Vec::new()),
        Ending::Malformed(braces) => {
            diagnostics.push(not_attributes(source, braces));
            (line.start + colons..line.end, Vec::new())
        }
    };
    rest = source.trim(rest);
    let text = source.get(rest.clone());
    let kind = text.find(char::is_whitespace).unwrap_or(text.len());
    let kind = source.trimmed(rest.start..rest.start + kind);
    let title = title(source, kind.span.range().end..rest.end);
    let (classes, others) = attributes
        .into_iter()
        .partition::<Vec<_>, _>(|one| one.key.starts_with('.'));
    let classes = classes
        .into_iter()
        .map(|one| Text {
            text: one.key.trim_start_matches('.').into(),
            span: one.span,
        })
        .collect();
    let body = Text {
        text: String::new(),
        span: source.span(line.end..line.end),
    };
    let span = source.span(line);
    (
        Container {
            kind,
            title,
            classes,
            body,
            links: Vec::new(),
            closed: false,
            span,
        },
        others,
    )
}

/// The rest of an opening line without the emoji (`:rocket:`) at its ends.
fn title(source: Source<'_>, range: Range<usize>) -> Text {
    let mut range = source.trim(range);
    loop {
        let text = source.get(range.clone());
        let first = text.split_whitespace().next().unwrap_or_default();
        let last = text.split_whitespace().next_back().unwrap_or_default();
        if is_emoji(first) {
            range = source.trim(range.start + first.len()..range.end);
        } else if is_emoji(last) {
            range = source.trim(range.start..range.end - last.len());
        } else {
            return source.trimmed(range);
        }
    }
}

fn is_emoji(word: &str) -> bool {
    let name = word
        .strip_prefix(':')
        .and_then(|rest| rest.strip_suffix(':'))
        .unwrap_or_default();
    let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '+');
    !name.is_empty() && name.chars().all(is_name)
}

/// For each block that opens a container: the index of the one that closes it. Pairs are matched from the inside;
/// a closing line needs as many colons as the opening one.
pub(super) fn closing_lines(source: Source<'_>, blocks: &[Block]) -> Vec<Option<usize>> {
    let colons = |block: &Block| {
        source
            .get(block.range.clone())
            .bytes()
            .take_while(|&byte| byte == b':')
            .count()
    };
    let mut closing = vec![None; blocks.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        match block.kind {
            Kind::Open => open.push(at),
            Kind::Close => {
                let fits = |&opener: &usize| {
                    blocks
                        .get(opener)
                        .is_some_and(|opener| colons(opener) <= colons(block))
                };
                if let Some(opener) = open.pop_if(|opener| fits(opener))
                    && let Some(slot) = closing.get_mut(opener)
                {
                    *slot = Some(at);
                }
            }
            _ => {}
        }
    }
    closing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    /// Kind, title and classes of each form of opening line.
    #[test]
    fn opening_lines() {
        for (line, kind, title_text, class_names) in [
            ("::: code-group", "code-group", "", vec![]),
            (":::tip", "tip", "", vec![]),
            (
                "::: warning :no_entry_sign: {.im-deprecated}",
                "warning",
                "",
                vec!["im-deprecated"],
            ),
            (
                "::: tip 标题(`a_b`): 说明 :+1:",
                "tip",
                "标题(`a_b`): 说明",
                vec![],
            ),
            (":::: danger {.a .b #c}", "danger", "", vec!["a", "b"]),
            ("::: {.a}", "", "", vec!["a"]),
            ("::: tip {a", "tip", "{a", vec![]),
        ] {
            let source = Source {
                file: FileId(0),
                text: line,
            };
            let (container, _) = opening_line(source, 0..line.len(), &mut Diagnostics::new());
            let classes: Vec<_> = container
                .classes
                .iter()
                .map(|class| class.text.as_str())
                .collect();
            assert_eq!(
                (
                    container.kind.text.as_str(),
                    container.title.text.as_str(),
                    classes
                ),
                (kind, title_text, class_names),
                "{line}"
            );
        }
    }
}
