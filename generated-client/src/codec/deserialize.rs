//! Reading through serde: one visitor for every slot.
//!
//! Human-readable formats say what they hold, so the visitor takes it as it comes: `null` is absent, numbers and truth values
//! may be written as text, unknown fields are skipped. Binary formats must be told what comes and hold every field as an option
//! (see [`serialize`](super::serialize)).

use super::path::Path;
use super::secrets::{Context, Secrets};
use super::{Field, List, MAX_DEPTH, Object, Slot, json, object, tree};
use crate::value::indexed::Numbers;
use serde_core::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// The body of every generated `Deserialize`. Encrypted fields are taken as plain text.
#[inline]
pub fn deserialize<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    let mut object = T::empty();
    // A pointer, so that the compiler's search for recursion does not go through the interpreter again for every struct.
    let read: fn(&mut dyn Field, _) -> _ = read::<D>;
    read(&mut object, deserializer)?;
    Ok(object)
}

fn read<'de, D: Deserializer<'de>>(field: &mut dyn Field, deserializer: D) -> Result<(), D::Error> {
    let mut cx = Context::serde();
    cx.binary = !deserializer.is_human_readable();
    let fill = Fill {
        field,
        at: &Path::ROOT,
        cx: &cx,
    };
    match fill.deserialize(deserializer)? {
        true => Ok(()),
        false => Err(D::Error::custom("expected object, found null")),
    }
}

/// A field to be filled. The result says whether there was a value (`false`: absent, the field is untouched).
pub(crate) struct Fill<'a> {
    pub(crate) field: &'a mut dyn Field,
    pub(crate) at: &'a Path<'a>,
    pub(crate) cx: &'a Context<'a>,
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(self);
        }
        match self.field.slot() {
            Slot::Value(_) => {
                let text = String::deserialize(deserializer)?;
                json::read(text.as_bytes(), self.field, self.at, self.cx)
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
        let field = list.push();
        Fill { field, at, cx }.deserialize(deserializer)
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
    /// The place for a value that is there. If it is no list, and the format writes lists by repeating their name, it is a
    /// list's only element.
    fn place(field: &'a mut dyn Field, list: bool, cx: &Context<'_>) -> Slot<'a> {
        match field.slot() {
            Slot::List(elements) if cx.repeats && !list => Self::place(elements.push(), list, cx),
            slot => slot,
        }
    }

    /// A text. A field whose text is no value is empty again.
    fn any_text<E: Error>(self, text: Cow<'_, str>) -> Result<bool, E> {
        let Fill { field, at, cx } = self;
        let filled = self::text(Fill::place(field, false, cx), text, at, cx)?;
        if !filled {
            field.clear();
        }
        Ok(filled)
    }

    /// A number in its digits.
    fn number<E: Error>(self, digits: &str) -> Result<bool, E> {
        match (digits.parse(), digits.parse(), digits.parse()) {
            (Ok(number), _, _) => self.visit_i64(number),
            (_, Ok(number), _) => self.visit_u64(number),
            (_, _, Ok(number)) => self.visit_f64(number),
            _ => Err(wrong(&self.field.slot(), digits, self.at, self.cx)),
        }
    }

    fn check_depth<E: Error>(&self) -> Result<(), E> {
        if self.at.depth > MAX_DEPTH {
            return Err(self.cx.refuse(self.at, "nested too deep"));
        }
        Ok(())
    }
}

/// Fills a slot that is (in XML) no list; whether the text stands for a value.
fn text<E: Error>(
    slot: Slot<'_>,
    text: Cow<'_, str>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<bool, E> {
    match slot {
        Slot::Text(slot) => *slot = text.into_owned(),
        Slot::Enum(slot) => slot.set(&text),
        Slot::Value(slot) => *slot = Value::String(text.into_owned()),
        Slot::Integer(slot) => *slot = parsed(text.trim().parse().ok(), "integer", &text, at, cx)?,
        Slot::Decimal(slot) => {
            let number = text.trim().parse().ok();
            let number = number.filter(|number: &f64| number.is_finite());
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
            return json::read(text.as_bytes(), document, at, cx).map_err(|error| cx.pass(error));
        }
        Slot::UrlEncoded(pairs) => {
            return tree::from_document(&text)
                .read(pairs, at, cx)
                .map_err(|error| cx.pass(error));
        }
        Slot::Encrypted(document) => document.set_text(text.into_owned()),
        Slot::File(file) => *file = text.into_owned().into(),
        slot => return Err(wrong(&slot, format_args!("{text:?}"), at, cx)),
    }
    Ok(true)
}

fn wrong<E: Error>(
    slot: &Slot<'_>,
    found: impl fmt::Display,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> E {
    let expected = expected(slot);
    cx.refuse(at, format!("expected {expected}, found {found}"))
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
        f.write_str("a value of the field's type")
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        let Fill { field, at, cx } = self;
        match Fill::place(field, false, cx) {
            Slot::Boolean(slot) => *slot = value,
            Slot::Value(slot) => *slot = Value::Bool(value),
            slot => return Err(wrong(&slot, value, at, cx)),
        }
        Ok(true)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        let Fill { field, at, cx } = self;
        match Fill::place(field, false, cx) {
            Slot::Integer(slot) => *slot = value,
            Slot::Decimal(slot) => *slot = value as f64,
            Slot::Value(slot) => *slot = Value::from(value),
            slot => return Err(wrong(&slot, value, at, cx)),
        }
        Ok(true)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        if let Ok(value) = i64::try_from(value) {
            return self.visit_i64(value);
        }
        let Fill { field, at, cx } = self;
        match Fill::place(field, false, cx) {
            Slot::Decimal(slot) => *slot = value as f64,
            Slot::Value(slot) => *slot = Value::from(value),
            slot => return Err(wrong(&slot, value, at, cx)),
        }
        Ok(true)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        let Fill { field, at, cx } = self;
        match Fill::place(field, false, cx) {
            Slot::Decimal(slot) => *slot = value,
            Slot::Integer(slot) if is_whole(value) => *slot = value as i64,
            Slot::Value(slot) => *slot = Value::from(value),
            slot => return Err(wrong(&slot, value, at, cx)),
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
            Err(_) => Err(wrong(&self.field.slot(), "bytes", self.at, self.cx)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<bool, A::Error> {
        self.check_depth()?;
        let Fill { field, at, cx } = self;
        match Fill::place(field, true, cx) {
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
                let field = document;
                return Fill { field, at, cx }.visit_seq(elements);
            }
            Slot::File(file) => {
                *file = Deserialize::deserialize(SeqAccessDeserializer::new(elements))?
            }
            Slot::Object(object) if cx.binary => object::in_order(object, at, cx, elements)?,
            slot => return Err(wrong(&slot, "a list", at, cx)),
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        self.check_depth()?;
        let Fill { field, at, cx } = self;
        match Fill::place(field, false, cx) {
            Slot::Object(object) => object::by_name(object, at, cx, entries)?,
            Slot::Value(slot) => *slot = Value::deserialize(MapAccessDeserializer::new(entries))?,
            Slot::Json(document) => {
                let field = document;
                return Fill { field, at, cx }.visit_map(entries);
            }
            Slot::File(file) => {
                *file = Deserialize::deserialize(MapAccessDeserializer::new(entries))?
            }
            Slot::Numbered(values) => {
                while let Some(name) = entries.next_key::<String>()? {
                    let at = at.field(&name);
                    let field = Numbers::parse(&name).and_then(|numbers| values.insert(numbers));
                    let at = &at;
                    let field = field.ok_or_else(|| cx.refuse(at, "no number, or twice"))?;
                    entries.next_value_seed(Fill { field, at, cx })?;
                }
            }
            slot => {
                return match entries.next_entry::<String, String>() {
                    Ok(Some((name, digits))) if name == ANY_NUMBER => {
                        Fill { field, at, cx }.number(&digits)
                    }
                    _ => Err(wrong(&slot, "an object", at, cx)),
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
