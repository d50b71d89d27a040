//! Reading through serde: one visitor for every slot.
//!
//! Human-readable formats say what they hold, so the visitor takes it as it comes: `null` is absent, numbers and truth values
//! may be written as text, unknown fields are skipped. Binary formats must be told what comes and hold every field as an option
//! (see [`serialize`](super::serialize)).

use super::path::Path;
use super::secrets::{Context, Secrets};
use super::{MAX_DEPTH, Object, Shape, Slot, json, tree};
use crate::value::indexed::Numbers;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;
use std::fmt;

/// The body of every generated `Deserialize`. Encrypted fields are taken as plain text.
#[inline]
pub fn deserialize<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    let mut object = T::empty();
    read(&mut object, deserializer)?;
    Ok(object)
}

fn read<'de, D: Deserializer<'de>>(
    object: &mut dyn Object,
    deserializer: D,
) -> Result<(), D::Error> {
    let mut cx = Context::serde();
    cx.binary = !deserializer.is_human_readable();
    let fill = Fill {
        slot: Slot::Object(object),
        at: &Path::ROOT,
        cx: &cx,
    };
    match fill.deserialize(deserializer)? {
        true => Ok(()),
        false => Err(D::Error::custom("expected object, found null")),
    }
}

/// A slot to be filled. The result says whether there was a value (`false`: absent, the slot is untouched).
pub(crate) struct Fill<'a> {
    pub(crate) slot: Slot<'a>,
    pub(crate) at: &'a Path<'a>,
    pub(crate) cx: &'a Context<'a>,
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(self);
        }
        match &self.slot {
            Slot::Value(_) => {
                let text = String::deserialize(deserializer)?;
                json::read(text.as_bytes(), self.slot, self.at, self.cx)
                    .map_err(|error| self.cx.pass(error))
            }
            Slot::Integer(_) => deserializer.deserialize_i64(self),
            Slot::Decimal(_) => deserializer.deserialize_f64(self),
            Slot::Boolean(_) => deserializer.deserialize_bool(self),
            Slot::List(_) => deserializer.deserialize_seq(self),
            Slot::Numbered(_) => deserializer.deserialize_map(self),
            Slot::Object(object) => {
                let shape = object.shape();
                deserializer.deserialize_struct(shape.name, shape.fields, self)
            }
            Slot::File(_) => {
                deserializer.deserialize_struct("FilePart", crate::value::file::FIELDS, self)
            }
            _ => deserializer.deserialize_string(self),
        }
    }
}

/// A field of a binary format: always an option.
struct Present<'a>(Fill<'a>);

impl<'de> DeserializeSeed<'de> for Present<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(self.0)
        } else {
            deserializer.deserialize_option(self.0)
        }
    }
}

impl<'a> Fill<'a> {
    /// The slot behind options: there is a value. `list` says whether the value is a list; if it is not, and the format
    /// writes lists by repeating their name, it is a list's only element.
    fn present(mut self, list: bool) -> Self {
        loop {
            self.slot = match self.slot {
                Slot::Optional(option) => option.insert().slot(),
                Slot::List(elements) if self.cx.repeats && !list => elements.push().slot(),
                _ => return self,
            };
        }
    }

    fn wrong<E: Error>(&self, found: impl fmt::Display) -> E {
        self.cx.refuse(
            self.at,
            format!("expected {}, found {found}", expected(&self.slot)),
        )
    }

    /// A text, in a slot that is neither an option nor (in XML) a list.
    fn text<E: Error>(self, text: String) -> Result<bool, E> {
        let Fill { slot, at, cx } = self;
        match slot {
            Slot::Text(slot) => *slot = text,
            Slot::Enum(slot) => slot.set(text),
            Slot::Value(slot) => *slot = Value::String(text),
            Slot::Integer(slot) => {
                *slot = parsed(text.trim().parse().ok(), "integer", &text, at, cx)?
            }
            Slot::Decimal(slot) => {
                let number = text
                    .trim()
                    .parse()
                    .ok()
                    .filter(|number: &f64| number.is_finite());
                *slot = parsed(number, "number", &text, at, cx)?;
            }
            Slot::Boolean(slot) => {
                let value = text.trim().to_ascii_lowercase().parse().ok();
                *slot = parsed(value, "boolean", &text, at, cx)?;
            }
            Slot::Secret(key, slot) => {
                *slot = match cx.secrets {
                    Secrets::Cipher(cipher) if !text.is_empty() => cipher
                        .decrypt(key, &text)
                        .map_err(|message| cx.refuse(at, message))?,
                    _ => text,
                }
            }
            Slot::Json(_) | Slot::UrlEncoded(_) if text.is_empty() => return Ok(false),
            Slot::Json(document) => {
                return json::read(text.as_bytes(), document.slot(), at, cx)
                    .map_err(|error| cx.pass(error));
            }
            Slot::UrlEncoded(pairs) => {
                return tree::from_query(&text)
                    .read(pairs.slot(), at, cx)
                    .map_err(|error| cx.pass(error));
            }
            Slot::Encrypted(document) => document.set_text(text),
            Slot::File(file) => *file = text.into(),
            slot => return Err(Fill { slot, at, cx }.wrong(format_args!("{text:?}"))),
        }
        Ok(true)
    }

    fn check_depth<E: Error>(&self) -> Result<(), E> {
        if self.at.depth > MAX_DEPTH {
            return Err(self.cx.refuse(self.at, "nested too deep"));
        }
        Ok(())
    }
}

fn expected(slot: &Slot<'_>) -> &'static str {
    match slot {
        Slot::Integer(_) => "integer",
        Slot::Decimal(_) => "number",
        Slot::Boolean(_) => "boolean",
        Slot::Object(_) | Slot::Numbered(_) => "object",
        Slot::List(_) => "list",
        Slot::Json(_) => "text with a JSON document",
        Slot::UrlEncoded(_) => "text with a query string",
        Slot::File(_) => "file",
        _ => "text",
    }
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(expected(&self.slot))
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.present(true).deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        let this = self.present(false);
        match this.slot {
            Slot::Boolean(slot) => *slot = value,
            Slot::Value(slot) => *slot = Value::Bool(value),
            _ => return Err(this.wrong(value)),
        }
        Ok(true)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        let this = self.present(false);
        match this.slot {
            Slot::Integer(slot) => *slot = value,
            Slot::Decimal(slot) => *slot = value as f64,
            Slot::Value(slot) => *slot = Value::from(value),
            _ => return Err(this.wrong(value)),
        }
        Ok(true)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        if let Ok(value) = i64::try_from(value) {
            return self.visit_i64(value);
        }
        let this = self.present(false);
        match this.slot {
            Slot::Decimal(slot) => *slot = value as f64,
            Slot::Value(slot) => *slot = Value::from(value),
            _ => return Err(this.wrong(value)),
        }
        Ok(true)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        let this = self.present(false);
        match this.slot {
            Slot::Decimal(slot) => *slot = value,
            Slot::Integer(slot) if is_whole(value) => *slot = value as i64,
            Slot::Value(slot) => *slot = Value::from(value),
            _ => return Err(this.wrong(value)),
        }
        Ok(true)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<bool, E> {
        let Fill { slot, at, cx } = self;
        if let Slot::Optional(option) = slot {
            let slot = option.insert().slot();
            let filled = Fill { slot, at, cx }.visit_string(text)?;
            if !filled {
                option.clear();
            }
            return Ok(filled);
        }
        Fill { slot, at, cx }.present(false).text(text)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<bool, E> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.visit_str(text),
            Err(_) => Err(self.wrong("bytes")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<bool, A::Error> {
        let Fill { slot, at, cx } = self.present(true);
        let this = Fill { slot, at, cx };
        this.check_depth()?;
        match this.slot {
            Slot::List(list) => {
                for index in 0.. {
                    let at = at.element(index);
                    let slot = list.push().slot();
                    match elements.next_element_seed(Fill { slot, at: &at, cx }) {
                        Ok(Some(true)) => {}
                        Ok(Some(false)) => list.pop(),
                        Ok(None) => {
                            list.pop();
                            break;
                        }
                        Err(error) => return Err(cx.note(&at, error)),
                    }
                }
            }
            Slot::Value(slot) => *slot = Value::deserialize(SeqAccessDeserializer::new(elements))?,
            Slot::Json(document) => {
                return Fill {
                    slot: document.slot(),
                    at,
                    cx,
                }
                .visit_seq(elements);
            }
            Slot::File(file) => {
                *file = Deserialize::deserialize(SeqAccessDeserializer::new(elements))?
            }
            Slot::Object(object) if cx.binary => fields_in_order(object, at, cx, elements)?,
            _ => return Err(this.wrong("a list")),
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        let Fill { slot, at, cx } = self.present(false);
        let this = Fill { slot, at, cx };
        this.check_depth()?;
        match this.slot {
            Slot::Object(object) => fields_by_name(object, at, cx, entries)?,
            Slot::Value(slot) => *slot = Value::deserialize(MapAccessDeserializer::new(entries))?,
            Slot::Json(document) => {
                return Fill {
                    slot: document.slot(),
                    at,
                    cx,
                }
                .visit_map(entries);
            }
            Slot::File(file) => {
                *file = Deserialize::deserialize(MapAccessDeserializer::new(entries))?
            }
            Slot::Numbered(values) => {
                while let Some(name) = entries.next_key::<String>()? {
                    let at = at.field(&name);
                    let slot = Numbers::parse(&name).and_then(|numbers| values.insert(numbers));
                    let slot = slot
                        .ok_or_else(|| cx.refuse(&at, "no number, or twice"))?
                        .slot();
                    entries.next_value_seed(Fill { slot, at: &at, cx })?;
                }
            }
            _ => return Err(this.wrong("an object")),
        }
        Ok(true)
    }
}

fn is_whole(number: f64) -> bool {
    number.trunc() == number && number.abs() < 9e15
}

fn parsed<T, E: Error>(
    value: Option<T>,
    kind: &str,
    text: &str,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<T, E> {
    value.ok_or_else(|| cx.refuse(at, format!("expected {kind}, found {text:?}")))
}

/// Reads the fields of an object as they come.
fn fields_by_name<'de, A: MapAccess<'de>>(
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
            .next_value_seed(Fill { slot, at: &at, cx })
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
fn fields_in_order<'de, A: SeqAccess<'de>>(
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
    fields: &mut [&mut dyn super::Field],
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
