//! `model`.

use super::args;
use super::session::Session;
use crate::lower::Options;
use std::io::Write;

pub(super) fn run(session: &mut Session, args: args::Model) {
    let Some(read) = session.read(args.pages, Options::default()) else {
        return;
    };
    let print = |out: &mut dyn Write| {
        serde_json::to_writer_pretty(&mut *out, &read.model)?;
        writeln!(out)
    };
    match args.out {
        None => session.print(print),
        Some(path) if !session.has_failed() => session.write(&path, print),
        Some(_) => {}
    }
}
