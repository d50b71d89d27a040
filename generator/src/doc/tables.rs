//! The two tables of an operation: which is which.

use std::ops::Range;

use super::attributes::{self, Ending};
use super::page::Table;
use super::text::Source;
use crate::diag::codes::doc as codes;
use crate::diag::{Diagnostic, Diagnostics};

/// The tables of one operation, as they come.
#[derive(Default)]
pub(super) struct Tables {
    request: Option<Table>,
    response: Option<Table>,
    /// A table whose attribute line may be next, and whether it stands in the body of a container.
    waiting: Option<(Table, bool)>,
    /// Tables that do not say what they are.
    unplaced: Vec<Table>,
}

impl Tables {
    /// The next table. One in the body of a container is a part of that body unless it says that it is one of the two.
    pub(super) fn push(&mut self, table: Table, in_body: bool) {
        self.settle();
        self.waiting = Some((table, in_body));
    }

    /// The table that the paragraph which comes now may belong to.
    pub(super) fn waiting(&mut self) -> Option<&mut Table> {
        self.waiting
            .as_mut()
            .map(|(table, _)| table)
            .filter(|table| table.attributes.is_empty())
    }

    /// Takes the attributes of the last table from the first line of the paragraph behind it; returns the rest.
    pub(super) fn attribute_line(
        &mut self,
        source: Source<'_>,
        paragraph: Range<usize>,
    ) -> Range<usize> {
        if let Some(table) = self.waiting()
            && let Some(first) = source.lines(paragraph.clone()).next()
            && let Ending::Block(open, attributes) =
                attributes::ending(source, source.trim(first.clone()))
            && open == first.start
        {
            table.attributes = attributes;
            return source.trim(first.end..paragraph.end);
        }
        paragraph
    }

    /// Something else than an attribute line came.
    pub(super) fn settle(&mut self) {
        let Some((table, in_body)) = self.waiting.take() else {
            return;
        };
        let id = table.attributes.iter().find(|one| one.key.starts_with('#'));
        match id.map(|id| id.key.as_str()) {
            Some("#request") if self.request.is_none() => self.request = Some(table),
            Some("#response") if self.response.is_none() => self.response = Some(table),
            _ if in_body => {}
            _ => self.unplaced.push(table),
        }
    }

    /// Whether there was no table yet.
    pub(super) fn is_empty(&self) -> bool {
        self.request.is_none() && self.response.is_none() && self.unplaced.is_empty()
    }

    /// Request and response. Tables that do not say what they are fill the free places in order.
    pub(super) fn finish(
        mut self,
        diagnostics: &mut Diagnostics,
    ) -> (Option<Table>, Option<Table>) {
        self.settle();
        for table in self.unplaced {
            let guess = match (&self.request, &self.response) {
                (None, _) => "request",
                (_, None) => "response",
                (Some(request), Some(response)) => {
                    diagnostics.push(
                        Diagnostic::new(
                            &codes::THIRD_TABLE,
                            table.span,
                            "a third table in one operation",
                        )
                        .contradicts(request.span, "the request table")
                        .contradicts(response.span, "the response table"),
                    );
                    continue;
                }
            };
            diagnostics.push(guessed(&table, guess));
            let slot = if self.request.is_none() {
                &mut self.request
            } else {
                &mut self.response
            };
            *slot = Some(table);
        }
        (self.request, self.response)
    }
}

fn guessed(table: &Table, guess: &str) -> Diagnostic {
    let id = table.attributes.iter().find(|one| one.key.starts_with('#'));
    let message = match id {
        Some(id) => format!(
            "`{}` does not say which table this is; it is read as the {guess} table",
            id.key
        ),
        None => {
            format!("no line behind this table says which it is; it is read as the {guess} table")
        }
    };
    Diagnostic::new(
        &codes::TABLE_ID,
        id.map_or(table.span, |id| id.span),
        message,
    )
    .help(format!("behind the table: `{{.im-table #{guess}}}`"))
}
