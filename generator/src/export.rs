//! The model in forms that other tools read.

pub mod openapi;
