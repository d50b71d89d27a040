//! Nodes to fields of the model.

use super::context::Context;
use super::text;
use super::tree::{Node, Variant};
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::fixups::{Property, Value};
use crate::model::{Algorithm, Alternative, BodyEncoding, Field, Type};

/// What fields of a table depend on beyond their rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// Language of an encrypted document.
    pub plaintext: BodyEncoding,
    /// Whether objects without rows are the files of a form.
    pub files: bool,
}

/// The fields of these nodes.
pub(super) fn fields(nodes: &[Node], kind: Kind, context: &mut Context<'_>) -> Vec<Field> {
    nodes
        .iter()
        .map(|node| field(node, kind, context))
        .collect()
}

/// The field of one node.
pub(super) fn field(node: &Node, kind: Kind, context: &mut Context<'_>) -> Field {
    // Only the parts of a form themselves can be files.
    let below = Kind {
        files: false,
        ..kind
    };
    let alternatives: Vec<_> = node
        .alternatives
        .iter()
        .map(|variant| alternative(variant, below, context))
        .collect();
    let fields = if alternatives.is_empty() {
        fields(&node.children, below, context)
    } else {
        union(&alternatives, context)
    };
    if node.ty.ty == Type::Object && fields.is_empty() && !node.row.settled.untyped && !kind.files {
        let message = format!(
            "`{}` is an object without rows; read as any JSON",
            node.row.name.text
        );
        let problem = Diagnostic::new(&codes::OBJECT_WITHOUT_ROWS, node.row.ty.span, message);
        context.guess(
            problem,
            &node.row.address,
            Property::Untyped,
            Value::Boolean(false),
            Value::Boolean(true),
        );
    }
    let format = &node.row.format;
    let carries = node.document && !fields.is_empty();
    let shared_key = format
        .encryption
        .is_some_and(|one| one.algorithm != Algorithm::RsaOaep);
    Field {
        name: node.row.name.text.clone(),
        ty: node.ty.ty,
        array: node.ty.array,
        required: node.row.required,
        values: node.description.values.clone(),
        value_docs: node.description.value_docs.clone(),
        encoding: format.encoding,
        decodes_to: node.decodes_to.filter(|_| carries),
        encryption: format.encryption,
        plaintext: (carries && shared_key).then_some(kind.plaintext),
        signed: format.signed,
        max_length: format.max_length,
        decimal: node.decimal,
        doc: doc(node),
        fields,
        alternatives,
        span: node.row.span,
    }
}

/// Where one name stands for several shapes, the descriptions of all of them; our own pages have one for the whole.
fn doc(node: &Node) -> String {
    let opened = node.alternatives.iter().any(|one| one.row.is_alternative);
    if node.document || opened || node.alternatives.is_empty() {
        return node.description.doc.clone();
    }
    let docs = node.alternatives.iter();
    let docs: Vec<_> = docs
        .map(|variant| text::doc(&variant.row.description.text))
        .collect();
    docs.join("\n")
}

fn alternative(variant: &Variant, kind: Kind, context: &mut Context<'_>) -> Alternative {
    Alternative {
        label: text::label(&variant.row.description.text),
        fields: fields(&variant.children, kind, context),
        span: variant.row.span,
    }
}

/// All fields of the alternatives in the order of their first occurrence. A field is required if every alternative
/// has and requires it.
fn union(alternatives: &[Alternative], context: &mut Context<'_>) -> Vec<Field> {
    let lists: Vec<_> = alternatives
        .iter()
        .map(|one| one.fields.as_slice())
        .collect();
    union_of(&lists, context)
}

fn union_of(lists: &[&[Field]], context: &mut Context<'_>) -> Vec<Field> {
    let mut names: Vec<&str> = Vec::new();
    for field in lists.iter().copied().flatten() {
        if !names.contains(&field.name.as_str()) {
            names.push(&field.name);
        }
    }
    let mut union = Vec::new();
    for name in names {
        let found: Vec<_> = lists
            .iter()
            .filter_map(|list| list.iter().find(|field| field.name == name))
            .collect();
        let Some((first, others)) = found.split_first() else {
            continue;
        };
        let mut field = (*first).clone();
        field.required = found.len() == lists.len() && found.iter().all(|one| one.required);
        for other in others {
            merge(&mut field, other, context);
        }
        let nested: Vec<_> = found.iter().map(|one| one.fields.as_slice()).collect();
        if nested.iter().any(|list| *list != field.fields.as_slice()) {
            field.fields = union_of(&nested, context);
        }
        union.push(field);
    }
    union
}

/// Adds what another alternative says of a field.
fn merge(field: &mut Field, other: &Field, context: &mut Context<'_>) {
    let number = |ty: Type| matches!(ty, Type::Integer | Type::Number);
    let same = field.ty == other.ty || (number(field.ty) && number(other.ty));
    if !same || field.array != other.array {
        let message = format!(
            "alternatives give `{}` different types; the first is taken",
            field.name
        );
        let problem = Diagnostic::new(&codes::TYPES_OF_ALTERNATIVES, other.span, message);
        context.push(problem.contradicts(field.span, "the first"));
    }
    if field.values.is_empty() || other.values.is_empty() {
        field.values.clear();
        field.value_docs.clear();
        return;
    }
    for (index, value) in other.values.iter().enumerate() {
        if !field.values.contains(value) {
            field.values.push(value.clone());
            if !field.value_docs.is_empty() {
                field
                    .value_docs
                    .push(other.value_docs.get(index).cloned().unwrap_or_default());
            }
        }
    }
    field.value_docs.resize(
        if field.value_docs.is_empty() {
            0
        } else {
            field.values.len()
        },
        String::new(),
    );
}

/// A field that no row describes.
pub(super) fn bare(name: &str, required: bool) -> Field {
    Field {
        name: name.to_owned(),
        ty: Type::String,
        array: 0,
        required,
        values: Vec::new(),
        value_docs: Vec::new(),
        encoding: None,
        decodes_to: None,
        encryption: None,
        plaintext: None,
        signed: false,
        max_length: None,
        decimal: false,
        doc: String::new(),
        fields: Vec::new(),
        alternatives: Vec::new(),
        span: crate::source::Span::default(),
    }
}
