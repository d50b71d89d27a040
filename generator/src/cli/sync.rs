//! `sync`.

use super::args;
use super::session::Session;
use crate::sync::{self, Paths};

pub(super) fn run(session: &mut Session, args: args::Sync) {
    let Some(specs) = session.path(args.specs, "specs") else {
        return;
    };
    let fixups = session.file_if_any(args.fixups, "specs/fixups.toml");
    let paths = Paths {
        upstream: &args.upstream,
        specs: &specs,
        fixups: fixups.as_deref(),
    };
    let outcome = sync::run(paths, args.dry_run);
    session.sources = outcome.sources;
    session.diagnostics.append(outcome.diagnostics);
    session.pages = outcome.pages;
    session.tell(&outcome.summary);
}
