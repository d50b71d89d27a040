//! English of the Chinese texts of our pages: `specs/glossary.toml`, which says how it is written.

use crate::diag::codes::sync as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use toml_edit::{Document, Item, Table};

/// The tables of the file.
const TABLES: &[&str] = &["terms", "texts"];

/// Units that a label may end in, and their English.
const UNITS: &[(&str, &str)] = &[
    ("分", "fen"),
    ("元", "yuan"),
    ("秒", "seconds"),
    ("毫秒", "milliseconds"),
    ("分钟", "minutes"),
    ("小时", "hours"),
    ("天", "days"),
    ("米", "metres"),
    ("KB", "KB"),
    ("MB", "MB"),
    ("M", "MB"),
];

/// English by Chinese.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Glossary {
    entries: BTreeMap<String, String>,
}

impl Glossary {
    /// Reads the text of a glossary. Entries that are wrong are reported and left out.
    #[must_use]
    pub fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Self {
        let document = match Document::parse(text) {
            Ok(document) => document,
            Err(error) => {
                let span = Span::new(file, error.span().unwrap_or(0..0));
                let code = if error.message().contains("duplicate key") {
                    &codes::GLOSSARY_TWICE
                } else {
                    &codes::GLOSSARY_SYNTAX
                };
                diagnostics.push(Diagnostic::new(code, span, error.message().trim()));
                return Self::default();
            }
        };
        let mut reader = Reader {
            file,
            diagnostics,
            entries: BTreeMap::new(),
        };
        for (name, item) in document.as_table() {
            match item.as_table() {
                Some(table) if TABLES.contains(&name) => reader.table(table),
                _ => reader.wrong(
                    item.span(),
                    &format!("`{name}` is not a table of a glossary"),
                ),
            }
        }
        let entries = reader
            .entries
            .into_iter()
            .map(|(chinese, (english, _))| (chinese, english));
        Self {
            entries: entries.collect(),
        }
    }

    /// The English of a text, if the glossary has it.
    #[must_use]
    pub fn english(&self, chinese: &str) -> Option<String> {
        let text = normal(chinese);
        if let Some(english) = self.entries.get(&text) {
            return Some(english.clone());
        }
        let (label, unit) = text.strip_suffix(')')?.rsplit_once('(')?;
        let (_, unit) = UNITS.iter().find(|(word, _)| *word == unit)?;
        self.entries
            .get(label)
            .map(|english| format!("{english} ({unit})"))
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

struct Reader<'a> {
    file: FileId,
    diagnostics: &'a mut Diagnostics,
    entries: BTreeMap<String, (String, Range<usize>)>,
}

impl Reader<'_> {
    fn table(&mut self, table: &Table) {
        for (chinese, item) in table {
            let place = table
                .key(chinese)
                .and_then(toml_edit::Key::span)
                .or_else(|| item.span());
            match item.as_str() {
                Some(english) => self.entry(chinese, english, place.unwrap_or(0..0), item),
                None => self.wrong(
                    item.span(),
                    &format!("the English of `{chinese}` is not a text"),
                ),
            }
        }
    }

    fn entry(&mut self, chinese: &str, english: &str, place: Range<usize>, item: &Item) {
        if let Some(trouble) = trouble(english) {
            let span = Span::new(self.file, item.span().unwrap_or_else(|| place.clone()));
            self.diagnostics.push(Diagnostic::new(
                &codes::GLOSSARY_ENGLISH,
                span,
                format!("the English of `{chinese}` {trouble}"),
            ));
        }
        let text = normal(chinese);
        if let Some((_, first)) = self.entries.get(&text) {
            let message = format!("`{chinese}` is there twice; the first is used");
            let first = Span::new(self.file, first.clone());
            let problem =
                Diagnostic::new(&codes::GLOSSARY_TWICE, Span::new(self.file, place), message);
            self.diagnostics
                .push(problem.contradicts(first, "the first"));
            return;
        }
        self.entries
            .insert(text, (english.trim().to_owned(), place));
    }

    fn wrong(&mut self, span: Option<Range<usize>>, message: &str) {
        let span = Span::new(self.file, span.unwrap_or(0..0));
        self.diagnostics
            .push(Diagnostic::new(&codes::GLOSSARY_SYNTAX, span, message));
    }
}

/// Whether there is a Chinese character in a text, so that it has an English of its own.
#[must_use]
pub fn is_chinese(text: &str) -> bool {
    text.chars()
        .any(|one| matches!(one, '\u{3400}'..='\u{9fff}'))
}

/// What is wrong with an English text.
fn trouble(english: &str) -> Option<&'static str> {
    if english.trim().is_empty() {
        Some("is empty")
    } else if is_chinese(english) {
        Some("has Chinese in it")
    } else if english.contains(['\n', '`', '[', ']', '<', '>', '*']) {
        Some("is not plain text")
    } else {
        None
    }
}

/// A text without what is not part of an entry.
fn normal(text: &str) -> String {
    let plain = text.trim().chars().filter(|&one| one != '`');
    plain
        .map(|one| match one {
            '（' => '(',
            '）' => ')',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Glossary, Vec<&'static str>) {
        let mut diagnostics = Diagnostics::new();
        let glossary = Glossary::read(FileId(0), text, &mut diagnostics);
        let codes = diagnostics.sorted().iter().map(|one| one.code.id).collect();
        (glossary, codes)
    }

    #[test]
    fn units_backticks_and_brackets_are_no_part_of_an_entry() {
        let (glossary, problems) =
            read("[terms]\n\"苹果\" = \"apple\"\n[texts]\n\"苹果（红）AppID\" = \"red apple\"\n");
        assert!(problems.is_empty());
        assert_eq!(glossary.english("苹果").as_deref(), Some("apple"));
        assert_eq!(glossary.english("苹果(分)").as_deref(), Some("apple (fen)"));
        assert_eq!(
            glossary.english("苹果(红)`AppID` ").as_deref(),
            Some("red apple")
        );
        assert_eq!(glossary.english("苹果(只)"), None);
        assert_eq!(glossary.english("梨"), None);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let twice = read("[terms]\n\"苹(果)\" = \"apple\"\n[texts]\n\"苹（果）\" = \"pear\"\n");
        assert_eq!(twice.0.english("苹(果)").as_deref(), Some("apple"));
        assert_eq!(twice.1, [codes::GLOSSARY_TWICE.id]);
        assert_eq!(
            read("[terms]\n\"苹果\" = \"apple\"\n\"苹果\" = \"pear\"\n").1,
            [codes::GLOSSARY_TWICE.id]
        );
        assert_eq!(read("[words]\n").1, [codes::GLOSSARY_SYNTAX.id]);
        assert_eq!(
            read("[terms]\n\"苹果\" = 1\n").1,
            [codes::GLOSSARY_SYNTAX.id]
        );
        for english in ["", "苹果", "`apple`"] {
            assert_eq!(
                read(&format!("[terms]\n\"苹果\" = \"{english}\"\n")).1,
                [codes::GLOSSARY_ENGLISH.id]
            );
        }
    }

    /// The glossary of the repository has no mistake.
    #[test]
    fn ours_is_right() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/glossary.toml");
        let (glossary, problems) = read(&std::fs::read_to_string(path).unwrap());
        assert_eq!(problems, Vec::<&str>::new());
        assert!(!glossary.is_empty());
    }
}
