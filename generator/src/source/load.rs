//! Reads a tree of pages, or one page.
//!
//! A page is a file with extension `.md` under one of the [`ROOTS`] of the tree; nothing else is. What cannot be read
//! becomes a diagnostic, and the rest is read all the same.

use super::{FileId, SourceFile, SourceMap, Span};
use crate::diag::codes::io;
use crate::diag::{Diagnostic, Diagnostics};
use rayon::prelude::*;
use std::ffi::OsStr;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// Largest page in bytes. The largest known page has 60 kB; beyond this limit a file is something else.
pub const MAX_PAGE_BYTES: u64 = 16 << 20;

/// Folders of a tree that hold pages: those of the site, and those of our catalogue, which has no `openapi`.
pub const ROOTS: [&str; 6] = [
    "openapi/v2",
    "openapi/v3",
    "v2",
    "v3",
    "webhook/v2",
    "webhook/v3",
];

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The files.
    pub sources: SourceMap,
    /// The pages, by identity, which is the `path` of their [`SourceFile`].
    pub pages: Vec<FileId>,
    /// What could not be read.
    pub diagnostics: Diagnostics,
}

/// Reads the tree (or the one page) at `path`.
#[must_use]
pub fn load(path: &Path) -> Tree {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => load_tree(path),
        Ok(_) => {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_owned();
            read_all(vec![Found {
                path: path.to_owned(),
                identity: name.to_string_lossy().into_owned(),
                in_tree: false,
            }])
        }
        Err(error) => failed(Diagnostic::without_place(
            &io::NO_INPUT,
            format!("cannot read `{}`: {error}", shown(path)),
        )),
    }
}

/// A page that is to be read.
struct Found {
    path: PathBuf,
    identity: String,
    in_tree: bool,
}

fn failed(problem: Diagnostic) -> Tree {
    let mut tree = Tree::default();
    tree.diagnostics.push(problem);
    tree
}

fn load_tree(dir: &Path) -> Tree {
    let mut walk = Walk::default();
    for folder in ROOTS {
        let path = dir.join(folder);
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => walk.folder(&path, folder),
            Err(error)
                if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                walk.unreadable(&path, &error);
            }
            _ => {}
        }
    }
    if walk.found.is_empty() && !walk.diagnostics.has_errors() {
        let roots = ROOTS.map(|folder| format!("`{folder}`")).join(", ");
        return failed(
            Diagnostic::without_place(
                &io::NO_PAGE,
                format!("there is no page under `{}`", shown(dir)),
            )
            .help(format!(
                "pages are `.md` files under {roots}; give the directory that holds these"
            )),
        );
    }
    let mut tree = read_all(walk.found);
    tree.diagnostics.append(walk.diagnostics);
    tree
}

/// A walk over the folders of a tree, in the order of their names.
#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    diagnostics: Diagnostics,
    /// Real paths of the folders that the walk is in, to see when a link leads back.
    inside: Vec<PathBuf>,
}

impl Walk {
    fn folder(&mut self, path: &Path, identity: &str) {
        let entries = fs::canonicalize(path).and_then(|real| Ok((real, sorted_entries(path)?)));
        let (real, entries) = match entries {
            Ok(found) => found,
            Err(error) => return self.unreadable(path, &error),
        };
        if self.inside.contains(&real) {
            let message = format!("`{}` leads back to a folder that it lies in", shown(path));
            return self
                .diagnostics
                .push(Diagnostic::without_place(&io::LINK_LOOP, message));
        }
        self.inside.push(real);
        for entry in entries {
            self.entry(&entry, identity);
        }
        self.inside.pop();
    }

    fn entry(&mut self, path: &Path, parent: &str) {
        let name = path.file_name().unwrap_or_default();
        let identity = format!("{parent}/{}", name.to_string_lossy());
        let is_page = path.extension() == Some(OsStr::new("md"));
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => self.folder(path, &identity),
            // A page that cannot be opened is reported when it is read.
            _ if is_page => {
                if name.to_str().is_none() {
                    let message = format!("the name of `{}` is not UTF-8", shown(path));
                    self.diagnostics
                        .push(Diagnostic::without_place(&io::NAME_NOT_UTF8, message));
                }
                self.found.push(Found {
                    path: path.to_owned(),
                    identity,
                    in_tree: true,
                });
            }
            Ok(_) => {}
            // A broken link without the extension of a page is no page.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => self.unreadable(path, &error),
        }
    }

    fn unreadable(&mut self, folder: &Path, error: &std::io::Error) {
        let message = format!("cannot read `{}`: {error}", shown(folder));
        self.diagnostics
            .push(Diagnostic::without_place(&io::UNREADABLE_FOLDER, message));
    }
}

fn sorted_entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

/// Reads all files, several at a time.
fn read_all(mut found: Vec<Found>) -> Tree {
    found.sort_by(|a, b| a.identity.cmp(&b.identity));
    let read: Vec<_> = found.par_iter().map(|page| decode(read(page))).collect();

    let mut tree = Tree::default();
    let mut files = Vec::with_capacity(found.len());
    for ((file, page), (text, problem)) in (0..).map(FileId).zip(found).zip(read) {
        let length = text.len();
        files.push(SourceFile::new(page.identity, text).at(shown(&page.path)));
        match problem {
            Some(Problem::Unreadable(code, message)) => {
                tree.diagnostics
                    .push(Diagnostic::new(code, Span::new(file, 0..0), message));
                continue;
            }
            Some(Problem::NotUtf8 { at, count }) => {
                tree.diagnostics.push(not_utf8(file, at, count, length))
            }
            None => {}
        }
        tree.pages.push(file);
    }
    tree.sources = SourceMap::new(files);
    tree
}

/// What is wrong with a file.
enum Problem {
    Unreadable(&'static crate::diag::Code, String),
    /// The first of `count` places that are not UTF-8, as a byte of the mended text.
    NotUtf8 {
        at: usize,
        count: usize,
    },
}

fn read(page: &Found) -> Result<Vec<u8>, Problem> {
    let unreadable = |why: String| Problem::Unreadable(&io::UNREADABLE_FILE, why);
    // A pipe in a tree would be waited for without end; one that the user names is meant.
    if page.in_tree && fs::metadata(&page.path).is_ok_and(|found| !found.is_file()) {
        return Err(unreadable("this is not a regular file".to_owned()));
    }
    let mut bytes = Vec::new();
    fs::File::open(&page.path)
        .and_then(|file| file.take(MAX_PAGE_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(format!("cannot read this file: {error}")))?;
    if bytes.len() as u64 > MAX_PAGE_BYTES {
        let message = format!("this file is larger than {} MiB", MAX_PAGE_BYTES >> 20);
        return Err(Problem::Unreadable(&io::TOO_LARGE, message));
    }
    Ok(bytes)
}

/// The text of what was read; what is not UTF-8 is replaced by U+FFFD.
fn decode(read: Result<Vec<u8>, Problem>) -> (String, Option<Problem>) {
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(problem) => return (String::new(), Some(problem)),
    };
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len());
    let (mut at, mut count) = (None, 0);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            at.get_or_insert(text.len());
            count += 1;
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, at.map(|at| Problem::NotUtf8 { at, count }))
}

fn not_utf8(file: FileId, at: usize, count: usize, length: usize) -> Diagnostic {
    let message = match count {
        1 => "this is not UTF-8".to_owned(),
        _ => format!("this is not UTF-8, the first of {count} such places"),
    };
    let end = (at + char::REPLACEMENT_CHARACTER.len_utf8()).min(length);
    Diagnostic::new(&io::NOT_UTF8, Span::new(file, at..end), message).help("save the page as UTF-8")
}

/// A path as messages show it: `/` between folders, without a leading `./`.
#[must_use]
pub fn shown(path: &Path) -> String {
    let plain: PathBuf = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .collect();
    let plain = if plain.as_os_str().is_empty() {
        Path::new(".")
    } else {
        &plain
    };
    let text = plain.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

#[cfg(test)]
mod tests;
