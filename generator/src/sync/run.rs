//! A whole run: both trees read, the plan made and carried out.

use super::plan::{self, Plan};
use super::{Tree, apply, render, summary, text};
use crate::diag::codes::sync as codes;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::doc;
use crate::fixups::Fixups;
use crate::lower::{self, Options};
use crate::pipeline::{self, Inputs, Read};
use crate::source::load::ROOTS;
use crate::source::{FileId, SourceFile, SourceMap};
use std::path::Path;

/// What a run needs.
#[derive(Debug, Clone, Copy)]
pub struct Paths<'a> {
    /// Tree of upstream pages, or one page.
    pub upstream: &'a Path,
    /// Folder of our pages. It may have none yet.
    pub specs: &'a Path,
    /// File of fix-ups, if there is one.
    pub fixups: Option<&'a Path>,
}

/// What a run did, or would do.
#[derive(Debug)]
pub struct Outcome {
    /// All files that were read.
    pub sources: SourceMap,
    /// What is wrong with them.
    pub diagnostics: Diagnostics,
    /// Number of pages that were read.
    pub pages: usize,
    /// What was to be done.
    pub plan: Plan,
    /// The same for people.
    pub summary: String,
}

/// Brings the facts of upstream into our pages. A dry run writes nothing and says more.
#[must_use]
pub fn run(paths: Paths<'_>, dry: bool) -> Outcome {
    let upstream = pipeline::read(Inputs {
        pages: paths.upstream,
        fixups: paths.fixups,
        options: Options {
            strict_fixups: true,
        },
    });
    let mut ours = read_ours(paths.specs);
    let mut diagnostics = Diagnostics::new();
    let plan = plan::plan(tree(&upstream), tree(&ours), &read_back, &mut diagnostics);
    if !dry {
        for (path, error) in apply(&plan, paths.specs) {
            let message = format!("cannot write `{}`: {error}", path.display());
            diagnostics.push(Diagnostic::without_place(&codes::UNWRITTEN, message));
        }
    }
    for problem in text::borrowed_texts(&ours.model, &upstream.model) {
        ours.diagnostics.push(problem);
    }
    let model = plan.model();
    let summary = summary(&plan, &text::unwritten(&model), dry);
    let pages = upstream.pages.len() + ours.pages.len();
    let (sources, read) = joined(upstream, ours);
    diagnostics.append(read);
    Outcome {
        sources,
        diagnostics,
        pages,
        plan,
        summary,
    }
}

fn read_ours(specs: &Path) -> Read {
    if !ROOTS.iter().any(|root| specs.join(root).is_dir()) {
        return Read::default();
    }
    pipeline::read(Inputs {
        pages: specs,
        fixups: None,
        options: Options::default(),
    })
}

fn tree(read: &Read) -> Tree<'_> {
    Tree {
        sources: &read.sources,
        pages: &read.pages,
        model: &read.model,
        diagnostics: &read.diagnostics,
        fixups: &read.fixups,
    }
}

/// Reads a page of ours that is not on disk yet. `None` if it has an error.
fn read_back(name: &str, text: &str) -> Option<render::Content> {
    let source = SourceFile::new(name, text);
    let mut diagnostics = Diagnostics::new();
    let page = doc::parse(FileId(0), &source, &mut diagnostics);
    let lowered = lower::page(
        &page,
        name,
        &Fixups::none(),
        Options::default(),
        &mut diagnostics,
    );
    if diagnostics.has_errors() {
        None
    } else {
        render::Content::of(lowered)
    }
}

/// The files and the problems of both trees. Of upstream, notes are left out: they concern nobody here.
fn joined(upstream: Read, ours: Read) -> (SourceMap, Diagnostics) {
    let (mut sources, mut diagnostics) = (upstream.sources, Diagnostics::new());
    for problem in upstream
        .diagnostics
        .iter()
        .filter(|one| one.code.severity != Severity::Note)
    {
        diagnostics.push(problem.clone());
    }
    let before = sources.len();
    for (_, file) in ours.sources.iter() {
        sources.add(file.clone());
    }
    for problem in ours.diagnostics.iter() {
        diagnostics.push(problem.clone().shifted(before));
    }
    (sources, diagnostics)
}
