//! A small document in memory, read by name: what XML and URL-encoded texts become before they are decoded.

use super::deserialize::Fill;
use super::path::{FieldError, Path};
use super::secrets::Context;
use super::{Field, query};
use serde_core::de::value::StrDeserializer;
use serde_core::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_core::forward_to_deserialize_any;
use std::fmt;

/// An element.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// With a text.
    Text(String),
    /// With elements, sorted by name, equal names in their order.
    Elements(Vec<(String, Tree)>),
}

/// The pairs of the text of a URL-encoded field.
pub(crate) fn from_document(text: &str) -> Tree {
    let pairs = query::document_pairs(text).into_iter();
    Tree::elements(
        pairs
            .map(|(name, value)| (name, Tree::Text(value)))
            .collect(),
    )
}

impl Tree {
    /// The element with these elements.
    pub(crate) fn elements(mut elements: Vec<(String, Tree)>) -> Self {
        elements.sort_by(|(a, _), (b, _)| a.cmp(b));
        Tree::Elements(elements)
    }

    /// Reads the document into `field`; whether there was a value (an empty text is none).
    pub(crate) fn read(
        &self,
        field: &mut dyn Field,
        at: &Path<'_>,
        cx: &Context<'_>,
    ) -> Result<bool, FieldError> {
        let inner = cx.repeating();
        let fill = Fill {
            field,
            at,
            cx: &inner,
        };
        fill.deserialize(Nodes::One(self))
            .map_err(|error| inner.problem(error))
    }
}

/// All elements of one name.
#[derive(Clone, Copy)]
enum Nodes<'a> {
    One(&'a Tree),
    Many(&'a [(String, Tree)]),
}

impl<'de> Deserializer<'de> for Nodes<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Nodes::One(Tree::Text(text)) if text.is_empty() => visitor.visit_none(),
            Nodes::One(Tree::Text(text)) => visitor.visit_str(text),
            Nodes::One(Tree::Elements(elements)) => visitor.visit_map(Entries {
                elements,
                values: Nodes::Many(&[]),
            }),
            Nodes::Many(elements) => visitor.visit_seq(Elements { elements }),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Entries<'a> {
    elements: &'a [(String, Tree)],
    values: Nodes<'a>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, first)) = self.elements.first() else {
            return Ok(None);
        };
        let count = self.elements.partition_point(|(other, _)| other <= name);
        let (values, rest) = self
            .elements
            .split_at_checked(count)
            .unwrap_or((self.elements, &[]));
        self.values = if count == 1 {
            Nodes::One(first)
        } else {
            Nodes::Many(values)
        };
        self.elements = rest;
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.values)
    }
}

struct Elements<'a> {
    elements: &'a [(String, Tree)],
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some(((_, element), rest)) = self.elements.split_first() else {
            return Ok(None);
        };
        self.elements = rest;
        seed.deserialize(Nodes::One(element)).map(Some)
    }
}

/// What the visitor said.
#[derive(Debug)]
pub(crate) struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Error(message.to_string())
    }
}
