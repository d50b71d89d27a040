//! Differences between what is on disk and what should be, short enough to be read.

use similar::TextDiff;
use std::fmt::Write;

/// Most files that are shown line by line; the others are counted.
const MAX_FILES: usize = 5;
/// Most lines that are shown of a file.
const MAX_LINES: usize = 40;

/// A file that is not as it should be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    /// Its path.
    pub path: &'a str,
    /// What is on disk; absent for a file that is missing.
    pub old: Option<&'a str>,
    /// What should be there; absent for a file that should not.
    pub new: Option<&'a str>,
}

/// A unified diff of the first files, and the number of the others.
pub(super) fn short(changes: &[Change<'_>]) -> String {
    let mut out = String::new();
    for change in changes.iter().take(MAX_FILES) {
        one(&mut out, *change);
    }
    if let Some(more) = changes
        .len()
        .checked_sub(MAX_FILES)
        .filter(|more| *more > 0)
    {
        let files = if more == 1 { "file is" } else { "files are" };
        push(&mut out, format_args!("{more} more {files} out of date"));
    }
    out
}

fn one(out: &mut String, Change { path, old, new }: Change<'_>) {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (None, new) => {
            let lines = new.unwrap_or_default().lines().count();
            return push(out, format_args!("missing: {path} ({lines} lines)"));
        }
        (Some(_), None) => return push(out, format_args!("left over: {path}")),
    };
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().header(path, path).to_string();
    let mut lines = text.lines();
    for line in lines.by_ref().take(MAX_LINES) {
        push(out, format_args!("{line}"));
    }
    let rest = lines.count();
    if rest > 0 {
        push(out, format_args!("({rest} more lines)"));
    }
}

fn push(out: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_shown_missing_and_left_over_files_named() {
        let changes = [
            Change {
                path: "a.rs",
                old: Some("one\ntwo\nthree\n"),
                new: Some("one\n二\nthree\n"),
            },
            Change {
                path: "b.rs",
                old: None,
                new: Some("x\ny\n"),
            },
            Change {
                path: "c.rs",
                old: Some("z\n"),
                new: None,
            },
        ];
        let expected = "--- a.rs\n+++ a.rs\n@@ -1,3 +1,3 @@\n one\n-two\n+二\n three\n\
                        missing: b.rs (2 lines)\nleft over: c.rs\n";
        assert_eq!(short(&changes), expected);
    }

    #[test]
    fn much_is_cut() {
        let new = "x\n".repeat(500);
        let change = Change {
            path: "a.rs",
            old: Some(""),
            new: Some(&new),
        };
        let text = short(&[change; 8]);
        assert!(text.lines().count() <= (MAX_LINES + 1) * MAX_FILES + 1);
        assert!(text.ends_with("3 more files are out of date\n"));
        assert!(text.contains("more lines)"));
    }
}
