//! Our pages in `specs/`: that they are sound, and, with `WECHATPAY_UPSTREAM`, that they say what upstream says in our
//! own words.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use wechatpay_codegen::diag::Severity;
use wechatpay_codegen::lower::Options;
use wechatpay_codegen::pipeline::{self, Inputs, Read};
use wechatpay_codegen::sync::{self, Paths, Step};

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

fn upstream() -> Option<PathBuf> {
    let path = std::env::var_os("WECHATPAY_UPSTREAM").map(PathBuf::from);
    if path.is_none() {
        eprintln!("skipped: WECHATPAY_UPSTREAM does not name a tree of upstream pages");
    }
    path
}

fn read(pages: &Path, fixups: Option<&Path>) -> Read {
    pipeline::read(Inputs {
        pages,
        fixups,
        options: Options::default(),
    })
}

/// Our pages, read once for all tests.
fn ours() -> &'static Read {
    static OURS: LazyLock<Read> = LazyLock::new(|| read(&specs(), None));
    &OURS
}

/// Upstream's pages, read once for all tests.
fn theirs() -> Option<&'static Read> {
    static THEIRS: LazyLock<Option<Read>> =
        LazyLock::new(|| Some(read(&upstream()?, Some(&specs().join("fixups.toml")))));
    THEIRS.as_ref()
}

/// Every page of ours is read without a word: no fix-up is needed, the example has the keys of the table.
#[test]
fn our_pages_are_sound() {
    let read = ours();
    let problems: Vec<_> = read
        .diagnostics
        .sorted()
        .iter()
        .filter(|one| one.code.severity != Severity::Note)
        .map(|one| format!("{} {}", one.code.id, one.message))
        .collect();
    assert_eq!(problems, Vec::<String>::new());
    assert!(
        read.model.operations.len() > 1000,
        "{}",
        read.model.operations.len()
    );
    let with_example = read
        .model
        .operations
        .iter()
        .filter(|one| one.example.is_some())
        .count();
    assert_eq!(with_example, read.model.operations.len());
}

/// Texts apart, the model of our pages is the model of upstream's.
#[test]
fn our_pages_say_what_upstream_says() {
    let Some(upstream) = theirs() else { return };
    let ours = ours();
    for kind in ["operations", "notifications", "moved"] {
        let (left, right) = (facts(upstream, kind), facts(ours, kind));
        let names = |all: &[Value]| {
            all.iter()
                .map(|one| one["page"].to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&left), names(&right), "{kind}");
        for (left, right) in left.iter().zip(&right) {
            assert_eq!(left, right, "{}", left["page"]);
        }
    }
}

/// The model without texts, examples and the names of folders.
fn facts(read: &Read, kind: &str) -> Vec<Value> {
    let model = serde_json::to_value(&read.model).unwrap();
    let mut all = model[kind].as_array().cloned().unwrap_or_default();
    for one in &mut all {
        strip(one);
        let page = one["page"].as_str().unwrap_or_default();
        one["page"] = Value::from(page.strip_prefix("openapi/").unwrap_or(page));
    }
    all.sort_by_key(|one| one["page"].as_str().unwrap_or_default().to_owned());
    all
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for text in [
                "doc",
                "description",
                "value_docs",
                "label",
                "example",
                "family",
            ] {
                map.remove(text);
            }
            map.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// No sentence of upstream is on our pages: no text of more than fifteen characters is one of theirs or has one in it.
#[test]
fn our_texts_are_ours() {
    let Some(upstream) = theirs() else { return };
    let long = |text: &str| text.chars().filter(|one| *one != '`').count() > 15;
    let is_constant = |text: &str| text.is_ascii();
    let mut theirs = BTreeSet::new();
    for text in texts(upstream) {
        let sentences = text
            .split(['。', '；', '！', '？', '\n'])
            .map(str::trim)
            .filter(|text| long(text));
        theirs.extend(sentences.map(str::to_owned));
        theirs.extend(Some(text).filter(|text| long(text)));
    }
    let mut copied = BTreeSet::new();
    for text in texts(ours())
        .into_iter()
        .filter(|text| long(text) && !is_constant(text))
    {
        if theirs.iter().any(|their| text.contains(their.as_str())) {
            copied.insert(text);
        }
    }
    assert_eq!(copied, BTreeSet::new());
}

/// All texts of a model that are not titles.
fn texts(read: &Read) -> BTreeSet<String> {
    fn collect(value: &Value, texts: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    match (key.as_str(), value) {
                        ("doc" | "description" | "label", Value::String(text)) => {
                            texts.insert(text.clone());
                        }
                        ("value_docs", Value::Array(docs)) => {
                            texts.extend(docs.iter().filter_map(Value::as_str).map(str::to_owned));
                        }
                        ("example", _) => {}
                        (_, value) => collect(value, texts),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    collect(&serde_json::to_value(&read.model).unwrap(), &mut found);
    found
}

/// No sample value of upstream is on our pages, values that the tables list apart.
#[test]
fn our_samples_are_ours() {
    let Some(upstream) = theirs() else { return };
    let ours = ours();
    let listed: BTreeSet<_> = listed_values(&serde_json::to_value(&ours.model).unwrap());
    let theirs = samples(upstream);
    let free = |text: &&String| text.chars().count() > 12 && !listed.contains(*text);
    let copied: Vec<_> = samples(ours)
        .into_iter()
        .filter(|text| free(&text) && theirs.contains(text))
        .collect();
    assert_eq!(copied, Vec::<String>::new());
}

fn samples(read: &Read) -> BTreeSet<String> {
    fn collect(value: &Value, samples: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => match serde_json::from_str(text) {
                Ok(document @ (Value::Object(_) | Value::Array(_))) => collect(&document, samples),
                _ => {
                    samples.insert(text.clone());
                }
            },
            Value::Object(map) => map.values().for_each(|value| collect(value, samples)),
            Value::Array(items) => items.iter().for_each(|item| collect(item, samples)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    read.model
        .operations
        .iter()
        .filter_map(|one| one.example.as_ref())
        .for_each(|one| collect(one, &mut found));
    found
}

fn listed_values(model: &Value) -> BTreeSet<String> {
    match model {
        Value::Object(map) => map
            .iter()
            .flat_map(|(key, value)| match (key.as_str(), value) {
                ("enum", Value::Array(values)) => values
                    .iter()
                    .filter_map(|one| one.as_str().map(str::to_owned))
                    .collect(),
                _ => listed_values(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(listed_values).collect(),
        _ => BTreeSet::new(),
    }
}

/// The pages in the repository are what `sync` makes of the snapshot: running it again changes nothing.
#[test]
fn there_is_nothing_left_to_bring() {
    let Some(upstream) = upstream() else { return };
    let (specs, fixups) = (specs(), specs().join("fixups.toml"));
    let outcome = sync::run(
        Paths {
            upstream: &upstream,
            specs: &specs,
            fixups: Some(&fixups),
        },
        true,
    );
    let open: Vec<_> = outcome
        .plan
        .steps
        .iter()
        .filter(|(_, step)| **step != Step::Keep)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(open, Vec::<&String>::new(), "{}", outcome.summary);
}
