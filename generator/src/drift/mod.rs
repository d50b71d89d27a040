//! Model × model → what has changed, and what each change means for users of the generated client.
//!
//! [`compare`] pairs the operations and notifications of two models and compares each pair fact by fact ([`rules`]). The
//! [`Class`] of a change follows from what the emitters make of the fact: whether the field is in a request, in an answer or in
//! no type at all, and whether its Rust type is the same ([`surface`]).
//! [`report`] shows the result.

mod change;
mod class;
mod fields;
mod notifications;
mod operations;
mod record;
mod rename;
pub mod report;
pub mod rules;
mod shape;
mod side;
pub mod surface;

pub use change::{Change, Drift, Summary};
pub use class::Class;
pub use side::Side;

#[cfg(test)]
mod tests;

use record::Record;
use std::collections::BTreeSet;

/// What changed from `old` to `new`. What stands on a page that either side could not read is not compared: it would look as
/// if it were gone.
#[must_use]
pub fn compare(old: Side<'_>, new: Side<'_>) -> Drift {
    let pages: BTreeSet<&String> = old.unread.iter().chain(new.unread).collect();
    let unread: BTreeSet<&str> = pages.iter().map(|page| side::place(page)).collect();
    let mut record = Record {
        old,
        new,
        changes: Vec::new(),
    };
    record.operations(&unread);
    record.notifications(&unread);
    Drift::new(record.changes, pages.into_iter().cloned().collect())
}
