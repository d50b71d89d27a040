//! Brings the facts of upstream pages into our own, and keeps our wording.

pub mod render;
pub mod sample;
#[cfg(test)]
mod testing;
pub mod text;
