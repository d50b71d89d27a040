//! The text of one page, addressed by byte ranges of its file.

use std::ops::Range;

use super::page::Text;
use crate::source::{FileId, Span};

/// The text of a page. Every range is one of bytes of the file; a range that is not one of the text reads as empty.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// The file, for spans.
    pub file: FileId,
    /// All of its text.
    pub text: &'a str,
}

impl<'a> Source<'a> {
    pub(super) fn get(self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn span(self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// The range without white space at its ends. Of white space alone, its first place.
    pub(super) fn trim(self, range: Range<usize>) -> Range<usize> {
        let text = self.get(range.clone());
        let rest = text.trim_start();
        if rest.is_empty() {
            return range.start..range.start;
        }
        let start = range.start + text.len() - rest.len();
        start..start + rest.trim_end().len()
    }

    /// The trimmed text, its line ends `\n`.
    pub(super) fn trimmed(self, range: Range<usize>) -> Text {
        let range = self.trim(range);
        Text {
            text: unix_lines(self.get(range.clone())),
            span: self.span(range),
        }
    }

    /// The lines of a range without their ends, which may be `\n`, `\r\n` or `\r` as in CommonMark.
    pub(super) fn lines(self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut at = range.start;
        let mut rest = self.get(range);
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let after = rest.get(length..).unwrap_or_default();
            let end = if after.starts_with("\r\n") {
                2
            } else {
                usize::from(!after.is_empty())
            };
            rest = after.get(end..).unwrap_or_default();
            let line = at..at + length;
            at = line.end + end;
            Some(line)
        })
    }
}

/// The text with `\n` for every line end.
pub(super) fn unix_lines(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_in_commonmark() {
        let source = Source {
            file: FileId(0),
            text: "a\r\nb\rc\n\nd",
        };
        let lines: Vec<_> = source
            .lines(0..source.text.len())
            .map(|line| source.get(line))
            .collect();
        assert_eq!(lines, ["a", "b", "c", "", "d"]);
        assert_eq!(
            source.trimmed(0..4),
            Text {
                text: "a\nb".into(),
                span: source.span(0..4)
            }
        );
    }

    #[test]
    fn white_space_alone_trims_to_its_start() {
        let source = Source {
            file: FileId(0),
            text: "x  \n ",
        };
        assert_eq!(source.trim(1..5), 1..1);
        assert_eq!(source.trim(0..9), 0..0);
    }
}
