//! Command line of the generator.

fn main() {}
