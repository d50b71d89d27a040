//! Which page it is: what its path below the tree says of it.

use crate::doc::page::Page;
use crate::model::Version;

/// What a page's path says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Path below the tree, with extension.
    pub page: String,
    /// Root that it stands below; absent for a page that is read alone.
    pub root: Option<Root>,
    /// Path below the root without extension; for a page that is read alone the name of the file.
    pub rest: String,
    /// Whether it is a page in our own canonical form: its example is HTTP, and no fix-up is for it.
    pub canonical: bool,
}

/// Roots of a tree of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Root {
    /// `openapi/v2`, `openapi/v3`, `v2`, `v3`.
    Operations(Version),
    /// `webhook/v2`, `webhook/v3`.
    Notifications(Version),
}

impl Identity {
    /// The identity of a page with this path below the tree.
    #[must_use]
    pub fn new(path: &str, page: &Page) -> Self {
        let without = path.strip_suffix(".md").unwrap_or(path);
        let has_php = page
            .sections
            .iter()
            .flat_map(|section| &section.examples)
            .any(|fence| fence.language == "php");
        let root = |prefix: &str, root: Root, canonical: bool| {
            without.strip_prefix(prefix).map(|rest| Self {
                page: path.to_owned(),
                root: Some(root),
                rest: rest.to_owned(),
                canonical,
            })
        };
        root("openapi/v2/", Root::Operations(Version::V2), false)
            .or_else(|| root("openapi/v3/", Root::Operations(Version::V3), false))
            .or_else(|| root("v2/", Root::Operations(Version::V2), !has_php))
            .or_else(|| root("v3/", Root::Operations(Version::V3), !has_php))
            .or_else(|| root("webhook/v2/", Root::Notifications(Version::V2), !has_php))
            .or_else(|| root("webhook/v3/", Root::Notifications(Version::V3), !has_php))
            .unwrap_or_else(|| Self {
                page: path.to_owned(),
                root: None,
                rest: without.rsplit('/').next().unwrap_or(without).to_owned(),
                canonical: !has_php,
            })
    }

    /// Path of the operation by the file's own path: a file `index` stands for its folder.
    pub(super) fn operation_path(&self) -> Option<String> {
        let version = match self.root? {
            Root::Operations(Version::V2) => "v2",
            Root::Operations(Version::V3) => "v3",
            Root::Notifications(_) => return None,
        };
        let rest = match self.rest.strip_suffix("/index") {
            Some(folder) => folder,
            None => &self.rest,
        };
        Some(format!("/{version}/{rest}"))
    }

    /// Name of the file without extension.
    pub(super) fn stem(&self) -> &str {
        self.rest.rsplit('/').next().unwrap_or(&self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_told_apart() {
        let identity = |path: &str| Identity::new(path, &Page::default());
        let page = identity("openapi/v3/a/{b}.md");
        assert_eq!(page.operation_path().as_deref(), Some("/v3/a/{b}"));
        assert!(!page.canonical);
        assert!(identity("v3/a/{b}.md").canonical);
        assert_eq!(
            identity("v3/a/index.md").operation_path().as_deref(),
            Some("/v3/a")
        );
        assert_eq!(identity("webhook/v3/A.B.md").stem(), "A.B");
        assert_eq!(identity("any/name.md").root, None);
        assert_eq!(identity("any/name.md").stem(), "name");
    }
}
