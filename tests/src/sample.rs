//! Values made from a model alone.

use serde_json::{Map, Value, json};
use wechatpay_codegen::model::{DecodesTo, Encoding, Field, Type};

/// A value with every field of the model.
#[must_use]
pub fn object(fields: &[Field]) -> Value {
    let entry = |field: &Field| {
        let name = field.name.replace("_$n", "_0").replace("_$m", "_1");
        (name, value(field))
    };
    Value::Object(fields.iter().map(entry).collect::<Map<_, _>>())
}

fn value(field: &Field) -> Value {
    let one = match (field.encoding, field.ty) {
        (Some(Encoding::Json), _) => Value::String(document(field).to_string()),
        (Some(Encoding::Urlencoded), _) => json!("a=b"),
        (None, Type::String) if field.encryption.is_some() && !field.fields.is_empty() => {
            json!("Y2lwaGVydGV4dA==")
        }
        (None, Type::String) => json!(field.values.first().map_or("text", String::as_str)),
        (None, Type::Integer | Type::Number) => json!(7),
        (None, Type::Boolean) => json!(true),
        (None, Type::Object) if field.fields.is_empty() => json!({ "any": "thing" }),
        (None, Type::Object) => object(&field.fields),
    };
    if field.array == 1 { json!([one]) } else { one }
}

fn document(field: &Field) -> Value {
    match field.decodes_to {
        Some(DecodesTo::List) => {
            let mut element = field.fields[0].clone();
            element.array = 0;
            json!([value(&element)])
        }
        _ => object(&field.fields),
    }
}
