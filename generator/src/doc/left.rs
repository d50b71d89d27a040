//! What is left over: reported, never skipped.

use std::ops::Range;

use super::blocks::{Block, Kind};
use super::page::Attribute;
use super::text::Source;
use crate::diag::codes::doc as codes;
use crate::diag::{Diagnostic, Diagnostics};

/// Reports a block that the page language has no place for.
pub(super) fn left_over(
    source: Source<'_>,
    block: &Block,
    why: &str,
    diagnostics: &mut Diagnostics,
) {
    let what = match block.kind {
        Kind::FrontMatter => "front matter",
        Kind::Heading(_) => "a heading",
        Kind::Paragraph => "a paragraph",
        Kind::Fence => "a code fence",
        Kind::Table => "a table",
        Kind::List(_) => "a list",
        Kind::Quote => "a quote",
        Kind::Open => "a container",
        Kind::Close => "a `:::`",
        Kind::Other(what) => what,
    };
    let message = format!("{what} {why}; it is not read");
    diagnostics.push(Diagnostic::new(
        &codes::LEFT_OVER,
        source.span(block.range.clone()),
        message,
    ));
}

/// Reports attributes that can mean nothing where they stand.
pub(super) fn without_meaning(
    attributes: impl IntoIterator<Item = Attribute>,
    diagnostics: &mut Diagnostics,
) {
    for one in attributes {
        let message = format!("`{}` means nothing here; it is not read", one.key);
        diagnostics.push(Diagnostic::new(&codes::ATTRIBUTE_PLACE, one.span, message));
    }
}

/// Braces at the end of a text that hold no attributes.
pub(super) fn not_attributes(source: Source<'_>, braces: Range<usize>) -> Diagnostic {
    let message = format!(
        "`{}` is not a list of attributes; it is read as text",
        source.get(braces.clone())
    );
    Diagnostic::new(&codes::NOT_ATTRIBUTES, source.span(braces), message)
}
