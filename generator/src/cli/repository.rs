//! Default paths: those of the repository around the current directory.

use std::fs;
use std::path::{Path, PathBuf};

/// The repository, if there is one.
#[derive(Debug, Clone, Default)]
pub(super) struct Repository {
    root: Option<PathBuf>,
}

impl Repository {
    /// The repository that the current directory is in; if it is in none, that of the crate which Cargo runs.
    pub fn find() -> Self {
        let above = |dir: PathBuf| dir.ancestors().find(|dir| is_root(dir)).map(Path::to_owned);
        let crate_dir = || std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let root = upwards().or_else(|| above(crate_dir()?));
        Self { root }
    }

    /// The path of the repository, if there is one.
    pub fn path(&self, default: &str) -> Option<PathBuf> {
        Some(self.root.as_ref()?.join(default))
    }
}

/// The nearest root upwards, as a path from the current directory: messages are shorter so, and annotations of a pull
/// request need it.
fn upwards() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let mut relative = PathBuf::new();
    for dir in here.ancestors() {
        if is_root(dir) {
            return Some(relative);
        }
        relative.push("..");
    }
    None
}

/// Whether `dir` is the root of a workspace that has pages.
fn is_root(dir: &Path) -> bool {
    let is_workspace = |text: String| text.lines().any(|line| line.trim() == "[workspace]");
    dir.join("specs").is_dir() && fs::read_to_string(dir.join("Cargo.toml")).is_ok_and(is_workspace)
}
