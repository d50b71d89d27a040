//! A page of ours: the model of one page to its text, in the canonical form of the page language.
//!
//! Reading the text gives the model back: `parse(render(model)) == model`, spans aside, for every model whose texts do
//! not read as something else (a description that ends in `{…}`, a label with a list of values in it). Whoever writes
//! a page checks that first (`sync`).

mod cells;
mod example;
mod fields;
mod section;

use crate::lower::Lowered;
use crate::model::{Model, Moved, Notification, Operation};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What one page says.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Operations in the order of the page, at least one.
    Operations(Vec<Operation>),
    /// A notification.
    Notification(Box<Notification>),
    /// Only where its content went.
    Moved(Moved),
}

impl Content {
    /// What one page says; `None` if it says nothing.
    #[must_use]
    pub fn of(mut lowered: Lowered) -> Option<Self> {
        if let Some(moved) = lowered.moved {
            return Some(Self::Moved(moved));
        }
        match lowered.notifications.pop() {
            Some(notification) => Some(Self::Notification(Box::new(notification))),
            None if lowered.operations.is_empty() => None,
            None => Some(Self::Operations(lowered.operations)),
        }
    }
}

/// The model by page.
#[must_use]
pub fn by_page(model: &Model) -> BTreeMap<String, Content> {
    let mut operations: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for operation in &model.operations {
        operations
            .entry(operation.page.clone())
            .or_default()
            .push(operation.clone());
    }
    let operations = operations
        .into_iter()
        .map(|(page, all)| (page, Content::Operations(all)));
    let notifications = model.notifications.iter().map(|one| {
        (
            one.page.clone(),
            Content::Notification(Box::new(one.clone())),
        )
    });
    let moved = model
        .moved
        .iter()
        .map(|one| (one.page.clone(), Content::Moved(one.clone())));
    operations.chain(notifications).chain(moved).collect()
}

/// The text of a page.
#[must_use]
pub fn page(content: &Content) -> String {
    match content {
        Content::Operations(operations) => match operations.as_slice() {
            [one] => {
                let mut out = front_matter(&one.title, &one.description);
                let _ = write!(
                    out,
                    "\n# {{{{ $frontmatter.title }}}} {{#{}}}\n",
                    section::id(one.method)
                );
                out.push_str("\n{{ $frontmatter.description }}\n");
                section::operation(&mut out, one);
                out
            }
            several => mixed(several),
        },
        Content::Notification(notification) => {
            let mut out = front_matter(&notification.title, &notification.description);
            out.push_str(
                "\n# {{ $frontmatter.title }} {#post}\n\n{{ $frontmatter.description }}\n",
            );
            section::notification(&mut out, notification);
            out
        }
        Content::Moved(moved) => stub(&moved.to),
    }
}

/// Several operations: without front matter, each under its own heading.
fn mixed(operations: &[Operation]) -> String {
    let titles: Vec<_> = operations.iter().map(|one| one.title.as_str()).collect();
    let mut out = format!("# {} {{#mix}}\n", titles.join("、"));
    for operation in operations {
        let _ = write!(
            out,
            "\n## {} {{#{}}}\n",
            operation.title,
            section::id(operation.method)
        );
        if !operation.description.is_empty() {
            let _ = write!(out, "\n{}\n", operation.description);
        }
        section::operation(&mut out, operation);
    }
    out
}

fn front_matter(title: &str, description: &str) -> String {
    let mut out = format!("---\ntitle: {title}\ndescription:");
    if !description.is_empty() {
        out.push(' ');
        out.push_str(description);
    }
    out.push_str("\n---\n");
    out
}

/// A page that only says where its content went.
fn stub(to: &str) -> String {
    format!(
        "---\ntitle: Moved to {to}\nhead:\n  - - meta\n    - http-equiv: refresh\n      content: 0;url={to}\n---\n"
    )
}
