//! A table as a whole: its header, its rows, what fix-ups do to them.

use super::context::Context;
use super::mend::PageFixups;
use super::nest;
use super::rows::{self, Row, Rows};
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::page::{Table, Text};

/// Which table it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// What an operation sends.
    Request,
    /// What an operation answers.
    Response,
    /// What a notification sends.
    Notification,
    /// What a notification is answered with.
    Reply,
}

/// A table, its rows mended.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// First header cell.
    pub header: Text,
    /// Rows.
    pub rows: Rows,
    /// Whether the table describes what comes instead of a file when the call fails.
    pub errors_only: bool,
}

/// Names at the top of an operation's request that are not path parameters (page language, section 4).
pub(super) const CONTAINERS: &[&str] = &[
    "json",
    "xml",
    "query",
    "headers",
    "body",
    "security",
    "nonceless",
    "base_uri",
    "timeout",
    "fragment",
];

/// Names at the top of a notification.
pub(super) const ENVELOPE: &[&str] = &["headers", "body"];

/// Reads a table and mends it by the fix-ups of its page.
pub(super) fn read(
    table: &Table,
    which: Which,
    fixups: &mut PageFixups<'_>,
    context: &mut Context<'_>,
) -> Sheet {
    let header = check_header(table, which, context);
    let mut rows = rows::read(table, context);
    nest::address(&mut rows.rows, |row| location(row, which));
    fixups.table(context.section.method, which, &mut rows.rows);
    Sheet {
        errors_only: header.text == "异常字典",
        header,
        rows,
    }
}

/// What is put before the address of a row of the top.
fn location(row: &Row, which: Which) -> Option<&'static str> {
    match which {
        Which::Request if !CONTAINERS.contains(&row.name.text.as_str()) => Some("path"),
        Which::Request | Which::Notification => None,
        Which::Response | Which::Reply => Some("response"),
    }
}

fn check_header(table: &Table, which: Which, context: &mut Context<'_>) -> Text {
    let words: &[&str] = match which {
        Which::Request | Which::Notification => &["请求参数"],
        Which::Response => &["返回字典", "异常字典"],
        Which::Reply => &["应答规范"],
    };
    let expected: [(&[&str], Option<&str>); 3] = [
        (words, None),
        (&["类型"], Some(".type")),
        (&["描述"], Some(".desc")),
    ];
    for (index, (words, class)) in expected.iter().enumerate() {
        let Some(cell) = table.header.get(index) else {
            let message = format!("the header lacks a column `{}`", words.join("` or `"));
            context.push(Diagnostic::new(&codes::UNKNOWN_HEADER, table.span, message));
            continue;
        };
        if !words.contains(&cell.text.as_str()) {
            let message = format!(
                "`{}` is not a header of this table; `{}` is",
                cell.text,
                words.join("` or `")
            );
            context.push(Diagnostic::new(&codes::UNKNOWN_HEADER, cell.span, message));
        }
        if let Some(other) = cell
            .attributes
            .iter()
            .find(|one| Some(one.key.as_str()) != *class)
        {
            let message = format!("`{}` is not an attribute of this header", other.key);
            context.push(Diagnostic::new(
                &codes::UNKNOWN_ATTRIBUTE,
                other.span,
                message,
            ));
        }
    }
    if let Some(more) = table.header.get(3) {
        context.push(Diagnostic::new(
            &codes::UNKNOWN_HEADER,
            more.span,
            "a table has three columns",
        ));
    }
    let first = table.header.first();
    first.map_or_else(Text::default, |cell| Text {
        text: cell.text.clone(),
        span: cell.span,
    })
}
