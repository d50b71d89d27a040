//! One run of a command: what it found, what it says, with which code it ends.

use super::args::{Common, Deny, MessageFormat, Pages};
use super::repository::Repository;
use crate::diag::codes::io;
use crate::diag::render::{Format, Summary, render};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::lower::Options;
use crate::pipeline::{self, Inputs, Read};
use crate::source::{FileId, SourceMap};
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Exit code of a failed run.
const FAILED: u8 = 1;

/// One run of a command.
#[derive(Debug)]
pub(super) struct Session {
    /// How diagnostics are written.
    pub format: Format,
    /// All files that were read.
    pub sources: SourceMap,
    /// What is wrong with them.
    pub diagnostics: Diagnostics,
    /// How many of the files are pages.
    pub pages: usize,
    deny_warnings: bool,
    started: Instant,
    repository: Repository,
}

impl Session {
    /// A run that begins now.
    pub fn new(common: &Common) -> Self {
        let format = match common.message_format {
            MessageFormat::Human => Format::Human { colour: colour() },
            MessageFormat::Json => Format::Json,
            MessageFormat::Github => Format::Github,
        };
        Self {
            format,
            sources: SourceMap::default(),
            diagnostics: Diagnostics::new(),
            pages: 0,
            deny_warnings: common.deny == Some(Deny::Warnings),
            started: Instant::now(),
            repository: Repository::find(),
        }
    }

    /// The path that is given, else the one of the repository. If there is no repository, that is an error.
    pub fn path(&mut self, given: Option<PathBuf>, default: &str) -> Option<PathBuf> {
        let path = given.or_else(|| self.repository.path(default));
        if path.is_none() {
            let message = format!(
                "`{default}` is meant, but no repository that has it is around the current directory"
            );
            self.diagnostics
                .push(Diagnostic::without_place(&io::NO_REPOSITORY, message));
        }
        path
    }

    /// The file that is given, else the one of the repository if it is there.
    pub fn file_if_any(&self, given: Option<PathBuf>, default: &str) -> Option<PathBuf> {
        given.or_else(|| self.repository.path(default).filter(|path| path.exists()))
    }

    /// Reads pages and lowers them; what is wrong with them is kept.
    pub fn read(&mut self, args: Pages, options: Options) -> Option<Read> {
        let pages = self.path(args.specs, "specs")?;
        let fixups = self.file_if_any(args.fixups, "specs/fixups.toml");
        let mut read = pipeline::read(Inputs {
            pages: &pages,
            fixups: fixups.as_deref(),
            options,
        });
        self.sources = std::mem::take(&mut read.sources);
        self.diagnostics
            .append(std::mem::take(&mut read.diagnostics));
        self.pages = read.pages.len();
        Some(read)
    }

    /// The text of a file of settings.
    pub fn settings(&mut self, path: &Path) -> Option<(FileId, Arc<str>)> {
        let file = pipeline::read_settings(&mut self.sources, path, &mut self.diagnostics)?;
        Some((file, self.sources.get(file)?.text.clone()))
    }

    /// Whether the run has failed, so that nothing may be written.
    pub fn has_failed(&self) -> bool {
        self.diagnostics.has_errors()
            || self.deny_warnings && self.diagnostics.count(Severity::Warning) > 0
    }

    /// Writes to standard output. A reader that has gone away has what it wanted.
    pub fn print(&mut self, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        match write(&mut out).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                self.unwritable("standard output", &error)
            }
            _ => {}
        }
    }

    /// Writes a file as a whole or not at all.
    pub fn write(
        &mut self,
        path: &Path,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let written = tempfile::NamedTempFile::new_in(folder).and_then(|file| {
            let mut out = std::io::BufWriter::new(file);
            write(&mut out)?;
            let file = out
                .into_inner()
                .map_err(std::io::IntoInnerError::into_error)?;
            Ok(file.persist(path)?)
        });
        if let Err(error) = written {
            self.unwritable(&format!("`{}`", crate::source::load::shown(path)), &error);
        }
    }

    fn unwritable(&mut self, what: &str, error: &std::io::Error) {
        let message = format!("cannot write {what}: {error}");
        self.diagnostics
            .push(Diagnostic::without_place(&io::UNWRITABLE, message));
    }

    /// Writes the diagnostics and the closing line to standard error.
    pub fn close(&self) -> ExitCode {
        let summary = Summary::new(&self.diagnostics, self.pages, self.started.elapsed());
        let text =
            render(&self.sources, &self.diagnostics, self.format) + &summary.render(self.format);
        // If nobody listens, the exit code still tells.
        let _ = std::io::stderr().write_all(text.as_bytes());
        if self.has_failed() {
            ExitCode::from(FAILED)
        } else {
            ExitCode::SUCCESS
        }
    }
}

/// Whether standard error shows colours.
fn colour() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    std::io::stderr().is_terminal() && !set("NO_COLOR") && !dumb
}
