//! What the benchmarks share: a stopwatch, keys, bare cryptography, and a WeChat Pay that always says the same.

#[cfg(feature = "network")]
pub mod loopback;
pub mod mirror;
pub mod rsa;
pub mod stopwatch;
pub mod world;
