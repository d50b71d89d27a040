//! `openapi`.

use super::args;
use super::session::Session;
use crate::diag::codes::io as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::export::openapi::document;
use crate::glossary::Glossary;
use crate::passes;
use crate::passes::naming::lock::Lock;
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn run(session: &mut Session, args: args::OpenApi) {
    let names = session.file_if_any(args.names, "specs/names.lock");
    let glossary = session.file_if_any(args.glossary, "specs/glossary.toml");
    let Some((model, families)) = session.read(args.pages) else {
        return;
    };
    let lock = match names.and_then(|path| session.settings(&path)) {
        Some((file, text)) => Lock::parse(&text, file, &mut session.diagnostics),
        None => Lock::default(),
    };
    let glossary = match glossary.and_then(|path| session.settings(&path)) {
        Some((file, text)) => Glossary::read(file, &text, &mut session.diagnostics),
        None => Glossary::default(),
    };
    let families = families.unwrap_or_default();
    // What is wrong with names is for `generate` and `check` to say.
    let (api, _) = passes::run(&model, &families, &glossary, &lock, &mut Diagnostics::new());
    if let Some(unknown) = args
        .family
        .iter()
        .find(|name| !api.families.contains(*name))
    {
        let message = format!("there is no family `{unknown}`");
        let problem = Diagnostic::without_place(&codes::NO_FAMILY, message);
        let known: Vec<_> = api.families.iter().map(String::as_str).collect();
        session
            .diagnostics
            .push(problem.help(format!("there are {}", known.join(", "))));
    }
    if let Some(dir) = args.split {
        for family in &api.families {
            if args.family.is_empty() || args.family.contains(family) {
                let only = BTreeSet::from([family.clone()]);
                let text = text(&document(&api, &families, &only));
                write(session, &dir.join(format!("{family}.json")), &text);
            }
        }
        return;
    }
    let text = text(&document(
        &api,
        &families,
        &args.family.into_iter().collect(),
    ));
    match args.out {
        None => session.print(|out| out.write_all(text.as_bytes())),
        Some(path) => write(session, &path, &text),
    }
}

fn text(document: &Value) -> String {
    // Texts, numbers and lists of them can always be written.
    serde_json::to_string_pretty(document).unwrap_or_default() + "\n"
}

fn write(session: &mut Session, path: &std::path::Path, text: &str) {
    if !session.has_failed() {
        session.write(path, text);
    }
}
