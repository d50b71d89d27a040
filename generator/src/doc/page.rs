//! What a page consists of. Every text keeps its place.

use crate::model::Method;
use crate::source::{FileId, Span};

/// A text and where it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    /// The text, trimmed; escapes of the page language are resolved, line ends are `\n`.
    pub text: String,
    /// Where it stands in the source.
    pub span: Span,
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The file.
    pub file: FileId,
    /// Front matter.
    pub front: FrontMatter,
    /// Set if the page only says where its content went.
    pub redirect: Option<Text>,
    /// The heading that joins several operations (`{#mix}`).
    pub mix: Option<Text>,
    /// Operations (or the one notification) in the order of the page.
    pub sections: Vec<Section>,
}

/// Front matter: the keys that mean something.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// `title`.
    pub title: Option<Text>,
    /// `description`; present and empty is an empty text.
    pub description: Option<Text>,
}

/// What stands under one heading with a method as its id.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Heading text with `{{ $frontmatter.title }}` resolved.
    pub title: Text,
    /// The heading's id as a method.
    pub method: Method,
    /// Where the id stands.
    pub method_span: Span,
    /// Paragraphs between the heading and the request table, joined by blank lines, front matter resolved.
    pub description: Text,
    /// `:::` containers other than code groups, in order.
    pub containers: Vec<Container>,
    /// Block quotes (`> [!IMPORTANT] …`).
    pub quotes: Vec<Text>,
    /// Items of lists that stand at the section's level, with their anchors.
    pub remarks: Vec<Remark>,
    /// Request table.
    pub request: Option<Table>,
    /// Response (or reply) table.
    pub response: Option<Table>,
    /// Code fences in order, with the container they stand in.
    pub examples: Vec<CodeFence>,
    /// Links of the closing reference paragraph or list.
    pub references: Vec<Link>,
    /// The heading's line. The title's place may be in the front matter.
    pub span: Span,
}

impl Section {
    /// A section of which only the heading is known.
    #[must_use]
    pub fn new(title: Text, method: Method, method_span: Span, span: Span) -> Self {
        Self {
            title,
            method,
            method_span,
            description: Text {
                text: String::new(),
                span,
            },
            containers: Vec::new(),
            quotes: Vec::new(),
            remarks: Vec::new(),
            request: None,
            response: None,
            examples: Vec::new(),
            references: Vec::new(),
            span,
        }
    }
}

/// A `:::` container.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// First word after the colons: `warning`, `danger`, `tip`, `code-group`, …
    pub kind: Text,
    /// Rest of the line without emoji and attributes.
    pub title: Text,
    /// Classes of the attribute block, without the dot.
    pub classes: Vec<Text>,
    /// Text inside.
    pub body: Text,
    /// Links inside.
    pub links: Vec<Link>,
    /// Whether it is closed by `:::`.
    pub closed: bool,
    /// The opening line.
    pub span: Span,
}

/// A numbered or bulleted remark.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// Text.
    pub text: Text,
    /// `{#ANCHOR}`.
    pub anchor: Option<Text>,
    /// Links inside.
    pub links: Vec<Link>,
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Text.
    pub text: String,
    /// Target.
    pub target: String,
    /// Where it stands.
    pub span: Span,
}

/// A table with the attribute line behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Header cells.
    pub header: Vec<Cell>,
    /// Attributes of the line behind the table: `.im-table`, `#request`.
    pub attributes: Vec<Attribute>,
    /// Body rows.
    pub rows: Vec<Row>,
    /// The whole table.
    pub span: Span,
}

/// A row: as many cells as the source has, also when that is too few or too many.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Cells.
    pub cells: Vec<Cell>,
    /// The line without its end.
    pub span: Span,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// Text without the attributes; `\|` is `|`, Markdown and `<br/>` are kept.
    pub text: String,
    /// Where the text stands.
    pub span: Span,
    /// Attributes of the `{…}` at the very end.
    pub attributes: Vec<Attribute>,
}

/// `key`, `key=value`, `key="value"`, `.class` or `#id`.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Key; a class keeps its dot, an id its `#`.
    pub key: String,
    /// Value.
    pub value: Option<String>,
    /// The whole attribute.
    pub span: Span,
}

/// A fenced code block.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeFence {
    /// Language: `php`, `http`.
    pub language: String,
    /// Label in brackets.
    pub label: Text,
    /// Code, byte for byte as in the file, without the last line end.
    pub code: Text,
    /// Index of the `code-group` of the section that it stands in, from 0; absent outside of one. Groups that follow
    /// a `tip` are fragments.
    pub group: Option<usize>,
    /// Whether the group follows a `tip` container (a fragment, not a full example).
    pub fragment: bool,
    /// The opening line.
    pub span: Span,
}
