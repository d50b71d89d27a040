//! Corrections of upstream pages, as data: `specs/fixups.toml`.
//!
//! An entry says what a page has, what it should have, and why. It is applied to the rows of the page before they are
//! nested, so it can mend what the nesting depends on. An entry expires by itself: when the page no longer has the old
//! value, the entry is reported and changes nothing.

mod entry;
mod parse;
pub(crate) mod words;

pub(crate) use entry::Proposal;

use crate::diag::codes::fixup as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::Method;
use crate::source::{FileId, Span};
use std::collections::BTreeSet;

/// All entries of a fix-up file, in its order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fixups {
    entries: Vec<Fixup>,
}

/// One correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Fixup {
    /// Identity of the page.
    pub page: String,
    /// Operation of the page; absent: every one that has the field.
    pub operation: Option<Method>,
    /// Where on the page: location, then names, `json/amount/total`. Empty for a property of the operation.
    pub field: String,
    /// What of it.
    pub property: Property,
    /// What the page has.
    pub old: Value,
    /// What it should have.
    pub new: Value,
    /// Why, in our own words.
    pub reason: String,
    /// Page that says so.
    pub link: String,
    /// The entry in the fix-up file.
    pub span: Span,
    /// The old value in the fix-up file.
    pub old_span: Span,
}

/// What an entry corrects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// Whether the row is marked required: booleans.
    Required,
    /// Depth of the row: integers.
    Indent,
    /// Name: texts.
    Name,
    /// Type word: texts.
    Type,
    /// Values of the enumeration: lists of texts.
    Enum,
    /// How the string carries a document: `none`, `json`, `urlencoded`.
    Encoding,
    /// How the string is encrypted: `none`, or algorithm and key as in the model: `rsa-oaep/platform`.
    Encryption,
    /// What the one list below an encoded string means: `undecided` to `object` (its name is a key) or `list`
    /// (its name is not on the wire).
    DecodesTo,
    /// Whether an object without rows is meant to take any JSON: `false` to `true`.
    Untyped,
    /// Whether a number may have decimals: `false` to `true`.
    Decimal,
    /// To which sibling the document belongs that the row opens: names; the old one is the row before the line.
    Owner,
    /// Field below which the row belongs: addresses; `path` for a path parameter.
    Parent,
    /// Field whose document the rows of this name are the alternatives of: addresses; the old one is the parent.
    Alternatives,
    /// Number of cells of the row. The rest is text of the description, or left out if it is a row of its own.
    Cells,
    /// Rows that are missing below the field: an empty list to a list of rows.
    Rows,
    /// Host of the operation: URLs, `none` where the page has none. The same twice says that it is right.
    BaseUrl,
    /// URL of the operation as the examples have it: texts. The same twice says that it is right.
    Url,
    /// Whether a container is closed: `false` to `true`. `field` is its number, `container[1]`; code groups that are
    /// closed do not count.
    Closed,
}

impl Property {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Required,
        Self::Indent,
        Self::Name,
        Self::Type,
        Self::Enum,
        Self::Encoding,
        Self::Encryption,
        Self::DecodesTo,
        Self::Untyped,
        Self::Decimal,
        Self::Owner,
        Self::Parent,
        Self::Alternatives,
        Self::Cells,
        Self::Rows,
        Self::BaseUrl,
        Self::Url,
        Self::Closed,
    ];

    /// Its name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Indent => "indent",
            Self::Name => "name",
            Self::Type => "type",
            Self::Enum => "enum",
            Self::Encoding => "encoding",
            Self::Encryption => "encryption",
            Self::DecodesTo => "decodes_to",
            Self::Untyped => "untyped",
            Self::Decimal => "decimal",
            Self::Owner => "owner",
            Self::Parent => "parent",
            Self::Alternatives => "alternatives",
            Self::Cells => "cells",
            Self::Rows => "rows",
            Self::BaseUrl => "base_url",
            Self::Url => "url",
            Self::Closed => "closed",
        }
    }

    /// What kind of value its `old` and `new` are.
    fn kind(self) -> ValueKind {
        match self {
            Self::Required | Self::Untyped | Self::Decimal | Self::Closed => ValueKind::Boolean,
            Self::Indent | Self::Cells => ValueKind::Integer,
            Self::Enum => ValueKind::Texts,
            Self::Rows => ValueKind::Rows,
            _ => ValueKind::Text,
        }
    }

    /// Whether it is a property of the operation and not of a row.
    pub(crate) fn of_operation(self) -> bool {
        matches!(self, Self::BaseUrl | Self::Url | Self::Closed)
    }
}

/// Kind of a [`Value`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    Boolean,
    Integer,
    Text,
    Texts,
    Rows,
}

/// Old or new value of an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A boolean.
    Boolean(bool),
    /// A number, not negative.
    Integer(usize),
    /// A text.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
    /// Rows.
    Rows(Vec<NewRow>),
}

/// A row that a page lacks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewRow {
    /// Name.
    pub name: String,
    /// Type word.
    pub ty: String,
    /// Depth below the field: 1 for its own children.
    pub indent: usize,
    /// Whether it is required.
    pub required: bool,
    /// `json` or `urlencoded` if it carries a document.
    pub encoding: String,
    /// Label.
    pub doc: String,
    /// Where the fix-up file says so.
    pub span: Span,
}

impl Fixups {
    /// No corrections.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads a fix-up file. Entries that are wrong are reported and left out.
    #[must_use]
    pub fn parse(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Self {
        Self {
            entries: parse::entries(file, text, diagnostics),
        }
    }

    /// The entries, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Fixup] {
        &self.entries
    }

    /// The entries for one page. Who reads `openapi/` alone has its pages without that folder.
    pub(crate) fn of_page<'a>(&'a self, page: &str) -> Vec<&'a Fixup> {
        let is = |entry: &&Fixup| {
            entry.page == page || entry.page.strip_prefix("openapi/") == Some(page)
        };
        self.entries.iter().filter(is).collect()
    }

    /// Notes the entries whose page is not among `pages`, if these are a tree of the site. Our own pages need no fix-up,
    /// and of a page that is read alone the place is not known.
    pub fn report_absent_pages(&self, pages: &BTreeSet<&str>, diagnostics: &mut Diagnostics) {
        if !pages.iter().any(|page| page.starts_with("openapi/")) {
            return;
        }
        for entry in &self.entries {
            if !pages.contains(entry.page.as_str()) {
                diagnostics.push(Diagnostic::new(
                    &codes::ABSENT_PAGE,
                    entry.span,
                    format!("`{}` is not among the pages", entry.page),
                ));
            }
        }
    }
}
