//! Brings the facts of upstream pages into our own, and keeps our wording.
//!
//! [`plan`] compares two trees that the pipeline read: it takes the facts of each upstream page ([`text`]), puts our
//! wording and our sample values in (`wording`, [`sample`]), writes the page ([`render`]), and reads it back to be
//! sure. [`apply`] writes the files. A page of which any fact is in doubt is left as it is.

mod apply;
mod compare;
mod pages;
mod plan;
pub mod render;
mod run;
pub mod sample;
mod summary;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
mod wording;

pub use apply::apply;
pub use pages::Tree;
pub use plan::{Plan, ReadBack, Reason, Step, plan};
pub use run::{Outcome, Paths, run};
pub use summary::summary;

#[cfg(test)]
mod tests;
