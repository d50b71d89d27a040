//! As the Rust compiler shows its diagnostics.

use super::printable;
use crate::diag::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceFile, SourceMap};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::collections::BTreeMap;
use std::ops::Range;

pub(super) fn render(out: &mut String, sources: &SourceMap, one: &Diagnostic, colour: bool) {
    let renderer = if colour {
        Renderer::styled().hyperlink(false)
    } else {
        Renderer::plain()
    };
    let level = match one.code.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(printable(&one.message)).id(one.code.id));
    for (file, labels) in by_file(one) {
        if let Some(file) = sources.get(file) {
            group = group.element(snippet(file, &labels));
        }
    }
    for help in &one.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    if one.fixup.is_some() && one.help.is_empty() {
        group = group.element(Level::HELP.message(super::FIXUP));
    }
    let text = renderer.render(&[group]);
    // The renderer makes all other control characters visible.
    let c1 = |char| ('\u{80}'..='\u{9f}').contains(&char);
    out.push_str(&text.replace(c1, "\u{fffd}"));
    out.push('\n');
    if let Some(fixup) = &one.fixup {
        // Without decoration, so that it can be copied.
        out.push('\n');
        out.push_str(printable(fixup).trim_matches('\n'));
        out.push('\n');
    }
    out.push('\n');
}

/// The labels of each file, the file of the primary place first.
fn by_file(one: &Diagnostic) -> Vec<(FileId, Vec<(AnnotationKind, &Label)>)> {
    let primary = one
        .primary
        .iter()
        .map(|label| (AnnotationKind::Primary, label));
    let secondary = one
        .secondary
        .iter()
        .map(|label| (AnnotationKind::Context, label));
    let mut files: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (kind, label) in primary.chain(secondary) {
        files
            .entry(label.span.file)
            .or_default()
            .push((kind, label));
    }
    let first = one.primary.as_ref().map(|label| label.span.file);
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_by_key(|(file, _)| Some(*file) != first);
    files
}

/// The lines of `file` that the labels touch, with what is said of them.
fn snippet<'a>(
    file: &'a SourceFile,
    labels: &[(AnnotationKind, &'a Label)],
) -> Snippet<'a, Annotation<'a>> {
    let ranges: Vec<_> = labels
        .iter()
        .map(|(_, label)| within(file, label.span.range()))
        .collect();
    let start = ranges
        .iter()
        .map(|range| range.start)
        .min()
        .unwrap_or_default();
    let end = ranges
        .iter()
        .map(|range| range.end)
        .max()
        .unwrap_or_default();
    let (window, line) = file.lines(start..end);
    let annotations = labels.iter().zip(ranges).map(|((kind, label), range)| {
        let annotation = kind.span(range.start - window.start..range.end - window.start);
        if label.text.is_empty() {
            annotation
        } else {
            annotation.label(printable(&label.text))
        }
    });
    Snippet::source(file.text.get(window.clone()).unwrap_or_default())
        .line_start(line)
        .path(printable(&file.location))
        .annotations(annotations)
}

/// The range inside the text and on the borders of characters.
fn within(file: &SourceFile, range: Range<usize>) -> Range<usize> {
    let border = |mut byte: usize| {
        byte = byte.min(file.text.len());
        while !file.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    let start = border(range.start);
    start..border(range.end).max(start)
}
