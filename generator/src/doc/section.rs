//! What stands under one heading.

use std::ops::Range;

use super::attributes::{self, Ending};
use super::blocks::{Block, Kind};
use super::container::{Containers, Place, closing_lines};
use super::fence;
use super::left::left_over;
use super::page::{CodeFence, FrontMatter, Link, Section, Text};
use super::prose::{items, quote, remark, unlinked_words};
use super::table::{more_rows, table};
use super::tables::Tables;
use super::template::resolve;
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
        tables: Tables::default(),
        containers: Containers::default(),
        in_references: false,
    };
    for (index, block) in blocks.iter().enumerate() {
        builder.block(index, block, closing.get(index).copied().flatten());
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
    tables: Tables,
    containers: Containers,
    /// Whether the last block was a reference paragraph: a list that follows belongs to it.
    in_references: bool,
}

impl Builder<'_, '_> {
    fn block(&mut self, index: usize, block: &Block, closing: Option<usize>) {
        let mut range = block.range.clone();
        if block.kind == Kind::Paragraph {
            if self.more_rows(&range) {
                return;
            }
            range = self.tables.attribute_line(self.source, range);
            if range.is_empty() {
                return;
            }
        }
        self.tables.settle();
        let in_references = std::mem::take(&mut self.in_references);
        match &block.kind {
            Kind::Open => self
                .containers
                .open(self.source, range, closing, self.diagnostics),
            Kind::Close => {
                if !self.containers.close(self.source, range, index) {
                    left_over(self.source, block, "closes nothing", self.diagnostics);
                }
            }
            Kind::Table => self.table(range),
            // Reported where the page was cut at its headings.
            Kind::Heading(_) => self.containers.end_unclosed(self.source, range.start),
            _ => match self.containers.place(block) {
                Place::Body => {}
                Place::Section => self.content(range, block, in_references),
                Place::Group(group) if block.kind == Kind::Fence => self.fence(range, Some(group)),
                Place::Group(_) => left_over(
                    self.source,
                    block,
                    "stands in a code group",
                    self.diagnostics,
                ),
            },
        }
    }

    /// Takes a paragraph that starts with a pipe as rows of the table before it.
    fn more_rows(&mut self, paragraph: &Range<usize>) -> bool {
        let is_row = self.source.get(paragraph.clone()).starts_with('|');
        let table = self.tables.waiting().filter(|_| is_row);
        if let Some(table) = table {
            more_rows(self.source, paragraph.clone(), table, self.diagnostics);
            return true;
        }
        false
    }

    /// A block that stands in no container.
    fn content(&mut self, range: Range<usize>, block: &Block, in_references: bool) {
        match &block.kind {
            Kind::Fence => self.fence(range, None),
            Kind::Paragraph => self.paragraph(range, &block.links),
            Kind::Quote => self.section.quotes.push(quote(self.source, range)),
            Kind::List(list) => {
                for (item, links) in items(self.source, list, &block.links) {
                    if in_references {
                        self.references(item, links);
                    } else {
                        self.section.remarks.push(remark(self.source, item, links));
                    }
                }
            }
            _ => left_over(
                self.source,
                block,
                "is not part of the page language",
                self.diagnostics,
            ),
        }
    }

    fn paragraph(&mut self, range: Range<usize>, links: &[Link]) {
        let text = self.source.get(range.clone());
        if text.starts_with(REFERENCE) {
            self.in_references = true;
            self.references(range.start + REFERENCE.len()..range.end, links.to_vec());
        } else if text.starts_with('|') {
            let message = "these rows are no table: a table has a header and a line of dashes with as many cells";
            self.diagnostics.push(Diagnostic::new(
                &codes::NOT_A_TABLE,
                self.source.span(range),
                message,
            ));
        } else if is_attribute_line(self.source, &range) {
            let message = "attributes that follow no table; they are not read";
            self.diagnostics.push(Diagnostic::new(
                &codes::ATTRIBUTE_PLACE,
                self.source.span(range),
                message,
            ));
        } else if self.tables.is_empty() {
            self.description
                .push(resolve(self.source, self.front, range, self.diagnostics));
        } else {
            let message = "a paragraph behind a table; it is read as a remark";
            self.diagnostics.push(Diagnostic::new(
                &codes::PARAGRAPH,
                self.source.span(range.clone()),
                message,
            ));
            self.section
                .remarks
                .push(remark(self.source, range, links.to_vec()));
        }
    }

    fn references(&mut self, range: Range<usize>, links: Vec<Link>) {
        unlinked_words(self.source, range, &links, self.diagnostics);
        self.section.references.extend(links);
    }

    fn table(&mut self, range: Range<usize>) {
        self.containers.table(self.source, range.start);
        let table = table(self.source, range, self.diagnostics);
        self.tables.push(table, self.containers.in_body());
    }

    fn fence(&mut self, range: Range<usize>, group: Option<usize>) {
        let fragment = group.is_some_and(|group| self.containers.is_fragment(group));
        let fence = fence::fence(self.source, range, self.diagnostics);
        self.section.examples.push(CodeFence {
            group,
            fragment,
            ..fence
        });
    }

    fn finish(self, end: usize) -> Section {
        let mut section = self.section;
        (section.request, section.response) = self.tables.finish(self.diagnostics);
        section.containers = self.containers.finish(self.source, end);
        section.description = joined(self.description, section.description);
        let missing = match (&section.request, &section.response) {
            (Some(_), Some(_)) => return section,
            (Some(_), None) => "no response table",
            (None, Some(_)) => "no request table",
            (None, None) => "no tables",
        };
        let message = format!("the operation has {missing}");
        self.diagnostics
            .push(Diagnostic::new(&codes::NO_TABLE, section.span, message));
        section
    }
}

fn is_attribute_line(source: Source<'_>, range: &Range<usize>) -> bool {
    matches!(attributes::ending(source, range.clone()), Ending::Block(open, _) if open == range.start)
}

/// The paragraphs as one text; `none` if there are none.
fn joined(paragraphs: Vec<Text>, none: Text) -> Text {
    let Some(span) = paragraphs
        .iter()
        .map(|one| one.span)
        .reduce(|first, next| first.to(next))
    else {
        return none;
    };
    let texts: Vec<_> = paragraphs.into_iter().map(|one| one.text).collect();
    Text {
        text: texts.join("\n\n"),
        span,
    }
}
