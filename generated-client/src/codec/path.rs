//! Where in a document a value stands, and what was wrong with it.

use std::fmt;

/// Path of a value, a chain on the stack: it costs nothing until an error prints it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
    /// Number of steps from the root.
    pub(crate) depth: usize,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The document itself.
    pub(crate) const ROOT: Path<'static> = Path {
        parent: None,
        step: Step::Root,
        depth: 0,
    };

    /// A field of this object.
    pub(crate) fn field(&'a self, name: &'a str) -> Path<'a> {
        self.step(Step::Name(name))
    }

    /// An element of this list.
    pub(crate) fn element(&'a self, index: usize) -> Path<'a> {
        self.step(Step::Index(index))
    }

    fn step(&'a self, step: Step<'a>) -> Path<'a> {
        Path {
            parent: Some(self),
            step,
            depth: self.depth + 1,
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Name(name) if self.depth == 1 => f.write_str(name),
            Step::Name(name) => write!(f, ".{name}"),
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// A value that could not be written or read: where it stands and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// Names and list positions from the root, for example `promotion_detail[2].amount`; empty for the document itself.
    pub path: String,
    /// What is wrong, for example `expected integer, found "abc"`.
    pub message: String,
}

impl FieldError {
    /// The problem of the value at `at`.
    pub(crate) fn new(at: &Path<'_>, message: impl Into<String>) -> Self {
        Self {
            path: at.to_string(),
            message: message.into(),
        }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for FieldError {}
