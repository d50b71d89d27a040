//! Values made from a model alone.

use serde_json::{Map, Value, json};
use wechatpay_client::upload::{FROM_FILE, RULES};
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

/// The example of an upload with a file that can be sent: those of examples are empty. Digest and name in the document are left to the
/// client.
pub fn fit_file(path: &str, example: &mut Value) {
    let Some(rule) = RULES.iter().find(|rule| rule.path == path) else {
        return;
    };
    let from_file = |values: &mut Value| {
        for key in [Some(rule.digest), rule.name].into_iter().flatten() {
            if let Some(value) = values.get_mut(key) {
                *value = FROM_FILE.into();
            }
        }
    };
    let body = &mut example["body"];
    from_file(body);
    for part in body.as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Value::String(text) = part {
            if let Ok(mut document @ Value::Object(_)) = serde_json::from_str(text) {
                from_file(&mut document);
                *text = document.to_string();
            }
        } else if part.get("filename").is_some() {
            let ending = rule.endings.first().unwrap_or(&"jpg");
            *part = json!({ "filename": format!("sample.{ending}"), "content": [1] });
        }
    }
}
