//! Markdown for a pull request or the changelog.

use super::words;
use crate::drift::{Change, Class, Drift};
use std::fmt::Write as _;

pub(super) fn render(drift: &Drift) -> String {
    let mut out = format!("**{}**\n", words::headline(drift));
    if !drift.unread.is_empty() {
        out.push_str("\nNot compared, because they have errors:\n\n");
        for page in &drift.unread {
            let _ = writeln!(out, "- {}", code(page));
        }
    }
    if drift.changes.is_empty() {
        return out;
    }
    out.push_str(
        "\n| family | subjects | major | minor | patch | text |\n|---|--:|--:|--:|--:|--:|\n",
    );
    for (family, subjects, summary) in words::families(drift) {
        let _ = write!(out, "| {family} | {subjects} |");
        for class in Class::ALL {
            let _ = write!(out, " {} |", summary.get(class));
        }
        out.push('\n');
    }
    for (family, subjects) in drift.by_family() {
        let mut texts = String::new();
        let mut body = String::new();
        for (subject, changes) in subjects {
            let (shown, counts) = words::split(&changes);
            if !shown.is_empty() {
                let _ = writeln!(body, "- {}", code(subject));
            }
            for change in shown {
                let _ = writeln!(body, "  - {}", line(change));
            }
            if !counts.is_empty() {
                let counts = words::counts(&counts);
                let _ = writeln!(texts, "- {}: {counts}", code(subject));
            }
        }
        let _ = writeln!(out, "\n### {}\n", words::family(family));
        out.push_str(&body);
        if !texts.is_empty() {
            let before = if body.is_empty() { "" } else { "\n" };
            let _ = write!(
                out,
                "{before}<details><summary>Texts</summary>\n\n{texts}\n</details>\n"
            );
        }
    }
    out
}

fn line(change: &Change) -> String {
    let field = change
        .field
        .as_deref()
        .map_or_else(String::new, |field| code(field) + " ");
    format!(
        "**{}** {field}{} ({}, {})",
        change.class.name(),
        plain(&words::sentence(change)),
        code(&words::place(change)),
        change.rule,
    )
}

/// Text as code, whatever is in it.
fn code(text: &str) -> String {
    let longest = text
        .split(|one| one != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Text from the pages that is not to be taken for Markdown, HTML or a mention of someone.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '\\' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(one);
            }
            _ => out.push(one),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_pages_stay_texts() {
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(plain("<b> @who *x* `y`"), "&lt;b> &#64;who \\*x\\* `y`");
    }
}
