//! `generate` and `check`.

use super::args;
use super::session::Session;
use crate::diag::Diagnostic;
use crate::diag::codes::write as codes;
use crate::lower::Options;
use crate::passes::families::{self, Families};
use crate::passes::naming::lock::Lock;
use crate::source::load::shown;
use crate::write::{self, Change, ChangeKind, Plan, Target};
use std::io::Write;

/// Most files that `check` shows line by line; the others are counted.
const MAX_SHOWN: usize = 5;

/// Brings the client up to date.
pub(super) fn generate(session: &mut Session, args: args::Generate) {
    let Some((plan, target)) = plan(session, args) else {
        return;
    };
    if session.has_failed() {
        return;
    }
    if let Some(done) = write::apply(&plan, &target, &mut session.diagnostics) {
        let counts = format!(
            "{} written, {} deleted, {} unchanged",
            done.written, done.removed, done.unchanged
        );
        session.print(|out| writeln!(out, "{}: {counts}", shown(&target.client)));
    }
}

/// Says whether the client is up to date, and how many texts are still to be written.
pub(super) fn check(session: &mut Session, args: args::Generate) {
    let command = command(&args);
    let Some((plan, target)) = plan(session, args) else {
        return;
    };
    let changes = write::compare(&plan, &target, &mut session.diagnostics);
    if changes.is_empty() {
        return;
    }
    session.print(|out| show(out, &changes));
    let message = match changes.len() {
        1 => "a file of the client is out of date".to_owned(),
        number => format!("{number} files of the client are out of date"),
    };
    let problem = Diagnostic::without_place(&codes::OUT_OF_DATE, message);
    session
        .diagnostics
        .push(problem.help(format!("run `{command}`")));
}

/// The client as the pages have it; `None` if there are errors.
fn plan(session: &mut Session, args: args::Generate) -> Option<(Plan, Target)> {
    // All paths first: what is wrong with one does not hide what is wrong with another.
    let client = session.path(args.out, "generated-client");
    let lock = session.path(args.names, "specs/names.lock");
    let families = session.file_if_any(args.pages.families.clone(), "specs/families.toml");
    let read = session.read(args.pages, Options::default());
    let (client, lock, mut read) = (client?, lock?, read?);

    let families = families.and_then(|path| session.settings(&path));
    let families = families.map_or_else(Families::default, |(file, text)| {
        Families::parse(&text, file, &mut session.diagnostics)
    });
    families::assign(&mut read.model, &families, &mut session.diagnostics);
    // A client without a lock gets its first.
    let names = lock.exists().then(|| session.settings(&lock)).flatten();
    let names = names.map_or_else(Lock::default, |(file, text)| {
        Lock::parse(&text, file, &mut session.diagnostics)
    });
    if session.diagnostics.has_errors() {
        return None;
    }
    let plan = write::plan(&read.model, &families, &names, &mut session.diagnostics);
    let target = Target { client, lock };
    (!session.diagnostics.has_errors()).then_some((plan, target))
}

/// The differences of the first files, and the number of the others.
fn show(out: &mut dyn Write, changes: &[Change]) -> std::io::Result<()> {
    for Change { path, kind, diff } in changes.iter().take(MAX_SHOWN) {
        let what = match kind {
            ChangeKind::Added => "missing",
            ChangeKind::Changed => "out of date",
            ChangeKind::Removed => "left over",
        };
        writeln!(out, "{what}: {}", shown(path))?;
        if !diff.is_empty() {
            writeln!(out, "{diff}")?;
        }
    }
    match changes.len().saturating_sub(MAX_SHOWN) {
        0 => Ok(()),
        1 => writeln!(out, "and one more file"),
        more => writeln!(out, "and {more} more files"),
    }
}

/// The command that brings the client up to date, for a shell.
fn command(args: &args::Generate) -> String {
    let mut command = "cargo run --release -p wechatpay-codegen".to_owned();
    let options = [
        ("--specs", &args.pages.specs),
        ("--fixups", &args.pages.fixups),
        ("--families", &args.pages.families),
        ("--names", &args.names),
        ("--out", &args.out),
    ];
    let given: Vec<_> = options
        .into_iter()
        .filter_map(|(name, path)| Some((name, path.as_ref()?)))
        .collect();
    if !given.is_empty() {
        command.push_str(" -- generate");
    }
    for (name, path) in given {
        command.push_str(&format!(" {name} {}", quoted(&shown(path))));
    }
    command
}

/// A word as shells read it.
fn quoted(word: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "/._-+=:,@".contains(char);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_the_one_to_type() {
        let mut args = args::Generate::default();
        assert_eq!(command(&args), "cargo run --release -p wechatpay-codegen");
        args.pages.specs = Some("my pages".into());
        args.out = Some("./out".into());
        let expected =
            "cargo run --release -p wechatpay-codegen -- generate --specs 'my pages' --out out";
        assert_eq!(command(&args), expected);
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
