//! Reading through serde: one visitor for every slot.
//!
//! Human-readable formats say what they hold, so the visitor takes it as it comes: `null` is absent, numbers and truth values
//! may be written as text, unknown fields are skipped. Binary formats must be told what comes and hold every field as an option
//! (see [`serialize`](super::serialize)).

use super::path::Path;
use super::secrets::{Context, Secrets};
use super::{List, MAX_DEPTH, Object, Slot, json, object, tree};
use crate::value::indexed::Numbers;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
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

/// The next element of a list, which is added when there is one.
struct Element<'a> {
    list: &'a mut (dyn List + 'static),
    at: &'a Path<'a>,
    cx: &'a Context<'a>,
}

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        let Element { list, at, cx } = self;
        let slot = list.push();
        Fill { slot, at, cx }.deserialize(deserializer)
    }
}

/// A field of a binary format: always an option.
pub(crate) struct Present<'a>(pub(crate) Fill<'a>);

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
                Slot::Optional(option) => option.insert(),
                Slot::List(elements) if self.cx.repeats && !list => elements.push(),
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

    /// A text. An option whose text is no value is empty again.
    fn any_text<E: Error>(self, text: Cow<'_, str>) -> Result<bool, E> {
        let Fill { slot, at, cx } = self;
        if let Slot::Optional(option) = slot {
            let filled = match option.insert() {
                // What most fields of answers are.
                Slot::Text(slot) => {
                    *slot = text.into_owned();
                    true
                }
                slot => Fill { slot, at, cx }.any_text(text)?,
            };
            if !filled {
                option.clear();
            }
            return Ok(filled);
        }
        Fill { slot, at, cx }.present(false).text(text)
    }

    /// A text, in a slot that is neither an option nor (in XML) a list.
    fn text<E: Error>(self, text: Cow<'_, str>) -> Result<bool, E> {
        let Fill { slot, at, cx } = self;
        match slot {
            Slot::Text(slot) => *slot = text.into_owned(),
            Slot::Enum(slot) => slot.set(&text),
            Slot::Value(slot) => *slot = Value::String(text.into_owned()),
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
                    _ => text.into_owned(),
                }
            }
            Slot::Json(_) if text.is_empty() => return Ok(false),
            Slot::Json(document) => {
                return json::read(text.as_bytes(), document.slot(), at, cx)
                    .map_err(|error| cx.pass(error));
            }
            Slot::UrlEncoded(pairs) => {
                return tree::from_document(&text)
                    .read(pairs.slot(), at, cx)
                    .map_err(|error| cx.pass(error));
            }
            Slot::Encrypted(document) => document.set_text(text.into_owned()),
            Slot::File(file) => *file = text.into_owned().into(),
            slot => return Err(Fill { slot, at, cx }.wrong(format_args!("{text:?}"))),
        }
        Ok(true)
    }

    /// A number in its digits.
    fn number<E: Error>(self, digits: &str) -> Result<bool, E> {
        match (digits.parse(), digits.parse(), digits.parse()) {
            (Ok(number), _, _) => self.visit_i64(number),
            (_, Ok(number), _) => self.visit_u64(number),
            (_, _, Ok(number)) => self.visit_f64(number),
            _ => Err(self.wrong(digits)),
        }
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
        self.any_text(Cow::Borrowed(text))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<bool, E> {
        self.any_text(Cow::Owned(text))
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
                    let element = Element {
                        list: &mut *list,
                        at: &at,
                        cx,
                    };
                    match elements.next_element_seed(element) {
                        Ok(Some(true)) => {}
                        Ok(Some(false)) => list.pop(),
                        Ok(None) => break,
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
            Slot::Object(object) if cx.binary => object::in_order(object, at, cx, elements)?,
            _ => return Err(this.wrong("a list")),
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        let Fill { slot, at, cx } = self.present(false);
        let this = Fill { slot, at, cx };
        this.check_depth()?;
        match this.slot {
            Slot::Object(object) => object::by_name(object, at, cx, entries)?,
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
            _ => {
                return match entries.next_entry::<String, String>() {
                    Ok(Some((name, digits))) if name == ANY_NUMBER => this.number(&digits),
                    _ => Err(this.wrong("an object")),
                };
            }
        }
        Ok(true)
    }
}

/// With its feature `arbitrary_precision`, which any crate of a program may turn on, `serde_json` hands out a number as an object
/// with this name.
const ANY_NUMBER: &str = "$serde_json::private::Number";

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
