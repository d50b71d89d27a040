//! Generator of the typed WeChat Pay client.
//!
//! Data flows one way: [`source`] reads pages, [`doc`] parses each into blocks, [`lower`] turns them into the
//! endpoint [`model`], `fixups` mends known mistakes of the pages on the way, `passes` and `emit` make Rust of the
//! model, `write` brings the files up to date. Everything that is wrong with the input becomes a [`diag::Diagnostic`].

pub mod cli;
pub mod diag;
pub mod doc;
pub mod drift;
pub mod emit;
pub mod export;
pub mod fixups;
pub mod glossary;
pub mod lower;
pub mod model;
pub mod passes;
pub mod pipeline;
pub mod source;
pub mod sync;
pub mod write;
