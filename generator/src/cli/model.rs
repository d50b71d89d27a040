//! `model`.

use super::args;
use super::session::Session;

pub(super) fn run(session: &mut Session, args: args::Model) {
    let Some((model, _)) = session.read(args.pages) else {
        return;
    };
    // Texts, numbers and lists of them can always be written.
    let text = serde_json::to_string_pretty(&model).unwrap_or_default() + "\n";
    match args.out {
        None => session.print(|out| out.write_all(text.as_bytes())),
        Some(path) if !session.has_failed() => session.write(&path, &text),
        Some(_) => {}
    }
}
