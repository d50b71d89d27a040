//! Every kind of problem, one file per stage. Numbers are never used again for something else.

pub mod name;
pub mod write;

use super::Code;

/// Every kind of problem, by number.
#[must_use]
pub fn all() -> Vec<&'static Code> {
    let mut all: Vec<_> = [name::ALL, write::ALL].concat();
    all.sort_by_key(|code| code.id);
    all
}
