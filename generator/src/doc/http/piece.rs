//! A part of the code of a fence that knows where it stands.

use super::super::json::part;
use super::super::page::Text;
use crate::source::Span;

/// A part of a text at `base`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    at: usize,
    base: Span,
}

impl<'a> Piece<'a> {
    pub(super) fn new(text: &'a str, base: Span) -> Self {
        Self { text, at: 0, base }
    }

    /// The bytes from `from` to `to` of this piece; both must be boundaries of characters.
    fn cut(self, from: usize, to: usize) -> Self {
        Self {
            text: self.text.get(from..to).unwrap_or_default(),
            at: self.at + from,
            ..self
        }
    }

    pub(super) fn span(self) -> Span {
        part(self.base, self.at..self.at + self.text.len())
    }

    pub(super) fn to_text(self) -> Text {
        Text {
            text: self.text.to_owned(),
            span: self.span(),
        }
    }

    /// The same place with another text, a decoded one.
    pub(super) fn with_text(self, text: String) -> Text {
        Text {
            text,
            span: self.span(),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn trim(self) -> Self {
        let from = self.text.len() - self.text.trim_start().len();
        self.cut(from, from + self.text.trim().len())
    }

    pub(super) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        self.text
            .starts_with(prefix)
            .then(|| self.cut(prefix.len(), self.text.len()))
    }

    /// What stands before and behind the first `mark`.
    pub(super) fn split_once(self, mark: char) -> Option<(Self, Self)> {
        let at = self.text.find(mark)?;
        Some((
            self.cut(0, at),
            self.cut(at + mark.len_utf8(), self.text.len()),
        ))
    }

    /// The first line without its end, and what follows it.
    pub(super) fn split_line(self) -> Option<(Self, Self)> {
        if self.is_empty() {
            return None;
        }
        let end = self.text.find('\n').unwrap_or(self.text.len());
        let line = self.cut(0, end);
        let line = line.cut(0, line.text.trim_end_matches('\r').len());
        Some((
            line,
            self.cut((end + 1).min(self.text.len()), self.text.len()),
        ))
    }

    /// The part of this piece that stands before `later`, which is a part of it.
    pub(super) fn before(self, later: Self) -> Self {
        self.cut(0, later.at.saturating_sub(self.at))
    }

    /// Without the line end at its end.
    pub(super) fn without_line_end(self) -> Self {
        let text = self.text.strip_suffix('\n').unwrap_or(self.text);
        self.cut(0, text.strip_suffix('\r').unwrap_or(text).len())
    }
}
