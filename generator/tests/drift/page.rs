//! Edits pages as their authors do: rows of tables, and the same in every example.

/// The tables of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Request,
    Response,
}

/// The lines of the table; for a page of several operations those of the first.
fn lines(text: &str, table: Table) -> std::ops::Range<usize> {
    let all: Vec<&str> = text.lines().collect();
    let mark = match table {
        Table::Request => "{.im-table #request}",
        Table::Response => "{.im-table #response}",
    };
    let end = all.iter().position(|line| *line == mark).expect(mark);
    let start = all[..end]
        .iter()
        .rposition(|line| line.starts_with("| ---"))
        .expect("a table");
    start + 1..end
}

/// Puts other lines in place of the row of this name, the first one of the table.
pub fn row(text: &str, table: Table, name: &str, edit: impl Fn(&str) -> Vec<String>) -> String {
    let range = lines(text, table);
    let is_it = |line: &str| {
        let cell = line
            .strip_prefix("| ")
            .and_then(|rest| rest.split(" |").next());
        cell.and_then(|cell| cell.split(" {").next()) == Some(name)
    };
    let mut found = false;
    let mut out = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if !found && range.contains(&at) && is_it(line) {
            found = true;
            out.extend(edit(line));
        } else {
            out.push(line.to_owned());
        }
    }
    assert!(found, "no row {name} in {text}");
    out.join("\n") + "\n"
}

/// Puts a row like that of `name` behind it.
pub fn add(text: &str, table: Table, name: &str, new: &str) -> String {
    row(text, table, name, |line| {
        let added = optional_line(&rename_line(line, name, new));
        let (cells, _) = added.rsplit_once(" | ").unwrap();
        vec![line.to_owned(), format!("{cells} | 新的一行")]
    })
}

pub fn remove(text: &str, table: Table, name: &str) -> String {
    row(text, table, name, |_| Vec::new())
}

pub fn rename(text: &str, table: Table, name: &str, new: &str) -> String {
    row(text, table, name, |line| vec![rename_line(line, name, new)])
}

/// Gives the row another type.
pub fn retype(text: &str, table: Table, name: &str, old: &str, new: &str) -> String {
    row(text, table, name, |line| {
        assert!(line.contains(&format!("| {old}")), "{line}");
        vec![line.replacen(&format!("| {old}"), &format!("| {new}"), 1)]
    })
}

/// Ends the description of the row in other words.
pub fn describe(text: &str, table: Table, name: &str, description: &str) -> String {
    row(text, table, name, |line| {
        let (cells, _) = line.rsplit_once(" | ").unwrap();
        vec![format!("{cells} | {description}")]
    })
}

pub fn require(text: &str, table: Table, name: &str) -> String {
    row(text, table, name, |line| {
        let line = optional_line(line);
        let plain = format!("| {name} |");
        vec![if line.starts_with(&plain) {
            line.replacen(&plain, &format!("| {name} {{data-required}} |"), 1)
        } else {
            line.replacen(
                &format!("| {name} {{"),
                &format!("| {name} {{data-required "),
                1,
            )
        }]
    })
}

pub fn relax(text: &str, table: Table, name: &str) -> String {
    row(text, table, name, |line| vec![optional_line(line)])
}

fn optional_line(line: &str) -> String {
    line.replacen("{data-required data-indent", "{data-indent", 1)
        .replacen(" {data-required} |", " |", 1)
}

fn rename_line(line: &str, name: &str, new: &str) -> String {
    line.replacen(&format!("| {name}"), &format!("| {new}"), 1)
}

/// Edits every line of the examples that gives a value to `key`.
pub fn samples(text: &str, key: &str, edit: impl Fn(&str) -> Vec<String>) -> String {
    let (mut inside, mut found) = (false, false);
    let mut out = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line.len() > 3;
        }
        let start = line.trim_start();
        let is_it = ["'", "\""].iter().any(|quote| {
            let rest = start.strip_prefix(&format!("{quote}{key}{quote}"));
            rest.is_some_and(|rest| rest.trim_start().starts_with(['=', ':']))
        });
        if inside && is_it {
            found = true;
            out.extend(edit(line));
        } else {
            out.push(line.to_owned());
        }
    }
    assert!(found, "no sample of {key}");
    out.join("\n") + "\n"
}

/// Puts a sample with another key behind each of `key`.
pub fn add_sample(text: &str, key: &str, new: &str) -> String {
    samples(text, key, |line| {
        vec![line.to_owned(), line.replacen(key, new, 1)]
    })
}

pub fn remove_sample(text: &str, key: &str) -> String {
    samples(text, key, |_| Vec::new())
}

pub fn rename_sample(text: &str, key: &str, new: &str) -> String {
    samples(text, key, |line| vec![line.replacen(key, new, 1)])
}

/// Without the section of a page of several operations.
pub fn without_section(text: &str, verb: &str) -> String {
    let mut keep = true;
    let mut out = Vec::new();
    for line in text.lines() {
        if line.starts_with("## ") {
            keep = !line.ends_with(&format!("{{#{verb}}}"));
        }
        if keep {
            out.push(line);
        }
    }
    out.join("\n") + "\n"
}

/// A page that only says where its content went.
pub fn stub(to: &str) -> String {
    format!(
        "---\ntitle: Moved to {to}\nhead:\n  - - meta\n    - http-equiv: refresh\n      content: 0;url={to}\n\
         navbar: false\n---\n"
    )
}
