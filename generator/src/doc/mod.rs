//! Front end: the text of a page to its blocks. It knows the syntax of the page language, not its vocabulary: words
//! are judged in `lower`, after fix-ups had their chance.

pub mod http;
mod json;
pub mod page;
mod percent;
pub mod php;
pub mod value;
