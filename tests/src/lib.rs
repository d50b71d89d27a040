//! What the tests of this repository share.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

pub mod sample;

use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use wechatpay_codegen::model::Model;
use wechatpay_codegen::pipeline::{self, Inputs};

/// The folder of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The model of a tree of pages.
///
/// # Panics
/// If a page cannot be read.
#[must_use]
pub fn model(pages: &Path) -> Model {
    let fixups = repository().join("specs/fixups.toml");
    let read = pipeline::read(Inputs {
        pages,
        fixups: Some(&fixups),
        options: Default::default(),
    });
    assert!(
        !read.diagnostics.has_errors(),
        "{} has errors; `wechatpay-codegen model` shows them",
        pages.display()
    );
    read.model
}

/// A value as it is on the wire whatever the notation: numbers and booleans as text, documents in texts opened.
///
/// The pages write numbers as text where the wire has text anyway (XML, queries, paths), so this is what two notations of
/// the same request have in common.
#[must_use]
pub fn texts(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(document @ (Value::Object(_) | Value::Array(_))) => texts(&document),
            _ => value.clone(),
        },
        Value::Array(items) => Value::Array(items.iter().map(texts).collect()),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), texts(value)))
                .collect::<Map<_, _>>(),
        ),
    }
}
