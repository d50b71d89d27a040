//! Rustdoc of what the pages say: English first, Chinese below, then the facts.

mod bilingual;
mod escape;
mod unit;

pub use bilingual::{both, heading, inline_both, sentence};
pub use escape::{escape, inline, link, paragraphs, span};

use crate::glossary::Glossary;
use crate::model::{Field, Operation, Type};
use unit::unit;

/// What a field's documentation says: the page's text, then the facts.
#[must_use]
pub fn field(glossary: &Glossary, field: &Field, rust_name: &str) -> Vec<String> {
    let mut lines = both(glossary, &field.doc);
    if lines.is_empty() {
        lines.push(span(&field.name));
    }
    let mut facts = Vec::new();
    if rust_name != field.name && lines[0] != span(&field.name) {
        facts.push(format!("On the wire: {}.", span(&field.name)));
    }
    if let Some(unit) = unit(&field.doc) {
        facts.push(format!("In {unit}."));
    }
    if let Some(length) = field.max_length {
        facts.push(format!("At most {length} characters."));
    }
    if field.signed {
        facts.push("A signature made with the merchant's private key.".to_owned());
    }
    if field.ty != Type::String && !field.values.is_empty() {
        facts.push(format!("Values: {}.", values(glossary, field)));
    }
    for alternative in &field.alternatives {
        let names: Vec<String> = alternative
            .fields
            .iter()
            .map(|field| span(&field.name))
            .collect();
        facts.push(format!(
            "{}: {}.",
            inline_both(glossary, &alternative.label),
            names.join(", ")
        ));
    }
    if !facts.is_empty() {
        separate(&mut lines);
        lines.push(facts.join(" "));
    }
    lines
}

fn values(glossary: &Glossary, field: &Field) -> String {
    let docs = field
        .value_docs
        .iter()
        .map(String::as_str)
        .chain(std::iter::repeat(""));
    let all = field.values.iter().zip(docs);
    let shown = all.map(|(value, doc)| {
        if doc.is_empty() {
            span(value)
        } else {
            format!("{} ({})", span(value), heading(glossary, doc))
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Adds an empty line, unless nothing is there yet.
pub fn separate(lines: &mut Vec<String>) {
    if lines.last().is_some_and(|last| !last.is_empty()) {
        lines.push(String::new());
    }
}

/// Title, verb and path, description, status, and where it is documented.
#[must_use]
pub fn operation(glossary: &Glossary, operation: &Operation) -> Vec<String> {
    let mut lines = both(glossary, &operation.title);
    separate(&mut lines);
    lines.push(span(&operation.id));
    lines.extend(described(
        glossary,
        &operation.description,
        &operation.status,
        &operation.links,
    ));
    lines
}

/// Description, status and links.
#[must_use]
pub fn described(
    glossary: &Glossary,
    description: &str,
    status: &[String],
    links: &[String],
) -> Vec<String> {
    let mut lines = both(glossary, description);
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    let status: Vec<&str> = status.iter().filter_map(|word| meaning(word)).collect();
    if !status.is_empty() {
        lines.push(String::new());
        lines.push(format!("**{}**", status.join(" ")));
    }
    if !links.is_empty() {
        lines.push(String::new());
        let links: Vec<String> = links.iter().map(|url| link(url)).collect();
        lines.push(format!("Official documentation: {}", links.join(", ")));
    }
    lines
}

/// What a status word of a page means.
fn meaning(word: &str) -> Option<&'static str> {
    Some(match word {
        "deprecated" => "Taken offline.",
        "redesigned" => "Replaced by a newer operation.",
        "private" => "Closed to new merchants.",
        "discarded" => "Left without support.",
        "assessment" => "Only after an assessment.",
        "grey" => "Being tested, not open to all.",
        _ => return None,
    })
}
