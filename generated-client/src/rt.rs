//! What generated code is written against. Not part of the public interface.

pub mod notification;

pub use crate::call::{BodyKind, Call, Operation, Path, ResponseKind, SignRule};
pub use crate::codec::copy::clone;
pub use crate::codec::debug::debug;
pub use crate::codec::deserialize::deserialize;
pub use crate::codec::serialize::serialize;
pub use crate::codec::{Field, Object, OpenEnum, Shape, Side, Slot, View};
pub use crate::error::Error;
pub use crate::reply::{Binary, Empty, Redirect, Reply, Text};
pub use crate::transport::{Method, Request};
pub use crate::value::document::{Json, UrlEncoded};
pub use crate::value::encrypted::Encrypted;
pub use crate::value::file::FilePart;
pub use crate::value::indexed::{Indexed, Indexed2};
pub use crate::value::sensitive::{BankSensitive, Sensitive};
pub use crate::{__default as default, __object as object, __open_enum as open_enum};
pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::Value;
pub use std::fmt::{Debug, Display, Formatter, Result as Formatted};
pub use std::hash::{Hash, Hasher};

pub use crate::call::Version;
#[cfg(feature = "conformance")]
pub use crate::conformance;

/// The empty value of a type.
#[inline]
#[must_use]
pub fn empty<T: Field>() -> T {
    T::empty()
}

/// Reads a text; in the formats that allow it, whatever else stands there is an error of the format.
#[inline]
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer)
}
