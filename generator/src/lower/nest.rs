//! Whose child a row is: by depth, and by the line rows that open documents (page language, sections 5.1 and 6).

use super::rows::Row;
use crate::source::Span;
use std::collections::BTreeMap;

/// The parent of each row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Nesting {
    /// By row: its parent.
    pub parents: Vec<Option<usize>>,
    /// Rows whose children are the document that their text carries, and the row that opens it.
    pub documents: BTreeMap<usize, Document>,
}

/// A document below a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Document {
    /// First row of the document.
    pub first: usize,
    /// The row before the line, if it is not the owner.
    pub detached_from: Option<usize>,
    /// How many rows could have been the owner, by their format.
    pub candidates: usize,
}

/// Nests rows. Rows that jump over a depth hang below the nearest row that is less deep.
pub(super) fn nest(rows: &[Row]) -> Nesting {
    let mut nesting = Nesting::default();
    let mut open: Vec<usize> = Vec::new();
    let mut adopted: BTreeMap<usize, usize> = BTreeMap::new();
    // By parent: rows that could own a document, since their text stands for something else, and have none yet.
    let mut free: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        while open
            .last()
            .is_some_and(|&last| depth(rows, last) >= row.indent)
        {
            open.pop();
        }
        let parent = open.last().copied();
        if let Some(above) = parent.filter(|above| row.line.is_some() && above + 1 == index) {
            let above_parent = nesting.parents.get(above).copied().flatten();
            let free = free.entry(above_parent).or_default();
            let owner = owner(rows, above, free, row.settled.owner.as_ref());
            if owner != above {
                adopted.insert(above, owner);
            }
            let document = Document {
                first: index,
                detached_from: (owner != above).then_some(above),
                candidates: free.len(),
            };
            nesting.documents.insert(owner, document);
            free.retain(|one| *one != owner);
        }
        nesting
            .parents
            .push(parent.map(|parent| adopted.get(&parent).copied().unwrap_or(parent)));
        if row.format.is_opaque() {
            let parent = nesting.parents.last().copied().flatten();
            free.entry(parent).or_default().push(index);
        }
        open.push(index);
    }
    nesting
}

fn depth(rows: &[Row], index: usize) -> usize {
    rows.get(index).map_or(0, |row| row.indent)
}

/// The owner: the row above if its text stands for something else, else the nearest such sibling before it, else the
/// row above. A fix-up's word comes first.
fn owner(rows: &[Row], above: usize, candidates: &[usize], word: Option<&(String, Span)>) -> usize {
    let named = |name: &str| {
        let is = |index: &usize| rows.get(*index).is_some_and(|row| row.name.text == name);
        candidates.iter().rev().copied().find(is)
    };
    word.and_then(|(name, _)| named(name))
        .or_else(|| candidates.last().copied())
        .unwrap_or(above)
}

/// Writes the address of each row into it. `location` gives what is put before a row of the top. Of equal names below
/// one parent, the second is `name[2]`.
pub(super) fn address(rows: &mut [Row], location: impl Fn(&Row) -> Option<&'static str>) {
    let nesting = nest(rows);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut addresses: Vec<String> = Vec::new();
    for (row, parent) in rows.iter().zip(&nesting.parents) {
        let above = match parent.and_then(|parent| addresses.get(parent)) {
            Some(above) => Some(above.as_str()),
            None => location(row),
        };
        let name = &row.name.text;
        let plain = above.map_or_else(|| name.clone(), |above| format!("{above}/{name}"));
        let count = counts.entry(plain.clone()).or_default();
        *count += 1;
        addresses.push(if *count == 1 {
            plain
        } else {
            format!("{plain}[{count}]")
        });
    }
    for (row, address) in rows.iter_mut().zip(addresses) {
        row.address = address;
    }
}
