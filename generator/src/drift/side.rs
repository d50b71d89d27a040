//! One side of the comparison.

use crate::model::{Model, Notification, Operation};
use crate::source::{SourceMap, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A model and where it came from.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The model.
    pub model: &'a Model,
    /// The files that its spans are of; empty for a model that was read from JSON.
    pub sources: &'a SourceMap,
    /// Pages that could not be read without errors.
    pub unread: &'a BTreeSet<String>,
}

/// How often a page that only says where its content went may lead to another such page.
const MOST_MOVES: usize = 16;

impl<'a> Side<'a> {
    /// The line where `span` begins.
    #[must_use]
    pub fn line(&self, span: Span) -> Option<usize> {
        let file = self.sources.get(span.file)?;
        Some(file.position(span.start as usize).line)
    }

    /// The operations by id, without those that stand on `unread` pages.
    pub(super) fn operations(&self, unread: &BTreeSet<&str>) -> BTreeMap<&'a str, &'a Operation> {
        let mut all = BTreeMap::new();
        for operation in &self.model.operations {
            if !unread.contains(place(&operation.page)) {
                all.entry(operation.id.as_str()).or_insert(operation);
            }
        }
        all
    }

    /// The notifications by subject, without those that stand on `unread` pages.
    pub(super) fn notifications(
        &self,
        unread: &BTreeSet<&str>,
    ) -> BTreeMap<String, &'a Notification> {
        let mut all = BTreeMap::new();
        for notification in &self.model.notifications {
            if !unread.contains(place(&notification.page)) {
                all.entry(subject(notification)).or_insert(notification);
            }
        }
        all
    }

    /// Where the content of a page went in the end: the site path, without extension.
    pub(super) fn destination(&self, page: &str) -> Option<&'a str> {
        let mut at = place(page);
        let mut to = None;
        for _ in 0..MOST_MOVES {
            let moved = self.model.moved.iter().find(|one| place(&one.page) == at);
            let Some(moved) = moved else { break };
            at = place(&moved.to);
            to = Some(moved.to.as_str());
        }
        to
    }
}

/// What a page is called on both sides: its path without extension, and without the folder that only upstream has.
pub(super) fn place(page: &str) -> &str {
    let page = page.trim_start_matches('/');
    let page = page.strip_suffix(".md").unwrap_or(page);
    page.strip_prefix("openapi/").unwrap_or(page)
}

/// How a notification is called in a report.
pub(super) fn subject(notification: &Notification) -> String {
    let version = crate::passes::api::version_name(notification.version);
    format!("{version} {}", notification.event)
}
