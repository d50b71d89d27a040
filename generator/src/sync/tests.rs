//! Pages of ours and upstream pages say the same.

use super::compare::difference;
use super::render::{self, Content};
use super::testing::strategy;
use crate::diag::{Diagnostics, Severity};
use crate::doc;
use crate::fixups::Fixups;
use crate::lower;
use crate::pipeline;
use crate::source::{FileId, SourceFile};
use proptest::prelude::*;
use std::path::Path;

/// Reads a page as the pipeline does. What is wrong with it comes along.
fn read(name: &str, text: &str) -> (Option<Content>, Diagnostics) {
    let source = SourceFile::new(name, text);
    let mut diagnostics = Diagnostics::new();
    let page = doc::parse(FileId(0), &source, &mut diagnostics);
    let lowered = lower::page(
        &page,
        name,
        &Fixups::none(),
        lower::Options::default(),
        &mut diagnostics,
    );
    (Content::of(lowered), diagnostics)
}

fn name(content: &Content) -> &str {
    match content {
        Content::Operations(operations) => &operations[0].page,
        Content::Notification(one) => &one.page,
        Content::Moved(moved) => &moved.page,
    }
}

fn assert_round_trip(content: &Content) -> Result<(), String> {
    let text = render::page(content);
    let (back, diagnostics) = read(name(content), &text);
    let shown = |trouble: String| format!("{trouble}\n{text}");
    if let Some(problem) = diagnostics
        .sorted()
        .into_iter()
        .find(|one| one.code.severity != Severity::Note)
    {
        let place = problem
            .primary
            .as_ref()
            .map(|label| text.get(label.span.range()).unwrap_or_default().to_owned());
        return Err(shown(format!(
            "{} {}: {place:?}",
            problem.code.id, problem.message
        )));
    }
    let Some(back) = back else {
        return Err(shown("nothing is read".to_owned()));
    };
    match difference(content, &back) {
        None => Ok(()),
        Some(difference) => Err(shown(difference)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// What a page says is what was written, and nothing is wrong with it.
    #[test]
    fn what_is_written_is_read_back(content in strategy::content()) {
        if let Err(trouble) = assert_round_trip(&content) {
            return Err(TestCaseError::fail(trouble));
        }
    }
}

fn upstream() -> Option<pipeline::Read> {
    let Some(path) = std::env::var_os("WECHATPAY_UPSTREAM") else {
        eprintln!("skipped: WECHATPAY_UPSTREAM does not name a tree of upstream pages");
        return None;
    };
    let fixups = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/fixups.toml");
    Some(pipeline::read(pipeline::Inputs {
        pages: Path::new(&path),
        fixups: Some(&fixups),
        options: lower::Options::default(),
    }))
}

#[test]
fn upstream_pages_are_read_back() {
    let Some(read) = upstream() else { return };
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        eprintln!("{severity:?}: {}", read.diagnostics.count(severity));
    }
    let tree = super::Tree {
        sources: &read.sources,
        pages: &read.pages,
        model: &read.model,
        diagnostics: &read.diagnostics,
        fixups: &Fixups::none(),
    };
    let pages = super::pages::Pages::new(tree);
    let mut troubles = Vec::new();
    for (name, content) in &pages.contents {
        let content = super::plan::merged(content, None);
        if let Err(trouble) = assert_round_trip(&content) {
            troubles.push(format!(
                "{name}: {}",
                trouble.lines().next().unwrap_or_default()
            ));
        }
    }
    eprintln!("{}/{} pages", troubles.len(), pages.contents.len());
    for trouble in &troubles {
        println!("{trouble}");
    }
    assert!(troubles.is_empty());
}
