//! What the emitters make of a field: as much of it as decides whether a program still compiles.

use crate::model::{Field, Key, Type};
use crate::passes::api::Carrier;
use crate::passes::naming::words;
use crate::passes::share::carrier;

/// Where fields end up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// In a struct that the app makes: required values are arguments of its constructor.
    Request,
    /// In a struct that the app reads: everything may be absent.
    Answer,
    /// In a struct that did not exist: the method takes a new argument or has another reply type.
    Appears,
    /// In no type.
    Nowhere,
    /// In the envelope of a v3 notification, which is the runtime's; the document below its encrypted field is an answer.
    Envelope,
}

impl Surface {
    /// Whether fields become members at all.
    #[must_use]
    pub fn is_code(self) -> bool {
        !matches!(self, Self::Nowhere | Self::Envelope)
    }
}

/// The Rust type of a field, nested types by their kind only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emitted {
    carrier: Carrier,
    value: Value,
    list: bool,
    numbers: u8,
}

/// Type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Value {
    String,
    Integer,
    Float,
    Boolean,
    Json,
    File,
    Sensitive,
    BankSensitive,
    Enum,
    Struct,
}

impl Emitted {
    /// What is emitted for a field; `multipart`: in a form, where objects without fields are files. The same decisions as
    /// those of `passes::share`.
    #[must_use]
    pub fn of(field: &Field, multipart: bool) -> Self {
        let (carrier, described) = carrier(field);
        let element = match carrier {
            Carrier::JsonList => field.fields.first().unwrap_or(field),
            _ => field,
        };
        let value = match carrier {
            Carrier::JsonList if element.fields.is_empty() => scalar(element, multipart),
            _ if described => Value::Struct,
            Carrier::Plain => scalar(field, multipart),
            _ => Value::Json,
        };
        Self {
            carrier,
            value,
            list: field.array > 0,
            numbers: words::unnumbered(&field.name).1,
        }
    }

    /// Whether it is an enum.
    #[must_use]
    pub fn is_enum(self) -> bool {
        self.value == Value::Enum
    }

    /// Whether two required values of this type could be swapped in a call. Types of enums and structs are named after
    /// their field, so that they differ.
    fn can_be_swapped(self) -> bool {
        !matches!(self.value, Value::Enum | Value::Struct)
    }
}

fn scalar(field: &Field, multipart: bool) -> Value {
    match (field.ty, field.encryption.map(|encryption| encryption.key)) {
        (Type::String, Some(Key::Platform | Key::Merchant)) => Value::Sensitive,
        (Type::String, Some(Key::Bank)) => Value::BankSensitive,
        (Type::String, _) if !field.values.is_empty() => Value::Enum,
        (Type::String, _) => Value::String,
        (Type::Integer | Type::Number, _) if field.decimal => Value::Float,
        (Type::Integer | Type::Number, _) => Value::Integer,
        (Type::Boolean, _) => Value::Boolean,
        (Type::Object, _) if multipart => Value::File,
        (Type::Object, _) => Value::Json,
    }
}

/// Whether the constructor of a struct with these fields takes the required ones one after the other, and not as a struct
/// with their names. The same rule as that of `emit::object`.
#[must_use]
pub fn is_positional(fields: &[Field], multipart: bool) -> bool {
    const SAME_TYPE: usize = 2;
    const ARGUMENTS: usize = 7;
    let required: Vec<_> = fields
        .iter()
        .filter(|field| field.required)
        .map(|field| Emitted::of(field, multipart))
        .collect();
    let same = |one: &Emitted| required.iter().filter(|other| *other == one).count();
    required.len() <= ARGUMENTS
        && !required
            .iter()
            .any(|one| one.can_be_swapped() && same(one) > SAME_TYPE)
}
