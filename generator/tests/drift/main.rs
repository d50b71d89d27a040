//! `drift`: what changed, and what it means for users of the client; with `sync` and generation on the same changes.

mod page;
mod rules;
mod scenarios;
mod trees;
