//! WeChat Pay on your own machine.

pub mod world;
