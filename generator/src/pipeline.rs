//! The first stages over all pages: a tree of pages to the endpoint model.

use crate::diag::codes::io;
use crate::diag::{Diagnostic, Diagnostics};
use crate::doc;
use crate::doc::page::Page;
use crate::fixups::Fixups;
use crate::lower::{self, Lowered, Options};
use crate::model::Model;
use crate::source::load::{load, shown};
use crate::source::{FileId, SourceFile, SourceMap};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// What the model is made of.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// Tree of pages, or one page.
    pub pages: &'a Path,
    /// File of fix-ups, if there is one.
    pub fixups: Option<&'a Path>,
    /// How pages are lowered.
    pub options: Options,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Read {
    /// All files: the pages, then the settings.
    pub sources: SourceMap,
    /// The pages by identity.
    pub pages: Vec<Page>,
    /// The fix-ups that were applied.
    pub fixups: Fixups,
    /// What the pages say.
    pub model: Model,
    /// What is wrong with them.
    pub diagnostics: Diagnostics,
}

/// Reads pages and lowers them, several at a time. The result does not depend on how many.
#[must_use]
pub fn read(inputs: Inputs<'_>) -> Read {
    let tree = load(inputs.pages);
    let (mut sources, mut diagnostics) = (tree.sources, tree.diagnostics);
    let fixups = inputs
        .fixups
        .and_then(|path| read_settings(&mut sources, path, &mut diagnostics));
    let fixups = match fixups.and_then(|file| Some((file, sources.get(file)?))) {
        Some((file, source)) => Fixups::parse(file, &source.text, &mut diagnostics),
        None => Fixups::none(),
    };

    let files: Vec<_> = tree
        .pages
        .iter()
        .filter_map(|&file| Some((file, sources.get(file)?)))
        .collect();
    let read: Vec<_> = files
        .par_iter()
        .map(|&(file, source)| page(file, source, &fixups, inputs.options))
        .collect();
    let mut pages = Vec::with_capacity(read.len());
    let mut lowered = Vec::with_capacity(read.len());
    for (page, facts, problems) in read {
        pages.push(page);
        lowered.push(facts);
        diagnostics.append(problems);
    }

    let paths: BTreeSet<_> = files
        .iter()
        .map(|(_, source)| source.path.as_str())
        .collect();
    let model = lower::model(lowered, &paths, &fixups, &mut diagnostics);
    Read {
        sources,
        pages,
        fixups,
        model,
        diagnostics,
    }
}

fn page(
    file: FileId,
    source: &SourceFile,
    fixups: &Fixups,
    options: Options,
) -> (Page, Lowered, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let page = doc::parse(file, source, &mut diagnostics);
    let lowered = lower::page(&page, &source.path, fixups, options, &mut diagnostics);
    (page, lowered, diagnostics)
}

/// Adds a file of settings to the sources.
pub fn read_settings(
    sources: &mut SourceMap,
    path: &Path,
    diagnostics: &mut Diagnostics,
) -> Option<FileId> {
    match std::fs::read_to_string(path) {
        Ok(text) => Some(sources.add(SourceFile::new(shown(path), text))),
        Err(error) => {
            let message = format!("cannot read `{}`: {error}", shown(path));
            diagnostics.push(Diagnostic::without_place(&io::UNREADABLE_SETTINGS, message));
            None
        }
    }
}
