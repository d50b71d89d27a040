//! Command line: what it says and does is a contract (see the README).

mod args;
mod drift;
mod explain;
mod generate;
mod model;
mod openapi;
mod repository;
mod session;
mod sync;

use args::{Cli, Command};
use clap::Parser;
use session::Session;
use std::ffi::OsString;
use std::process::ExitCode;

/// Exit code of a command line that is not understood.
const USAGE: u8 = 2;

/// Runs the command of these arguments, of which the first is the name of the program.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help that nobody reads is no failure.
            let _ = error.print();
            return if error.use_stderr() {
                ExitCode::from(USAGE)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let mut session = Session::new(&cli.common);
    let default = || Command::Generate(args::Generate::default());
    match cli.command.unwrap_or_else(default) {
        Command::Generate(args) => generate::generate(&mut session, args),
        Command::Check(args) => generate::check(&mut session, args),
        Command::Explain { code } => return explain::run(session, &code),
        Command::Drift(args) => drift::run(&mut session, args),
        Command::Model(args) => model::run(&mut session, args),
        Command::OpenApi(args) => openapi::run(&mut session, args),
        Command::Sync(args) => sync::run(&mut session, args),
    }
    session.close()
}
