//! The classes of `drift` are true: for each change of a small model, both clients are generated, and a program that was
//! written for the old one is compiled with the new one. It must compile unless the change is a major one; if it is only text,
//! nothing but documentation may differ.

mod cases;
mod model;
mod project;

use cases::{CASES, Case};
use project::Project;
use std::collections::BTreeSet;
use std::path::PathBuf;
use wechatpay_codegen::diag::Diagnostics;
use wechatpay_codegen::drift::{Class, Drift, Side, compare};
use wechatpay_codegen::glossary::Glossary;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::passes::families::Families;
use wechatpay_codegen::passes::naming::lock::Lock;
use wechatpay_codegen::source::{FileId, SourceMap};
use wechatpay_codegen::write::{self, Plan};

const FAMILIES: &str = "[[family]]\nname = \"tea\"\nabout = \"Tea.\"\nmatch = [\"/v3/tea\"]\n\
    [[family]]\nname = \"milk\"\nabout = \"Milk.\"\nmatch = [\"/v3/milk\"]\n";

fn plan(model: &Model, lock: &str) -> Plan {
    let mut diagnostics = Diagnostics::new();
    let families = Families::parse(FAMILIES, FileId(0), &mut diagnostics);
    let lock = Lock::parse(lock, FileId(0), &mut diagnostics);
    let plan = write::plan(
        model,
        &families,
        &Glossary::default(),
        &lock,
        &mut diagnostics,
    );
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    plan
}

fn drift(old: &Model, new: &Model) -> Drift {
    let (sources, unread) = (SourceMap::default(), BTreeSet::new());
    let side = |model| Side {
        model,
        sources: &sources,
        unread: &unread,
    };
    compare(side(old), side(new))
}

fn changed(case: &Case) -> Model {
    let mut model = model::model();
    (case.change)(&mut model);
    model
}

#[test]
fn every_case_has_the_change_that_it_is_for() {
    let old = model::model();
    let mut wrong = Vec::new();
    for case in CASES {
        let drift = drift(&old, &changed(case));
        let found: Vec<String> = drift
            .changes
            .iter()
            .map(|one| {
                format!(
                    "{} {} {}",
                    one.class.name(),
                    one.rule,
                    one.field.as_deref().unwrap_or("-")
                )
            })
            .collect();
        if found != case.drift {
            wrong.push(format!("{}: {found:#?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The worst class of a case.
fn class(case: &Case) -> Class {
    drift(&model::model(), &changed(case))
        .worst()
        .expect(case.name)
}

#[test]
fn programs_break_only_by_major_changes() {
    let old = plan(&model::model(), "");
    let mut project = Project::new(&old);
    for case in CASES {
        project.add(case.name, &plan(&changed(case), &old.lock));
    }
    let broken = project.broken();
    let mut wrong = Vec::new();
    for case in CASES {
        let is_broken = broken.contains(case.name);
        let class = class(case);
        let expected = class == Class::Major && !case.silent;
        if is_broken != expected {
            let says = if is_broken {
                "does not compile"
            } else {
                "compiles"
            };
            wrong.push(format!(
                "{}: is {class:?}, but the program {says}",
                case.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The code without its documentation, sources and tests.
fn code(plan: &Plan) -> Vec<(PathBuf, String)> {
    let is_code = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "rs")
            && !path.components().any(|part| {
                part.as_os_str()
                    .to_string_lossy()
                    .starts_with("conformance")
            })
    };
    let files = plan.files.iter().filter(|(path, _)| is_code(path));
    let strip = |text: &str| -> String {
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        code.collect::<Vec<_>>().join("\n")
    };
    files
        .map(|(path, text)| (path.clone(), strip(text)))
        .collect()
}

/// What is only text changes nothing but documentation, and what programs can notice changes code. What the runtime has to do
/// otherwise (`patch`) may show in neither.
#[test]
fn texts_change_no_code_and_programs_notice_nothing_else() {
    let old = plan(&model::model(), "");
    for case in CASES {
        let new = plan(&changed(case), &old.lock);
        let (is_same, class) = (code(&old) == code(&new), class(case));
        let expected = class == Class::Text;
        assert!(
            is_same == expected || class == Class::Patch,
            "{} is {class:?}",
            case.name
        );
    }
}
