//! Writing through serde: one serializer call per value, whatever the struct.
//!
//! Human-readable formats (JSON, YAML, TOML) get the wire form: absent fields left out, v2 lists under their numbered names.
//! Binary formats get every field, each as an option, because they cannot leave one out.

use super::path::{FieldError, Path};
use super::secrets::Context;
use super::{Object, View, check, json, query};
use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

/// The body of every generated `Serialize`. Encrypted fields are written as plain text.
pub fn serialize<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    // A pointer, so that the compiler's search for recursion does not go through the interpreter again for every struct.
    let write: fn(_, _) -> _ = write::<S>;
    write(object, serializer)
}

fn write<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let encode = Encode {
        view: View::Object(object),
        at: &Path::ROOT,
        cx: &Context::serde(),
    };
    encode.serialize(serializer)
}

/// A value on its way into a serializer.
pub(crate) struct Encode<'a> {
    pub(crate) view: View<'a>,
    pub(crate) at: &'a Path<'a>,
    pub(crate) cx: &'a Context<'a>,
}

impl Serialize for Encode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (at, cx) = (self.at, self.cx);
        let or = |error: FieldError| cx.report(error);
        match self.view {
            View::Absent => serializer.serialize_none(),
            View::Text(text) => {
                check::text(text, at, cx).map_err(or)?;
                serializer.serialize_str(text)
            }
            View::Integer(number) => serializer.serialize_i64(number),
            View::Decimal(number) => match check::decimal(number, at).map_err(or)? {
                whole
                    if whole.trunc() == whole
                        && whole.abs() < 1e15
                        && serializer.is_human_readable() =>
                {
                    serializer.serialize_i64(whole as i64)
                }
                number => serializer.serialize_f64(number),
            },
            View::Boolean(value) => serializer.serialize_bool(value),
            View::Object(object) if serializer.is_human_readable() => {
                self.object(object, serializer)
            }
            View::Object(object) => self.every_field(object, serializer),
            View::List(list) => {
                let mut out = serializer.serialize_seq(Some(list.len()))?;
                for (index, element) in list.iter().enumerate() {
                    out.serialize_element(&self.child(element.view(), &at.element(index)))?;
                }
                out.end()
            }
            View::Value(value) => {
                check::value(value, at, cx).map_err(or)?;
                if serializer.is_human_readable() {
                    value.serialize(serializer)
                } else {
                    serializer.serialize_str(&value.to_string())
                }
            }
            View::Secret(key, text) => {
                serializer.serialize_str(&check::secret(key, text, at, cx).map_err(or)?)
            }
            View::Json(document) => {
                serializer.serialize_str(&json::to_text(document.view(), at, cx).map_err(or)?)
            }
            View::UrlEncoded(pairs) => {
                serializer.serialize_str(&query::to_document(pairs.view(), at, cx).map_err(or)?)
            }
            View::Encrypted(document) => serializer.serialize_str(document.text()),
            View::Numbered(values) => {
                let mut out = serializer.serialize_map(Some(values.len()))?;
                for (numbers, value) in values.iter() {
                    let name = numbers.to_string();
                    out.serialize_entry(&name, &self.child(value.view(), &at.field(&name)))?;
                }
                out.end()
            }
            View::File(file) => file.serialize(serializer),
        }
    }
}

impl<'a> Encode<'a> {
    fn child<'b>(&'b self, view: View<'b>, at: &'b Path<'b>) -> Encode<'b>
    where
        'a: 'b,
    {
        Encode {
            view,
            at,
            cx: self.cx,
        }
    }

    /// The present fields. As a map, whose length need not be known: values are looked at once, and a v2 list has names that
    /// are made here.
    fn object<S: Serializer>(&self, object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        let side = object.shape().side;
        for (name, field) in object.fields() {
            let view = field.view();
            if check::left_out(view, side) {
                continue;
            }
            let View::Numbered(values) = view else {
                out.serialize_entry(name, &self.child(view, &self.at.field(name)))?;
                continue;
            };
            for (numbers, value) in values.iter() {
                let name = numbers.name(name);
                out.serialize_entry(&name, &self.child(value.view(), &self.at.field(&name)))?;
            }
        }
        out.end()
    }

    fn every_field<S: Serializer>(
        &self,
        object: &dyn Object,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let shape = object.shape();
        let mut out = serializer.serialize_struct(shape.name, shape.fields.len())?;
        for (name, field) in object.fields() {
            let at = self.at.field(name);
            out.serialize_field(name, &Present(self.child(field.view(), &at)))?;
        }
        out.end()
    }
}

/// A field of a binary format: always an option.
struct Present<'a>(Encode<'a>);

impl Serialize for Present<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.view {
            View::Absent => serializer.serialize_none(),
            _ => serializer.serialize_some(&self.0),
        }
    }
}
