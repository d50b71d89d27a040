//! Rows to a tree of nodes: depths mended, documents under their owners, alternatives together.

use super::context::Context;
use super::enums::{self, Description};
use super::nest::{self, Nesting};
use super::rows::Row;
use super::types::{self, TypeWord};
use super::{alternatives, depth, quirks};
use crate::diag::Diagnostic;
use crate::diag::codes::{fixup as fixup_codes, lower as codes};
use crate::fixups::{Property, Value};
use crate::model::{DecodesTo, Type};
use crate::source::Span;
use std::collections::BTreeMap;

/// A row with everything below it.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The row.
    pub row: Row,
    /// Its type.
    pub ty: TypeWord,
    /// Its description and values.
    pub description: Description,
    /// Fields, or the document that the text carries. Empty if there are alternatives.
    pub children: Vec<Node>,
    /// Alternatives of what is below it.
    pub alternatives: Vec<Variant>,
    /// Whether what is below it is a document that the text carries.
    pub document: bool,
    /// What the document is, if it was decided.
    pub decodes_to: Option<DecodesTo>,
    /// Whether the number may have decimals.
    pub decimal: bool,
    /// A sample with decimals.
    pub sample_has_decimals: Option<Span>,
}

/// One of several shapes under one name.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    /// The row that opens it.
    pub row: Row,
    /// What is below it.
    pub children: Vec<Node>,
}

/// Builds the tree of a table. `top` are the names that may stand at the top, if the table has a fixed set of them.
pub(super) fn build(
    mut rows: Vec<Row>,
    top: Option<&[&str]>,
    context: &mut Context<'_>,
) -> Vec<Node> {
    for row in &mut rows {
        quirks::settle(row, context);
    }
    depth::mend(&mut rows, top, context);
    let mut nesting = nest::nest(&rows);
    move_rows(&rows, &mut nesting, context);
    report_detached(&rows, &nesting, context);
    let lists = alternatives::of_documents(&rows, &nesting, context);
    let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, parent) in nesting.parents.iter().enumerate() {
        if !lists.contains_key(&index) {
            children.entry(*parent).or_default().push(index);
        }
    }
    let mut variants: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, owner) in lists {
        variants.entry(owner).or_default().push(index);
    }
    let mut builder = Builder {
        rows: &rows,
        nesting: &nesting,
        children: &children,
        variants: &variants,
        context,
    };
    builder.below(None)
}

struct Builder<'b, 'a> {
    rows: &'b [Row],
    nesting: &'b Nesting,
    children: &'b BTreeMap<Option<usize>, Vec<usize>>,
    /// By owner: the rows that open the alternatives of its document.
    variants: &'b BTreeMap<usize, Vec<usize>>,
    context: &'b mut Context<'a>,
}

impl Builder<'_, '_> {
    fn below(&mut self, parent: Option<usize>) -> Vec<Node> {
        let mut indices = self.children.get(&parent).cloned().unwrap_or_default();
        indices.retain(|index| parent.is_none() || !self.is_alternative(*index));
        let nodes: Vec<_> = indices
            .into_iter()
            .filter_map(|index| self.node(index))
            .collect();
        alternatives::group(nodes, self.context)
    }

    fn is_alternative(&self, index: usize) -> bool {
        self.rows.get(index).is_some_and(|row| row.is_alternative)
    }

    fn node(&mut self, index: usize) -> Option<Node> {
        let row = self.rows.get(index)?.clone();
        let children = self.below(Some(index));
        let beside = self.variants.get(&index).cloned().unwrap_or_default();
        let carries_rows_beside = !beside.is_empty();
        let mut opened = self.children.get(&Some(index)).cloned().unwrap_or_default();
        opened.retain(|index| self.is_alternative(*index));
        let mut alternatives: Vec<_> = beside
            .into_iter()
            .chain(opened)
            .filter_map(|index| {
                let row = self.rows.get(index)?.clone();
                let children = self.below(Some(index));
                Some(Variant { row, children })
            })
            .collect();
        let mut children = children;
        if !alternatives.is_empty() && !children.is_empty() {
            // Rows of no alternative are one.
            let children = std::mem::take(&mut children);
            alternatives.insert(
                0,
                Variant {
                    row: row.clone(),
                    children,
                },
            );
        }
        let document = self.nesting.documents.contains_key(&index)
            || carries_rows_beside
            || (row.format.is_opaque() && !children.is_empty());
        let mut node = Node {
            ty: TypeWord {
                ty: Type::String,
                array: 0,
                decimal: false,
            },
            description: describe(&row, self.context),
            decodes_to: row.settled.decodes_to,
            decimal: row.settled.decimal,
            sample_has_decimals: None,
            row,
            children,
            alternatives,
            document,
        };
        self.read_type(&mut node);
        Some(node)
    }

    fn read_type(&mut self, node: &mut Node) {
        let Some(ty) = types::read(&node.row.ty.text) else {
            let message = format!("`{}` is not a type", node.row.ty.text);
            self.context.push(Diagnostic::new(
                &codes::UNKNOWN_TYPE,
                node.row.ty.span,
                message,
            ));
            return;
        };
        node.ty = ty;
        node.decimal |= ty.decimal;
        let numeric = matches!(node.ty.ty, Type::Integer | Type::Number);
        if let Some(value) = node
            .description
            .values
            .iter()
            .find(|value| numeric && value.parse::<f64>().is_err())
        {
            let new = if ty.array == 1 { "string[]" } else { "string" };
            let message = format!(
                "`{}` is `{}`, but `{value}` is among its values; read as `{new}`",
                node.row.name.text, node.row.ty.text
            );
            self.context.guess(
                Diagnostic::new(&codes::WORDS_IN_NUMBER, node.row.ty.span, message)
                    .contradicts(node.row.description.span, "its values"),
                &node.row.address,
                Property::Type,
                Value::Text(node.row.ty.text.clone()),
                Value::Text(new.to_owned()),
            );
            node.ty.ty = Type::String;
        }
    }
}

/// Reads a description, and notes what is odd about its list of values.
fn describe(row: &Row, context: &mut Context<'_>) -> Description {
    let mut read = enums::read(&row.description.text);
    for value in &read.repeated {
        let message = format!("`{value}` is listed more than once");
        context.push(Diagnostic::new(
            &codes::REPEATED_VALUE,
            row.description.span,
            message,
        ));
    }
    if let Some(ending) = read.ending {
        let message = format!("`{ending}` does not fit a list of {}", read.values.len());
        context.push(Diagnostic::new(
            &codes::ENDING_OF_VALUES,
            row.description.span,
            message,
        ));
    }
    if let Some(values) = &row.settled.values {
        read.values.clone_from(values);
        read.value_docs.clear();
    }
    read
}

/// Moves rows below the fields that fix-ups name.
fn move_rows(rows: &[Row], nesting: &mut Nesting, context: &mut Context<'_>) {
    for (index, row) in rows.iter().enumerate() {
        let Some((address, span)) = &row.settled.parent else {
            continue;
        };
        let target = rows.iter().position(|other| other.address == *address);
        let below_itself = target.is_some_and(|target| is_below(nesting, target, index));
        match target {
            _ if address == "path" => set_parent(nesting, index, None),
            Some(target) if !below_itself && takes_rows(rows, target) => {
                set_parent(nesting, index, Some(target))
            }
            _ => context.push(Diagnostic::new(
                &fixup_codes::NO_SUCH_TARGET,
                *span,
                format!("`{}` cannot be moved below `{address}`", row.address),
            )),
        }
    }
}

/// Whether a row can have rows below it.
fn takes_rows(rows: &[Row], index: usize) -> bool {
    rows.get(index)
        .is_some_and(|row| row.ty.text.starts_with("object") || row.format.is_opaque())
}

fn set_parent(nesting: &mut Nesting, index: usize, parent: Option<usize>) {
    if let Some(slot) = nesting.parents.get_mut(index) {
        *slot = parent;
    }
}

/// Whether `index` is `ancestor` or below it.
fn is_below(nesting: &Nesting, index: usize, ancestor: usize) -> bool {
    let mut at = Some(index);
    while let Some(index) = at {
        if index == ancestor {
            return true;
        }
        at = nesting.parents.get(index).copied().flatten();
    }
    false
}

/// Says which documents are not behind the row that owns them.
fn report_detached(rows: &[Row], nesting: &Nesting, context: &mut Context<'_>) {
    for (owner, document) in &nesting.documents {
        let (Some(owner), Some(first)) = (rows.get(*owner), rows.get(document.first)) else {
            continue;
        };
        if let Some((name, span)) = &first.settled.owner {
            if *name != owner.name.text {
                let message = format!("no `{name}` beside `{}` can carry it", owner.name.text);
                context.push(Diagnostic::new(
                    &fixup_codes::NO_SUCH_TARGET,
                    *span,
                    message,
                ));
            }
            continue;
        }
        let Some(above) = document.detached_from.and_then(|at| rows.get(at)) else {
            continue;
        };
        let message = format!(
            "the rows from `{}` on are behind `{}`, which carries no document; they are given to `{}`",
            first.name.text, above.name.text, owner.name.text
        );
        let place = first.line.unwrap_or(first.span);
        let told = |code| {
            Diagnostic::new(code, place, message)
                .contradicts(owner.ty.span, "the text that carries them")
        };
        if document.candidates == 1 {
            context.push(told(&codes::DETACHED_DOCUMENT));
        } else {
            let old = super::context::text(&*above.name.text);
            let new = super::context::text(&*owner.name.text);
            let problem = told(&codes::UNCLEAR_OWNER);
            context.guess(problem, &first.address, Property::Owner, old, new);
        }
    }
}
