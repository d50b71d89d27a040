//! Texts that are still to be written.

use crate::diag::Diagnostic;
use crate::diag::codes::sync as codes;
use crate::model::{Field, Model};
use std::cmp::Reverse;
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
        let tables = [
            &request.path,
            &request.query,
            &request.headers,
            &one.response.fields,
            &one.response.error_fields,
        ];
        page.fields += tables
            .into_iter()
            .map(Vec::as_slice)
            .chain(body)
            .map(without_doc)
            .sum::<usize>();
    }
    for one in &model.notifications {
        let page = pages.entry(&one.page).or_default();
        page.descriptions += usize::from(one.description.is_empty());
        page.fields += [&one.headers, &one.body.fields, &one.reply]
            .map(|table| without_doc(table))
            .iter()
            .sum::<usize>();
    }
    pages.retain(|_, missing| missing.total() > 0);
    pages
}

/// The warning that says how many texts are still to be written, and where most of them are.
#[must_use]
pub fn missing_texts(model: &Model) -> Option<Diagnostic> {
    const SHOWN: usize = 10;
    let pages = missing(model);
    let sum = |count: fn(&Missing) -> usize| pages.values().map(count).sum::<usize>();
    let (descriptions, fields) = (sum(|one| one.descriptions), sum(|one| one.fields));
    if pages.is_empty() {
        return None;
    }
    let message = format!(
        "{descriptions} descriptions of operations and notifications and {fields} of fields are still to be written, on {} pages",
        pages.len()
    );
    let mut problem = Diagnostic::without_place(&codes::MISSING_TEXTS, message);
    for (page, missing) in by_number(&pages).into_iter().take(SHOWN) {
        problem = problem.help(format!("`{page}`: {}", missing.total()));
    }
    Some(match pages.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => problem.help(format!(
            "and {more} more pages; `sync UPSTREAM --dry-run` lists them all"
        )),
        _ => problem,
    })
}

/// Pages by how much they lack, most first.
#[must_use]
pub fn by_number<'a>(pages: &BTreeMap<&'a str, Missing>) -> Vec<(&'a str, Missing)> {
    let mut pages: Vec<_> = pages
        .iter()
        .map(|(page, missing)| (*page, *missing))
        .collect();
    pages.sort_by_key(|(page, missing)| (Reverse(missing.total()), *page));
    pages
}

fn without_doc(fields: &[Field]) -> usize {
    let below = |field: &Field| {
        if field.alternatives.is_empty() {
            without_doc(&field.fields)
        } else {
            field
                .alternatives
                .iter()
                .map(|one| without_doc(&one.fields))
                .sum()
        }
    };
    fields
        .iter()
        .map(|field| usize::from(field.doc.is_empty()) + below(field))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Notification, Type, Version};
    use crate::source::Span;
    use crate::sync::testing::{envelope, field};

    #[test]
    fn the_warning_counts_by_page() {
        let notification = |page: &str, description: &str| Notification {
            event: "A.B".to_owned(),
            event_types: Vec::new(),
            version: Version::V3,
            page: page.to_owned(),
            family: String::new(),
            title: "标题".to_owned(),
            description: description.to_owned(),
            status: Vec::new(),
            replacements: Vec::new(),
            links: Vec::new(),
            headers: Vec::new(),
            body: envelope::body(
                "A.B",
                vec![field("a", Type::String), field("b", Type::String)],
            ),
            reply: Vec::new(),
            span: Span::default(),
        };
        let model = Model {
            notifications: vec![notification("a.md", ""), notification("b.md", "说明")],
            ..Model::default()
        };
        let counts: Vec<_> = missing(&model)
            .into_iter()
            .map(|(page, one)| (page, one.descriptions, one.fields))
            .collect();
        assert_eq!(counts, [("a.md", 1, 13), ("b.md", 0, 13)]);
        let warning = missing_texts(&model).unwrap();
        assert_eq!(
            warning.message,
            "1 descriptions of operations and notifications and 26 of fields are still to be written, on 2 pages"
        );
        assert_eq!(warning.help, ["`a.md`: 14", "`b.md`: 13"]);
        assert!(missing_texts(&Model::default()).is_none());
    }
}
