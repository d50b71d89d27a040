//! What the benchmarks share: a stopwatch, keys, and a WeChat Pay that always says the same.

pub mod mirror;
pub mod stopwatch;
pub mod world;
