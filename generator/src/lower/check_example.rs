//! The example against the table: keys are rows, objects are maps, lists are lists, recursively (page language,
//! section 12). On the way the example decides what the table leaves open.

use super::context::Context;
use super::tree::Node;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::value::{Entry, Value, ValueKind};
use crate::model::{DecodesTo, Encoding, Type};
use crate::source::Span;

/// Compares the fields of an object with the map of the example. `owner` is where the table says that there are
/// fields.
pub(super) fn fields(nodes: &mut [Node], entries: &[Entry], map: Span, context: &mut Context<'_>) {
    for entry in entries {
        if !nodes
            .iter()
            .any(|node| node.row.name.text == entry.key.text)
        {
            let message = format!(
                "the example has `{}`, the table has no such row",
                entry.key.text
            );
            let mut problem = Diagnostic::new(&codes::KEY_WITHOUT_ROW, entry.key.span, message);
            if let Some(node) = nodes.first() {
                problem = problem.contradicts(node.row.span, "the rows that are there");
            }
            context.push(problem);
        }
    }
    for node in nodes {
        match entries
            .iter()
            .find(|entry| entry.key.text == node.row.name.text)
        {
            Some(entry) => field(node, &entry.value, context),
            None => {
                let message = format!(
                    "the table has `{}`, the example has no such key",
                    node.row.name.text
                );
                context.push(
                    Diagnostic::new(&codes::ROW_WITHOUT_KEY, node.row.name.span, message)
                        .contradicts(map, "the keys that are there"),
                );
            }
        }
    }
}

/// Compares one field with its value.
pub(super) fn field(node: &mut Node, value: &Value, context: &mut Context<'_>) {
    if matches!(value.kind, ValueKind::Dynamic(_) | ValueKind::Null) {
        return;
    }
    if node.document {
        document(node, value, context);
        return;
    }
    let is_list = matches!(value.kind, ValueKind::List(_));
    match (node.ty.ty, node.ty.array) {
        (Type::Object, 0) => object(node, value, context),
        (Type::Object, _) => list(node, value, context),
        // A query has no lists: one element stands for one.
        (_, 1) if is_list || is_scalar(value) => {}
        (_, 0) if is_scalar(value) => decimals(node, value),
        _ => shape(node, value, context),
    }
}

fn object(node: &mut Node, value: &Value, context: &mut Context<'_>) {
    match &value.kind {
        ValueKind::Map(entries) => below(node, entries, value.span, context),
        ValueKind::List(items) if items.is_empty() => below(node, &[], value.span, context),
        _ => shape(node, value, context),
    }
}

fn list(node: &mut Node, value: &Value, context: &mut Context<'_>) {
    let ValueKind::List(items) = &value.kind else {
        shape(node, value, context);
        return;
    };
    for item in items {
        object(node, item, context);
    }
}

/// The map of an object. An object without rows takes any; of alternatives one must fit.
fn below(node: &mut Node, entries: &[Entry], map: Span, context: &mut Context<'_>) {
    if node.alternatives.is_empty() {
        if !node.children.is_empty() {
            fields(&mut node.children, entries, map, context);
        }
        return;
    }
    let fits = |keys: &[Node]| {
        keys.len() == entries.len()
            && keys.iter().all(|key| {
                entries
                    .iter()
                    .any(|entry| entry.key.text == key.row.name.text)
            })
    };
    let at = node
        .alternatives
        .iter()
        .position(|variant| fits(&variant.children))
        .unwrap_or(0);
    if let Some(variant) = node.alternatives.get_mut(at) {
        fields(&mut variant.children, entries, map, context);
    }
}

/// A text that carries a document.
fn document(node: &mut Node, value: &Value, context: &mut Context<'_>) {
    if node.row.format.encryption.is_some() {
        return;
    }
    let encoding = match value.kind {
        ValueKind::JsonText(_) => Some(Encoding::Json),
        ValueKind::FormText(_) => Some(Encoding::Urlencoded),
        _ => None,
    };
    if node.row.format.encoding.is_none() {
        node.row.format.encoding = encoding;
    }
    let carried = match node.row.format.encoding {
        Some(Encoding::Urlencoded) => value.form(),
        _ => value.document(),
    };
    let contradicts = encoding.is_some_and(|encoding| node.row.format.encoding != Some(encoding));
    match carried.as_ref().map(|carried| &carried.kind) {
        _ if contradicts => shape(node, value, context),
        // A sample text that is no document says nothing.
        None if matches!(value.kind, ValueKind::String(_)) => {}
        Some(ValueKind::Map(entries)) => {
            decide(node, DecodesTo::Object);
            below(node, entries, value.span, context);
        }
        Some(ValueKind::List(items)) => decoded_list(node, items, value, context),
        _ => shape(node, value, context),
    }
}

fn decide(node: &mut Node, decodes_to: DecodesTo) {
    node.decodes_to.get_or_insert(decodes_to);
}

/// A list is written as one child whose name is not on the wire: it is compared with the elements.
fn decoded_list(node: &mut Node, items: &[Value], value: &Value, context: &mut Context<'_>) {
    let [child] = node.children.as_mut_slice() else {
        shape(node, value, context);
        return;
    };
    if child.ty.array == 1 && child.ty.ty == Type::Object {
        for item in items {
            object(child, item, context);
        }
    } else if !items.iter().all(is_scalar) {
        shape(child, value, context);
        return;
    }
    decide(node, DecodesTo::List);
}

fn is_scalar(value: &Value) -> bool {
    matches!(
        value.kind,
        ValueKind::String(_)
            | ValueKind::Int(_)
            | ValueKind::Float(_)
            | ValueKind::Bool(_)
            | ValueKind::Null
            | ValueKind::JsonText(_)
            | ValueKind::FormText(_)
            | ValueKind::Dynamic(_)
    )
}

/// The one thing that a number's sample says beyond the table.
fn decimals(node: &mut Node, value: &Value) {
    let fraction = matches!(value.kind, ValueKind::Float(number) if number.fract() != 0.0);
    if fraction && node.ty.ty == Type::Number {
        node.sample_has_decimals = Some(value.span);
    }
}

fn shape(node: &Node, value: &Value, context: &mut Context<'_>) {
    let is = match value.kind {
        ValueKind::Map(_) => "an object",
        ValueKind::List(_) => "a list",
        ValueKind::JsonText(_) => "a JSON text",
        ValueKind::FormText(_) => "an URL-encoded text",
        _ => "a single value",
    };
    let message = format!(
        "`{}` is `{}` in the table and {is} in the example",
        node.row.name.text, node.row.ty.text
    );
    context.push(
        Diagnostic::new(&codes::SHAPE_OF_EXAMPLE, value.span, message)
            .contradicts(node.row.ty.span, "the table"),
    );
}
