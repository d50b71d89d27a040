//! Pages to the endpoint model: the vocabulary of the page language (its sections 3 to 13), and the checks that every
//! page has to pass (its appendix B).
//!
//! [`page`] lowers one page, [`model`] puts the results together. Rows are read (`rows`, `attributes`), mended by
//! fix-ups (`mend`) and by guesses (`quirks`, `depth`), nested (`nest`, `tree`, `alternatives`), compared with the example
//! (`check_example`), and become fields (`documents`, `field`). Nothing here knows a page by its name.

mod alternatives;
mod attributes;
mod call;
mod check_example;
mod context;
mod depth;
mod documents;
mod enums;
mod envelope;
mod example;
mod field;
mod host;
mod identity;
mod mend;
mod nest;
mod notification;
mod operation;
mod parameters;
mod quirks;
mod request;
mod response;
mod rows;
mod sample;
pub(crate) mod status;
mod table;
mod text;
mod tree;
mod types;
mod url;

pub use identity::{Identity, Root};

use crate::diag::codes::lower as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::doc::page::Page;
use crate::fixups::Fixups;
use crate::model::{FORMAT, Model, Moved, Notification, Operation};
use mend::PageFixups;
use std::collections::{BTreeMap, BTreeSet};

/// What a page describes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lowered {
    /// Operations in the order of the page.
    pub operations: Vec<Operation>,
    /// The notification.
    pub notifications: Vec<Notification>,
    /// Where its content went.
    pub moved: Option<Moved>,
}

/// How pages are lowered.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether a fix-up that no longer applies is an error (`sync`) and not a warning.
    pub strict_fixups: bool,
}

/// Lowers one page. `path` is its path below the tree, with `/` between folders; the fix-ups for that path are applied
/// unless it is a page in our own form.
pub fn page(
    page: &Page,
    path: &str,
    fixups: &Fixups,
    options: Options,
    diagnostics: &mut Diagnostics,
) -> Lowered {
    let identity = Identity::new(path, page);
    if let Some(to) = &page.redirect {
        let moved = Moved {
            page: path.to_owned(),
            to: to.text.clone(),
            span: to.span,
        };
        return Lowered {
            moved: Some(moved),
            ..Lowered::default()
        };
    }
    let none = Fixups::none();
    let mut fixups = PageFixups::new(if identity.canonical { &none } else { fixups }, path);
    let mut lowered = Lowered::default();
    for section in &page.sections {
        let several = page.sections.len() > 1;
        let mut context = context::Context {
            identity: &identity,
            section,
            operation: several.then_some(section.method),
            diagnostics,
        };
        if operation::is_notification(&identity, section) {
            lowered
                .notifications
                .extend(operation::notification(&mut fixups, &mut context));
        } else {
            lowered
                .operations
                .extend(operation::operation(&mut fixups, &mut context));
        }
    }
    fixups.report(options.strict_fixups, diagnostics);
    lowered
}

/// Puts pages together: sorted by page, every operation and every event once. `pages` are the paths of all pages that
/// were read, whatever became of them.
pub fn model(
    lowered: impl IntoIterator<Item = Lowered>,
    pages: &BTreeSet<&str>,
    fixups: &Fixups,
    diagnostics: &mut Diagnostics,
) -> Model {
    let mut model = Model {
        format: FORMAT,
        ..Model::default()
    };
    for page in lowered {
        model.operations.extend(page.operations);
        model.notifications.extend(page.notifications);
        model.moved.extend(page.moved);
    }
    // Stable: operations of one page keep its order.
    model.operations.sort_by(|a, b| a.page.cmp(&b.page));
    model.notifications.sort_by(|a, b| a.page.cmp(&b.page));
    model.moved.sort_by(|a, b| a.page.cmp(&b.page));
    let mut seen = BTreeMap::new();
    for operation in &model.operations {
        if let Some(first) = seen.insert(operation.id.clone(), operation.span) {
            let message = format!("`{}` is described twice", operation.id);
            diagnostics.push(
                Diagnostic::new(&codes::TWICE, operation.span, message)
                    .contradicts(first, "the first"),
            );
        }
    }
    let mut events = BTreeMap::new();
    for notification in &model.notifications {
        let key = (notification.version, notification.event.clone());
        if let Some(first) = events.insert(key, notification.span) {
            let message = format!("`{}` is described twice", notification.event);
            diagnostics.push(
                Diagnostic::new(&codes::TWICE, notification.span, message)
                    .contradicts(first, "the first"),
            );
        }
    }
    fixups.report_absent_pages(pages, diagnostics);
    model
}
