//! One JSON object a line. Keys may be added, never changed.

use super::severity_name;
use crate::diag::{self, Diagnostic, Severity};
use crate::source::{SourceMap, Span};
use serde::{Deserialize, Serialize};

/// A diagnostic. The last line of a run is one too: its [`code`](Self::code) is null and its message counts the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Kind of problem, `WX` and four digits, for `explain`.
    pub code: Option<String>,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// One sentence on this case.
    pub message: String,
    /// Identity of the page: its path below the tree. Null for a problem of no place, as are the keys below.
    pub page: Option<String>,
    /// Path of the file, as it can be opened from the directory in which the command ran.
    pub file: Option<String>,
    /// Line of the first character, from 1.
    pub line: Option<usize>,
    /// Column of the first character, in characters, from 1.
    pub column: Option<usize>,
    /// Line one past the last character.
    pub end_line: Option<usize>,
    /// Column one past the last character.
    pub end_column: Option<usize>,
    /// First byte, from 0. Where a file is not UTF-8, bytes count in the text with the replacement characters.
    pub byte_start: Option<u32>,
    /// One past the last byte.
    pub byte_end: Option<u32>,
    /// What is said of places: of the primary one if something is, then of those that are contradicted.
    pub labels: Vec<Label>,
    /// What to do, one sentence each.
    pub help: Vec<String>,
    /// An entry for the file of fix-ups that would settle it (TOML).
    pub fixup: Option<String>,
}

/// A place and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Whether it is the place of the diagnostic itself.
    pub primary: bool,
    /// What is said.
    pub text: String,
    /// As in [`Record::page`]; so are the keys below.
    pub page: String,
    #[allow(missing_docs)]
    pub file: String,
    #[allow(missing_docs)]
    pub line: usize,
    #[allow(missing_docs)]
    pub column: usize,
    #[allow(missing_docs)]
    pub end_line: usize,
    #[allow(missing_docs)]
    pub end_column: usize,
    #[allow(missing_docs)]
    pub byte_start: u32,
    #[allow(missing_docs)]
    pub byte_end: u32,
}

impl Record {
    /// The record of a diagnostic.
    #[must_use]
    pub fn new(sources: &SourceMap, one: &Diagnostic) -> Self {
        let mut record = Self {
            code: Some(one.code.id.to_owned()),
            severity: severity_name(one.code.severity).to_owned(),
            help: one.help.clone(),
            fixup: one.fixup.clone(),
            ..Self::closing(one.message.clone())
        };
        let primary = one.primary.as_ref();
        if let Some(place) = primary.and_then(|label| Label::new(sources, label, true)) {
            record.page = Some(place.page.clone());
            record.file = Some(place.file.clone());
            (record.line, record.column) = (Some(place.line), Some(place.column));
            (record.end_line, record.end_column) = (Some(place.end_line), Some(place.end_column));
            (record.byte_start, record.byte_end) = (Some(place.byte_start), Some(place.byte_end));
            record
                .labels
                .extend((!place.text.is_empty()).then_some(place));
        }
        let secondary = one.secondary.iter();
        record
            .labels
            .extend(secondary.filter_map(|label| Label::new(sources, label, false)));
        record
    }

    /// The record that closes a run.
    pub(super) fn closing(message: String) -> Self {
        Self {
            code: None,
            severity: severity_name(Severity::Note).to_owned(),
            message,
            page: None,
            file: None,
            line: None,
            column: None,
            end_line: None,
            end_column: None,
            byte_start: None,
            byte_end: None,
            labels: Vec::new(),
            help: Vec::new(),
            fixup: None,
        }
    }
}

impl Label {
    fn new(sources: &SourceMap, label: &diag::Label, primary: bool) -> Option<Self> {
        let Span { file, start, end } = label.span;
        let file = sources.get(file)?;
        let (from, to) = (file.position(start as usize), file.position(end as usize));
        Some(Self {
            primary,
            text: label.text.clone(),
            page: file.path.clone(),
            file: file.location.clone(),
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
            byte_start: start,
            byte_end: end,
        })
    }
}

pub(super) fn render(out: &mut String, record: &Record) {
    // Texts, numbers and lists of them can always be written.
    out.push_str(&serde_json::to_string(record).unwrap_or_default());
    out.push('\n');
}
