//! `manifest.json`: the files of the last run, so that the next one knows which of them are no longer wanted.

use super::MARK;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The manifest as JSON.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    about: String,
    files: Vec<Entry>,
}

/// One file.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// Below the folder of the client, with `/`.
    path: String,
    /// Of the bytes, hexadecimal.
    sha256: String,
    /// What it was made from.
    page: String,
}

/// The manifest of these files, sorted.
pub(super) fn text(files: &BTreeMap<PathBuf, String>) -> String {
    let entry = |(path, text): (&PathBuf, &String)| Entry {
        path: slashed(path),
        sha256: Sha256::digest(text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        page: page(text).to_owned(),
    };
    let about = format!("{MARK}; do not edit.");
    let manifest = Manifest {
        about,
        files: files.iter().map(entry).collect(),
    };
    // Strings and lists of strings always have a JSON form.
    serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n"
}

/// The files that a manifest lists.
pub(super) fn read(text: &str) -> Result<Vec<PathBuf>, String> {
    let manifest: Manifest = serde_json::from_str(text).map_err(|error| error.to_string())?;
    manifest
        .files
        .into_iter()
        .map(|entry| {
            let path = PathBuf::from(&entry.path);
            // Nobody deletes anything outside of the client's folder because a manifest says so.
            let inside = path
                .components()
                .all(|part| matches!(part, std::path::Component::Normal(_)));
            if inside {
                Ok(path)
            } else {
                Err(format!("`{}` is not below the client", entry.path))
            }
        })
        .collect()
}

fn slashed(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// What the first line of a file says that it was made from.
fn page(text: &str) -> &str {
    let first = text.lines().next().unwrap_or_default();
    let from = first
        .split_once(&format!("{MARK} from "))
        .map_or("", |(_, from)| from);
    from.split_once("; do not edit.")
        .map_or("", |(page, _)| page)
}
