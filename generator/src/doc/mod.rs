//! Front end: the text of a page to its blocks. It knows the syntax of the page language, not its vocabulary: words
//! are judged in `lower`, after fix-ups had their chance.
//!
//! `blocks` finds the blocks with pulldown-cmark, `front`, `table`, `attributes` and `container` read one kind each,
//! `section` puts together what stands under one heading, and [`parse`] makes the page of it. Whatever is left over
//! is reported, never skipped.

mod attributes;
mod blocks;
mod container;
mod fence;
mod front;
pub mod http;
mod json;
pub mod page;
mod percent;
pub mod php;
mod read;
mod section;
mod table;
mod text;
pub mod value;

pub use read::parse;
