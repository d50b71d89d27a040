//! Texts that are still to be written.

use crate::model::{Field, Model};
use std::collections::BTreeMap;

/// What is still to be written on one page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Missing {
    /// Descriptions of operations or notifications.
    pub descriptions: usize,
    /// Descriptions of fields.
    pub fields: usize,
}

impl Missing {
    /// All of them.
    #[must_use]
    pub fn total(self) -> usize {
        self.descriptions + self.fields
    }
}

/// Texts that are still to be written, for each page that lacks any.
#[must_use]
pub fn missing(model: &Model) -> BTreeMap<&str, Missing> {
    let mut pages: BTreeMap<&str, Missing> = BTreeMap::new();
    for one in &model.operations {
        let page = pages.entry(&one.page).or_default();
        page.descriptions += usize::from(one.description.is_empty());
        let request = &one.request;
        let body = request.body.iter().map(|body| body.fields.as_slice());
        let tables = [&request.path, &request.query, &request.headers, &one.response.fields, &one.response.error_fields];
        page.fields += tables.into_iter().map(Vec::as_slice).chain(body).map(without_doc).sum::<usize>();
    }
    for one in &model.notifications {
        let page = pages.entry(&one.page).or_default();
        page.descriptions += usize::from(one.description.is_empty());
        page.fields += [&one.headers, &one.body.fields, &one.reply].map(|table| without_doc(table)).iter().sum::<usize>();
    }
    pages.retain(|_, missing| missing.total() > 0);
    pages
}

fn without_doc(fields: &[Field]) -> usize {
    let below = |field: &Field| {
        if field.alternatives.is_empty() {
            without_doc(&field.fields)
        } else {
            field.alternatives.iter().map(|one| without_doc(&one.fields)).sum()
        }
    };
    fields.iter().map(|field| usize::from(field.doc.is_empty()) + below(field)).sum()
}
