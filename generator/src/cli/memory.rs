//! What the last run of this program left behind, so that the next one sees at once that nothing has changed.
//!
//! A run is a function of the program, the pages and the settings. If they are what they were, and the files of the client
//! are what that run left, and it had nothing to report, then there is nothing to do and nothing to report. The note of it lies
//! beside the program and is only a hint: without it, or if it cannot be written, a run takes longer.

use crate::source::load::load;
use crate::write::{API, OPERATIONS, Target, replace};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{env, fs, io};

/// What a run depends on.
pub(super) struct Inputs {
    /// Tree of pages.
    pub pages: PathBuf,
    /// Files of settings, those that there are.
    pub settings: Vec<PathBuf>,
}

/// A run that left everything up to date and reported nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Done {
    /// Pages that were read.
    pub pages: usize,
    /// Files that are as they should be.
    pub files: usize,
}

/// The last run, if everything is as it left it.
pub(super) fn recall(inputs: &Inputs, target: &Target) -> Option<Done> {
    let note = fs::read_to_string(note()?).ok()?;
    let mut words = note.split_whitespace();
    let (state, pages, files) = (words.next()?, words.next()?, words.next()?);
    let done = Done {
        pages: pages.parse().ok()?,
        files: files.parse().ok()?,
    };
    (state == self::state(inputs, target)?).then_some(done)
}

/// Keeps a run in mind.
pub(super) fn remember(inputs: &Inputs, target: &Target, done: Done) {
    if let (Some(note), Some(state)) = (note(), state(inputs, target)) {
        let Done { pages, files } = done;
        // Without the note the next run takes longer.
        let _ = replace(&note, &format!("{state} {pages} {files}\n"));
    }
}

fn note() -> Option<PathBuf> {
    Some(env::current_exe().ok()?.with_extension("last"))
}

/// A digest of the program, the inputs and the client; `None` if something cannot be read.
fn state(inputs: &Inputs, target: &Target) -> Option<String> {
    let tree = load(&inputs.pages);
    if tree.diagnostics.iter().next().is_some() {
        return None;
    }
    let mut files = inputs.settings.clone();
    files.extend([
        target.lock.clone(),
        target.client.join("Cargo.toml"),
        target.client.join(OPERATIONS),
    ]);
    find(&target.client.join(API), &mut files).ok()?;
    let pages: Vec<_> = tree
        .sources
        .iter()
        .map(|(_, page)| (page.path.as_str(), page.text.as_bytes()))
        .collect();
    let pages: Vec<Vec<u8>> = pages
        .into_par_iter()
        .map(|(path, text)| digest(path, text))
        .collect();
    let files: io::Result<Vec<Vec<u8>>> = files
        .par_iter()
        .map(|path| Ok(digest(&path.to_string_lossy(), &fs::read(path)?)))
        .collect();
    let mut all = Sha256::new();
    all.update(program().ok()?);
    for one in pages.into_iter().chain(files.ok()?) {
        all.update(one);
    }
    Some(hex(&all.finalize()))
}

/// What tells this build of the program from another at the same place.
fn program() -> io::Result<String> {
    let file = fs::metadata(env::current_exe()?)?;
    let built = file.modified()?.duration_since(UNIX_EPOCH);
    Ok(format!("{} {:?};", file.len(), built))
}

fn digest(path: &str, content: &[u8]) -> Vec<u8> {
    let mut digest = Sha256::new();
    digest.update((path.len() as u64).to_le_bytes());
    digest.update(path);
    digest.update(content);
    digest.finalize().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files below a folder, by path.
fn find(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries: io::Result<Vec<_>> = fs::read_dir(folder)?.collect();
    let mut entries = entries?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        if entry.file_type()?.is_dir() {
            find(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
