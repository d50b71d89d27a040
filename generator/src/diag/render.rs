//! Diagnostics as text: for people, for programs, for pull requests.

mod github;
mod human;
mod json;
#[cfg(test)]
mod tests;

pub use json::{Label as JsonLabel, Record as JsonRecord};

use super::{Diagnostics, Severity};
use crate::source::SourceMap;
use std::fmt::Write;
use std::time::Duration;

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, as the Rust compiler does.
    Human {
        /// Whether the text carries colours (escape sequences of terminals).
        colour: bool,
    },
    /// For programs: one JSON object a line, a [`JsonRecord`].
    Json,
    /// For pull requests: workflow commands, which GitHub shows beside the line.
    Github,
}

/// All diagnostics, sorted, each once. Every line is ended.
#[must_use]
pub fn render(sources: &SourceMap, diagnostics: &Diagnostics, format: Format) -> String {
    let mut text = String::new();
    for one in diagnostics.sorted() {
        match format {
            Format::Human { colour } => human::render(&mut text, sources, one, colour),
            Format::Json => json::render(&mut text, &JsonRecord::new(sources, one)),
            Format::Github => github::render(&mut text, sources, one),
        }
    }
    text
}

/// What a run comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Number of pages that were read.
    pub pages: usize,
    /// How long it took.
    pub elapsed: Duration,
}

impl Summary {
    /// The summary of these diagnostics, each counted once.
    #[must_use]
    pub fn new(diagnostics: &Diagnostics, pages: usize, elapsed: Duration) -> Self {
        let sorted = diagnostics.sorted();
        let count = |severity| {
            sorted
                .iter()
                .filter(|one| one.code.severity == severity)
                .count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            pages,
            elapsed,
        }
    }

    /// The closing line of a run: `2 errors, 1 warning in 3 pages (12 ms)`. In JSON it is one more record, without a
    /// code.
    #[must_use]
    pub fn render(&self, format: Format) -> String {
        let count = |number: usize, what: &str| {
            format!("{number} {what}{}", if number == 1 { "" } else { "s" })
        };
        let line = format!(
            "{}, {} in {} ({} ms)",
            count(self.errors, "error"),
            count(self.warnings, "warning"),
            count(self.pages, "page"),
            self.elapsed.as_millis()
        );
        let mut text = String::new();
        match format {
            Format::Human { .. } | Format::Github => text = line + "\n",
            Format::Json => json::render(&mut text, &JsonRecord::closing(line)),
        }
        text
    }
}

/// The word for a severity: `error`, `warning` or `note`.
#[must_use]
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// What is said before the entry that would mend a problem.
const FIXUP: &str = "this entry in the file of fix-ups would settle it";

/// Text of a page as one may print it: control characters and those that turn the direction of writing become visible,
/// so that a page can neither command a terminal nor hide what it says.
fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for char in text.trim_end().chars() {
        match char {
            '\n' => printable.push('\n'),
            '\t' => printable.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {
                // Writing to a String cannot fail.
                let _ = write!(printable, "\\u{{{:x}}}", u32::from(char));
            }
            char if char.is_control() => {
                let _ = write!(printable, "\\u{{{:x}}}", u32::from(char));
            }
            char => printable.push(char),
        }
    }
    printable
}
