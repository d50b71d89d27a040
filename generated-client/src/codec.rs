//! The codec: one data model ([`View`] to read a value, [`Slot`] to fill it) and one interpreter per job and format.
//!
//! A generated struct only lists its fields ([`Object`]); everything else happens here, over `&dyn Field`, so that a struct
//! costs the compiler a few lines and not a serializer of its own. Nothing here is `unsafe`.

pub(crate) mod check;
pub(crate) mod copy;
pub(crate) mod debug;
pub(crate) mod deserialize;
mod fields;
#[cfg(feature = "v2")]
pub(crate) mod flat;
pub(crate) mod headers;
pub(crate) mod json;
pub(crate) mod macros;
pub(crate) mod multipart;
mod object;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod secrets;
pub(crate) mod serialize;
#[cfg(test)]
mod tests;
pub(crate) mod tree;
#[cfg_attr(not(feature = "v2"), path = "codec/without_xml.rs")]
pub(crate) mod xml;

use crate::value::{encrypted::Sealed, file::FilePart, indexed::Numbered};

/// How deep values may be nested.
pub(crate) const MAX_DEPTH: usize = 64;

/// A value that can stand in a field.
pub trait Field: Send + Sync + 'static {
    /// The value before anything is known: what decoding starts from.
    fn empty() -> Self
    where
        Self: Sized;
    /// The value to read.
    fn view(&self) -> View<'_>;
    /// The place to fill, for a value that is there: an `Option` holds an empty one from now on.
    fn slot(&mut self) -> Slot<'_>;
    /// Takes the value away again, where there may be none.
    fn clear(&mut self) {}
    /// Whether there may be no value.
    fn is_optional(&self) -> bool {
        false
    }
}

/// A generated struct.
pub trait Object: Send + Sync + 'static {
    /// The struct with all fields empty, as [`Field::empty`].
    fn empty() -> Self
    where
        Self: Sized;
    /// What is known without a value.
    fn shape(&self) -> &'static Shape;
    /// The field whose name has this index in [`Shape::fields`]. One by one, and not all in a list: it takes the compiler half the
    /// time.
    fn field(&self, index: usize) -> Option<&dyn Field>;
    /// As [`Self::field`], to fill it.
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field>;
}

impl dyn Object {
    /// The fields with their names, in the order of [`Shape::fields`].
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'static str, &dyn Field)> {
        let names = self.shape().fields.iter().enumerate();
        names.map_while(|(index, name)| Some((*name, self.field(index)?)))
    }
}

/// What all values of a generated struct have in common.
#[derive(Debug)]
pub struct Shape {
    /// Name of the Rust type.
    pub name: &'static str,
    /// Who writes it.
    pub side: Side,
    /// Names on the wire. A v2 list ends in `_$n` or `_$n_$m`.
    pub fields: &'static [&'static str],
}

/// Who writes an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The merchant: a missing field that is not an `Option` is an error.
    Request,
    /// WeChat Pay, in answers and notifications: what is missing is left empty.
    Response,
}

impl<T: Object> Field for T {
    #[inline]
    fn empty() -> Self {
        <T as Object>::empty()
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::Object(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Object(self)
    }
}

/// A value to read.
#[allow(missing_debug_implementations)]
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// No value.
    Absent,
    /// Text.
    Text(&'a str),
    /// Whole number.
    Integer(i64),
    /// Number with decimals.
    Decimal(f64),
    /// Truth value.
    Boolean(bool),
    /// Object.
    Object(&'a dyn Object),
    /// List.
    List(&'a dyn List),
    /// Any JSON value.
    Value(&'a serde_json::Value),
    /// Text that is encrypted on the wire.
    Secret(secrets::Key, &'a str),
    /// Text that carries a JSON document.
    Json(&'a dyn Field),
    /// Text that carries a URL-encoded query string.
    UrlEncoded(&'a dyn Field),
    /// Encrypted document.
    Encrypted(&'a dyn Sealed),
    /// Values under numbered names.
    Numbered(&'a dyn Numbered),
    /// File of a multipart body.
    File(&'a FilePart),
}

/// A place to fill.
#[allow(missing_debug_implementations)]
pub enum Slot<'a> {
    /// Text.
    Text(&'a mut String),
    /// One of a list of names, or another text.
    Enum(&'a mut (dyn OpenEnum + 'static)),
    /// Whole number.
    Integer(&'a mut i64),
    /// Number with decimals.
    Decimal(&'a mut f64),
    /// Truth value.
    Boolean(&'a mut bool),
    /// Object.
    Object(&'a mut (dyn Object + 'static)),
    /// List.
    List(&'a mut (dyn List + 'static)),
    /// Any JSON value.
    Value(&'a mut serde_json::Value),
    /// Text that is encrypted on the wire.
    Secret(secrets::Key, &'a mut String),
    /// Text that carries a JSON document.
    Json(&'a mut (dyn Field + 'static)),
    /// Text that carries a URL-encoded query string.
    UrlEncoded(&'a mut (dyn Field + 'static)),
    /// Encrypted document.
    Encrypted(&'a mut (dyn Sealed + 'static)),
    /// Values under numbered names.
    Numbered(&'a mut (dyn Numbered + 'static)),
    /// File of a multipart body.
    File(&'a mut FilePart),
}

/// `Vec`, whatever it holds.
pub trait List {
    /// How many elements there are.
    fn len(&self) -> usize;
    /// The element at `index`.
    fn get(&self, index: usize) -> Option<&dyn Field>;
    /// Adds an empty element and gives it out to be filled.
    fn push(&mut self) -> &mut dyn Field;
    /// Takes the last element away.
    fn pop(&mut self);
}

impl<'a> dyn List + 'a {
    /// The elements.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &dyn Field> {
        (0..self.len()).map_while(|index| self.get(index))
    }
}

/// An enum with a case for texts that it does not know.
pub trait OpenEnum: Send + Sync {
    /// Takes the case that stands for this text.
    fn set(&mut self, text: &str);
}

impl<T: for<'a> From<&'a str> + Send + Sync> OpenEnum for T {
    fn set(&mut self, text: &str) {
        *self = text.into();
    }
}
