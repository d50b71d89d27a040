//! A whole tree of upstream pages, if `WECHATPAY_UPSTREAM` names one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use wechatpay_codegen::diag::{Diagnostics, Severity};
use wechatpay_codegen::doc;
use wechatpay_codegen::fixups::Fixups;
use wechatpay_codegen::lower::{self, Options};
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::{SourceFile, SourceMap};

fn walk(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            files.push(SourceFile::new(
                name,
                std::fs::read_to_string(path).unwrap(),
            ));
        }
    }
}

/// Reads the tree, with or without fix-ups, and prints what is told of it.
fn lowered(fixups: &str) -> Option<(Model, Diagnostics)> {
    let Some(root) = std::env::var_os("WECHATPAY_UPSTREAM").map(PathBuf::from) else {
        eprintln!("skipped: WECHATPAY_UPSTREAM does not name a tree of pages");
        return None;
    };
    let mut files = Vec::new();
    for part in ["openapi/v2", "openapi/v3", "webhook/v2", "webhook/v3"] {
        walk(&root, &root.join(part), &mut files);
    }
    let mut map = SourceMap::new(files);
    let pages = map.len();
    let file = map.add(SourceFile::new("specs/fixups.toml", fixups));
    let mut diagnostics = Diagnostics::new();
    let fixups = Fixups::parse(file, fixups, &mut diagnostics);
    let mut results = Vec::new();
    for (id, source) in map.iter().take(pages) {
        let page = doc::parse(id, source, &mut diagnostics);
        results.push(lower::page(
            &page,
            &source.path,
            &fixups,
            Options::default(),
            &mut diagnostics,
        ));
    }
    let names: BTreeSet<&str> = map
        .iter()
        .take(pages)
        .map(|(_, file)| file.path.as_str())
        .collect();
    let model = lower::model(results, &names, &fixups, &mut diagnostics);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in diagnostics.sorted() {
        *counts.entry(one.code.id).or_default() += 1;
        if one.code.severity != Severity::Note {
            let span = one.primary.as_ref().unwrap().span;
            let source = map.get(span.file).unwrap();
            let at = source.position(span.range().start);
            println!(
                "{} {}:{}:{} {}",
                one.code.id, source.path, at.line, at.column, one.message
            );
        }
    }
    println!(
        "{pages} pages: {} operations, {} notifications, {} moved",
        model.operations.len(),
        model.notifications.len(),
        model.moved.len()
    );
    println!("{counts:?}");
    Some((model, diagnostics))
}

#[test]
fn the_tree_lowers_without_errors() {
    let Some((model, diagnostics)) = lowered(include_str!("../../../specs/fixups.toml")) else {
        return;
    };
    assert_eq!(diagnostics.count(Severity::Error), 0);
    for operation in &model.operations {
        assert!(operation.example.is_some(), "{}", operation.id);
    }
    for notification in &model.notifications {
        assert!(
            !notification.body.fields.is_empty(),
            "{}",
            notification.event
        );
    }
}

/// Pages that nobody has seen have the same kinds of irregularities and no fix-up: they are guessed, not refused.
#[test]
fn without_fixups_there_are_guesses_and_no_errors() {
    let Some((_, diagnostics)) = lowered("") else {
        return;
    };
    assert_eq!(diagnostics.count(Severity::Error), 0);
    assert!(diagnostics.count(Severity::Warning) > 0);
}
