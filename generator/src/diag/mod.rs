//! What is wrong with the input: coded, collected, sorted, rendered for people, programs and pull requests.

pub mod codes;
pub mod render;

use crate::source::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be modelled of it: nothing is written.
    Error,
    /// It was modelled by a guess, and the message says which.
    Warning,
    /// Worth knowing.
    Note,
}

/// A kind of problem: a stable code and what `explain` says of it.
#[derive(Debug)]
pub struct Code {
    /// Stable identifier, `WX` and four digits.
    pub id: &'static str,
    /// How bad this kind is.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it is a problem.
    pub cause: &'static str,
    /// Input that has the problem.
    pub example: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}

/// A place and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What of it.
    pub text: String,
}

/// One problem.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind.
    pub code: &'static Code,
    /// One sentence for this case.
    pub message: String,
    /// Where, and what of it; absent for a problem of no file.
    pub primary: Option<Label>,
    /// The place that is contradicted.
    pub secondary: Vec<Label>,
    /// What to do, one line each.
    pub help: Vec<String>,
    /// An entry for `fixups.toml` that would mend it, ready to paste.
    pub fixup: Option<String>,
}

impl Diagnostic {
    /// A problem at a place.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            primary: Some(Label {
                span,
                text: String::new(),
            }),
            ..Self::without_place(code, message)
        }
    }

    /// A problem of no place.
    pub fn without_place(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: None,
            secondary: Vec::new(),
            help: Vec::new(),
            fixup: None,
        }
    }

    /// Says something of the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = &mut self.primary {
            primary.text = text.into();
        }
        self
    }

    /// Adds the place that is contradicted.
    #[must_use]
    pub fn contradicts(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds a line on what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// The same with all places `files` further in the map of files: for files that were added to those of another run.
    #[must_use]
    pub fn shifted(mut self, files: usize) -> Self {
        let by = u32::try_from(files).unwrap_or(u32::MAX);
        for label in self.primary.iter_mut().chain(&mut self.secondary) {
            label.span.file.0 = label.span.file.0.saturating_add(by);
        }
        self
    }

    /// Adds the fix-up entry that would mend it.
    #[must_use]
    pub fn fixup(mut self, entry: impl Into<String>) -> Self {
        self.fixup = Some(entry.into());
        self
    }
}

/// The problems of one run.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// No problem.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Adds those of another run.
    pub fn append(&mut self, other: Self) {
        self.all.extend(other.all);
    }

    /// Number of problems of this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.all
            .iter()
            .filter(|one| one.code.severity == severity)
            .count()
    }

    /// Whether any of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// All of them by file, place, code and message, each once.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let key = |one: &Diagnostic| {
            (
                one.primary.as_ref().map(|label| label.span),
                one.code.id,
                one.message.clone(),
            )
        };
        let mut sorted: Vec<_> = self.all.iter().collect();
        sorted.sort_by_cached_key(|one| key(one));
        sorted.dedup_by_key(|one| key(one));
        sorted
    }

    /// All of them as they came.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }
}
