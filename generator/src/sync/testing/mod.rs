//! Small models for tests.

pub(crate) mod envelope;
pub(crate) mod strategy;

use crate::model::{Field, Type};
use crate::source::Span;

/// A field with nothing but a name and a type.
pub(crate) fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        array: 0,
        required: false,
        values: Vec::new(),
        value_docs: Vec::new(),
        encoding: None,
        decodes_to: None,
        encryption: None,
        plaintext: None,
        signed: false,
        max_length: None,
        decimal: false,
        doc: String::new(),
        fields: Vec::new(),
        alternatives: Vec::new(),
        span: Span::default(),
    }
}

/// An object with these fields.
pub(crate) fn object(name: &str, fields: Vec<Field>) -> Field {
    Field {
        fields,
        ..field(name, Type::Object)
    }
}
