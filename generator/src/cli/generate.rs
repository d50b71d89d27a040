//! `generate` and `check`.

use super::args;
use super::memory::{self, Done, Inputs};
use super::session::Session;
use crate::diag::Diagnostic;
use crate::diag::codes::write as codes;
use crate::glossary::Glossary;
use crate::model::Model;
use crate::passes::families::{Families, assign};
use crate::passes::naming::lock::Lock;
use crate::source::load::shown;
use crate::sync::text::missing_texts;
use crate::write::{self, Change, ChangeKind, Plan, Summary, Target};

/// Most files that `check` shows line by line; the others are counted.
const MAX_SHOWN: usize = 5;

/// The client as the pages have it.
struct Client {
    model: Model,
    glossary: Option<Glossary>,
    plan: Plan,
    target: Target,
}

/// Brings the client up to date.
pub(super) fn generate(session: &mut Session, args: args::Generate) {
    let known = known(session, &args);
    if let Some((inputs, target)) = &known
        && let Some(Done { pages, files }) = memory::recall(inputs, target)
    {
        session.pages = pages;
        tell(
            session,
            target,
            Summary {
                unchanged: files,
                ..Summary::default()
            },
        );
        return;
    }
    let Some(client) = plan(session, args) else {
        return;
    };
    if session.has_failed() {
        return;
    }
    if let Some(done) = write::apply(&client.plan, &client.target, &mut session.diagnostics) {
        tell(session, &client.target, done);
        if let (Some((inputs, target)), true) = (known, session.diagnostics.iter().next().is_none())
        {
            let (pages, files) = (session.pages, done.written + done.unchanged);
            memory::remember(&inputs, &target, Done { pages, files });
        }
    }
}

fn tell(session: &mut Session, target: &Target, done: Summary) {
    let Summary {
        written,
        removed,
        unchanged,
    } = done;
    let folder = shown(&target.client);
    session.tell(&format!(
        "{folder}: {written} written, {removed} deleted, {unchanged} unchanged\n"
    ));
}

/// What the run depends on and where it goes; `None` if that is not clear: [`plan`] says why.
fn known(session: &Session, args: &args::Generate) -> Option<(Inputs, Target)> {
    let pages = &args.pages;
    let settings = [
        (&pages.fixups, "specs/fixups.toml"),
        (&pages.families, "specs/families.toml"),
        (&args.glossary, "specs/glossary.toml"),
    ];
    let settings = settings
        .into_iter()
        .filter_map(|(given, default)| session.file_if_any(given.clone(), default));
    let inputs = Inputs {
        pages: session.known(&pages.specs, "specs")?,
        settings: settings.collect(),
    };
    let target = Target {
        client: session.known(&args.out, "generated-client")?,
        lock: session.known(&args.names, "specs/names.lock")?,
    };
    Some((inputs, target))
}

/// Says whether the client is up to date, and how many texts are still to be written.
pub(super) fn check(session: &mut Session, args: args::Generate) {
    let command = command(&args);
    let Some(client) = plan(session, args) else {
        return;
    };
    for warning in missing_texts(&client.model, client.glossary.as_ref()) {
        session.diagnostics.push(warning);
    }
    let changes = write::compare(&client.plan, &client.target, &mut session.diagnostics);
    if changes.is_empty() {
        return;
    }
    session.tell(&short(&changes));
    session.tell(&format!("to bring it up to date: {command}\n"));
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
fn plan(session: &mut Session, args: args::Generate) -> Option<Client> {
    // All paths first: what is wrong with one does not hide what is wrong with another.
    let client = session.path(args.out, "generated-client");
    let lock = session.path(args.names, "specs/names.lock");
    let glossary = session.file_if_any(args.glossary, "specs/glossary.toml");
    let read = session.read(args.pages);
    let (client, lock, (mut model, families)) = (client?, lock?, read?);

    let families = families.unwrap_or_else(|| {
        let none = Families::default();
        assign(&mut model, &none, &mut session.diagnostics);
        none
    });
    // A client without a lock gets its first.
    let names = lock.exists().then(|| session.settings(&lock)).flatten();
    let names = names.map_or_else(Lock::default, |(file, text)| {
        Lock::parse(&text, file, &mut session.diagnostics)
    });
    let glossary = glossary.and_then(|path| session.settings(&path));
    let glossary =
        glossary.map(|(file, text)| Glossary::read(file, &text, &mut session.diagnostics));
    if session.diagnostics.has_errors() {
        return None;
    }
    let no_glossary = Glossary::default();
    let plan = write::plan(
        &model,
        &families,
        glossary.as_ref().unwrap_or(&no_glossary),
        &names,
        &mut session.diagnostics,
    );
    let target = Target { client, lock };
    (!session.diagnostics.has_errors()).then_some(Client {
        model,
        glossary,
        plan,
        target,
    })
}

/// The differences of the first files, and the number of the others.
fn short(changes: &[Change]) -> String {
    let mut text = String::new();
    for Change { path, kind, diff } in changes.iter().take(MAX_SHOWN) {
        let what = match kind {
            ChangeKind::Added => "missing",
            ChangeKind::Changed => "out of date",
            ChangeKind::Removed => "left over",
        };
        text.push_str(&format!("{what}: {}\n", shown(path)));
        if !diff.is_empty() {
            text.push_str(&format!("{}\n", diff.trim_end()));
        }
    }
    if let Some(more) = changes
        .len()
        .checked_sub(MAX_SHOWN)
        .filter(|more| *more > 0)
    {
        text.push_str(&format!("and {more} more\n"));
    }
    text
}

/// The command that brings the client up to date, for a shell.
fn command(args: &args::Generate) -> String {
    let mut command = "cargo run --release -p wechatpay-codegen".to_owned();
    let options = [
        ("--specs", &args.pages.specs),
        ("--fixups", &args.pages.fixups),
        ("--families", &args.pages.families),
        ("--glossary", &args.glossary),
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
