//! Every kind of problem is real: its example has it, or another test does.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use wechatpay_codegen::diag::render::{Format, render};
use wechatpay_codegen::diag::{Code, Diagnostics, codes};
use wechatpay_codegen::glossary::Glossary;
use wechatpay_codegen::lower::Options;
use wechatpay_codegen::passes::families::Families;
use wechatpay_codegen::passes::naming::lock::Lock;
use wechatpay_codegen::pipeline::{Inputs, read};
use wechatpay_codegen::source::{SourceFile, SourceMap};
use wechatpay_codegen::{passes, write};

/// Examples that have their problem only at this place of a tree. The others are read as one page without a place.
const PLACES: &[(&str, &str)] = &[
    ("WX0336", "openapi/v3/cup.md"),
    ("WX0348", "openapi/v3/tea.md"),
    ("WX0377", "webhook/v3/TEA.COLD.md"),
];

/// Kinds that need two pages: their example shows both.
const TWO_PAGES: &[&str] = &["WX0350"];

/// Kinds that nothing can cause from outside.
const GUARDS: &[(&str, &str)] = &[
    ("WX0606", "an emitter made what is no Rust"),
    (
        "WX0650",
        "`sync` found that it would write another page than it means to",
    ),
];

#[test]
fn every_code_is_covered() {
    let tests = tests();
    let mut missing = Vec::new();
    for code in codes::all() {
        let has_example = page(code).is_some() || example(&format!("{}.toml", code.id)).is_some();
        let in_tests = |text: &String| {
            text.contains(code.id) || name(code).is_some_and(|name| text.contains(&name))
        };
        let is_guard = GUARDS.iter().any(|(id, _)| *id == code.id);
        let covered = has_example || is_guard || tests.iter().any(in_tests);
        if !covered {
            missing.push(code.id);
        }
    }
    assert_eq!(
        missing, [""; 0],
        "these have neither an example that is tried nor another test"
    );
}

/// The example of a kind that a page or a fix-up can have is such a page or fix-up, and this is how it is shown.
#[test]
fn examples_have_their_problem() {
    let mut shown = String::new();
    for code in codes::all() {
        let (text, found) = if let Some(page) = page(code) {
            let found = problems_of_page(code, &page);
            (page, found)
        } else if let Some(fixups) = example(&format!("{}.toml", code.id)) {
            let found = problems_of_fixups(code, &fixups);
            (fixups, found)
        } else {
            continue;
        };
        assert_eq!(
            text, code.example,
            "{} has another example than its file",
            code.id
        );
        let all: BTreeSet<_> = found.diagnostics.iter().map(|one| one.code.id).collect();
        assert!(
            all.contains(code.id),
            "the example of {} has only {all:?}",
            code.id
        );
        let mut own = Diagnostics::new();
        found
            .diagnostics
            .iter()
            .filter(|one| one.code.id == code.id)
            .for_each(|one| own.push(one.clone()));
        let text = render(
            &without_folder(&found.sources),
            &own,
            Format::Human { colour: false },
        );
        write!(shown, "{text}").unwrap();
    }
    insta::assert_snapshot!(shown);
}

/// The files under their identity: the folder of a test has another name each time.
fn without_folder(sources: &SourceMap) -> SourceMap {
    let mut files = SourceMap::default();
    for (_, file) in sources.iter() {
        let name = file
            .path
            .rsplit_once("fixups.toml")
            .map_or(file.path.as_str(), |_| "fixups.toml");
        files.add(SourceFile::new(name, file.text.clone()));
    }
    files
}

/// What an example has.
struct Found {
    sources: SourceMap,
    diagnostics: Diagnostics,
}

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The page that is the example of this kind.
fn page(code: &Code) -> Option<String> {
    if TWO_PAGES.contains(&code.id) {
        return None;
    }
    example(&format!("{}.md", code.id))
}

fn example(name: &str) -> Option<String> {
    fs::read_to_string(source("src/diag/codes/examples").join(name)).ok()
}

/// What is wrong with fix-ups for a page that needs none.
fn problems_of_fixups(code: &Code, fixups: &str) -> Found {
    let dir = tempfile::tempdir().unwrap();
    let (page, file) = (
        dir.path().join("openapi/v3/tea.md"),
        dir.path().join("fixups.toml"),
    );
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    fs::write(&page, example("tea.md").unwrap()).unwrap();
    fs::write(&file, fixups).unwrap();
    let options = Options {
        strict_fixups: code.id == "WX0404",
    };
    let read = read(Inputs {
        pages: dir.path(),
        fixups: Some(&file),
        options,
    });
    Found {
        sources: read.sources,
        diagnostics: read.diagnostics,
    }
}

/// What is wrong with a page, from reading to writing.
fn problems_of_page(code: &Code, page: &str) -> Found {
    let dir = tempfile::tempdir().unwrap();
    let place = PLACES.iter().find(|(id, _)| *id == code.id);
    let path = dir.path().join(place.map_or("page.md", |(_, place)| place));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, page).unwrap();
    let pages = if place.is_some() { dir.path() } else { &path };

    let read = read(Inputs {
        pages,
        fixups: None,
        options: Options::default(),
    });
    let (mut model, mut diagnostics) = (read.model, Diagnostics::new());
    diagnostics.append(read.diagnostics);
    let families = Families::default();
    passes::families::assign(&mut model, &families, &mut diagnostics);
    let _ = write::plan(
        &model,
        &families,
        &Glossary::default(),
        &Lock::default(),
        &mut diagnostics,
    );
    Found {
        sources: read.sources,
        diagnostics,
    }
}

/// The text of all tests but this one.
fn tests() -> Vec<String> {
    let mut files = Vec::new();
    walk(&source("tests"), &mut files);
    walk(&source("src"), &mut files);
    let this = source("tests/codes.rs");
    let text = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let in_tests = path.starts_with(source("tests"))
            || path
                .iter()
                .any(|part| part == "tests" || part == "tests.rs");
        if in_tests {
            text
        } else {
            text.split_once("#[cfg(test)]")
                .map_or(String::new(), |(_, tests)| tests.to_owned())
        }
    };
    files
        .iter()
        .filter(|path| **path != this)
        .map(text)
        .collect()
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// How tests inside of the crate name a kind: `NAME.id`.
fn name(code: &Code) -> Option<String> {
    let mut files = Vec::new();
    walk(&source("src/diag/codes"), &mut files);
    let id = format!("id: \"{}\"", code.id);
    let text = files
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .find(|text| text.contains(&id))?;
    let (before, _) = text.split_once(&id)?;
    let (_, declaration) = before.rsplit_once("pub static ")?;
    Some(format!("{}.id", declaration.split(':').next()?))
}
