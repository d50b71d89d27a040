//! A page: front matter, then headings with what stands under each.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::attributes::{self, Ending};
use super::blocks::{Block, Kind, blocks};
use super::front::{Front, front_matter};
use super::left::{left_over, not_attributes, without_meaning};
use super::page::{Page, Section, Text};
use super::section::section;
use super::template::resolve;
use super::text::Source;
use crate::diag::codes::doc as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::Method;
use crate::source::{FileId, SourceFile, Span};

/// Reads a page. Never fails: what is not of the page language is reported, with its place, and left out; what is of
/// it but with unknown words, too many cells or without an end is kept for `lower` to judge.
pub fn parse(file: FileId, source: &SourceFile, diagnostics: &mut Diagnostics) -> Page {
    let source = Source {
        file,
        text: &source.text,
    };
    let blocks = blocks(source);
    let (front, body) = match blocks.split_first() {
        Some((
            Block {
                kind: Kind::FrontMatter,
                range,
                ..
            },
            rest,
        )) => (front_matter(source, range.clone(), diagnostics), rest),
        _ => (Front::default(), blocks.as_slice()),
    };
    let mut reader = Reader {
        source,
        page: Page {
            file,
            front: front.keys,
            ..Page::default()
        },
        diagnostics,
    };
    // A file without any heading is no page at all, which one message says and not one for each block.
    if front.refresh.is_some()
        || body
            .iter()
            .any(|block| matches!(block.kind, Kind::Heading(_)))
    {
        reader.groups(body);
    }
    reader.redirect(front.refresh);
    reader.page
}

struct Reader<'a, 'd> {
    source: Source<'a>,
    page: Page,
    diagnostics: &'d mut Diagnostics,
}

/// A heading as it is written.
struct Heading {
    level: HeadingLevel,
    title: Text,
    /// The id without `#`, and its place.
    id: Option<Text>,
    span: Span,
}

impl Heading {
    fn method(&self) -> Option<Method> {
        match self.id.as_ref()?.text.as_str() {
            "get" => Some(Method::Get),
            "post" => Some(Method::Post),
            "put" => Some(Method::Put),
            "patch" => Some(Method::Patch),
            "delete" => Some(Method::Delete),
            _ => None,
        }
    }

    fn is_mix(&self) -> bool {
        self.id.as_ref().is_some_and(|id| id.text == "mix")
    }
}

impl Reader<'_, '_> {
    /// Cuts the blocks at each heading and reads what stands under it.
    fn groups(&mut self, blocks: &[Block]) {
        let mut heading: Option<Heading> = None;
        let mut from = 0;
        for (at, block) in blocks.iter().enumerate() {
            let Kind::Heading(level) = block.kind else {
                continue;
            };
            let next = self.heading(level, block.range.clone());
            let operation = heading
                .as_ref()
                .filter(|heading| heading.method().is_some());
            if next.method().is_none() && operation.is_some_and(|operation| operation.level < level)
            {
                let message = format!(
                    "`{}` is read as a part of the operation above",
                    next.title.text
                );
                self.diagnostics
                    .push(Diagnostic::new(&codes::SUBHEADING, next.span, message));
                continue;
            }
            self.group(heading.as_ref(), blocks.get(from..at).unwrap_or_default());
            heading = Some(next);
            from = at + 1;
        }
        self.group(heading.as_ref(), blocks.get(from..).unwrap_or_default());
    }

    fn heading(&mut self, level: HeadingLevel, range: Range<usize>) -> Heading {
        let content = heading_content(self.source, range.clone());
        let (title, attributes) = match attributes::ending(self.source, content.clone()) {
            Ending::Block(open, attributes) => (content.start..open, attributes),
            Ending::Plain => (content, Vec::new()),
            Ending::Malformed(braces) => {
                self.diagnostics.push(not_attributes(self.source, braces));
                (content, Vec::new())
            }
        };
        let title = resolve(self.source, &self.page.front, title, self.diagnostics);
        let (ids, others) = attributes
            .into_iter()
            .partition::<Vec<_>, _>(|one| one.key.starts_with('#'));
        let mut ids = ids.into_iter();
        let id = ids.next().map(|one| Text {
            text: one.key.trim_start_matches('#').into(),
            span: one.span,
        });
        without_meaning(ids.chain(others), self.diagnostics);
        Heading {
            level,
            title,
            id,
            span: self.source.span(range),
        }
    }

    /// What stands between a heading, if there is one, and the next.
    fn group(&mut self, heading: Option<&Heading>, blocks: &[Block]) {
        let Some(heading) = heading else {
            return self.leave(blocks, "stands before the first heading");
        };
        if heading.is_mix() {
            self.mix(heading);
            return self.leave(blocks, "stands before the first operation");
        }
        let Some(method) = heading.method() else {
            return self.unknown(heading, blocks);
        };
        let title = heading.title.clone();
        let method_span = heading.id.as_ref().map_or(heading.span, |id| id.span);
        let empty = Section::new(title, method, method_span, heading.span);
        let section = section(
            self.source,
            &self.page.front,
            empty,
            blocks,
            self.diagnostics,
        );
        if let Some(first) = self
            .page
            .sections
            .iter()
            .find(|section| section.method == method)
        {
            let first = first.method_span;
            self.diagnostics
                .push(second_id(heading, method_span, first));
        } else {
            self.page.sections.push(section);
        }
    }

    fn mix(&mut self, heading: &Heading) {
        match &self.page.mix {
            Some(first) => {
                let second = second_id(heading, heading.span, first.span);
                self.diagnostics.push(second);
            }
            None => self.page.mix = Some(heading.title.clone()),
        }
    }

    /// A heading that is not one of an operation: harmless over prose, not over tables.
    fn unknown(&mut self, heading: &Heading, blocks: &[Block]) {
        let said = match &heading.id {
            Some(id) => format!("`{{#{}}}` is not a method", id.text),
            None => format!("the heading `{}` has no id", heading.title.text),
        };
        let span = heading.id.as_ref().map_or(heading.span, |id| id.span);
        if blocks.iter().any(|block| block.kind == Kind::Table) {
            self.diagnostics.push(
                Diagnostic::new(&codes::HEADING, span, format!("{said}, and tables follow"))
                    .help("an operation's heading ends with `{#get}`, `{#post}`, `{#put}`, `{#patch}` or `{#delete}`"),
            );
        } else {
            let message = format!("{said}; what stands under it is not read");
            self.diagnostics
                .push(Diagnostic::new(&codes::SUBHEADING, span, message));
        }
    }

    fn leave(&mut self, blocks: &[Block], why: &str) {
        for block in blocks {
            left_over(self.source, block, why, self.diagnostics);
        }
    }

    /// A page is either a redirect or has operations.
    fn redirect(&mut self, refresh: Option<Text>) {
        let page_start = self.source.span(0..0);
        match (refresh, self.page.sections.first()) {
            (None, Some(_)) => {}
            (None, None) => self.diagnostics.push(Diagnostic::new(
                &codes::NO_OPERATION,
                page_start,
                "the page has no operation, and does not say where it moved",
            )),
            (Some(target), Some(section)) => self.diagnostics.push(
                Diagnostic::new(
                    &codes::REDIRECT,
                    target.span,
                    "the page has operations and yet says that it moved; they are read",
                )
                .contradicts(section.span, "the first operation"),
            ),
            (Some(target), None) => {
                if target.text.is_empty() {
                    let message = "the page says that it moved, but not where to";
                    self.diagnostics
                        .push(Diagnostic::new(&codes::REDIRECT, target.span, message));
                }
                self.page.redirect = Some(target);
            }
        }
    }
}

/// A heading without its hashes, or without the line that underlines it.
fn heading_content(source: Source<'_>, range: Range<usize>) -> Range<usize> {
    let hashes = source
        .get(range.clone())
        .bytes()
        .take_while(|&byte| byte == b'#')
        .count();
    let underline = source.lines(range.clone()).last().filter(|_| hashes == 0);
    source.trim(range.start + hashes..underline.map_or(range.end, |line| line.start))
}

fn second_id(heading: &Heading, span: Span, first: Span) -> Diagnostic {
    let id = heading.id.as_ref().map_or("", |id| id.text.as_str());
    Diagnostic::new(
        &codes::SECOND_ID,
        span,
        format!("second heading with the id `{id}` on this page"),
    )
    .contradicts(first, "the first one")
}
