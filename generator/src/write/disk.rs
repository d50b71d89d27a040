//! The disk side: compare, replace, delete.

use super::{MANIFEST, MARK, Plan, Target, cargo, manifest};
use crate::diag::codes::write as codes;
use crate::diag::{Diagnostic, Diagnostics};
use rayon::prelude::*;
use similar::TextDiff;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Lines of a diff that are shown.
const DIFF_LINES: usize = 12;

/// One file that is not as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: PathBuf,
    /// In what way.
    pub kind: ChangeKind,
    /// The beginning of the difference, unified, empty for a file that is only on one side.
    pub diff: String,
}

/// How a file differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is not there yet.
    Added,
    /// It has other contents.
    Changed,
    /// It is no longer wanted.
    Removed,
}

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were written.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files that were deleted.
    pub removed: usize,
}

/// One file of the plan beside what is on disk.
struct Entry {
    path: PathBuf,
    /// What is to be there, none if it is to be deleted.
    wanted: Option<String>,
    /// What is there.
    found: Option<String>,
}

impl Entry {
    fn kind(&self) -> Option<ChangeKind> {
        match (&self.wanted, &self.found) {
            (Some(wanted), Some(found)) if wanted == found => None,
            (Some(_), Some(_)) => Some(ChangeKind::Changed),
            (Some(_), None) => Some(ChangeKind::Added),
            (None, Some(_)) => Some(ChangeKind::Removed),
            (None, None) => None,
        }
    }
}

/// The difference between the plan and the disk, by path. Nothing is written.
#[must_use]
pub fn compare(plan: &Plan, target: &Target, diagnostics: &mut Diagnostics) -> Vec<Change> {
    let entries = entries(plan, target, diagnostics);
    let change = |entry: &Entry| {
        let diff = match (&entry.found, &entry.wanted) {
            (Some(found), Some(wanted)) => short_diff(found, wanted),
            _ => String::new(),
        };
        Some(Change {
            path: entry.path.clone(),
            kind: entry.kind()?,
            diff,
        })
    };
    entries.par_iter().filter_map(change).collect()
}

/// Brings the disk up to the plan: writes what differs, deletes what the last run wrote and this one does not. Each file is
/// replaced as a whole. Returns nothing, having written nothing, if any file is not ours to write or cannot be read.
pub fn apply(plan: &Plan, target: &Target, diagnostics: &mut Diagnostics) -> Option<Summary> {
    let mut problems = Diagnostics::new();
    let entries = entries(plan, target, &mut problems);
    let failed = problems.has_errors();
    diagnostics.append(problems);
    if failed {
        return None;
    }
    let mut summary = Summary::default();
    // The manifest goes last: until then the old one knows of everything that is to be deleted.
    let manifest = target.client.join(MANIFEST);
    let (last, first): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.path == manifest);
    for entry in first.into_iter().chain(last) {
        let done = match (entry.kind(), &entry.wanted) {
            (None, _) => {
                summary.unchanged += 1;
                Ok(())
            }
            (Some(_), Some(text)) => {
                summary.written += 1;
                replace(&entry.path, text)
            }
            (Some(_), None) => {
                summary.removed += 1;
                remove(&entry.path, &target.client)
            }
        };
        if let Err(error) = done {
            diagnostics.push(failure(&entry.path, &error));
            return None;
        }
    }
    Some(summary)
}

/// Every file of the plan and every one that is no longer wanted, by path.
fn entries(plan: &Plan, target: &Target, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let mut wanted: Vec<(PathBuf, Option<String>)> = plan
        .files
        .iter()
        .map(|(path, text)| (target.client.join(path), Some(text.clone())))
        .collect();
    wanted.push((target.lock.clone(), Some(plan.lock.clone())));
    let before = previous(target, diagnostics);
    let gone = before
        .into_iter()
        .filter(|path| !plan.files.contains_key(path));
    wanted.extend(gone.map(|path| (target.client.join(path), None)));
    wanted.sort_by(|a, b| a.0.cmp(&b.0));
    let found: Vec<Result<Entry, Box<Diagnostic>>> = wanted
        .into_par_iter()
        .map(|(path, wanted)| entry(path, wanted))
        .collect();
    let mut entries = Vec::with_capacity(found.len() + 1);
    for one in found {
        match one {
            Ok(entry) => entries.push(entry),
            Err(problem) => diagnostics.push(*problem),
        }
    }
    match cargo_entry(plan, target) {
        Ok(entry) => entries.push(entry),
        Err(problem) => diagnostics.push(*problem),
    }
    entries
}

fn entry(path: PathBuf, wanted: Option<String>) -> Result<Entry, Box<Diagnostic>> {
    let found = read(&path).map_err(|error| failure(&path, &error))?;
    let differs = found.is_some() && found != wanted;
    let ours = found
        .as_deref()
        .is_some_and(|text| text.lines().take(2).any(|line| line.contains(MARK)));
    if differs && !ours {
        let message = format!(
            "`{}` was not written by the generator, so it is left alone",
            path.display()
        );
        return Err(Diagnostic::without_place(&codes::NOT_OURS, message).into());
    }
    Ok(Entry {
        path,
        wanted,
        found,
    })
}

fn cargo_entry(plan: &Plan, target: &Target) -> Result<Entry, Box<Diagnostic>> {
    let path = target.client.join("Cargo.toml");
    let found = read(&path).map_err(|error| failure(&path, &error))?;
    let merged = cargo::merge(found.as_deref().unwrap_or_default(), &plan.features);
    let Some(wanted) = merged else {
        let message = format!(
            "`{}` has no lines `{}` and `{}`",
            path.display(),
            cargo::BEGIN,
            cargo::END
        );
        return Err(Diagnostic::without_place(&codes::NO_MARKERS, message).into());
    };
    Ok(Entry {
        path,
        wanted: Some(wanted),
        found,
    })
}

/// The files that the last run wrote.
fn previous(target: &Target, diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
    let path = target.client.join(MANIFEST);
    let text = match read(&path) {
        Ok(text) => text.unwrap_or_default(),
        Err(error) => {
            diagnostics.push(failure(&path, &error));
            return Vec::new();
        }
    };
    if text.is_empty() {
        return Vec::new();
    }
    manifest::read(&text).unwrap_or_else(|error| {
        let message = format!("`{}`: {error}", path.display());
        diagnostics.push(Diagnostic::without_place(
            &codes::MANIFEST_UNREADABLE,
            message,
        ));
        Vec::new()
    })
}

/// The text of a file, none if there is none. Bytes that are no UTF-8 make it a file that is not ours.
fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts `text` in the place of a file, as a whole: a temporary file in the same folder, then a rename. Folders that are
/// missing are made.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.wechatpay-codegen"));
    let done = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, path));
    if done.is_err() {
        // Only tidies up: the error that counts is the first one.
        let _ = fs::remove_file(&temporary);
    }
    done
}

/// Deletes a file, and the folders below `root` that are empty then.
fn remove(path: &Path, root: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    let empty =
        |folder: &Path| fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    for folder in path
        .ancestors()
        .skip(1)
        .take_while(|folder| *folder != root)
    {
        if !empty(folder) {
            break;
        }
        fs::remove_dir(folder)?;
    }
    Ok(())
}

fn failure(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::without_place(
        &codes::WRITE_FAILED,
        format!("`{}`: {error}", path.display()),
    )
}

/// The first lines of a unified diff.
fn short_diff(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let unified = diff.unified_diff().context_radius(1).to_string();
    let mut lines = unified.lines();
    let mut shown: Vec<&str> = lines.by_ref().take(DIFF_LINES).collect();
    if lines.next().is_some() {
        shown.push("…");
    }
    shown.join("\n")
}
