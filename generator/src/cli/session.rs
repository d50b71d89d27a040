//! One run of a command: what it found, what it says, with which code it ends.

use super::args::{Common, Deny, MessageFormat, Pages};
use super::repository::Repository;
use crate::diag::codes::io;
use crate::diag::render::{Format, Summary, render};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::lower::Options;
use crate::model::Model;
use crate::passes::families::{Families, assign};
use crate::pipeline::{self, Inputs};
use crate::source::load::shown;
use crate::source::{FileId, SourceMap};
use crate::write::replace;
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
    outcome: String,
    failed: bool,
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
            outcome: String::new(),
            failed: false,
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

    /// Reads pages and lowers them; what is wrong with them is kept. The families are absent if there is no file of them;
    /// else every operation and notification has its own.
    pub fn read(&mut self, args: Pages) -> Option<(Model, Option<Families>)> {
        let pages = self.path(args.specs, "specs");
        let fixups = self.file_if_any(args.fixups, "specs/fixups.toml");
        let families = self.file_if_any(args.families, "specs/families.toml");
        let read = pipeline::read(Inputs {
            pages: &pages?,
            fixups: fixups.as_deref(),
            options: Options::default(),
        });
        self.sources = read.sources;
        self.diagnostics.append(read.diagnostics);
        self.pages = read.pages.len();
        let mut model = read.model;
        let families = families.and_then(|path| self.settings(&path));
        let families =
            families.map(|(file, text)| Families::parse(&text, file, &mut self.diagnostics));
        if let Some(families) = &families {
            assign(&mut model, families, &mut self.diagnostics);
        }
        Some((model, families))
    }

    /// The text of a file of settings.
    pub fn settings(&mut self, path: &Path) -> Option<(FileId, Arc<str>)> {
        let file = pipeline::read_settings(&mut self.sources, path, &mut self.diagnostics)?;
        Some((file, self.sources.get(file)?.text.clone()))
    }

    /// Takes over the files of another run, and its problems that are as bad as `severity`.
    pub fn adopt(&mut self, sources: &SourceMap, diagnostics: &Diagnostics, severity: Severity) {
        let before = self.sources.len();
        for (_, file) in sources.iter() {
            self.sources.add(file.clone());
        }
        for problem in diagnostics.iter() {
            if problem.code.severity <= severity {
                self.diagnostics.push(problem.clone().shifted(before));
            }
        }
    }

    /// The run was asked to fail on what it found.
    pub fn fail(&mut self) {
        self.failed = true;
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
    pub fn write(&mut self, path: &Path, text: &str) {
        if let Err(error) = replace(path, text) {
            self.unwritable(&format!("`{}`", shown(path)), &error);
        }
    }

    /// Says what came of the run, on standard output, once the diagnostics have been said.
    pub fn tell(&mut self, text: &str) {
        self.outcome.push_str(text);
    }

    fn unwritable(&mut self, what: &str, error: &std::io::Error) {
        let message = format!("cannot write {what}: {error}");
        self.diagnostics
            .push(Diagnostic::without_place(&io::UNWRITABLE, message));
    }

    /// Writes the diagnostics and the closing line to standard error, and between them what came of the run to standard
    /// output.
    pub fn close(mut self) -> ExitCode {
        self.complain(&render(&self.sources, &self.diagnostics, self.format));
        let said = std::mem::take(&mut self.diagnostics);
        let outcome = std::mem::take(&mut self.outcome);
        self.print(|out| out.write_all(outcome.as_bytes()));
        self.complain(&render(&self.sources, &self.diagnostics, self.format));
        self.diagnostics.append(said);

        let summary = Summary::new(&self.diagnostics, self.pages, self.started.elapsed());
        self.complain(&summary.render(self.format));
        if self.failed || self.has_failed() {
            ExitCode::from(FAILED)
        } else {
            ExitCode::SUCCESS
        }
    }

    /// Writes to standard error. If nobody listens, the exit code still tells.
    pub fn complain(&self, text: &str) {
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}

/// Whether standard error shows colours.
fn colour() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    std::io::stderr().is_terminal() && !set("NO_COLOR") && !dumb
}
