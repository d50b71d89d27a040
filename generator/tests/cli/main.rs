//! The command line keeps its contract: exit codes, what is written where, and that nothing is on failure.

mod drift;
mod explain;
mod generate;
mod harness;
mod model;
mod openapi;
mod sync;
mod usage;
