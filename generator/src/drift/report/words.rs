//! What all reports for people say in the same words.

use crate::drift::rules;
use crate::drift::{Change, Class, Drift, Summary};
use serde_json::Value;
use std::collections::BTreeMap;

/// Longest value that is shown in full, in characters.
const LONGEST: usize = 80;

/// What has changed and to what: `a field is required now: false → true`.
pub(super) fn sentence(change: &Change) -> String {
    let meaning = rules::find(&change.rule).map_or("changed", |rule| rule.meaning);
    let (old, new) = (value(&change.old), value(&change.new));
    match (old, new) {
        (None, None) => meaning.to_owned(),
        (Some(old), None) => format!("{meaning} (it was {old})"),
        (None, Some(new)) => format!("{meaning}: {new}"),
        (Some(old), Some(new)) => format!("{meaning}: {old} → {new}"),
    }
}

/// A value in few characters.
fn value(value: &Value) -> Option<String> {
    let shown = match value {
        Value::Null => return None,
        Value::String(text) if text.is_empty() => "nothing".to_owned(),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items
            .iter()
            .filter_map(self::value)
            .collect::<Vec<_>>()
            .join(", "),
        Value::Object(map) if map.contains_key("type") => field(map),
        Value::Object(map) => {
            let entry =
                |(name, value): (&String, &Value)| Some(format!("{name} {}", self::value(value)?));
            map.iter().filter_map(entry).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    if shown.chars().count() <= LONGEST {
        return Some(shown);
    }
    let cut: String = shown.chars().take(LONGEST - 1).collect();
    Some(format!("{cut}…"))
}

/// A field that is new or gone: `string, required`.
fn field(map: &serde_json::Map<String, Value>) -> String {
    let ty = map.get("type").and_then(Value::as_str).unwrap_or_default();
    let required = map.get("required") == Some(&Value::Bool(true));
    let mut shown = format!("{ty}, {}", if required { "required" } else { "optional" });
    if let Some(values) = map.get("enum").and_then(self::value) {
        shown = format!("{shown}, one of {values}");
    }
    shown
}

/// Where it is: `openapi/v3/….md:23`.
pub(super) fn place(change: &Change) -> String {
    match change.line {
        Some(line) => format!("{}:{line}", change.page),
        None => change.page.clone(),
    }
}

/// The changes that are worth a line each, and how many others there are of each rule.
pub(super) fn split<'c>(changes: &[&'c Change]) -> (Vec<&'c Change>, BTreeMap<&'c str, usize>) {
    let (texts, others): (Vec<&Change>, Vec<&Change>) = changes
        .iter()
        .partition(|change| change.class == Class::Text);
    let mut counts = BTreeMap::new();
    for change in texts {
        *counts.entry(change.rule.as_str()).or_default() += 1;
    }
    (others, counts)
}

/// Counts of rules in one line.
pub(super) fn counts(counts: &BTreeMap<&str, usize>) -> String {
    let all: Vec<String> = counts
        .iter()
        .map(|(rule, number)| match number {
            1 => (*rule).to_owned(),
            _ => format!("{rule} ×{number}"),
        })
        .collect();
    all.join(", ")
}

/// What is to be said before everything else.
pub(super) fn headline(drift: &Drift) -> String {
    let Summary {
        major,
        minor,
        patch,
        text,
    } = drift.summary;
    let verdict = match drift.worst() {
        None => "nothing has changed",
        Some(Class::Major) => "the client needs a new major version",
        Some(Class::Minor) => "the client needs a new minor version",
        Some(Class::Patch) => "the client needs a new patch version",
        Some(Class::Text) => "only documentation changes",
    };
    format!("{major} major, {minor} minor, {patch} patch, {text} text: {verdict}")
}

/// The counts of each family; the one without a name is shown as `-`.
pub(super) fn families(drift: &Drift) -> Vec<(&str, usize, Summary)> {
    drift
        .by_family()
        .into_iter()
        .map(|(name, subjects)| {
            let summary = Summary::of(subjects.values().flatten().copied());
            (family(name), subjects.len(), summary)
        })
        .collect()
}

/// A family's name as it is shown.
pub(super) fn family(name: &str) -> &str {
    if name.is_empty() { "-" } else { name }
}
