//! Front end: the text of a page to its blocks. It knows the syntax of the page language, not its vocabulary: words
//! are judged in `lower`, after fix-ups had their chance.
//!
//! `blocks` finds the blocks with pulldown-cmark; `front`, `table`, `fence`, `container` and `prose` read one kind each,
//! with `attributes` for the braces they end with; `section` puts together what stands under one heading; `read` makes
//! the page of it. Whatever is left over is reported (`left`), never skipped.

mod attributes;
mod blocks;
mod container;
mod fence;
mod front;
pub mod http;
mod json;
mod left;
pub mod page;
pub(crate) mod percent;
pub mod php;
mod prose;
mod read;
mod section;
mod table;
mod tables;
mod template;
mod text;
pub mod value;

pub use read::parse;

#[cfg(test)]
mod tests;
