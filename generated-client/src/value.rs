//! Types of fields that are more than text, numbers and structs.

pub(crate) mod document;
pub(crate) mod encrypted;
pub(crate) mod file;
pub(crate) mod indexed;
pub(crate) mod sensitive;
