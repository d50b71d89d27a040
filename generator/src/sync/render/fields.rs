//! Fields and what is below them, as rows.

use super::cells::{self, Row};
use crate::model::Field;

/// Where the rows of fields stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Depth, from 0.
    pub depth: usize,
    /// Whether they are the parts of a multipart body.
    pub parts: bool,
}

impl Place {
    /// The given depth of any other table.
    pub(super) fn depth(depth: usize) -> Self {
        Self {
            depth,
            parts: false,
        }
    }
}

/// The rows of these fields.
pub(super) fn rows(out: &mut String, fields: &[Field], place: Place) {
    for field in fields {
        row(out, field, place);
    }
}

fn row(out: &mut String, field: &Field, place: Place) {
    Row {
        depth: place.depth,
        name: &field.name,
        required: field.required,
        ty: &cells::type_cell(field, place.parts),
        description: &cells::description_cell(field),
    }
    .write(out);
    let below = Place::depth(place.depth + 1);
    let is_document = field.encoding.is_some() || field.encryption.is_some();
    if is_document && !field.fields.is_empty() {
        out.push_str(cells::LINE);
    }
    if field.alternatives.is_empty() {
        rows(out, &field.fields, below);
    }
    for alternative in &field.alternatives {
        cells::alternative(out, below.depth, &alternative.label);
        rows(out, &alternative.fields, Place::depth(below.depth + 1));
    }
}
