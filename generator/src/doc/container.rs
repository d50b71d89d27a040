//! `:::` containers: what an opening line says, which line closes it, and what stands inside.

use std::ops::Range;

use super::attributes::{self, Ending};
use super::blocks::{Block, Kind};
use super::left::{not_attributes, without_meaning};
use super::page::{Attribute, Container, Text};
use super::text::Source;
use crate::diag::Diagnostics;

/// The containers of one operation, as they come.
#[derive(Default)]
pub(super) struct Containers {
    list: Vec<Container>,
    /// Those that are open, from the outside.
    open: Vec<Open>,
    /// Number of code groups so far.
    groups: usize,
    /// Whether the last container was a `tip`, and no table came since.
    after_tip: bool,
}

struct Open {
    place: Place,
    /// Index of the block that closes it. Without one it ends where something else starts.
    closing: Option<usize>,
    /// Index in the list and first byte of the body, unless it is a code group or inside of another container.
    body: Option<(usize, usize)>,
}

/// Where a block stands.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// Not in a container.
    Section,
    /// In the code group with this index.
    Group(usize),
    /// In the body of another container.
    Body,
}

impl Containers {
    /// A line opens a container; `closing` is the index of the block that closes it.
    pub(super) fn open(
        &mut self,
        source: Source<'_>,
        line: Range<usize>,
        closing: Option<usize>,
        diagnostics: &mut Diagnostics,
    ) {
        self.end_unclosed(source, line.start);
        let mut container = opening_line(source, line.clone(), diagnostics);
        let mut open = Open {
            place: Place::Body,
            closing,
            body: None,
        };
        if container.kind.text == "code-group" {
            open.place = Place::Group(self.groups);
            self.groups += 1;
            // A group whose end is missing is told later: a fix-up may settle it.
            if closing.is_none() {
                self.list.push(container);
            }
        } else if self.body().is_none() {
            self.after_tip = container.kind.text == "tip";
            container.closed = closing.is_some();
            open.body = Some((self.list.len(), line.end));
            self.list.push(container);
        }
        self.open.push(open);
    }

    /// The block with this index is a line of colons; returns whether it closes something.
    pub(super) fn close(&mut self, source: Source<'_>, line: Range<usize>, index: usize) -> bool {
        self.end_unclosed(source, line.start);
        let closes = self
            .open
            .last()
            .is_some_and(|open| open.closing == Some(index));
        if closes {
            self.end_last(source, line.start);
        }
        closes
    }

    /// A table starts here.
    pub(super) fn table(&mut self, source: Source<'_>, at: usize) {
        self.end_unclosed(source, at);
        self.after_tip = false;
    }

    /// Where a block stands that is neither a table nor a line of a container. An open end of a code group is where the
    /// first block comes that is not a fence.
    pub(super) fn place(&mut self, block: &Block) -> Place {
        if let Some(Open {
            place: Place::Group(_),
            closing: None,
            ..
        }) = self.open.last()
            && block.kind != Kind::Fence
        {
            self.open.pop();
        }
        if let Some(container) = self.body() {
            container.links.extend(block.links.iter().cloned());
        }
        self.open.last().map_or(Place::Section, |open| open.place)
    }

    /// Whether what comes stands in the body of a container.
    pub(super) fn in_body(&self) -> bool {
        self.open.iter().any(|open| open.body.is_some())
    }

    /// Whether fences of this group are fragments: it follows a `tip` that follows another group.
    pub(super) fn is_fragment(&self, group: usize) -> bool {
        self.after_tip && group > 0
    }

    /// All containers but the code groups that are closed.
    pub(super) fn finish(mut self, source: Source<'_>, end: usize) -> Vec<Container> {
        while !self.open.is_empty() {
            self.end_last(source, end);
        }
        self.list
    }

    /// Containers that no line closes end where a heading, a table or another container starts.
    pub(super) fn end_unclosed(&mut self, source: Source<'_>, at: usize) {
        while self.open.last().is_some_and(|open| open.closing.is_none()) {
            self.end_last(source, at);
        }
    }

    fn end_last(&mut self, source: Source<'_>, at: usize) {
        if let Some(Open {
            body: Some((index, start)),
            ..
        }) = self.open.pop()
            && let Some(container) = self.list.get_mut(index)
        {
            container.body = source.trimmed(start..at);
        }
    }

    /// The container whose body this is. Containers inside of it are a part of its body.
    fn body(&mut self) -> Option<&mut Container> {
        let (index, _) = self.open.iter().find_map(|open| open.body)?;
        self.list.get_mut(index)
    }
}

/// The container that a line opens, without its body.
fn opening_line(
    source: Source<'_>,
    line: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> Container {
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
    without_meaning(others, diagnostics);
    let class = |one: Attribute| Text {
        text: one.key.trim_start_matches('.').into(),
        span: one.span,
    };
    Container {
        kind,
        title,
        classes: classes.into_iter().map(class).collect(),
        body: Text {
            text: String::new(),
            span: source.span(line.end..line.end),
        },
        links: Vec::new(),
        closed: false,
        span: source.span(line),
    }
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
            let container = opening_line(source, 0..line.len(), &mut Diagnostics::new());
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
