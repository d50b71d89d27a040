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
    let mut reasons = BTreeMap::new();
    for index in 0..rows.len() {
        mend_row(rows, index, top, &mut reasons);
    }
    for (index, why) in reasons {
        let (Some(row), Some(&old)) = (rows.get(index), before.get(index)) else {
            continue;
        };
        if row.indent != old {
            report(row, old, why, context);
        }
    }
}

/// Why rows were moved, by row.
type Reasons = BTreeMap<usize, &'static str>;

fn mend_row(rows: &mut [Row], index: usize, top: Option<&[&str]>, reasons: &mut Reasons) {
    let at = depth(rows, index);
    if belongs_to_object_before(rows, index) {
        let why = "the rows below it are its siblings, all of the object before it";
        set(rows, index, at + 1, why, reasons);
    } else if let Some(depth) = lost_among_siblings(rows, index) {
        set(
            rows,
            index,
            depth,
            "the rows around it stand deeper",
            reasons,
        );
    } else if lost_as_leaf(rows, index, top) {
        let depth = index.checked_sub(1).map_or(0, |before| depth(rows, before));
        let why = "taken for a sibling of the row before it";
        set(rows, index, depth, why, reasons);
    }
    if let Some(before) = index.checked_sub(1).filter(|_| has_no_rows(rows, index)) {
        let by = depth(rows, index) - depth(rows, before);
        shift(
            rows,
            index,
            by,
            "the row before it is a single value",
            reasons,
        );
    }
    let at = depth(rows, index);
    let above = parent(rows, index, at);
    let expected = above.map_or(0, |above| depth(rows, above) + 1);
    match above {
        _ if at <= expected => {}
        // The row above lost its depth: everything fits if it stands one level above this one.
        Some(above) if above + 1 == index && fits(rows, above, at - 1) => {
            let why = "the rows below it say how deep it is";
            set(rows, above, at - 1, why, reasons);
        }
        _ => {
            let why = "there is no row one level above it";
            shift(rows, index, at - expected, why, reasons);
        }
    }
}

fn depth(rows: &[Row], index: usize) -> usize {
    rows.get(index).map_or(0, |row| row.indent)
}

/// The nearest row before `index` that is less deep than `at`.
fn parent(rows: &[Row], index: usize, at: usize) -> Option<usize> {
    rows.get(..index)?.iter().rposition(|row| row.indent < at)
}

/// Whether the row at `index` would have a parent right above if it stood at depth `at`.
fn fits(rows: &[Row], index: usize, at: usize) -> bool {
    parent(rows, index, at).is_some_and(|parent| depth(rows, parent) + 1 == at)
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

fn set(rows: &mut [Row], index: usize, depth: usize, why: &'static str, reasons: &mut Reasons) {
    if let Some(row) = rows.get_mut(index) {
        row.indent = depth;
        reasons.insert(index, why);
    }
}

/// Moves the row and those that follow at its depth or deeper up by `by`.
fn shift(rows: &mut [Row], index: usize, by: usize, why: &'static str, reasons: &mut Reasons) {
    let from = depth(rows, index);
    let end = (index..rows.len())
        .find(|&at| depth(rows, at) < from)
        .unwrap_or(rows.len());
    for at in index..end {
        let depth = depth(rows, at) - by;
        set(rows, at, depth, why, reasons);
    }
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
