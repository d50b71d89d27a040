//! Golden models: small models with everything that the emitters can meet.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use wechatpay_codegen::diag::Diagnostics;
use wechatpay_codegen::glossary::Glossary;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::passes::families::{self, Families};
use wechatpay_codegen::passes::naming::lock::Lock;
use wechatpay_codegen::source::FileId;
use wechatpay_codegen::write::{self, Plan};

/// The golden models: `shop` has every kind of output, `obstacles` every name that stands in the way.
pub const GOLDEN: [&str; 2] = ["shop", "obstacles"];

/// The folder of a golden model.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/golden")
        .join(name)
}

/// A golden model without families.
pub fn model(name: &str) -> Model {
    serde_json::from_str(&std::fs::read_to_string(folder(name).join("model.json")).unwrap())
        .unwrap()
}

/// Its families.
pub fn golden_families(name: &str) -> Families {
    let text = std::fs::read_to_string(folder(name).join("families.toml")).unwrap();
    Families::parse(&text, FileId(0), &mut Diagnostics::new())
}

/// The English of its texts: none, where there is no such file.
fn golden_glossary(name: &str) -> String {
    std::fs::read_to_string(folder(name).join("glossary.toml")).unwrap_or_default()
}

/// The plan of a model without glossary, and the codes and messages of what was reported.
pub fn plan(model: Model, families: &Families, lock: &str) -> (Plan, Vec<String>) {
    translated(model, families, "", lock)
}

fn translated(
    mut model: Model,
    families: &Families,
    glossary: &str,
    lock: &str,
) -> (Plan, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let glossary = Glossary::read(FileId(0), glossary, &mut diagnostics);
    let lock = Lock::parse(lock, FileId(0), &mut diagnostics);
    families::assign(&mut model, families, &mut diagnostics);
    let plan = write::plan(&model, families, &glossary, &lock, &mut diagnostics);
    let reported = diagnostics
        .sorted()
        .into_iter()
        .map(|one| format!("{}: {}", one.code.id, one.message))
        .collect();
    (plan, reported)
}

/// The plan of a golden model.
pub fn golden(name: &str) -> (Plan, Vec<String>) {
    golden_with(name, model(name))
}

/// The plan of another model with the settings of a golden one.
pub fn golden_with(name: &str, model: Model) -> (Plan, Vec<String>) {
    let glossary = golden_glossary(name);
    translated(model, &golden_families(name), &glossary, "")
}
