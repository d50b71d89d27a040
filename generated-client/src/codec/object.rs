//! Reading the fields of an object: by name, or in their order (binary formats).

use super::deserialize::{Fill, Present};
use super::path::Path;
use super::secrets::Context;
use super::{Field, Object, Shape, Side, Slot};
use crate::value::indexed::Numbers;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::fmt;

/// Reads the fields of an object as they come.
pub(crate) fn by_name<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    at: &Path<'_>,
    cx: &Context<'_>,
    mut entries: A,
) -> Result<(), A::Error> {
    let shape = object.shape();
    let mut states = States::new(shape);
    let mut next = 0;
    while let Some(name) = entries
        .next_key_seed(Name { shape, next })
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
        next = index + 1;
        let (Some(name), Some(field), Some(state)) = (
            shape.fields.get(index),
            object.field_mut(index),
            states.get_mut(index),
        ) else {
            continue;
        };
        let numbered = numbers.map(|numbers| numbers.name(name));
        let at = at.field(numbered.as_deref().unwrap_or(name));
        let field = match numbers {
            None => (*state == State::Missing).then_some(field),
            Some(numbers) => under_numbers(field, numbers),
        };
        let at = &at;
        let field = field.ok_or_else(|| cx.refuse(at, "the same name twice"))?;
        let filled = entries
            .next_value_seed(Present(Fill { field, at, cx }))
            .map_err(|error| cx.note(at, error))?;
        *state = if filled {
            State::Present
        } else {
            State::Absent
        };
    }
    require(object, &mut states, at, cx)
}

/// The place for a new value with these numbers.
fn under_numbers(field: &mut dyn Field, numbers: Numbers) -> Option<&mut dyn Field> {
    match field.slot() {
        Slot::Numbered(values) => values.insert(numbers),
        _ => None,
    }
}

/// Reads the fields of an object of a binary format.
pub(crate) fn in_order<'de, A: SeqAccess<'de>>(
    object: &mut dyn Object,
    at: &Path<'_>,
    cx: &Context<'_>,
    mut values: A,
) -> Result<(), A::Error> {
    let shape = object.shape();
    let mut states = States::new(shape);
    for (index, name) in shape.fields.iter().enumerate() {
        let (Some(field), Some(state)) = (object.field_mut(index), states.get_mut(index)) else {
            continue;
        };
        let at = &at.field(name);
        let filled = values
            .next_element_seed(Present(Fill { field, at, cx }))
            .map_err(|error| cx.note(at, error))?;
        if filled == Some(true) {
            *state = State::Present;
        }
    }
    require(object, &mut states, at, cx)
}

/// What has been read, for each field: on the stack, but for the few objects with more fields.
struct States {
    few: [State; 48],
    many: Vec<State>,
}

impl States {
    fn new(shape: &Shape) -> Self {
        let few = [State::Missing; 48];
        let more = shape.fields.len().saturating_sub(few.len());
        Self {
            few,
            many: vec![State::Missing; more],
        }
    }

    fn get_mut(&mut self, index: usize) -> Option<&mut State> {
        match index.checked_sub(self.few.len()) {
            None => self.few.get_mut(index),
            Some(index) => self.many.get_mut(index),
        }
    }
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
    object: &dyn Object,
    states: &mut States,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<(), E> {
    if object.shape().side == Side::Response {
        return Ok(());
    }
    for (index, (name, field)) in object.fields().enumerate() {
        let present = states.get_mut(index) == Some(&mut State::Present);
        if !present && !field.is_optional() {
            return Err(cx.refuse(&at.field(name), "required, but missing"));
        }
    }
    Ok(())
}

/// The name of a field, looked up in a shape.
struct Name {
    shape: &'static Shape,
    /// Where it probably is: fields mostly come in the order of the documentation.
    next: usize,
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

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Known, E> {
        let fields = self.shape.fields;
        if fields.get(self.next).is_some_and(|field| *field == name) {
            return Ok(Known::Field(self.next));
        }
        // After it first: what is not there was left out.
        let (before, after) = fields.split_at_checked(self.next).unwrap_or((fields, &[]));
        let find = |fields: &[&str]| fields.iter().position(|field| *field == name);
        if let Some(index) = find(after) {
            return Ok(Known::Field(self.next + index));
        }
        if let Some(index) = find(before) {
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
