//! Arbitrary fields.

use super::super::{field, object};
use crate::model::{
    Algorithm, Alternative, BodyEncoding, DecodesTo, Encoding, Encryption, Field, Key, Type,
};
use crate::source::Span;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

pub(super) fn words() -> impl Strategy<Value = String> {
    vec(
        select(
            "苹果梨桃李杏梅橙柚枣柿红黄大小甜酸AB12"
                .chars()
                .collect::<Vec<_>>(),
        ),
        1..8,
    )
    .prop_map(|characters| characters.into_iter().collect())
}

/// A text of up to two lines, or none.
pub(super) fn doc() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just(String::new()),
        4 => words(),
        1 => (words(), words()).prop_map(|(first, second)| format!("{first}|，{second}\n（`{second}`）好的。")),
    ]
}

pub(super) fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_]{0,6}[a-z]".prop_filter("not a word of the vocabulary", |name| {
        ![
            "json",
            "xml",
            "query",
            "headers",
            "body",
            "security",
            "nonceless",
            "base_uri",
            "timeout",
            "fragment",
            "wire_path",
            "event_type",
        ]
        .contains(&name.as_str())
    })
}

/// How deep fields are nested, and what an encrypted document is in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub depth: u32,
    pub plaintext: BodyEncoding,
}

pub(super) fn fields(shape: Shape, count: std::ops::Range<usize>) -> BoxedStrategy<Vec<Field>> {
    btree_map(name(), one(shape), count)
        .prop_map(|fields| {
            fields
                .into_iter()
                .map(|(name, field)| Field { name, ..field })
                .collect()
        })
        .boxed()
}

fn one(shape: Shape) -> BoxedStrategy<Field> {
    let plain = (scalar(), any::<bool>(), doc());
    let plain = plain.prop_map(|(field, required, doc)| Field {
        required,
        doc,
        ..field
    });
    if shape.depth == 0 {
        return plain.boxed();
    }
    let below = Shape {
        depth: shape.depth - 1,
        ..shape
    };
    let nested = prop_oneof![
        3 => (fields(below, 1..4), 0..2u8).prop_map(|(fields, array)| Field { array, ..object("", fields) }),
        1 => alternatives(below).prop_map(|alternatives| with_alternatives(object("", Vec::new()), alternatives)),
        1 => Just(object("", Vec::new())),
        2 => document(below),
    ];
    let nested = (nested, any::<bool>(), doc()).prop_map(|(field, required, doc)| Field {
        required,
        doc,
        ..field
    });
    prop_oneof![3 => plain, 1 => nested].boxed()
}

fn scalar() -> impl Strategy<Value = Field> {
    prop_oneof![
        3 => (0..2u8).prop_map(|array| Field { array, ..field("", Type::String) }),
        1 => Just(field("", Type::Boolean)),
        1 => (0..2u8).prop_map(|array| Field { array, ..field("", Type::Integer) }),
        1 => any::<bool>().prop_map(|decimal| Field { decimal, ..field("", Type::Number) }),
        1 => (1..200u32).prop_map(|longest| Field { max_length: Some(longest), ..field("", Type::String) }),
        1 => Just(Field { signed: true, ..field("", Type::String) }),
        2 => values(),
        1 => select(vec![Key::Platform, Key::Merchant, Key::Bank]).prop_map(|key| Field {
            encryption: Some(Encryption { algorithm: Algorithm::RsaOaep, key }),
            ..field("", Type::String)
        }),
    ]
}

/// A list of values, perhaps with meanings.
fn values() -> impl Strategy<Value = Field> {
    (
        btree_set("[A-Z][A-Z0-9_]{1,6}", 1..4),
        option::of(vec(prop_oneof![Just(String::new()), words()], 3)),
    )
        .prop_map(|(values, meanings)| {
            let values: Vec<_> = values.into_iter().collect();
            let mut value_docs = meanings.unwrap_or_default();
            value_docs.truncate(values.len());
            if value_docs.iter().all(String::is_empty) {
                value_docs.clear();
            }
            Field {
                values,
                value_docs,
                ..field("", Type::String)
            }
        })
}

/// A text that carries a document.
fn document(below: Shape) -> impl Strategy<Value = Field> {
    let text = |fields, decodes_to| Field {
        fields,
        decodes_to: Some(decodes_to),
        ..field("", Type::String)
    };
    let encryption = prop_oneof![
        Just(Encryption {
            algorithm: Algorithm::Aes256Gcm,
            key: Key::ApiV3
        }),
        Just(Encryption {
            algorithm: Algorithm::Aes256Ecb,
            key: Key::ApiV2
        }),
    ];
    prop_oneof![
        fields(below, 1..4).prop_map(move |fields| Field {
            encoding: Some(Encoding::Json),
            ..text(fields, DecodesTo::Object)
        }),
        (name(), one(below)).prop_map(move |(name, element)| {
            let element = Field {
                name,
                array: 1,
                ..as_element(element)
            };
            Field {
                encoding: Some(Encoding::Json),
                ..text(vec![element], DecodesTo::List)
            }
        }),
        alternatives(below).prop_map(move |alternatives| with_alternatives(
            Field {
                encoding: Some(Encoding::Json),
                ..text(Vec::new(), DecodesTo::Object)
            },
            alternatives
        )),
        fields(Shape { depth: 0, ..below }, 1..4).prop_map(move |fields| Field {
            encoding: Some(Encoding::Urlencoded),
            ..text(only_single(fields), DecodesTo::Object)
        }),
        (encryption, fields(below, 1..4)).prop_map(move |(encryption, fields)| Field {
            encryption: Some(encryption),
            plaintext: Some(below.plaintext),
            ..text(fields, DecodesTo::Object)
        }),
    ]
}

/// The elements of a list are no texts of their own.
fn as_element(field: Field) -> Field {
    if field.encoding.is_some() || field.encryption.is_some() || !field.alternatives.is_empty() {
        Field {
            doc: field.doc,
            required: field.required,
            ..self::field("", Type::Integer)
        }
    } else {
        Field {
            max_length: None,
            signed: false,
            ..field
        }
    }
}

pub(super) fn only_single(fields: Vec<Field>) -> Vec<Field> {
    fields
        .into_iter()
        .map(|field| Field { array: 0, ..field })
        .collect()
}

/// Alternatives without a name in common.
fn alternatives(below: Shape) -> impl Strategy<Value = Vec<Alternative>> {
    vec((words(), fields(below, 1..3)), 2..4).prop_map(|all| {
        let numbered = |(index, (label, mut fields)): (usize, (String, Vec<Field>))| {
            for field in &mut fields {
                field.name = format!("{}{index}", field.name);
            }
            Alternative {
                label,
                fields,
                span: Span::default(),
            }
        };
        all.into_iter().enumerate().map(numbered).collect()
    })
}

fn with_alternatives(field: Field, alternatives: Vec<Alternative>) -> Field {
    let fields = alternatives
        .iter()
        .flat_map(|one| one.fields.clone())
        .collect();
    Field {
        fields,
        alternatives,
        ..field
    }
}
