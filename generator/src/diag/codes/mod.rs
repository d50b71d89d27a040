//! Every kind of problem, one file per stage. Numbers are never used again for something else.

pub mod example;
pub mod fixup;
pub mod lower;
pub mod sync;

use super::Code;

/// Every kind of problem, by number.
#[must_use]
pub fn all() -> Vec<&'static Code> {
    [example::ALL, fixup::ALL, lower::ALL, sync::ALL].concat()
}
