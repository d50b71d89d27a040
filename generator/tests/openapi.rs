//! `openapi`: the document is whole. That it is valid is for an independent validator to say: `tests/openapi.sh`.

mod models;

use models::{GOLDEN, golden_families, model};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wechatpay_codegen::diag::Diagnostics;
use wechatpay_codegen::export::openapi::document;
use wechatpay_codegen::glossary::Glossary;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::passes;
use wechatpay_codegen::passes::families::{Families, assign};
use wechatpay_codegen::passes::naming::lock::Lock;
use wechatpay_codegen::pipeline::{self, Inputs};
use wechatpay_codegen::source::FileId;

fn made(mut model: Model, families: &Families, only: &[&str]) -> (Model, Value) {
    assign(&mut model, families, &mut Diagnostics::new());
    let (glossary, lock) = (Glossary::default(), Lock::default());
    let (api, _) = passes::run(&model, families, &glossary, &lock, &mut Diagnostics::new());
    let only = only.iter().map(|&name| name.to_owned()).collect();
    let document = document(&api, families, &only);
    (model, document)
}

/// The model and the document of our pages.
fn whole(only: &[&str]) -> (Model, Value) {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let read = pipeline::read(Inputs {
        pages: &specs,
        fixups: None,
        options: Default::default(),
    });
    let families = std::fs::read_to_string(specs.join("families.toml")).unwrap();
    let families = Families::parse(&families, FileId(0), &mut Diagnostics::new());
    made(read.model, &families, only)
}

/// Every `$ref` below a value.
fn references<'v>(value: &'v Value, all: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_str() {
                    Some(target) if key == "$ref" => {
                        all.insert(target);
                    }
                    _ => references(value, all),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, all)),
        _ => {}
    }
}

/// Every reference leads somewhere, every operation is there once and has its parameters, every schema is used.
fn check(model: &Model, document: &Value) {
    let mut targets = BTreeSet::new();
    references(document, &mut targets);
    for target in &targets {
        let pointer = target.strip_prefix('#').expect(target);
        assert!(
            document.pointer(pointer).is_some(),
            "{target} leads nowhere"
        );
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in schemas.keys() {
        let target = format!("#/components/schemas/{name}");
        assert!(targets.contains(target.as_str()), "nothing uses {name}");
        assert!(
            name.chars()
                .all(|one| one.is_ascii_alphanumeric() || "._-".contains(one)),
            "{name}"
        );
    }

    let mut operations = BTreeMap::new();
    let own = |path: &str, item: &Value, operations: &mut BTreeMap<String, (String, Value)>| {
        for (verb, operation) in item
            .as_object()
            .unwrap()
            .iter()
            .filter(|(key, _)| !key.starts_with("x-"))
        {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            let found =
                operations.insert(id.clone(), (format!("{verb} {path}"), operation.clone()));
            assert!(found.is_none(), "{id} is there twice");
        }
    };
    for (path, item) in document["paths"].as_object().unwrap() {
        own(path, item, &mut operations);
    }
    for item in document["components"]["pathItems"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, item)| item)
    {
        own(item["x-path"].as_str().unwrap(), item, &mut operations);
    }
    assert_eq!(operations.len(), model.operations.len());
    for (place, operation) in operations.values() {
        let in_path: BTreeSet<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let in_braces: BTreeSet<&str> = place
            .split('{')
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('}')?.0))
            .collect();
        assert_eq!(in_path, in_braces, "{place}");
        assert!(
            operation["responses"]
                .as_object()
                .is_some_and(|all| !all.is_empty()),
            "{place}"
        );
    }
    let webhooks = document["webhooks"].as_object().map_or(0, |all| all.len());
    assert_eq!(webhooks, model.notifications.len());
}

#[test]
fn documents_of_small_models_are_whole() {
    for name in GOLDEN {
        let (model, document) = made(model(name), &golden_families(name), &[]);
        // One of its operations is described twice.
        if name == "shop" {
            check(&model, &document);
            insta::assert_json_snapshot!("shop", document);
        }
    }
}

#[test]
fn the_document_of_all_pages_is_whole() {
    let (model, document) = whole(&[]);
    check(&model, &document);
    let text = |pointer: &str| document.pointer(pointer).cloned().unwrap_or_default();
    let jsapi = "/paths/~1v3~1pay~1transactions~1jsapi/post";
    assert_eq!(
        text(&format!("{jsapi}/operationId")),
        "v3_pay_transactions_jsapi_post"
    );
    assert_eq!(
        text(&format!(
            "{jsapi}/requestBody/content/application~1json/schema/$ref"
        )),
        "#/components/schemas/v3.pay.transactions.jsapi.PostRequest"
    );
    assert_eq!(
        text("/paths/~1pay~1unifiedorder/post/security"),
        serde_json::json!([])
    );
}

/// A document of one family has what is of it, with everything that it refers to.
#[test]
fn families_stand_alone() {
    let (mut model, document) = whole(&["fapiao"]);
    model.operations.retain(|one| one.family == "fapiao");
    model.notifications.retain(|one| one.family == "fapiao");
    assert!(!model.operations.is_empty() && !model.notifications.is_empty());
    let mut targets = BTreeSet::new();
    references(&document, &mut targets);
    for target in &targets {
        assert!(
            document.pointer(&target[1..]).is_some(),
            "{target} leads nowhere"
        );
    }
    assert_eq!(
        document["webhooks"].as_object().unwrap().len(),
        model.notifications.len()
    );
    assert_eq!(document["tags"].as_array().unwrap().len(), 1);
}
