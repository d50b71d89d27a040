//! Containers to status words (page language, section 10).

use super::context::Context;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::page::{Container, Section};

/// What the containers of a section say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Status {
    /// Status words.
    pub words: Vec<String>,
    /// Site paths of the pages that replace it.
    pub replacements: Vec<String>,
}

/// The class of the container that says that a URL comes with an earlier answer.
const PARSED: &str = "im-parsed";

/// Reads the containers of a section.
pub(super) fn read(section: &Section, context: &mut Context<'_>) -> Status {
    let mut status = Status::default();
    for container in &section.containers {
        if !matches!(
            container.kind.text.as_str(),
            "warning" | "danger" | "tip" | "code-group"
        ) {
            let message = format!("`{}` is not a known kind of container", container.kind.text);
            context.push(
                Diagnostic::new(&codes::UNKNOWN_CONTAINER, container.kind.span, message)
                    .label("taken for a remark"),
            );
        }
        for class in &container.classes {
            match word(&class.text) {
                Some(Some(word)) if !is_remark(container) => {
                    if !status.words.iter().any(|one| one == word) {
                        status.words.push(word.to_owned());
                    }
                    let targets = container.links.iter().map(|link| &link.target);
                    for target in targets.filter(|target| target.starts_with('/')) {
                        if !status.replacements.contains(target) {
                            status.replacements.push(target.clone());
                        }
                    }
                }
                Some(_) => {}
                None => {
                    let message = format!("`.{}` is not a known class", class.text);
                    context.push(
                        Diagnostic::new(&codes::UNKNOWN_CONTAINER, class.span, message)
                            .label("taken for a remark"),
                    );
                }
            }
        }
    }
    status
}

/// Classes that say what became of an operation, and their status words.
const CLASSES: &[(&str, &str)] = &[
    ("im-deprecated", "deprecated"),
    ("im-redesigned", "redesigned"),
    ("im-privated", "private"),
    ("im-discarded", "discarded"),
    ("im-need-accessment", "assessment"),
    ("im-need-tbt", "grey"),
];

/// Classes that mark a remark.
const REMARKS: &[&str] = &[
    "im-important",
    "im-special",
    "im-specific",
    "im-confusing",
    PARSED,
];

/// The status word of a class; `Some(None)` for a class that marks a remark, `None` for an unknown one.
#[allow(clippy::option_option)]
fn word(class: &str) -> Option<Option<&'static str>> {
    if REMARKS.contains(&class) {
        return Some(None);
    }
    let found = CLASSES.iter().find(|(known, _)| *known == class);
    found.map(|(_, word)| Some(*word))
}

/// The class of a status word.
pub(crate) fn class(word: &str) -> Option<&'static str> {
    let found = CLASSES.iter().find(|(_, known)| *known == word);
    found.map(|(class, _)| *class)
}

/// A list says how to use the operation, not what became of it, whatever class it has.
fn is_remark(container: &Container) -> bool {
    ["- ", "* ", "1. "]
        .iter()
        .any(|mark| container.body.text.trim_start().starts_with(mark))
}

/// Whether the page says that the URL comes with an earlier answer.
pub(super) fn url_comes_from_answer(section: &Section) -> bool {
    section
        .containers
        .iter()
        .flat_map(|container| &container.classes)
        .any(|class| class.text == PARSED)
}
