//! `drift`.

use super::args;
use super::session::Session;
use crate::diag::codes::io as codes;
use crate::diag::{Diagnostic, Severity};
use crate::drift::{Side, compare, report};
use crate::lower::Options;
use crate::model::{FORMAT, Model};
use crate::passes::families::{Families, assign};
use crate::pipeline::{self, Inputs, Read};
use crate::source::SourceMap;
use crate::source::load::shown;
use std::collections::BTreeSet;
use std::path::Path;

/// One side, read.
struct Loaded {
    model: Model,
    /// The files that the spans of the model are of.
    sources: SourceMap,
    unread: BTreeSet<String>,
}

pub(super) fn run(session: &mut Session, args: args::Drift) {
    let fixups = session.file_if_any(args.fixups, "specs/fixups.toml");
    let families = session.file_if_any(args.families, "specs/families.toml");
    let families = families.and_then(|path| session.settings(&path));
    let families =
        families.map(|(file, text)| Families::parse(&text, file, &mut session.diagnostics));
    let mut side = |path: &Path, severity: Severity| {
        let mut side = load(session, path, fixups.as_deref(), severity)?;
        if let Some(families) = &families {
            // A page of the old side that no family matches is not worth a word.
            let mut ignored = crate::diag::Diagnostics::new();
            assign(&mut side.model, families, &mut ignored);
        }
        Some(side)
    };
    let (old, new) = (
        side(&args.old, Severity::Error),
        side(&args.new, Severity::Warning),
    );
    let (Some(old), Some(new)) = (old, new) else {
        return;
    };
    let drift = compare(side_of(&old), side_of(&new));
    if let Some(limit) = args.fail_on
        && drift.worst().is_some_and(|worst| worst <= limit)
    {
        session.fail();
    }
    let text = report::render(&drift, args.format);
    match args.out {
        Some(path) => session.write(&path, &text),
        None => session.tell(&text),
    }
}

fn side_of(loaded: &Loaded) -> Side<'_> {
    Side {
        model: &loaded.model,
        sources: &loaded.sources,
        unread: &loaded.unread,
    }
}

/// Reads a tree of pages or a model file; problems as bad as `severity` are reported. Nothing if there is nothing to compare.
fn load(
    session: &mut Session,
    path: &Path,
    fixups: Option<&Path>,
    severity: Severity,
) -> Option<Loaded> {
    if let Some(text) = model_text(path) {
        return model(session, path, &text);
    }
    let inputs = Inputs {
        pages: path,
        fixups,
        options: Options::default(),
    };
    let Read {
        sources,
        pages,
        model,
        diagnostics,
        ..
    } = pipeline::read(inputs);
    session.pages += pages.len();
    let mut unread = BTreeSet::new();
    let mut is_sound = true;
    let errors = diagnostics
        .iter()
        .filter(|one| one.code.severity == Severity::Error);
    for error in errors {
        let span = error.primary.as_ref().map(|label| label.span);
        let page = span.filter(|span| (span.file.0 as usize) < pages.len());
        match page.and_then(|span| sources.get(span.file)) {
            Some(page) => {
                unread.insert(page.path.clone());
            }
            // It concerns all pages, or nobody knows which.
            None => is_sound = false,
        }
    }
    session.adopt(&sources, &diagnostics, severity);
    is_sound.then_some(Loaded {
        model,
        sources,
        unread,
    })
}

/// The text of a model file; nothing for pages.
fn model_text(path: &Path) -> Option<String> {
    if !path.is_file() {
        return None;
    }
    let text = std::fs::read_to_string(path).ok()?;
    let is_json = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{');
    is_json.then_some(text)
}

fn model(session: &mut Session, path: &Path, text: &str) -> Option<Loaded> {
    let problem = match serde_json::from_str::<Model>(text.trim_start_matches('\u{feff}')) {
        Ok(model) if model.format == FORMAT => {
            return Some(Loaded {
                model,
                sources: SourceMap::default(),
                unread: BTreeSet::new(),
            });
        }
        Ok(model) => format!(
            "format {} is not understood, only format {FORMAT}",
            model.format
        ),
        Err(error) => error.to_string(),
    };
    let message = format!("`{}` is no model file: {problem}", shown(path));
    session
        .diagnostics
        .push(Diagnostic::without_place(&codes::NO_MODEL, message));
    None
}
