//! Lowers a tree of pages and prints what is wrong: `lower_tree DIR [FIXUPS] [MODEL]`.
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wechatpay_codegen::diag::{Diagnostics, Severity};
use wechatpay_codegen::fixups::Fixups;
use wechatpay_codegen::source::{SourceFile, SourceMap};
use wechatpay_codegen::{doc, lower};

fn walk(dir: &Path, root: &Path, files: &mut Vec<SourceFile>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, root, files);
        } else if path.extension().is_some_and(|e| e == "md") {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            files.push(SourceFile::new(
                name,
                std::fs::read_to_string(&path).unwrap(),
            ));
        }
    }
}

fn main() {
    let args: Vec<_> = std::env::args().skip(1).collect();
    let root = Path::new(&args[0]);
    let mut files = Vec::new();
    walk(root, root, &mut files);
    let mut map = SourceMap::new(files);
    let mut diagnostics = Diagnostics::new();
    let fixups = match args.get(1).filter(|f| *f != "-") {
        Some(file) => {
            let text = std::fs::read_to_string(file).unwrap();
            let id = map.add(SourceFile::new(file.clone(), text.clone()));
            Fixups::parse(id, &text, &mut diagnostics)
        }
        None => Fixups::none(),
    };
    let mut lowered = Vec::new();
    let started = std::time::Instant::now();
    for (id, file) in map.iter().filter(|(_, f)| f.path.ends_with(".md")) {
        let page = doc::parse(id, file, &mut diagnostics);
        lowered.push(lower::page(
            &page,
            &file.path,
            &fixups,
            lower::Options::default(),
            &mut diagnostics,
        ));
    }
    let pages: BTreeSet<&str> = map.iter().map(|(_, f)| f.path.as_str()).collect();
    let model = lower::model(lowered, &pages, &fixups, &mut diagnostics);
    eprintln!("{:?}", started.elapsed());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in diagnostics.sorted() {
        *counts.entry(one.code.id).or_default() += 1;
        let place = one.primary.as_ref().and_then(|l| {
            let file = map.get(l.span.file)?;
            let at = file.position(l.span.start as usize);
            Some(format!("{}:{}:{}", file.path, at.line, at.column))
        });
        println!(
            "{:?} {} {} {}",
            one.code.severity,
            one.code.id,
            place.unwrap_or_default(),
            one.message
        );
        if std::env::var("FIXUPS").is_ok() {
            if let Some(fixup) = &one.fixup {
                println!("{fixup}");
            }
        }
    }
    eprintln!("{counts:?}");
    eprintln!(
        "errors {} warnings {} notes {}",
        diagnostics.count(Severity::Error),
        diagnostics.count(Severity::Warning),
        diagnostics.count(Severity::Note)
    );
    eprintln!(
        "operations {} notifications {} moved {}",
        model.operations.len(),
        model.notifications.len(),
        model.moved.len()
    );
    if let Some(out) = args.get(2) {
        std::fs::write(out, serde_json::to_string_pretty(&model).unwrap()).unwrap();
    }
}
