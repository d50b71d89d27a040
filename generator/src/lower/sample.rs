//! The values of an example, brought to the places where the mended table has its fields.

use super::tree::Node;
use crate::doc::page::Text;
use crate::doc::value::{Entry, Value, ValueKind};
use std::collections::BTreeSet;

/// Brings the values of the example to where the fields of these nodes are after all mending. `at` is the address of
/// their parent on the page, `to` is where it is now; both are empty for the top of the request.
pub(super) fn relocate(sample: &mut Value, nodes: &[Node], at: &str, to: &str) {
    for node in nodes {
        let page = &node.row.address;
        let from = match page
            .strip_prefix(at)
            .and_then(|rest| rest.strip_prefix('/'))
        {
            Some(key) if !at.is_empty() => join(to, key),
            _ => page.clone(),
        };
        let now = join(to, &node.row.name.text);
        if strip(&from) != strip(&now) && !from.ends_with(']') {
            move_value(sample, strip(&from), strip(&now));
        }
        relocate(sample, &node.children, page, &now);
        for variant in &node.alternatives {
            relocate(sample, &variant.children, &variant.row.address, &now);
        }
    }
}

fn join(above: &str, name: &str) -> String {
    if above.is_empty() {
        name.to_owned()
    } else {
        format!("{above}/{name}")
    }
}

/// The arguments of a snippet have path parameters at the top.
fn strip(address: &str) -> &str {
    address.strip_prefix("path/").unwrap_or(address)
}

fn move_value(sample: &mut Value, from: &str, to: &str) {
    let (from_above, from_key) = from.rsplit_once('/').unwrap_or(("", from));
    let (to_above, to_key) = to.rsplit_once('/').unwrap_or(("", to));
    if from_above == to_above {
        each_map(sample, from_above, &mut |entries| {
            if let Some(entry) = entries.iter_mut().find(|entry| entry.key.text == from_key) {
                to_key.clone_into(&mut entry.key.text);
            }
        });
        return;
    }
    let mut taken = Vec::new();
    each_map(sample, from_above, &mut |entries| {
        if let Some(at) = entries.iter().position(|entry| entry.key.text == from_key) {
            taken.push(entries.remove(at));
        }
    });
    let Some(Entry { key, value }) = taken.into_iter().next() else {
        return;
    };
    let mut value = Some(value);
    each_map(sample, to_above, &mut |entries| {
        if let Some(value) = value.take() {
            entries.push(Entry {
                key: Text {
                    text: to_key.to_owned(),
                    span: key.span,
                },
                value,
            });
        }
    });
}

/// Visits the maps at an address; lists and documents on the way are entered.
fn each_map(value: &mut Value, address: &str, visit: &mut dyn FnMut(&mut Vec<Entry>)) {
    match &mut value.kind {
        ValueKind::List(items) => items
            .iter_mut()
            .for_each(|item| each_map(item, address, visit)),
        ValueKind::JsonText(inner) | ValueKind::FormText(inner) => each_map(inner, address, visit),
        ValueKind::Map(entries) if address.is_empty() => visit(entries),
        ValueKind::Map(entries) => {
            let (key, rest) = address.split_once('/').unwrap_or((address, ""));
            if let Some(entry) = entries.iter_mut().find(|entry| entry.key.text == key) {
                each_map(&mut entry.value, rest, visit);
            }
        }
        _ => {}
    }
}

/// Keys of a map that stand at the top of the arguments and are not part of the request.
pub(super) fn transport_keys() -> BTreeSet<&'static str> {
    BTreeSet::from(["sink", "handler"])
}
