//! What stands under one heading.

use std::ops::Range;

use super::attributes::{self, Ending};
use super::blocks::{Block, Kind};
use super::container::{closing_lines, opening_line};
use super::fence;
use super::page::{CodeFence, Container, FrontMatter, Link, Remark, Section, Table, Text};
use super::read::{left_over, resolve, without_meaning};
use super::table::table;
use super::text::Source;
use crate::diag::codes::doc as codes;
use crate::diag::{Diagnostic, Diagnostics};

/// The word that starts the reference paragraph.
const REFERENCE: &str = "参阅";

/// Fills `empty` with what the blocks say.
pub(super) fn section(
    source: Source<'_>,
    front: &FrontMatter,
    empty: Section,
    blocks: &[Block],
    diagnostics: &mut Diagnostics,
) -> Section {
    let closing = closing_lines(source, blocks);
    let mut builder = Builder {
        source,
        front,
        section: empty,
        diagnostics,
        description: Vec::new(),
        table: None,
        open: Vec::new(),
        groups: 0,
        after_tip: false,
        in_references: false,
    };
    for (at, block) in blocks.iter().enumerate() {
        builder.block(at, block, closing.get(at).copied().flatten());
    }
    builder.finish(blocks.last().map_or(0, |last| last.range.end))
}

struct Builder<'a, 'd> {
    source: Source<'a>,
    front: &'d FrontMatter,
    section: Section,
    diagnostics: &'d mut Diagnostics,
    /// Paragraphs before the first table.
    description: Vec<Text>,
    /// A table whose attribute line has not come yet.
    table: Option<Table>,
    /// Containers that are open, from the outside.
    open: Vec<Open>,
    /// Number of code groups so far.
    groups: usize,
    /// Whether the last container was a `tip`, and no table came since.
    after_tip: bool,
    /// Whether the last block was a reference paragraph without links: its list follows.
    in_references: bool,
}

/// An open container.
struct Open {
    kind: OpenKind,
    /// Index of the block that closes it. Without one it ends where something else starts.
    closing: Option<usize>,
}

enum OpenKind {
    /// Code group with this index.
    Group(usize),
    /// Container at this index of the section, whose body starts at this byte.
    Text(usize, usize),
    /// A container inside of a container: a part of its body.
    Nested,
}

impl Builder<'_, '_> {
    fn block(&mut self, at: usize, block: &Block, closing: Option<usize>) {
        let mut range = block.range.clone();
        if block.kind == Kind::Paragraph {
            range = self.attribute_line(range);
        }
        self.settle_table();
        let references_open = std::mem::take(&mut self.in_references);
        match &block.kind {
            Kind::Open => return self.open(block, closing),
            Kind::Close => return self.close(at, block),
            Kind::Table => return self.table(range),
            _ => {}
        }
        if let Some(Open {
            kind: OpenKind::Group(_),
            closing: None,
        }) = self.open.last()
            && block.kind != Kind::Fence
        {
            self.open.pop();
        }
        if let Some(container) = self.text_container() {
            container.links.extend(block.links.iter().cloned());
        }
        match (self.open.last().map(|open| &open.kind), &block.kind) {
            (Some(&OpenKind::Group(group)), Kind::Fence) => self.fence(range, Some(group)),
            (Some(OpenKind::Group(_)), _) => left_over(
                self.source,
                block,
                "stands in a code group",
                self.diagnostics,
            ),
            (Some(_), _) => {}
            (None, Kind::Fence) => self.fence(range, None),
            (None, Kind::Paragraph) => self.paragraph(range, &block.links),
            (None, Kind::Quote) => self.section.quotes.push(quote(self.source, range)),
            (None, Kind::List(items)) if references_open => self.references(items, &block.links),
            (None, Kind::List(items)) => self.remarks(items, &block.links),
            (None, _) => left_over(
                self.source,
                block,
                "is not part of the page language",
                self.diagnostics,
            ),
        }
    }

    /// The container whose body this is.
    fn text_container(&mut self) -> Option<&mut Container> {
        let index = self.open.iter().find_map(|open| match open.kind {
            OpenKind::Text(index, _) => Some(index),
            _ => None,
        })?;
        self.section.containers.get_mut(index)
    }

    fn open(&mut self, block: &Block, closing: Option<usize>) {
        self.end_unclosed(block.range.start);
        let (container, others) = opening_line(self.source, block.range.clone(), self.diagnostics);
        without_meaning(others.into_iter(), self.diagnostics);
        let kind = if container.kind.text == "code-group" {
            self.groups += 1;
            if closing.is_none() {
                self.section.containers.push(container);
            }
            OpenKind::Group(self.groups - 1)
        } else if self.text_container().is_some() {
            OpenKind::Nested
        } else {
            self.after_tip = container.kind.text == "tip";
            self.section.containers.push(Container {
                closed: closing.is_some(),
                ..container
            });
            OpenKind::Text(self.section.containers.len() - 1, block.range.end)
        };
        self.open.push(Open { kind, closing });
    }

    fn close(&mut self, at: usize, block: &Block) {
        self.end_unclosed(block.range.start);
        match self.open.last() {
            Some(open) if open.closing == Some(at) => self.end_last(block.range.start),
            _ => left_over(self.source, block, "closes nothing", self.diagnostics),
        }
    }

    /// Containers that no line closes end where a table, another container or the next heading starts.
    fn end_unclosed(&mut self, at: usize) {
        while self.open.last().is_some_and(|open| open.closing.is_none()) {
            self.end_last(at);
        }
    }

    fn end_last(&mut self, at: usize) {
        if let Some(Open {
            kind: OpenKind::Text(index, start),
            ..
        }) = self.open.pop()
            && let Some(container) = self.section.containers.get_mut(index)
        {
            container.body = self.source.trimmed(start..at);
        }
    }

    fn table(&mut self, range: Range<usize>) {
        self.end_unclosed(range.start);
        self.after_tip = false;
        self.table = Some(table(self.source, range, self.diagnostics));
    }

    /// Takes the attributes of the table that waits from the first line of a paragraph; returns the rest.
    fn attribute_line(&mut self, range: Range<usize>) -> Range<usize> {
        if let Some(table) = self
            .table
            .as_mut()
            .filter(|table| table.attributes.is_empty())
            && let Some(first) = self.source.lines(range.clone()).next()
            && let Ending::Block(open, attributes) =
                attributes::ending(self.source, self.source.trim(first.clone()))
            && open == first.start
        {
            table.attributes = attributes;
            return self.source.trim(first.end..range.end);
        }
        range
    }

    /// Puts the table that waits where its attributes say, or else where its place on the page suggests.
    fn settle_table(&mut self) {
        let Some(table) = self.table.take() else {
            return;
        };
        let id = table
            .attributes
            .iter()
            .find(|one| one.key.starts_with('#'))
            .map(|id| id.key.as_str());
        let (request, response) = (&mut self.section.request, &mut self.section.response);
        match (id, &*request, &*response) {
            (Some("#request"), None, _) => *request = Some(table),
            (Some("#response"), _, None) => *response = Some(table),
            (_, None, _) => {
                self.diagnostics.push(guessed_table(&table, "request"));
                *request = Some(table);
            }
            (_, _, None) => {
                self.diagnostics.push(guessed_table(&table, "response"));
                *response = Some(table);
            }
            (_, Some(first), Some(second)) => self.diagnostics.push(
                Diagnostic::new(
                    &codes::THIRD_TABLE,
                    table.span,
                    "a third table in one operation",
                )
                .contradicts(first.span, "the request table")
                .contradicts(second.span, "the response table"),
            ),
        }
    }

    fn paragraph(&mut self, range: Range<usize>, links: &[Link]) {
        let text = self.source.get(range.clone());
        if text.is_empty() {
            return;
        }
        if text.starts_with(REFERENCE) {
            self.in_references = links.is_empty();
            self.unlinked_words(range.start + REFERENCE.len()..range.end, links);
            self.section.references.extend(links.iter().cloned());
        } else if text.starts_with('|') {
            let message = "these rows are no table: a table has a header and a line of dashes with as many cells";
            self.diagnostics.push(Diagnostic::new(
                &codes::NOT_A_TABLE,
                self.source.span(range),
                message,
            ));
        } else if self.section.request.is_none() && self.section.response.is_none() {
            let text = resolve(self.source, self.front, range, self.diagnostics);
            self.description.push(text);
        } else {
            let message = "a paragraph behind a table; it is read as a remark";
            self.diagnostics.push(Diagnostic::new(
                &codes::PARAGRAPH,
                self.source.span(range.clone()),
                message,
            ));
            self.remark(range, links.to_vec());
        }
    }

    fn fence(&mut self, range: Range<usize>, group: Option<usize>) {
        let fragment = self.after_tip && group.is_some_and(|group| group > 0);
        let fence = CodeFence {
            group,
            fragment,
            ..fence::fence(self.source, range, self.diagnostics)
        };
        self.section.examples.push(fence);
    }

    /// Items of a list with the links of each.
    fn remarks(&mut self, items: &[Range<usize>], links: &[Link]) {
        for (item, links) in items_with_links(items, links) {
            self.remark(item_text(self.source, item), links);
        }
    }

    fn remark(&mut self, range: Range<usize>, links: Vec<Link>) {
        let (text, anchor) = match attributes::ending(self.source, range.clone()) {
            Ending::Block(open, attributes) => match attributes.as_slice() {
                [one] if one.key.starts_with('#') => {
                    let id = one.key.trim_start_matches('#').to_owned();
                    (
                        range.start..open,
                        Some(Text {
                            text: id,
                            span: one.span,
                        }),
                    )
                }
                _ => (range, None),
            },
            Ending::Plain | Ending::Malformed(_) => (range, None),
        };
        self.section.remarks.push(Remark {
            text: self.source.trimmed(text),
            anchor,
            links,
        });
    }

    fn references(&mut self, items: &[Range<usize>], links: &[Link]) {
        for (item, links) in items_with_links(items, links) {
            self.unlinked_words(item_text(self.source, item), &links);
            self.section.references.extend(links);
        }
    }

    /// Reports words of a reference that are not part of a link.
    fn unlinked_words(&mut self, range: Range<usize>, links: &[Link]) {
        let mut at = range.start;
        let starts = links
            .iter()
            .map(|link| link.span.range())
            .chain([range.end..range.end]);
        for link in starts {
            let between = self.source.trim(at..link.start.max(at));
            if self
                .source
                .get(between.clone())
                .contains(char::is_alphanumeric)
            {
                let message = "these words of the reference are not a link; they are not read";
                self.diagnostics.push(Diagnostic::new(
                    &codes::REFERENCE,
                    self.source.span(between),
                    message,
                ));
            }
            at = at.max(link.end);
        }
    }

    fn finish(mut self, end: usize) -> Section {
        self.settle_table();
        while !self.open.is_empty() {
            self.end_last(end);
        }
        let missing = match (&self.section.request, &self.section.response) {
            (Some(_), Some(_)) => None,
            (Some(_), None) => Some("no response table"),
            (None, Some(_)) => Some("no request table"),
            (None, None) => Some("no tables"),
        };
        if let Some(missing) = missing {
            let message = format!("the operation has {missing}");
            self.diagnostics.push(Diagnostic::new(
                &codes::NO_TABLE,
                self.section.span,
                message,
            ));
        }
        self.section.description = joined(self.description, self.section.description);
        self.section
    }
}

/// The paragraphs as one text; `none` if there are none.
fn joined(paragraphs: Vec<Text>, none: Text) -> Text {
    paragraphs
        .into_iter()
        .reduce(|first, second| Text {
            text: first.text + "\n\n" + &second.text,
            span: first.span.to(second.span),
        })
        .unwrap_or(none)
}

/// A quote without its marks.
fn quote(source: Source<'_>, range: Range<usize>) -> Text {
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

/// An item of a list without its mark.
fn item_text(source: Source<'_>, item: Range<usize>) -> Range<usize> {
    let item = source.trim(item);
    let text = source.get(item.clone());
    let unmarked = text.trim_start_matches(|char: char| char.is_ascii_digit());
    let mark =
        text.len() - unmarked.len() + usize::from(unmarked.starts_with(['-', '*', '+', '.', ')']));
    source.trim(item.start + mark..item.end)
}

/// Deals the links, which are in order, to the items that they stand in.
fn items_with_links<'l>(
    items: &'l [Range<usize>],
    links: &'l [Link],
) -> impl Iterator<Item = (Range<usize>, Vec<Link>)> + 'l {
    let mut links = links.iter().peekable();
    items.iter().map(move |item| {
        let own = std::iter::from_fn(|| links.next_if(|link| link.span.range().start < item.end))
            .cloned()
            .collect();
        (item.clone(), own)
    })
}

fn guessed_table(table: &Table, guess: &str) -> Diagnostic {
    let message = format!(
        "the attributes of this table do not say which it is; it is read as the {guess} table"
    );
    Diagnostic::new(
        &codes::TABLE_ID,
        table
            .attributes
            .first()
            .map_or(table.span, |first| first.span),
        message,
    )
    .help(format!("behind the table: `{{.im-table #{guess}}}`"))
}
