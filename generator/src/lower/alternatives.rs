//! Several shapes under one name (page language, section 5.1, rule B).

use super::context::{Context, text};
use super::nest::Nesting;
use super::rows::Row;
use super::tree::{Node, Variant};
use crate::diag::Diagnostic;
use crate::diag::codes::{fixup as fixup_codes, lower as codes};
use crate::fixups::Property;
use crate::model::Type;
use std::collections::BTreeMap;

/// Joins siblings of one name: behind a line they are alternatives, else they are repeated by mistake.
pub(super) fn group(nodes: Vec<Node>, context: &mut Context<'_>) -> Vec<Node> {
    let mut grouped: Vec<Node> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for node in nodes {
        let Some(first) = places
            .get(&node.row.name.text)
            .and_then(|at| grouped.get_mut(*at))
        else {
            places.insert(node.row.name.text.clone(), grouped.len());
            grouped.push(node);
            continue;
        };
        if node.row.line.is_some() && node.ty.ty == Type::Object && first.ty.ty == Type::Object {
            if first.alternatives.is_empty() {
                let children = std::mem::take(&mut first.children);
                first.alternatives.push(Variant {
                    row: first.row.clone(),
                    children,
                });
            }
            first.alternatives.push(Variant {
                row: node.row,
                children: node.children,
            });
            continue;
        }
        let same = node.ty == first.ty && node.children.is_empty() == first.children.is_empty();
        let code = if same {
            &codes::REPEATED_FIELD
        } else {
            &codes::CONTRADICTING_FIELD
        };
        let message = format!(
            "`{}` is there twice below one parent; the first is kept",
            node.row.name.text
        );
        context.push(
            Diagnostic::new(code, node.row.name.span, message)
                .contradicts(first.row.name.span, "the first"),
        );
    }
    grouped
}

/// Rows that stand beside an encrypted text and are the alternatives of what it carries: the owner of each. A fix-up
/// says so, or it is guessed: a line, then objects of one name, and a sibling before it that carries nothing.
pub(super) fn of_documents(
    rows: &[Row],
    nesting: &Nesting,
    context: &mut Context<'_>,
) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        if let Some((address, span)) = &row.settled.alternative_of {
            match rows
                .iter()
                .position(|other| other.address == *address && other.format.is_opaque())
            {
                Some(owner) if owner != index => {
                    found.insert(index, owner);
                }
                _ => context.push(Diagnostic::new(
                    &fixup_codes::NO_SUCH_TARGET,
                    *span,
                    format!("`{address}` is no text that carries a document"),
                )),
            }
        }
    }
    let carries = |row: &Row| row.format.encryption.is_some_and(is_symmetric);
    if !rows.iter().any(carries) {
        return found;
    }
    for (index, row) in rows.iter().enumerate() {
        if found.contains_key(&index) || row.line.is_none() || !row.ty.text.starts_with("object") {
            continue;
        }
        let Some(owner) = free_owner(rows, nesting, index)
            .filter(|owner| !found.values().any(|one| one == owner))
        else {
            continue;
        };
        let siblings: Vec<_> = same_name(rows, nesting, index);
        let Some(owner_row) = rows.get(owner) else {
            continue;
        };
        let message = format!(
            "`{}` stands beside `{}`, whose text is encrypted and has no rows; read as {} of that text",
            row.name.text,
            owner_row.name.text,
            if siblings.len() == 1 {
                "the document"
            } else {
                "the alternatives"
            }
        );
        let parent = row
            .address
            .rsplit_once('/')
            .map_or("", |(parent, _)| parent);
        let problem = Diagnostic::new(&codes::DOCUMENT_BESIDE_OWNER, row.name.span, message)
            .contradicts(owner_row.ty.span, "the text");
        context.guess(
            problem,
            &row.address,
            Property::Alternatives,
            text(parent),
            text(&*owner_row.address),
        );
        found.extend(siblings.into_iter().map(|sibling| (sibling, owner)));
    }
    found
}

/// The nearest sibling before `index` that is an encrypted or encoded text without rows, if a line parts them.
fn free_owner(rows: &[Row], nesting: &Nesting, index: usize) -> Option<usize> {
    let parent = *nesting.parents.get(index)?;
    let opened = nesting
        .documents
        .values()
        .any(|document| document.first == index);
    let candidate = |at: &usize| {
        nesting.parents.get(*at) == Some(&parent)
            && rows
                .get(*at)
                .is_some_and(|row| row.format.encryption.is_some())
    };
    let owner = (0..index).rev().find(candidate)?;
    let free = !opened
        && !nesting.documents.contains_key(&owner)
        && rows
            .get(owner)
            .is_some_and(|row| matches!(row.format.encryption, Some(one) if is_symmetric(one)));
    free.then_some(owner)
}

/// Documents are encrypted with a shared key; what a public key encrypts is a short text.
fn is_symmetric(encryption: crate::model::Encryption) -> bool {
    encryption.algorithm != crate::model::Algorithm::RsaOaep
}

fn same_name(rows: &[Row], nesting: &Nesting, index: usize) -> Vec<usize> {
    let name = rows.get(index).map(|row| &row.name.text);
    let parent = nesting.parents.get(index);
    (index..rows.len())
        .filter(|at| {
            rows.get(*at).map(|row| &row.name.text) == name && nesting.parents.get(*at) == parent
        })
        .collect()
}
