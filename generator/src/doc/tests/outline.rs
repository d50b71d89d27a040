//! A page as lines of text, for snapshots.

use crate::doc::page::{Cell, Link, Page, Table, Text};
use crate::source::{SourceFile, Span};

pub(super) fn place(file: &SourceFile, span: Span) -> String {
    let (start, end) = (
        file.position(span.range().start),
        file.position(span.range().end),
    );
    match start.line == end.line {
        true => format!("{}:{}-{}", start.line, start.column, end.column),
        false => format!(
            "{}:{}-{}:{}",
            start.line, start.column, end.line, end.column
        ),
    }
}

/// A page in lines: what it is, where it stands, what it says.
pub(super) fn outline(file: &SourceFile, page: &Page) -> String {
    let text =
        |what: &str, text: &Text| format!("{what} {} {:?}\n", place(file, text.span), text.text);
    let option =
        |what: &str, one: &Option<Text>| one.as_ref().map_or(String::new(), |one| text(what, one));
    let links = |links: &[Link]| -> String {
        links
            .iter()
            .map(|one| {
                format!(
                    "    link {} {:?} {}\n",
                    place(file, one.span),
                    one.text,
                    one.target
                )
            })
            .collect()
    };
    let mut out =
        option("title", &page.front.title) + &option("description", &page.front.description);
    out += &(option("redirect", &page.redirect) + &option("mix", &page.mix));
    for section in &page.sections {
        out += &format!(
            "{:?} {} at {}\n",
            section.method,
            place(file, section.method_span),
            place(file, section.span)
        );
        out += &(text("  title", &section.title) + &text("  description", &section.description));
        for one in &section.containers {
            out += &text("  container", &one.kind);
            out += &(text("    title", &one.title) + &text("    body", &one.body));
            out += &one
                .classes
                .iter()
                .map(|class| text("    class", class))
                .collect::<String>();
            out += &(links(&one.links) + &format!("    closed {}\n", one.closed));
        }
        out += &section
            .quotes
            .iter()
            .map(|one| text("  quote", one))
            .collect::<String>();
        for one in &section.remarks {
            out += &(text("  remark", &one.text)
                + &option("    anchor", &one.anchor)
                + &links(&one.links));
        }
        out += &(table(file, "request", &section.request)
            + &table(file, "response", &section.response));
        for one in &section.examples {
            out += &format!(
                "  fence {} {:?} {:?} {}\n",
                place(file, one.span),
                one.language,
                one.group,
                one.fragment
            );
            out += &(text("    label", &one.label) + &text("    code", &one.code));
        }
        out += &links(&section.references);
    }
    out
}

fn table(file: &SourceFile, what: &str, table: &Option<Table>) -> String {
    let Some(table) = table else {
        return format!("  no {what}\n");
    };
    let mut out = format!("  {what} {}\n", place(file, table.span));
    for cells in std::iter::once(&table.header).chain(table.rows.iter().map(|row| &row.cells)) {
        out += "    row";
        for Cell {
            text,
            span,
            attributes,
        } in cells
        {
            out += &format!(" | {} {text:?}", place(file, *span));
            for one in attributes {
                let value = one
                    .value
                    .as_ref()
                    .map_or(String::new(), |value| format!("={value:?}"));
                out += &format!(" {{{}{value} {}}}", one.key, place(file, one.span));
            }
        }
        out += "\n";
    }
    for one in &table.attributes {
        out += &format!("    {} {}\n", place(file, one.span), one.key);
    }
    out
}
