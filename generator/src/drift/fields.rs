//! Compares two lists of fields, all the way down.

use super::class::Class;
use super::record::{Found, Record, Spans, Subject, json};
use super::rename;
use super::shape::{document, names, shape, type_of};
use super::surface::{Emitted, Surface, is_positional};
use crate::model::{DecodesTo, Encoding, Field};
use crate::source::Span;
use serde_json::{Value, json as object};
use std::collections::BTreeSet;

/// Where the walk is.
#[derive(Debug, Clone)]
pub(super) struct Walk<'a> {
    pub subject: Subject<'a>,
    /// `request`, `response`, `notification`, `reply`.
    pub place: &'static str,
    /// Location and names of the fields down to here.
    pub path: String,
    pub surface: Surface,
    /// Whether objects without fields are files, on the old and on the new side.
    pub multipart: (bool, bool),
    /// What holds the fields.
    pub holder: Spans,
}

impl Walk<'_> {
    /// The walk below a field.
    fn below(&self, old: &Field, new: &Field) -> Self {
        let surface = match self.surface {
            Surface::Envelope if old.encryption.or(new.encryption).is_some() => Surface::Answer,
            // Below the first field everything is new with it; this is reached only by what was there.
            Surface::Appears => Surface::Request,
            other => other,
        };
        Self {
            path: format!("{}/{}", self.path, new.name),
            surface,
            holder: Spans::both(old.span, new.span),
            ..self.clone()
        }
    }
}

impl Record<'_> {
    /// Compares two lists of fields.
    pub fn fields(&mut self, walk: &Walk<'_>, old: &[Field], new: &[Field]) {
        let find = |all: &'_ [Field], name: &str| all.iter().position(|one| one.name == name);
        let mut gone: Vec<usize> = (0..old.len())
            .filter(|&at| find(new, &old[at].name).is_none())
            .collect();
        let mut fresh: Vec<usize> = (0..new.len())
            .filter(|&at| find(old, &new[at].name).is_none())
            .collect();
        for (was, is) in rename::likely(old, new, &mut gone, &mut fresh) {
            self.renamed(walk, &old[was], &new[is]);
        }
        for at in gone {
            self.gone(walk, &old[at]);
        }
        for at in fresh {
            self.fresh(walk, &new[at]);
        }
        for field in new {
            if let Some(before) = find(old, &field.name) {
                self.field(walk, &old[before], field);
            }
        }
        self.order(walk, old, new);
    }

    fn renamed(&mut self, walk: &Walk<'_>, old: &Field, new: &Field) {
        let class = in_code(walk, Class::Major);
        let spans = Spans::both(old.span, new.span);
        let names = (json(&old.name), json(&new.name));
        self.say(walk, "field-renamed", class, Some(&new.name), names, spans);
    }

    fn gone(&mut self, walk: &Walk<'_>, field: &Field) {
        let class = in_code(walk, Class::Major);
        let spans = Spans {
            old: Some(field.span),
            new: None,
        };
        let values = (shape(field), Value::Null);
        self.say(
            walk,
            "field-removed",
            class,
            Some(&field.name),
            values,
            spans,
        );
    }

    fn fresh(&mut self, walk: &Walk<'_>, field: &Field) {
        let class = match walk.surface {
            Surface::Appears => Class::Major,
            Surface::Request if field.required => Class::Major,
            Surface::Request | Surface::Answer => Class::Minor,
            Surface::Nowhere | Surface::Envelope => Class::Text,
        };
        let spans = Spans {
            old: None,
            new: Some(field.span),
        };
        let values = (Value::Null, shape(field));
        self.say(walk, "field-added", class, Some(&field.name), values, spans);
    }

    /// Compares a field that both sides have.
    fn field(&mut self, walk: &Walk<'_>, old: &Field, new: &Field) {
        let known = self.changes.len();
        let emitted = (
            Emitted::of(old, walk.multipart.0),
            Emitted::of(new, walk.multipart.1),
        );
        let changed = emitted.0 != emitted.1;
        self.types(walk, old, new, emitted);
        self.texts(walk, old, new);
        if changed && walk.surface.is_code() && !self.changes[known..].iter().any(is_major) {
            // A file in a form that is an object elsewhere, and whatever no rule above speaks of.
            let values = (shape(old), shape(new));
            self.on_field(walk, "field-retyped", Class::Major, old, new, values);
        }
        self.requiredness(walk, old, new);
        if !old.fields.is_empty() && !new.fields.is_empty() || is_opened(walk, old, new) {
            let below = walk.below(old, new);
            match (is_list(old), is_list(new)) {
                // The one row below a list describes its elements: it has no name on the wire.
                (Some(old), Some(new)) => self.field(&below, old, new),
                _ => self.fields(&below, &old.fields, &new.fields),
            }
        }
    }

    /// What the type of a member depends on.
    fn types(&mut self, walk: &Walk<'_>, old: &Field, new: &Field, (was, is): (Emitted, Emitted)) {
        let retyped = was != is;
        let or = |other: Class| match (walk.surface.is_code(), retyped) {
            (false, _) => Class::Text,
            (true, true) => Class::Major,
            (true, false) => other,
        };
        let known = self.changes.len();
        let (old_type, new_type) = (type_of(old), type_of(new));
        if old_type != new_type {
            let values = (json(&old_type), json(&new_type));
            self.on_field(walk, "field-retyped", or(Class::Text), old, new, values);
        }
        let carried = |field: &Field| (field.encoding, field.decodes_to, field.plaintext);
        if carried(old) != carried(new) {
            let values = (document(old), document(new));
            let class = or(Class::Patch);
            self.on_field(walk, "field-encoding-changed", class, old, new, values);
        }
        if old.encryption != new.encryption {
            let values = (json(&old.encryption), json(&new.encryption));
            let class = or(Class::Patch);
            self.on_field(walk, "field-encryption-changed", class, old, new, values);
        }
        if self.changes.len() == known && !is_opened(walk, old, new) {
            match (old.fields.is_empty(), new.fields.is_empty()) {
                (true, false) => {
                    let values = (Value::Null, names(&new.fields));
                    self.on_field(walk, "field-described", or(Class::Text), old, new, values);
                }
                (false, true) => {
                    let values = (names(&old.fields), Value::Null);
                    self.on_field(walk, "field-undescribed", or(Class::Text), old, new, values);
                }
                _ => {}
            }
        }
        self.values(walk, old, new, (was, is));
    }

    /// The lists of values.
    fn values(&mut self, walk: &Walk<'_>, old: &Field, new: &Field, (was, is): (Emitted, Emitted)) {
        let code = walk.surface.is_code();
        match (old.values.is_empty(), new.values.is_empty()) {
            (true, true) => {}
            (true, false) => {
                let class = if code && is.is_enum() {
                    Class::Major
                } else {
                    Class::Text
                };
                let values = (Value::Null, json(&new.values));
                self.on_field(walk, "enum-added", class, old, new, values);
            }
            (false, true) => {
                let class = if code && was.is_enum() {
                    Class::Major
                } else {
                    Class::Text
                };
                let values = (json(&old.values), Value::Null);
                self.on_field(walk, "enum-removed", class, old, new, values);
            }
            (false, false) if is_reordered(&old.values, &new.values) => {
                let enums = code && was.is_enum() && is.is_enum();
                let class = if enums { Class::Patch } else { Class::Text };
                let values = (json(&old.values), json(&new.values));
                self.on_field(walk, "enum-values-reordered", class, old, new, values);
            }
            (false, false) => {
                let open = code && was.is_enum() && is.is_enum();
                let class = |class| if open { class } else { Class::Text };
                for value in new.values.iter().filter(|one| !old.values.contains(one)) {
                    let values = (Value::Null, json(value));
                    let class = class(Class::Minor);
                    self.on_field(walk, "enum-value-added", class, old, new, values);
                }
                for value in old.values.iter().filter(|one| !new.values.contains(one)) {
                    let values = (json(value), Value::Null);
                    let class = class(Class::Major);
                    self.on_field(walk, "enum-value-removed", class, old, new, values);
                }
            }
        }
    }

    fn requiredness(&mut self, walk: &Walk<'_>, old: &Field, new: &Field) {
        if old.required == new.required {
            return;
        }
        let class = match walk.surface {
            Surface::Request | Surface::Appears => Class::Major,
            Surface::Answer | Surface::Nowhere | Surface::Envelope => Class::Text,
        };
        let rule = if new.required {
            "field-required"
        } else {
            "field-optional"
        };
        let values = (json(&old.required), json(&new.required));
        self.on_field(walk, rule, class, old, new, values);
    }

    /// What only documentation shows.
    fn texts(&mut self, walk: &Walk<'_>, old: &Field, new: &Field) {
        let mut text = |rule: &str, old_value: Value, new_value: Value| {
            if old_value != new_value {
                let values = (old_value, new_value);
                self.on_field(walk, rule, Class::Text, old, new, values);
            }
        };
        text(
            "field-signature-changed",
            json(&old.signed),
            json(&new.signed),
        );
        let lengths = (json(&old.max_length), json(&new.max_length));
        text("field-length-changed", lengths.0, lengths.1);
        let alternatives = |field: &Field| -> Value {
            let label = |one: &crate::model::Alternative| {
                let names: Vec<_> = one.fields.iter().map(|field| &field.name).collect();
                object!({ "label": one.label, "fields": names })
            };
            field.alternatives.iter().map(label).collect()
        };
        let of = (alternatives(old), alternatives(new));
        text("field-alternatives-changed", of.0, of.1);
        if old.doc != new.doc {
            text("field-doc-changed", json(&old.doc), json(&new.doc));
        } else if old.values == new.values {
            let docs = (json(&old.value_docs), json(&new.value_docs));
            text("field-doc-changed", docs.0, docs.1);
        }
    }

    /// The order of what both sides have.
    fn order(&mut self, walk: &Walk<'_>, old: &[Field], new: &[Field]) {
        let common = |these: &[Field], those: &[Field], required: bool| -> Vec<String> {
            let there = |one: &&Field| {
                let other = those.iter().find(|other| other.name == one.name);
                other.is_some_and(|other| !required || one.required && other.required)
            };
            these
                .iter()
                .filter(there)
                .map(|one| one.name.clone())
                .collect()
        };
        let of = |required| (common(old, new, required), common(new, old, required));
        let (was, is) = of(false);
        if was == is {
            return;
        }
        let positional =
            is_positional(old, walk.multipart.0) && is_positional(new, walk.multipart.1);
        let arguments = of(true);
        let swapped = positional && arguments.0 != arguments.1;
        let class = match walk.surface {
            Surface::Request | Surface::Appears if swapped => Class::Major,
            _ => in_code(walk, Class::Patch),
        };
        self.say(
            walk,
            "fields-reordered",
            class,
            None,
            (json(&was), json(&is)),
            walk.holder,
        );
    }

    fn on_field(
        &mut self,
        walk: &Walk<'_>,
        rule: &str,
        class: Class,
        old: &Field,
        new: &Field,
        values: (Value, Value),
    ) {
        let spans = Spans::both(old.span, new.span);
        self.say(walk, rule, class, Some(&new.name), values, spans);
    }

    fn say(
        &mut self,
        walk: &Walk<'_>,
        rule: &str,
        class: Class,
        name: Option<&str>,
        (old, new): (Value, Value),
        spans: Spans,
    ) {
        let rule = format!("{}-{rule}", walk.place);
        let field = match name {
            Some(name) => format!("{}/{name}", walk.path),
            None => walk.path.clone(),
        };
        let found = Found {
            rule: &rule,
            class,
            field: Some(field),
            old,
            new,
            spans,
        };
        self.push(walk.subject, found);
    }
}

fn in_code(walk: &Walk<'_>, class: Class) -> Class {
    if walk.surface.is_code() {
        class
    } else {
        Class::Text
    }
}

fn is_major(change: &super::change::Change) -> bool {
    change.class == Class::Major
}

/// Whether two different lists have the same values.
fn is_reordered(old: &[String], new: &[String]) -> bool {
    let sorted = |values: &[String]| values.iter().cloned().collect::<BTreeSet<_>>();
    old != new && sorted(old) == sorted(new)
}

/// Whether the field carries the plaintext of a v3 notification: what is below is compared even if one side has nothing
/// there, because the type of the plaintext is always there.
fn is_opened(walk: &Walk<'_>, old: &Field, new: &Field) -> bool {
    walk.surface == Surface::Envelope && old.encryption.is_some() && new.encryption.is_some()
}

/// The row that describes the elements, for a text that carries a list.
fn is_list(field: &Field) -> Option<&Field> {
    let list = field.encoding == Some(Encoding::Json) && field.decodes_to == Some(DecodesTo::List);
    match field.fields.as_slice() {
        [element] if list => Some(element),
        _ => None,
    }
}

/// The place of an operation as a whole.
pub(super) fn at(old: Span, new: Span) -> Spans {
    Spans::both(old, new)
}
