//! What two trees say, page by page, under the names that our pages have.

use super::render::{self, Content};
use crate::diag::{Diagnostics, Severity};
use crate::doc::page::Page;
use crate::fixups::{Fixup, Fixups};
use crate::model::{Model, Version};
use crate::source::{FileId, SourceMap, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A tree of pages that was read and lowered.
#[derive(Debug, Clone, Copy)]
pub struct Tree<'a> {
    /// Its files.
    pub sources: &'a SourceMap,
    /// Those of them that are pages.
    pub pages: &'a [Page],
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
    /// Whether something is wrong that concerns no page alone, such as the file of fix-ups: then every page is in doubt.
    pub in_doubt: bool,
}

impl Pages {
    /// The pages of a tree.
    pub fn new(tree: Tree<'_>) -> Self {
        let mut pages = Self::default();
        let mut contents = render::by_page(tree.model);
        let errors = Errors::new(tree);
        for (file, source) in tree
            .pages
            .iter()
            .filter_map(|page| Some((page.file, tree.sources.get(page.file)?)))
        {
            let content = contents.remove(&source.path);
            let name = our_name(&source.path, content.as_ref());
            if pages
                .texts
                .insert(name.clone(), source.text.to_string())
                .is_some()
            {
                pages.clashes.insert(name.clone());
            }
            if errors.files.contains(&file)
                || errors.fixed_pages.contains(&source.path)
                || content.is_none()
            {
                pages.broken.insert(name.clone());
            }
            if let Some(content) = content {
                pages.contents.insert(name.clone(), renamed(content, &name));
            }
        }
        pages.in_doubt = errors.of_no_page;
        pages
    }
}

/// Where the errors of a tree are.
#[derive(Default)]
struct Errors {
    files: BTreeSet<FileId>,
    /// Pages whose fix-ups have one.
    fixed_pages: BTreeSet<String>,
    of_no_page: bool,
}

impl Errors {
    fn new(tree: Tree<'_>) -> Self {
        let mut found = Self::default();
        let is_page = |file: FileId| tree.pages.iter().any(|page| page.file == file);
        let fixups: Vec<_> = tree
            .paths()
            .into_iter()
            .flat_map(|page| tree.fixups.of_page(page))
            .collect();
        for error in tree
            .diagnostics
            .iter()
            .filter(|one| one.code.severity == Severity::Error)
        {
            let places = error
                .primary
                .iter()
                .chain(&error.secondary)
                .map(|label| label.span);
            found.files.extend(places.map(|span| span.file));
            let place = error.primary.as_ref().map(|label| label.span);
            if place.is_some_and(|place| is_page(place.file)) {
                continue;
            }
            let fixup = place.and_then(|place| fixups.iter().find(|fixup| is_in(fixup, place)));
            match fixup {
                Some(fixup) => {
                    found.fixed_pages.insert(fixup.page.clone());
                }
                None => found.of_no_page = true,
            }
        }
        found
    }
}

impl<'a> Tree<'a> {
    /// Paths of the pages.
    fn paths(self) -> Vec<&'a str> {
        self.pages
            .iter()
            .filter_map(|page| Some(self.sources.get(page.file)?.path.as_str()))
            .collect()
    }
}

/// Whether a place is in an entry.
fn is_in(fixup: &Fixup, place: Span) -> bool {
    let within = |outer: Span| {
        place.file == outer.file && outer.start <= place.start && place.end <= outer.end
    };
    within(fixup.span) || within(fixup.old_span)
}

/// The name of our page for a page with this path: ours have no folder `openapi`. A page that was read alone is named
/// by what it says.
fn our_name(path: &str, content: Option<&Content>) -> String {
    if let Some(rest) = path.strip_prefix("openapi/") {
        return rest.to_owned();
    }
    let by_content = match content {
        Some(Content::Operations(operations)) if !path.contains('/') => {
            operations
                .first()
                .map(|one| match one.path.trim_start_matches('/') {
                    folder if folder.ends_with('/') => format!("{folder}index.md"),
                    file => format!("{file}.md"),
                })
        }
        Some(Content::Notification(one)) if !path.contains('/') => {
            let version = if one.version == Version::V2 {
                "v2"
            } else {
                "v3"
            };
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
    let path = link
        .split('#')
        .next()
        .unwrap_or_default()
        .trim_start_matches('/');
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
