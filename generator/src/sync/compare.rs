//! Whether two pages say the same, and where they first differ.

use super::render::Content;
use serde_json::Value;

/// Where two contents first differ, as `place: old, new`. Spans do not count, and neither does what is derived: the
/// union of alternatives.
pub(super) fn difference(left: &Content, right: &Content) -> Option<String> {
    first(&plain(left), &plain(right), "")
}

/// The content as JSON without what is derived.
fn plain(content: &Content) -> Value {
    let mut value = match content {
        Content::Operations(operations) => serde_json::to_value(operations),
        Content::Notification(notification) => serde_json::to_value(notification),
        Content::Moved(moved) => serde_json::to_value(moved),
    }
    .unwrap_or_default();
    drop_unions(&mut value);
    value
}

fn drop_unions(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if map.contains_key("alternatives") {
                map.remove("fields");
            }
            map.values_mut().for_each(drop_unions);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_unions),
        _ => {}
    }
}

fn first(left: &Value, right: &Value, place: &str) -> Option<String> {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            let keys = left
                .keys()
                .chain(right.keys().filter(|key| !left.contains_key(*key)));
            keys.into_iter().find_map(|key| {
                let absent = Value::Null;
                let (left, right) = (
                    left.get(key).unwrap_or(&absent),
                    right.get(key).unwrap_or(&absent),
                );
                first(left, right, &format!("{place}/{key}"))
            })
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut pairs = left.iter().zip(right).enumerate();
            pairs.find_map(|(index, (left, right))| {
                let name = left.get("name").and_then(Value::as_str);
                let step = name.map_or_else(|| index.to_string(), str::to_owned);
                first(left, right, &format!("{place}/{step}"))
            })
        }
        (left, right) if left == right => None,
        (left, right) => Some(format!("{place}: {}, not {}", short(right), short(left))),
    }
}

fn short(value: &Value) -> String {
    const LONGEST: usize = 120;
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain("…".chars()).collect()
}
