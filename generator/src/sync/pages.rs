//! What two trees say, page by page, under the names that our pages have.

use super::render::{self, Content};
use crate::diag::{Diagnostics, Severity};
use crate::fixups::Fixups;
use crate::model::{Model, Version};
use crate::source::{FileId, SourceMap, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A tree of pages that was read and lowered.
#[derive(Debug, Clone, Copy)]
pub struct Tree<'a> {
    /// Its files.
    pub sources: &'a SourceMap,
    /// What they say.
    pub model: &'a Model,
    /// What is wrong with them.
    pub diagnostics: &'a Diagnostics,
    /// The fix-ups that were applied to them.
    pub fixups: &'a Fixups,
}

/// A tree by the names that our pages have.
#[derive(Debug, Clone, Default)]
pub(super) struct Pages {
    /// What each page says.
    pub contents: BTreeMap<String, Content>,
    /// Pages with an error, or that say nothing.
    pub broken: BTreeSet<String>,
    /// Pages that are there twice under the name of one of ours.
    pub clashes: BTreeSet<String>,
    /// The text of each page.
    pub texts: BTreeMap<String, String>,
}

impl Pages {
    /// The pages of a tree.
    pub fn new(tree: Tree<'_>) -> Self {
        let mut pages = Self::default();
        let mut contents = render::by_page(tree.model);
        let failed = files_with_errors(tree.diagnostics);
        for (file, source) in tree.sources.iter().filter(|(_, source)| is_page(&source.path)) {
            let content = contents.remove(&source.path);
            let name = our_name(&source.path, content.as_ref());
            if pages.texts.insert(name.clone(), source.text.to_string()).is_some() {
                pages.clashes.insert(name.clone());
            }
            if failed.contains(&file) || has_bad_fixup(&source.path, tree) {
                pages.broken.insert(name.clone());
            }
            match content {
                Some(content) => {
                    pages.contents.insert(name.clone(), renamed(content, &name));
                }
                None => {
                    pages.broken.insert(name);
                }
            }
        }
        pages
    }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".md")
}

fn files_with_errors(diagnostics: &Diagnostics) -> BTreeSet<FileId> {
    let errors = diagnostics.iter().filter(|one| one.code.severity == Severity::Error);
    errors.flat_map(|one| one.primary.iter().chain(&one.secondary)).map(|label| label.span.file).collect()
}

/// Whether a fix-up of the page is in error.
fn has_bad_fixup(page: &str, tree: Tree<'_>) -> bool {
    let entries = tree.fixups.of_page(page);
    let errors = tree.diagnostics.iter().filter(|one| one.code.severity == Severity::Error);
    let mut places = errors.filter_map(|one| one.primary.as_ref().map(|label| label.span));
    let within = |inner: Span, outer: Span| {
        inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
    };
    !entries.is_empty() && places.any(|place| entries.iter().any(|entry| within(place, entry.span)))
}

/// The name of our page for a page with this path: ours have no folder `openapi`. A page that was read alone is named
/// by what it says.
fn our_name(path: &str, content: Option<&Content>) -> String {
    if let Some(rest) = path.strip_prefix("openapi/") {
        return rest.to_owned();
    }
    let by_content = match content {
        Some(Content::Operations(operations)) if !path.contains('/') => {
            operations.first().map(|one| match one.path.trim_start_matches('/') {
                folder if folder.ends_with('/') => format!("{folder}index.md"),
                file => format!("{file}.md"),
            })
        }
        Some(Content::Notification(one)) if !path.contains('/') => {
            let version = if one.version == Version::V2 { "v2" } else { "v3" };
            Some(format!("webhook/{version}/{}.md", one.event))
        }
        _ => None,
    };
    by_content.unwrap_or_else(|| path.to_owned())
}

/// The content of a page under another name, without what later stages add.
fn renamed(content: Content, name: &str) -> Content {
    match content {
        Content::Operations(mut operations) => {
            for operation in &mut operations {
                name.clone_into(&mut operation.page);
                operation.family.clear();
            }
            Content::Operations(operations)
        }
        Content::Notification(mut notification) => {
            name.clone_into(&mut notification.page);
            notification.family.clear();
            Content::Notification(notification)
        }
        Content::Moved(mut moved) => {
            name.clone_into(&mut moved.page);
            Content::Moved(moved)
        }
    }
}

/// The name of our page that a site path leads to: `/openapi/v3/a#post` is `v3/a.md`.
pub(super) fn page_of_link(link: &str) -> String {
    let path = link.split('#').next().unwrap_or_default().trim_start_matches('/');
    format!("{}.md", path.strip_prefix("openapi/").unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_pages_have_no_folder_openapi() {
        assert_eq!(our_name("openapi/v3/a/{b}.md", None), "v3/a/{b}.md");
        assert_eq!(our_name("webhook/v3/A.B.md", None), "webhook/v3/A.B.md");
        assert_eq!(page_of_link("/openapi/v3/a#post"), "v3/a.md");
        assert_eq!(page_of_link("/webhook/v3/A.B"), "webhook/v3/A.B.md");
    }
}
