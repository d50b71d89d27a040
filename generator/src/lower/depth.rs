//! Mends depths that cannot be right, and says so (page language, section 6). Only the kinds of mistakes that have one
//! sensible reading are mended.

use super::context::Context;
use super::rows::Row;
use super::types;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::fixups::{Property, Value};
use crate::model::Type;
use std::collections::BTreeMap;

/// Mends the depths of a table. `top` says which names may stand at the top; others have lost their depth.
pub(super) fn mend(rows: &mut [Row], top: Option<&[&str]>, context: &mut Context<'_>) {
    let before: Vec<usize> = rows.iter().map(|row| row.indent).collect();
    let count = rows.len();
    let mut mender = Mender {
        rows,
        last: BTreeMap::new(),
        reasons: BTreeMap::new(),
    };
    for index in 0..count {
        mender.row(index, top);
    }
    let reasons = mender.reasons;
    for (index, why) in reasons {
        let (Some(row), Some(&old)) = (rows.get(index), before.get(index)) else {
            continue;
        };
        if row.indent != old {
            report(row, old, why, context);
        }
    }
}

struct Mender<'r> {
    rows: &'r mut [Row],
    /// By depth: the last row there, of those before the one before the current one.
    last: BTreeMap<usize, usize>,
    /// Why rows were moved, by row.
    reasons: BTreeMap<usize, &'static str>,
}

impl Mender<'_> {
    fn row(&mut self, index: usize, top: Option<&[&str]>) {
        let at = self.depth(index);
        if belongs_to_object_before(self.rows, index) {
            let why = "the rows below it are its siblings, all of the object before it";
            self.set(index, at + 1, why);
        } else if let Some(depth) = lost_among_siblings(self.rows, index) {
            self.set(index, depth, "the rows around it stand deeper");
        } else if lost_as_leaf(self.rows, index, top) {
            let depth = index.checked_sub(1).map_or(0, |before| self.depth(before));
            self.set(index, depth, "taken for a sibling of the row before it");
        }
        let before = index.checked_sub(1);
        if let Some(before) = before.filter(|_| has_no_rows(self.rows, index)) {
            let by = self.depth(index) - self.depth(before);
            self.shift(index, by, "the row before it is a single value");
        }
        self.jump(index);
        if let Some(before) = before {
            let depth = self.depth(before);
            self.last.insert(depth, before);
        }
    }

    /// A row that stands more than one level below its parent.
    fn jump(&mut self, index: usize) {
        let at = self.depth(index);
        let before = index.checked_sub(1);
        let above = before.filter(|before| self.depth(*before) < at);
        let parent = above.or_else(|| self.parent(at));
        let expected = parent.map_or(0, |parent| self.depth(parent) + 1);
        if at <= expected {
            return;
        }
        // If the row right before lost its depth, everything fits when it stands one level above this one.
        let fits = |parent: usize| self.depth(parent) + 2 == at;
        match above.filter(|_| self.parent(at - 1).is_some_and(fits)) {
            Some(above) => self.set(above, at - 1, "the rows below it say how deep it is"),
            None => {
                let why = "there is no row one level above it";
                self.shift(index, at - expected, why);
            }
        }
    }

    fn depth(&self, index: usize) -> usize {
        self.rows.get(index).map_or(0, |row| row.indent)
    }

    /// The nearest row that is less deep than `at`, of those before the one before the current one.
    fn parent(&self, at: usize) -> Option<usize> {
        self.last.range(..at).map(|(_, index)| *index).max()
    }

    fn set(&mut self, index: usize, depth: usize, why: &'static str) {
        if let Some(row) = self.rows.get_mut(index) {
            row.indent = depth;
            self.reasons.insert(index, why);
        }
    }

    /// Moves the row and those that follow at its depth or deeper up by `by`.
    fn shift(&mut self, index: usize, by: usize, why: &'static str) {
        let from = self.depth(index);
        for at in index..self.rows.len() {
            let depth = self.depth(at);
            if depth < from {
                break;
            }
            self.set(at, depth - by, why);
        }
    }
}

/// A value that has no fields is followed by deeper rows, and an object without rows stands before it: its first
/// child stands one level too high.
fn belongs_to_object_before(rows: &[Row], index: usize) -> bool {
    let [Some(before), Some(row), Some(next)] =
        [index.checked_sub(1), Some(index), Some(index + 1)]
            .map(|at| at.and_then(|at| rows.get(at)))
    else {
        return false;
    };
    let object = matches!(before.ty.text.as_str(), "object" | "object[]");
    let scalar = !matches!(row.ty.text.as_str(), "object" | "object[]") && !row.format.is_opaque();
    object
        && scalar
        && before.indent == row.indent
        && next.line.is_none()
        && next.indent == row.indent + 1
}

/// A row stands deeper than a single value right before it, and no line makes a document of it.
fn has_no_rows(rows: &[Row], index: usize) -> bool {
    let (Some(row), Some(before)) = (
        rows.get(index),
        index.checked_sub(1).and_then(|before| rows.get(before)),
    ) else {
        return false;
    };
    let single = types::read(&before.ty.text).is_some_and(|word| word.ty != Type::Object);
    row.indent > before.indent && row.line.is_none() && single && !before.format.is_opaque()
}

/// A single value between rows that stand deeper has lost its depth: that of the row behind it.
fn lost_among_siblings(rows: &[Row], index: usize) -> Option<usize> {
    let (before, row, next) = (
        rows.get(index.checked_sub(1)?)?,
        rows.get(index)?,
        rows.get(index + 1)?,
    );
    let lost = has_no_rows(rows, index + 1) && before.indent >= next.indent && row.line.is_none();
    lost.then_some(next.indent)
}

/// A row at the top that may not stand there and has no rows of its own.
fn lost_as_leaf(rows: &[Row], index: usize, top: Option<&[&str]>) -> bool {
    let (Some(row), Some(top)) = (rows.get(index), top) else {
        return false;
    };
    let leaf = rows.get(index + 1).is_none_or(|next| next.indent <= 1);
    row.indent == 0 && index > 0 && leaf && !top.contains(&row.name.text.as_str())
}

fn report(row: &Row, old: usize, why: &str, context: &mut Context<'_>) {
    let depth = row.indent;
    let message = format!(
        "`{}` stands at depth {old}; read as depth {depth}",
        row.name.text
    );
    context.guess(
        Diagnostic::new(&codes::WRONG_DEPTH, row.name.span, message).label(why),
        &row.address,
        Property::Indent,
        Value::Integer(old),
        Value::Integer(depth),
    );
}
