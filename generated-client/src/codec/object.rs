//! Reading the fields of an object: by name, or in their order (binary formats).

use super::deserialize::{Fill, Present};
use super::path::Path;
use super::secrets::Context;
use super::{Field, Object, Shape, Slot};
use crate::value::indexed::Numbers;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Reads the fields of an object as they come.
pub(crate) fn by_name<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    at: &Path<'_>,
    cx: &Context<'_>,
    mut entries: A,
) -> Result<(), A::Error> {
    let shape = object.shape();
    let mut fields = object.fields_mut();
    let mut states = vec![State::Missing; fields.len()];
    while let Some(name) = entries
        .next_key_seed(Name { shape })
        .map_err(|error| cx.note(at, error))?
    {
        let (index, numbers) = match name {
            Known::No => {
                entries
                    .next_value::<IgnoredAny>()
                    .map_err(|error| cx.note(at, error))?;
                continue;
            }
            Known::Field(index) => (index, None),
            Known::Numbered(index, numbers) => (index, Some(numbers)),
        };
        let (Some(name), Some(field), Some(state)) = (
            shape.fields.get(index),
            fields.get_mut(index),
            states.get_mut(index),
        ) else {
            continue;
        };
        let numbered = numbers.map(|numbers| numbers.name(name));
        let at = at.field(numbered.as_deref().unwrap_or(name));
        let slot = match (field.slot(), numbers) {
            (Slot::Numbered(values), Some(numbers)) => {
                values.insert(numbers).map(|value| value.slot())
            }
            (slot, _) => (*state == State::Missing).then_some(slot),
        };
        let slot = slot.ok_or_else(|| cx.refuse(&at, "the same name twice"))?;
        let filled = entries
            .next_value_seed(Present(Fill { slot, at: &at, cx }))
            .map_err(|error| cx.note(&at, error))?;
        *state = if filled {
            State::Present
        } else {
            State::Absent
        };
    }
    require(shape, &mut fields, &states, at, cx)
}

/// Reads the fields of an object of a binary format.
pub(crate) fn in_order<'de, A: SeqAccess<'de>>(
    object: &mut dyn Object,
    at: &Path<'_>,
    cx: &Context<'_>,
    mut values: A,
) -> Result<(), A::Error> {
    let shape = object.shape();
    let mut fields = object.fields_mut();
    let mut states = vec![State::Missing; fields.len()];
    for ((name, field), state) in shape.fields.iter().zip(&mut fields).zip(&mut states) {
        let at = at.field(name);
        let fill = Fill {
            slot: field.slot(),
            at: &at,
            cx,
        };
        if values
            .next_element_seed(Present(fill))
            .map_err(|error| cx.note(&at, error))?
            == Some(true)
        {
            *state = State::Present;
        }
    }
    require(shape, &mut fields, &states, at, cx)
}

/// What has been read of a field.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Missing,
    Absent,
    Present,
}

/// A request must have all fields that are not optional.
fn require<E: Error>(
    shape: &Shape,
    fields: &mut [&mut dyn Field],
    states: &[State],
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<(), E> {
    if !shape.strict {
        return Ok(());
    }
    for ((name, field), state) in shape.fields.iter().zip(fields).zip(states) {
        let needed = !matches!(field.slot(), Slot::Optional(_) | Slot::Numbered(_));
        if needed && *state != State::Present {
            return Err(cx.refuse(&at.field(name), "required, but missing"));
        }
    }
    Ok(())
}

/// The name of a field, looked up in a shape.
struct Name {
    shape: &'static Shape,
}

enum Known {
    No,
    Field(usize),
    Numbered(usize, Numbers),
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Known;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Known, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Known;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Known, E> {
        let fields = self.shape.fields;
        if let Some(index) = fields.iter().position(|field| *field == name) {
            return Ok(Known::Field(index));
        }
        let numbered = Numbers::of(name).into_iter().find_map(|(stem, numbers)| {
            let index = fields
                .iter()
                .position(|field| numbers.stem(field) == Some(stem))?;
            Some(Known::Numbered(index, numbers))
        });
        Ok(numbered.unwrap_or(Known::No))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Known, E> {
        std::str::from_utf8(name).map_or(Ok(Known::No), |name| self.visit_str(name))
    }

    fn visit_u64<E: Error>(self, index: u64) -> Result<Known, E> {
        Ok(usize::try_from(index).map_or(Known::No, Known::Field))
    }
}
