//! What a report shows of a field.

use super::record::json;
use crate::model::{Field, Type};
use serde_json::{Value, json as object};

/// The type as a page would say it.
pub(super) fn type_of(field: &Field) -> String {
    let name = match field.ty {
        Type::String => "string",
        Type::Integer | Type::Number if field.decimal => "float",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Object => "object",
    };
    if field.array > 0 {
        format!("{name}[]")
    } else {
        name.to_owned()
    }
}

/// What a new or lost field is.
pub(super) fn shape(field: &Field) -> Value {
    let mut shape = object!({ "type": type_of(field), "required": field.required });
    if let Value::Object(map) = &mut shape {
        if !field.values.is_empty() {
            map.insert("enum".to_owned(), json(&field.values));
        }
        if field.encoding.is_some() {
            map.insert("encoding".to_owned(), json(&field.encoding));
        }
        if field.encryption.is_some() {
            map.insert("encryption".to_owned(), json(&field.encryption));
        }
        if !field.fields.is_empty() {
            map.insert("fields".to_owned(), names(&field.fields));
        }
    }
    shape
}

/// The names of fields.
pub(super) fn names(fields: &[Field]) -> Value {
    fields.iter().map(|field| field.name.clone()).collect()
}

/// What document a text carries.
pub(super) fn document(field: &Field) -> Value {
    match field.encoding {
        None if field.decodes_to.is_none() && field.plaintext.is_none() => Value::Null,
        encoding => object!({
            "encoding": encoding,
            "decodes_to": field.decodes_to,
            "plaintext": field.plaintext,
        }),
    }
}
