//! Every kind of problem, one file per stage. Numbers are never used again for something else.

pub mod doc;
pub mod example;
pub mod fixup;
pub mod lower;

use super::Code;

/// Every kind of problem, by number.
#[must_use]
pub fn all() -> Vec<&'static Code> {
    [doc::ALL, example::ALL, lower::ALL, fixup::ALL].concat()
}
