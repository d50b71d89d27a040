//! The blocks of a page, as CommonMark sees them, each with its range of bytes.
//!
//! CommonMark knows no `:::` containers; their lines interrupt every other block, as a thematic break does. So the
//! parser is shown a thematic break of the same length in place of each such line. All text is taken from the source
//! by range, never from the parser's events, which is why a `:::` inside of a code fence comes to no harm.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::page::Link;
use super::text::Source;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A top-level block.
pub(super) struct Block {
    pub kind: Kind,
    /// Without white space at its ends.
    pub range: Range<usize>,
    /// Links inside, in order.
    pub links: Vec<Link>,
}

/// What a block is.
#[derive(Debug, PartialEq)]
pub(super) enum Kind {
    FrontMatter,
    Heading(HeadingLevel),
    Paragraph,
    Fence,
    Table,
    /// Ranges of the items, with their markers.
    List(Vec<Range<usize>>),
    Quote,
    /// A line of colons with something behind them.
    Open,
    /// A line of colons.
    Close,
    /// What the page language has no use for, by name.
    Other(&'static str),
}

/// The blocks in order. Lines that make no block (link definitions) are [`Kind::Other`]: together, the ranges cover
/// all that is not white space.
pub(super) fn blocks(source: Source<'_>) -> Vec<Block> {
    let start = if source.text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len_utf8()
    } else {
        0
    };
    let mut collector = Collector {
        source,
        blocks: Vec::new(),
        depth: 0,
        link: None,
        covered: start,
    };
    let mut body = start;
    if let Some(end) = front_matter_end(source, start) {
        collector.push(Kind::FrontMatter, start..end);
        body = end;
    }
    let masked = mask_container_lines(source);
    let parser = Parser::new_ext(
        masked.get(body..).unwrap_or_default(),
        Options::ENABLE_TABLES,
    );
    for (event, range) in parser.into_offset_iter() {
        collector.event(event, range.start + body..range.end + body);
    }
    collector.uncovered(source.text.len());
    collector.blocks
}

/// Where the front matter ends: `---` on the first line, up to the next line of the same. The parser could find it too,
/// but would take two thematic breaks further down for another one.
fn front_matter_end(source: Source<'_>, start: usize) -> Option<usize> {
    let mut lines = source.lines(start..source.text.len());
    let is_fence = |line: &Range<usize>| source.get(line.clone()).trim_end() == "---";
    lines.next().filter(is_fence)?;
    lines.find(is_fence).map(|line| line.end)
}

/// A copy of the text with `***` and spaces for every container line, byte for byte as long.
fn mask_container_lines(source: Source<'_>) -> String {
    let mut masked = String::with_capacity(source.text.len());
    for line in source.lines(0..source.text.len()) {
        let text = source.get(line.clone());
        let trimmed = text.trim_start_matches(' ');
        let indent = text.len() - trimmed.len();
        masked.push_str(source.get(masked.len()..line.start));
        if indent < 4 && trimmed.starts_with(":::") {
            masked.extend(std::iter::repeat_n(' ', indent));
            masked.push_str("***");
            masked.extend(std::iter::repeat_n(' ', trimmed.len() - 3));
        } else {
            masked.push_str(text);
        }
    }
    masked.push_str(source.get(masked.len()..source.text.len()));
    masked
}

struct Collector<'a> {
    source: Source<'a>,
    blocks: Vec<Block>,
    depth: usize,
    /// The link that is being read.
    link: Option<Link>,
    /// End of what is in `blocks`.
    covered: usize,
}

impl Collector<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.start(&tag, range);
                self.depth += 1;
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                if matches!(tag, TagEnd::Link | TagEnd::Image) {
                    let link = self.link.take();
                    if let Some(block) = self.blocks.last_mut() {
                        block.links.extend(link);
                    }
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(link) = &mut self.link {
                    link.text.push_str(&text);
                }
            }
            Event::Rule if self.depth == 0 => self.rule(range),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        if self.depth == 0 {
            let kind = self.kind(tag, &range);
            self.push(kind, range);
            return;
        }
        match (tag, self.blocks.last_mut()) {
            (
                Tag::Item,
                Some(Block {
                    kind: Kind::List(items),
                    ..
                }),
            ) if self.depth == 1 => items.push(range),
            (Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }, _) => {
                let target = dest_url.to_string();
                self.link = Some(Link {
                    text: String::new(),
                    target,
                    span: self.source.span(range),
                });
            }
            _ => {}
        }
    }

    fn kind(&self, tag: &Tag<'_>, range: &Range<usize>) -> Kind {
        match tag {
            Tag::Heading { level, .. } => Kind::Heading(*level),
            Tag::Paragraph => Kind::Paragraph,
            Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(_)) => Kind::Fence,
            Tag::CodeBlock(_) => Kind::Other("an indented line"),
            Tag::Table(_) => Kind::Table,
            Tag::List(_) => Kind::List(Vec::new()),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::HtmlBlock
                if self
                    .source
                    .get(range.clone())
                    .trim_start()
                    .starts_with("<!--") =>
            {
                Kind::Other("a comment")
            }
            Tag::HtmlBlock => Kind::Other("HTML"),
            _ => Kind::Other("this markup"),
        }
    }

    fn rule(&mut self, range: Range<usize>) {
        let line = self.source.get(range.clone()).trim();
        let kind = match line.strip_prefix(":::") {
            None => Kind::Other("a thematic break"),
            Some(rest) if rest.trim_start_matches(':').is_empty() => Kind::Close,
            Some(_) => Kind::Open,
        };
        self.push(kind, range);
    }

    fn push(&mut self, kind: Kind, range: Range<usize>) {
        self.uncovered(range.start);
        self.covered = self.covered.max(range.end);
        let range = self.source.trim(range);
        self.blocks.push(Block {
            kind,
            range,
            links: Vec::new(),
        });
    }

    /// Text before `end` that is in no block becomes one.
    fn uncovered(&mut self, end: usize) {
        let gap = self.source.trim(self.covered..end.max(self.covered));
        if !gap.is_empty() {
            self.blocks.push(Block {
                kind: Kind::Other("a link definition"),
                range: gap,
                links: Vec::new(),
            });
        }
    }
}
