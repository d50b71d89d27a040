//! Mends depths that cannot be right, and says so (page language, section 6). Only the kinds of mistakes that have one
//! sensible reading are mended.

use super::context::Context;
use super::rows::Row;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::fixups::{Property, Value};

/// Mends the depths of a table. `top` says which names may stand at the top; others have lost their depth.
pub(super) fn mend(rows: &mut [Row], top: Option<&[&str]>, context: &mut Context<'_>) {
    for index in 0..rows.len() {
        if belongs_to_object_before(rows, index) {
            let depth = depth(rows, index) + 1;
            set(rows, index, depth, "the rows below it are its siblings, all of the object before it", context);
        } else if lost_as_leaf(rows, index, top) {
            let depth = index.checked_sub(1).map_or(0, |before| self::depth(rows, before));
            set(rows, index, depth, "taken for a sibling of the row before it", context);
        }
        let at = depth(rows, index);
        let above = parent(rows, index, at);
        let expected = above.map_or(0, |above| depth(rows, above) + 1);
        if at <= expected {
            continue;
        }
        match above {
            // The row above lost its depth: everything fits if it stands one level above this one.
            Some(above) if above + 1 == index && fits(rows, above, at - 1) => {
                set(rows, above, at - 1, "the rows below it say how deep it is", context);
            }
            _ => shift(rows, index, at - expected, context),
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
        [index.checked_sub(1), Some(index), Some(index + 1)].map(|at| at.and_then(|at| rows.get(at)))
    else {
        return false;
    };
    let object = matches!(before.ty.text.as_str(), "object" | "object[]");
    let scalar = !matches!(row.ty.text.as_str(), "object" | "object[]") && !row.format.is_opaque();
    object && scalar && before.indent == row.indent && next.line.is_none() && next.indent == row.indent + 1
}

/// A row at the top that may not stand there and has no rows of its own.
fn lost_as_leaf(rows: &[Row], index: usize, top: Option<&[&str]>) -> bool {
    let (Some(row), Some(top)) = (rows.get(index), top) else { return false };
    let leaf = rows.get(index + 1).is_none_or(|next| next.indent <= 1);
    row.indent == 0 && index > 0 && leaf && !top.contains(&row.name.text.as_str())
}

fn set(rows: &mut [Row], index: usize, depth: usize, why: &str, context: &mut Context<'_>) {
    let Some(row) = rows.get_mut(index) else { return };
    let old = std::mem::replace(&mut row.indent, depth);
    let message = format!("`{}` stands at depth {old}; read as depth {depth}", row.name.text);
    context.guess(
        Diagnostic::new(&codes::WRONG_DEPTH, row.name.span, message).label(why),
        &row.address,
        Property::Indent,
        Value::Integer(old),
        Value::Integer(depth),
    );
}

/// Moves the row and those that follow at its depth or deeper up by `by`.
fn shift(rows: &mut [Row], index: usize, by: usize, context: &mut Context<'_>) {
    let from = depth(rows, index);
    set(rows, index, from - by, "there is no row one level above it", context);
    for row in rows.iter_mut().skip(index + 1).take_while(|row| row.indent >= from) {
        row.indent -= by;
    }
}
