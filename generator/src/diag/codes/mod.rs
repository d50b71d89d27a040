//! Every kind of problem, one file per stage. Numbers are never used again for something else.

pub mod example;
pub mod sync;

use super::Code;

/// Every kind of problem, by number.
#[must_use]
pub fn all() -> Vec<&'static Code> {
    [example::ALL, sync::ALL].concat()
}
