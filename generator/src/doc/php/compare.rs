//! The six forms of a call say one thing.

use super::super::page::Section;
use super::super::value::{Difference, differences};
use super::{Form, Snippet};
use crate::diag::codes::example as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::Method;

/// Reports where `calls` contradict the heading or each other. The first declarative one is what the others are
/// compared with. Snippets that are wrong in the same way are one problem.
pub(super) fn compare(section: &Section, calls: &[Snippet], diagnostics: &mut Diagnostics) {
    let Some(reference) = calls
        .iter()
        .find(|call| call.form == Form::Declarative)
        .or(calls.first())
    else {
        return;
    };
    tell(
        calls.iter().filter_map(|call| verb(section, call)),
        diagnostics,
    );
    tell(
        calls.iter().filter_map(|call| url(reference, call)),
        diagnostics,
    );
    tell(
        calls.iter().filter_map(|call| arguments(reference, call)),
        diagnostics,
    );
    tell(
        calls.iter().filter_map(|call| tail(reference, call)),
        diagnostics,
    );
}

/// Reports each problem once.
fn tell(problems: impl Iterator<Item = Diagnostic>, diagnostics: &mut Diagnostics) {
    let mut told: Vec<Diagnostic> = Vec::new();
    for problem in problems {
        if told.iter().all(|other| other.message != problem.message) {
            told.push(problem);
        }
    }
    told.into_iter()
        .for_each(|problem| diagnostics.push(problem));
}

fn verb(section: &Section, call: &Snippet) -> Option<Diagnostic> {
    (call.method != section.method).then(|| {
        let message = format!(
            "the snippet calls `{}`, the heading says `{}`",
            name(call.method),
            name(section.method)
        );
        let help = format!(
            "if the snippets are right, the heading's id is `{{#{}}}`",
            name(call.method)
        );
        Diagnostic::new(&codes::VERB, call.method_span, message)
            .contradicts(section.method_span, "the heading's id")
            .help(help)
    })
}

fn url(reference: &Snippet, call: &Snippet) -> Option<Diagnostic> {
    (call.url.text != reference.url.text).then(|| {
        let message = format!(
            "the URL is `{}` here and `{}` in another form",
            call.url.text, reference.url.text
        );
        Diagnostic::new(&codes::URL, call.url.span, message)
            .contradicts(reference.url.span, "the other URL")
    })
}

/// The arguments, with what the lines before the call make of them, and the form that is uploaded.
fn arguments(reference: &Snippet, call: &Snippet) -> Option<Diagnostic> {
    let mut found = differences(&call.resolved(), &reference.resolved());
    if let Some((ours, theirs)) = call.upload().zip(reference.upload()) {
        found.extend(differences(&ours.meta, &theirs.meta));
    }
    let worst = found.iter().find(|one| one.shape).or(found.first());
    if let Some(Difference {
        left,
        right,
        path,
        shape,
        text,
    }) = worst
    {
        let code = if *shape {
            &codes::ARGUMENTS
        } else {
            &codes::SAMPLES
        };
        let place = if path.is_empty() {
            "the arguments differ".to_owned()
        } else {
            format!("`{path}` differs")
        };
        let message = format!("{place} between two forms of the call: {text}");
        return Some(Diagnostic::new(code, *left, message).contradicts(*right, "the other form"));
    }
    (call.handler_removed != reference.handler_removed).then(|| {
        let message = "two forms of the call remove different handlers from the client";
        Diagnostic::new(&codes::ARGUMENTS, call.span, message)
            .contradicts(reference.span, "the other form")
    })
}

fn tail(reference: &Snippet, call: &Snippet) -> Option<Diagnostic> {
    (call.tail != reference.tail).then(|| {
        let message = format!(
            "the answer is taken for `{}` here and for `{}` in another form; `{}` is taken",
            call.tail, reference.tail, reference.tail
        );
        Diagnostic::new(&codes::TAILS, call.tail_span, message)
            .contradicts(reference.tail_span, "the other form")
    })
}

fn name(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}
