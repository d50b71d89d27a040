//! Structs, enums and fields as JSON Schemas.

use super::names::Names;
use super::{set, text};
use crate::model::{BodyEncoding, DecodesTo, Encoding, Field, Type};
use crate::passes::api::{Api, Carrier, Scalar, Side, StructField, TypeRef};
use crate::passes::naming::words;
use serde_json::{Map, Value, json};

/// Makes schemas.
#[derive(Debug)]
pub(super) struct Schemas<'a, 'm> {
    pub api: &'a Api<'m>,
    pub names: &'a Names,
}

impl Schemas<'_, '_> {
    /// A reference to a named schema.
    pub fn reference(&self, ty: TypeRef) -> Value {
        json!({ "$ref": format!("#/components/schemas/{}", self.names.schema(ty)) })
    }

    /// The schema of a struct. In answers nothing is required: what pages mark as required is not always there.
    pub fn object(&self, at: usize) -> Value {
        let one = &self.api.structs[at];
        let (mut properties, mut patterns) = (Map::new(), Map::new());
        let mut required = Vec::new();
        for field in &one.fields {
            let schema = self.field(field);
            let (base, numbers) = words::unnumbered(&field.field.name);
            if numbers == 0 {
                properties.insert(field.field.name.clone(), schema);
            } else {
                let pattern = format!("^{base}{}$", r"_\d+".repeat(numbers.into()));
                patterns.insert(pattern, schema);
            }
            if field.required && one.side == Side::Request && numbers == 0 {
                required.push(field.field.name.as_str());
            }
        }
        let mut schema = json!({ "type": "object" });
        if !properties.is_empty() {
            set(&mut schema, "properties", Value::Object(properties));
        }
        if !patterns.is_empty() {
            set(&mut schema, "patternProperties", Value::Object(patterns));
        }
        set(&mut schema, "required", required.into());
        schema
    }

    /// The schema of an enum. New values may come at any time.
    pub fn values(&self, at: usize) -> Value {
        let one = &self.api.enums[at];
        let values: Vec<_> = one.variants.iter().map(|variant| variant.value).collect();
        let mut schema = json!({ "type": "string", "enum": values, "x-open-enum": true });
        if one.variants.iter().any(|variant| !variant.doc.is_empty()) {
            let docs = one
                .variants
                .iter()
                .map(|variant| text(self.api, variant.doc));
            let docs: Vec<Value> = docs.collect();
            set(&mut schema, "x-enum-descriptions", docs.into());
        }
        schema
    }

    /// The schema of a field of a struct.
    pub fn field(&self, one: &StructField<'_>) -> Value {
        let inner = self.value(one);
        let field = one.field;
        let mut schema = match one.ty.carrier {
            Carrier::Plain => inner,
            Carrier::Json => document("application/json", inner),
            Carrier::JsonList => document(
                "application/json",
                json!({ "type": "array", "items": inner }),
            ),
            Carrier::UrlEncoded => document("application/x-www-form-urlencoded", inner),
            Carrier::Encrypted => {
                json!({ "type": "string", "x-plaintext": plaintext(field, inner) })
            }
        };
        encryption(&mut schema, field);
        set(&mut schema, "maxLength", length(field));
        let mut schema = listed(schema, one.ty.list);
        self.described(&mut schema, field);
        schema
    }

    fn value(&self, one: &StructField<'_>) -> Value {
        match one.ty.scalar {
            Scalar::String | Scalar::Sensitive | Scalar::BankSensitive => {
                json!({ "type": "string" })
            }
            Scalar::Integer => integer(one.field),
            Scalar::Float => json!({ "type": "number" }),
            Scalar::Boolean => json!({ "type": "boolean" }),
            Scalar::Json => json!({}),
            Scalar::File => {
                json!({ "type": "string", "format": "binary", "contentMediaType": "application/octet-stream" })
            }
            Scalar::Type(ty) => self.reference(ty),
        }
    }

    /// The schema of a field that is in no struct: of paths, headers, envelopes. `content`: the schema of the document
    /// below the encrypted field.
    pub fn loose(&self, field: &Field, content: &dyn Fn() -> Option<Value>) -> Value {
        let mut schema = match field.ty {
            Type::String => json!({ "type": "string" }),
            Type::Integer | Type::Number if field.decimal => json!({ "type": "number" }),
            Type::Integer | Type::Number => integer(field),
            Type::Boolean => json!({ "type": "boolean" }),
            Type::Object => self.loose_object(&field.fields, content),
        };
        if field.ty == Type::String {
            set(&mut schema, "maxLength", length(field));
            if field.encryption.is_some()
                && !field.fields.is_empty()
                && let Some(content) = content()
            {
                set(&mut schema, "x-plaintext", plaintext(field, content));
            }
            if !field.values.is_empty() {
                set(&mut schema, "enum", field.values.clone().into());
                set(&mut schema, "x-open-enum", true.into());
            }
        }
        encryption(&mut schema, field);
        let mut schema = listed(schema, field.array > 0);
        self.described(&mut schema, field);
        schema
    }

    /// An object with these fields.
    pub fn loose_object(&self, fields: &[Field], content: &dyn Fn() -> Option<Value>) -> Value {
        let mut properties = Map::new();
        for field in fields {
            properties
                .entry(field.name.clone())
                .or_insert_with(|| self.loose(field, content));
        }
        json!({ "type": "object", "properties": properties })
    }

    fn described(&self, schema: &mut Value, field: &Field) {
        set(schema, "description", text(self.api, &field.doc));
        set(schema, "x-signed", field.signed.into());
        let labels = field.alternatives.iter().map(|one| one.label.as_str());
        set(schema, "x-alternatives", labels.collect::<Vec<_>>().into());
    }
}

/// A text that carries a document.
fn document(media_type: &str, schema: Value) -> Value {
    json!({ "type": "string", "contentMediaType": media_type, "contentSchema": schema })
}

/// What an encrypted text is, once decrypted.
fn plaintext(field: &Field, schema: Value) -> Value {
    let media_type = match (field.plaintext, field.encoding) {
        (Some(BodyEncoding::Xml), _) => "application/xml",
        (_, Some(Encoding::Urlencoded)) => "application/x-www-form-urlencoded",
        _ => "application/json",
    };
    let schema = match field.decodes_to {
        Some(DecodesTo::List) => json!({ "type": "array", "items": schema }),
        _ => schema,
    };
    json!({ "contentMediaType": media_type, "contentSchema": schema })
}

fn encryption(schema: &mut Value, field: &Field) {
    let encryption = serde_json::to_value(field.encryption).unwrap_or_default();
    set(schema, "x-encryption", encryption);
}

/// Whole numbers; where the page lists their values, all of those that are known.
fn integer(field: &Field) -> Value {
    let mut schema = json!({ "type": "integer", "format": "int64" });
    let values: Option<Vec<i64>> = field
        .values
        .iter()
        .map(|value| value.parse().ok())
        .collect();
    if let Some(values) = values.filter(|values| !values.is_empty()) {
        set(&mut schema, "enum", values.into());
        set(&mut schema, "x-open-enum", true.into());
    }
    schema
}

fn length(field: &Field) -> Value {
    // Of an encrypted text the page gives the length before or after, who knows.
    match field.encryption {
        None if field.ty == Type::String => field.max_length.into(),
        _ => Value::Null,
    }
}

fn listed(schema: Value, is_list: bool) -> Value {
    if is_list {
        json!({ "type": "array", "items": schema })
    } else {
        schema
    }
}
