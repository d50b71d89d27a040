//! Lines for a terminal.

use super::words;
use crate::drift::{Class, Drift};
use std::fmt::Write as _;

pub(super) fn render(drift: &Drift) -> String {
    let mut out = words::headline(drift) + "\n";
    for page in &drift.unread {
        let _ = writeln!(out, "not compared, because it has errors: {page}");
    }
    if drift.changes.is_empty() {
        return out;
    }
    let _ = write!(out, "\n{:<28}{:>9}", "family", "subjects");
    for class in Class::ALL {
        let _ = write!(out, "{:>7}", class.name());
    }
    out.push('\n');
    for (family, subjects, summary) in words::families(drift) {
        let _ = write!(out, "{family:<28}{subjects:>9}");
        for class in Class::ALL {
            let _ = write!(out, "{:>7}", summary.get(class));
        }
        out.push('\n');
    }
    for (family, subjects) in drift.by_family() {
        let _ = writeln!(out, "\n{}", words::family(family));
        for (subject, changes) in subjects {
            let (shown, texts) = words::split(&changes);
            let texts = words::counts(&texts);
            let _ = writeln!(out, "  {subject}");
            for change in shown {
                let field = change
                    .field
                    .as_deref()
                    .map_or_else(String::new, |field| format!("{field}: "));
                let _ = writeln!(
                    out,
                    "    {:<5} {field}{}\n          {} {}",
                    change.class.name(),
                    words::sentence(change),
                    words::place(change),
                    change.rule,
                );
            }
            if !texts.is_empty() {
                let _ = writeln!(out, "    text  {texts}");
            }
        }
    }
    out
}
