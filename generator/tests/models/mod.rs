//! Golden models: small models with everything that the emitters can meet.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use wechatpay_codegen::diag::Diagnostics;
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

/// The plan of a model, and the codes and messages of what was reported.
pub fn plan(mut model: Model, families: &Families, lock: &str) -> (Plan, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let lock = Lock::parse(lock, FileId(0), &mut diagnostics);
    families::assign(&mut model, families, &mut diagnostics);
    let plan = write::plan(&model, families, &lock, &mut diagnostics);
    let reported = diagnostics
        .sorted()
        .into_iter()
        .map(|one| format!("{}: {}", one.code.id, one.message))
        .collect();
    (plan, reported)
}

/// The plan of a golden model.
pub fn golden(name: &str) -> (Plan, Vec<String>) {
    plan(model(name), &golden_families(name), "")
}
