//! Where two values differ.

use super::{Value, ValueKind};
use crate::source::Span;

/// Where two values are not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Place in the left value.
    pub left: Span,
    /// Place in the right value.
    pub right: Span,
    /// Keys that lead there, joined by `/`; empty for the values themselves.
    pub path: String,
    /// Whether the values are of different shape: keys, length or type, not only what a sample says.
    pub shape: bool,
    /// What differs.
    pub text: String,
}

/// All places where two values differ. Spans and the order of keys do not count.
#[must_use]
pub fn differences(left: &Value, right: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    differ(left, right, &mut Vec::new(), &mut found);
    found
}

fn differ<'a>(
    left: &'a Value,
    right: &'a Value,
    path: &mut Vec<String>,
    found: &mut Vec<Difference>,
) {
    let tell = |path: &[String],
                places: (Span, Span),
                shape: bool,
                text: String,
                found: &mut Vec<Difference>| {
        let (left, right) = places;
        found.push(Difference {
            left,
            right,
            path: path.join("/"),
            shape,
            text,
        });
    };
    let missing = || "only one has this key".to_owned();
    match (&left.kind, &right.kind) {
        (ValueKind::Map(ours), ValueKind::Map(theirs)) => {
            for entry in ours {
                path.push(entry.key.text.clone());
                match right.get(&entry.key.text) {
                    Some(other) => differ(&entry.value, other, path, found),
                    None => tell(path, (entry.key.span, right.span), true, missing(), found),
                }
                path.pop();
            }
            for extra in theirs
                .iter()
                .filter(|entry| left.get(&entry.key.text).is_none())
            {
                path.push(extra.key.text.clone());
                tell(path, (left.span, extra.key.span), true, missing(), found);
                path.pop();
            }
        }
        (ValueKind::List(ours), ValueKind::List(theirs)) => {
            if ours.len() != theirs.len() {
                let text = format!("{} items, not {}", ours.len(), theirs.len());
                tell(path, (left.span, right.span), true, text, found);
            }
            for (index, (one, other)) in ours.iter().zip(theirs).enumerate() {
                path.push(index.to_string());
                differ(one, other, path, found);
                path.pop();
            }
        }
        (ValueKind::JsonText(ours), ValueKind::JsonText(theirs))
        | (ValueKind::FormText(ours), ValueKind::FormText(theirs)) => {
            differ(ours, theirs, path, found)
        }
        (ours, theirs) => {
            let shape = ours
                .type_name()
                .zip(theirs.type_name())
                .is_some_and(|(ours, theirs)| ours != theirs);
            let (ours, theirs) = (left.to_string(), right.to_string());
            if ours != theirs {
                let text = format!("`{}`, not `{}`", short(&ours), short(&theirs));
                tell(path, (left.span, right.span), shape, text, found);
            }
        }
    }
}

impl ValueKind {
    /// Type of the value; none if only a running program knows it.
    fn type_name(&self) -> Option<&'static str> {
        match self {
            Self::Map(_) => Some("map"),
            Self::List(_) => Some("list"),
            Self::String(_) | Self::JsonText(_) | Self::FormText(_) => Some("string"),
            Self::Int(_) | Self::Float(_) => Some("number"),
            Self::Bool(_) => Some("boolean"),
            Self::Null | Self::Dynamic(_) => None,
        }
    }
}

fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain("…".chars()).collect()
}
