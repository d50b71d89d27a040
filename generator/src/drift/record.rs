//! Writes changes down: who is compared, where, and what was found.

use super::change::Change;
use super::class::Class;
use super::rules;
use super::side::Side;
use crate::source::Span;
use serde_json::Value;

/// One operation or notification that is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub name: &'a str,
    pub family: &'a str,
    /// Its page on each side, where it has one.
    pub old_page: Option<&'a str>,
    pub new_page: Option<&'a str>,
}

/// Where something is on each side.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spans {
    pub old: Option<Span>,
    pub new: Option<Span>,
}

impl Spans {
    pub fn both(old: Span, new: Span) -> Self {
        Self {
            old: Some(old),
            new: Some(new),
        }
    }
}

/// The changes so far.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub old: Side<'a>,
    pub new: Side<'a>,
    pub changes: Vec<Change>,
}

/// One finding about a subject.
#[derive(Debug)]
pub(super) struct Found<'f> {
    pub rule: &'f str,
    pub class: Class,
    pub field: Option<String>,
    pub old: Value,
    pub new: Value,
    pub spans: Spans,
}

impl Record<'_> {
    /// Writes down a change.
    pub fn push(&mut self, subject: Subject<'_>, found: Found<'_>) {
        debug_assert!(
            rules::find(found.rule).is_some_and(|rule| rule.classes.contains(&found.class)),
            "{} is not to be {:?}",
            found.rule,
            found.class
        );
        let line = |side: Side<'_>, span: Option<Span>| side.line(span?);
        let (old_line, new_line) = (
            line(self.old, found.spans.old),
            line(self.new, found.spans.new),
        );
        // What is gone is shown where it was.
        let gone = found.spans.new.is_none();
        let page = if gone {
            subject.old_page.or(subject.new_page)
        } else {
            subject.new_page.or(subject.old_page)
        };
        self.changes.push(Change {
            rule: found.rule.to_owned(),
            class: found.class,
            subject: subject.name.to_owned(),
            field: found.field,
            old: found.old,
            new: found.new,
            page: page.unwrap_or_default().to_owned(),
            line: if gone { old_line } else { new_line },
            family: subject.family.to_owned(),
            old_page: found.spans.old.and(subject.old_page).map(ToOwned::to_owned),
            old_line,
        });
    }

    /// Writes down that a fact of a subject has another value, if it has.
    pub fn fact<T: PartialEq + serde::Serialize>(
        &mut self,
        subject: Subject<'_>,
        (rule, class): (&str, Class),
        (old, new): (&T, &T),
        spans: Spans,
    ) {
        if old != new {
            let found = Found {
                rule,
                class,
                field: None,
                old: json(old),
                new: json(new),
                spans,
            };
            self.push(subject, found);
        }
    }
}

/// A value as JSON; what the model has can always be written.
pub(super) fn json<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
