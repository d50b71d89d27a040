//! `model`.

use super::args;
use super::session::Session;
use std::io::Write;

pub(super) fn run(session: &mut Session, args: args::Model) {
    let Some(read) = session.read(args.pages) else { return };
    let write = |out: &mut dyn Write| {
        serde_json::to_writer_pretty(&mut *out, &read.model)?;
        writeln!(out)
    };
    match args.out {
        None => session.print(write),
        Some(path) if !session.has_failed() => session.write(&path, write),
        Some(_) => {}
    }
}
