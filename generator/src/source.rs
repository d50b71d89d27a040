//! Source files, byte spans, and where a byte is (line and column). [`load`] reads a tree of pages.

pub mod load;

use std::sync::Arc;

/// Index of a file in a [`SourceMap`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes of one file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range` in `file`. Offsets beyond 4 GiB saturate.
    #[must_use]
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Self {
            file,
            start: offset(range.start),
            end: offset(range.end),
        }
    }

    /// The bytes as a range.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that covers both. The other's file is ignored.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A line and a column, both from 1. The column counts characters, not bytes, so that editors jump to the right place
/// in Chinese text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One file: its name in messages, its text, where its lines start.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path below the tree that was read, with `/` between folders. For a page this is its identity.
    pub path: String,
    /// Path as the user can open it from the current directory; like [`Self::path`] unless the loader knows better.
    pub location: String,
    /// Text. Bytes that were not UTF-8 have been replaced (and reported).
    pub text: Arc<str>,
    line_starts: Vec<usize>,
}

impl SourceFile {
    /// A file with this path and text.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let (path, text) = (path.into(), text.into());
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            location: path.clone(),
            path,
            text,
            line_starts,
        }
    }

    /// Says where the user can open the file.
    #[must_use]
    pub fn at(mut self, location: impl Into<String>) -> Self {
        self.location = location.into();
        self
    }

    /// The lines that the bytes `range` touch: their bytes without the last line's end, and the number of the first.
    /// A range beyond the end touches the last line.
    #[must_use]
    pub fn lines(&self, range: std::ops::Range<usize>) -> (std::ops::Range<usize>, usize) {
        let line_of = |byte: usize| {
            self.line_starts
                .partition_point(|&start| start <= byte)
                .max(1)
        };
        let first = line_of(range.start.min(self.text.len()));
        let last = line_of(
            range
                .end
                .saturating_sub(1)
                .max(range.start)
                .min(self.text.len()),
        );
        let start = self.line_starts.get(first - 1).copied().unwrap_or_default();
        let end = self
            .line_starts
            .get(last)
            .map_or(self.text.len(), |&next| next - 1);
        (start..end, first)
    }

    /// Where `byte` is. A byte beyond the end or inside a character is where the text before it ends.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.line_starts.partition_point(|&start| start <= byte);
        let start = self.line_starts[line - 1];
        Position {
            line,
            column: self.text[start..byte].chars().count() + 1,
        }
    }

    /// The text of `span`, empty if the span is not one of this file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// All files of one run, in the order of their paths.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// The map of these files. They are sorted by path, so that ids do not depend on the order in which a directory
    /// was read.
    #[must_use]
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files }
    }

    /// Adds a file that is not a page (a fix-up file, a lock), after all others.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file with this id.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// Number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let file = SourceFile::new("a.md", "一二 x\n三");
        assert_eq!(file.position(7), Position { line: 1, column: 4 });
        assert_eq!(file.position(1), Position { line: 1, column: 1 });
        assert_eq!(file.position(9), Position { line: 2, column: 1 });
        assert_eq!(file.position(900), Position { line: 2, column: 2 });
    }
}
