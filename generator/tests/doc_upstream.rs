//! Every page of a real tree reads without an error, and what is read is consistent.

use std::path::{Path, PathBuf};
use std::time::Instant;

use wechatpay_codegen::diag::{Diagnostics, Severity};
use wechatpay_codegen::doc::page::Page;
use wechatpay_codegen::doc::parse;
use wechatpay_codegen::source::{SourceFile, SourceMap};

/// The pages below the root, or nothing (said so) if no root is named.
fn pages() -> Option<SourceMap> {
    let Some(root) = std::env::var_os("WECHATPAY_UPSTREAM").map(PathBuf::from) else {
        eprintln!("skipped: WECHATPAY_UPSTREAM does not name a tree of pages");
        return None;
    };
    let mut files = Vec::new();
    for part in ["openapi/v2", "openapi/v3", "webhook/v2", "webhook/v3"] {
        walk(&root, &root.join(part), &mut files);
    }
    Some(SourceMap::new(files))
}

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

#[test]
fn every_page_reads_without_an_error() {
    let Some(map) = pages() else { return };
    let mut diagnostics = Diagnostics::new();
    let pages: Vec<Page> = map
        .iter()
        .map(|(id, file)| parse(id, file, &mut diagnostics))
        .collect();
    for one in diagnostics.sorted() {
        let span = one.primary.as_ref().unwrap().span;
        let file = map.get(span.file).unwrap();
        let position = file.position(span.range().start);
        println!(
            "{} {}:{}:{} {}",
            one.code.id, file.path, position.line, position.column, one.message
        );
    }
    assert_eq!(diagnostics.count(Severity::Error), 0);

    let sections: Vec<_> = pages.iter().flat_map(|page| &page.sections).collect();
    let tables: Vec<_> = sections
        .iter()
        .flat_map(|one| [&one.request, &one.response])
        .flatten()
        .collect();
    let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
    let redirects = pages.iter().filter(|page| page.redirect.is_some()).count();
    println!(
        "{} pages, {redirects} of them moved, {} operations, {} tables, {rows} rows, {} examples, {} containers, {} remarks, {} references",
        pages.len(),
        sections.len(),
        tables.len(),
        sections.iter().map(|one| one.examples.len()).sum::<usize>(),
        sections
            .iter()
            .map(|one| one.containers.len())
            .sum::<usize>(),
        sections.iter().map(|one| one.remarks.len()).sum::<usize>(),
        sections
            .iter()
            .map(|one| one.references.len())
            .sum::<usize>(),
    );

    assert_eq!(tables.len(), 2 * sections.len());
    assert!(
        tables
            .iter()
            .all(|table| table.header.len() == 3 && table.attributes.len() == 2)
    );
    assert!(
        pages
            .iter()
            .all(|page| page.redirect.is_some() == page.sections.is_empty())
    );
    assert!(sections.iter().all(|one| !one.title.text.is_empty()));
    // A line of the file that starts with a pipe is the header, the delimiter or a row of a table.
    let pipes: usize = map
        .iter()
        .map(|(_, file)| {
            file.text
                .lines()
                .filter(|line| line.starts_with('|'))
                .count()
        })
        .sum();
    assert_eq!(pipes, rows + 2 * tables.len());
    let fences: usize = map
        .iter()
        .map(|(_, file)| file.text.lines().filter(|line| *line == "```").count())
        .sum();
    assert_eq!(
        fences,
        sections.iter().map(|one| one.examples.len()).sum::<usize>()
    );
}

/// How long the front end takes for the whole tree, on one thread.
#[test]
#[ignore = "prints a time"]
fn parse_time() {
    let Some(map) = pages() else { return };
    let bytes: usize = map.iter().map(|(_, file)| file.text.len()).sum();
    let started = Instant::now();
    let rounds = 5;
    for _ in 0..rounds {
        let mut diagnostics = Diagnostics::new();
        let sections: usize = map
            .iter()
            .map(|(id, file)| parse(id, file, &mut diagnostics).sections.len())
            .sum();
        assert!(sections > 0);
    }
    println!(
        "{} pages, {bytes} bytes: {:?}",
        map.len(),
        started.elapsed() / rounds
    );
}
