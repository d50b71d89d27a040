//! A table's rows, read by the vocabulary of cells (page language, section 5), not nested yet.

use super::attributes::{self, Format};
use super::context::Context;
use super::types;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::page::{Cell, Table, Text};
use crate::model::{DecodesTo, Encoding};
use crate::source::Span;

/// What a table holds.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Field rows in order.
    pub rows: Vec<Row>,
    /// Rows that say something instead of fields.
    pub notes: Vec<Text>,
}

/// A field row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Where it is on the page as it stands, before anything is mended: `json/amount/total`.
    pub address: String,
    /// Name.
    pub name: Text,
    /// Depth.
    pub indent: usize,
    /// Whether it is marked required.
    pub required: bool,
    /// Type word.
    pub ty: Text,
    /// Description, the list of values included.
    pub description: Text,
    /// Encoding, encryption and the like.
    pub format: Format,
    /// The line row straight before it.
    pub line: Option<Span>,
    /// Whether it is no field but opens an alternative of the field above it, which it names.
    pub is_alternative: bool,
    /// What is odd about it and not settled by a fix-up.
    pub quirks: Vec<Quirk>,
    /// What fix-ups decided.
    pub settled: Settled,
    /// The row.
    pub span: Span,
}

/// What fix-ups decided about a row, beyond its cells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settled {
    /// Values of the enumeration.
    pub values: Option<Vec<String>>,
    /// What the one list below it means.
    pub decodes_to: Option<DecodesTo>,
    /// Whether an object without rows is right.
    pub untyped: bool,
    /// Whether a number may have decimals.
    pub decimal: bool,
    /// Sibling that owns the document that this row opens, and where the fix-up says so.
    pub owner: Option<(String, Span)>,
    /// Address of the field below which it belongs, and where the fix-up says so.
    pub parent: Option<(String, Span)>,
    /// Address of the field whose document it is an alternative of, and where the fix-up says so.
    pub alternative_of: Option<(String, Span)>,
    /// Whether its depth was mended.
    pub indent: bool,
}

/// What is odd about a row, of the kinds that can be guessed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Quirk {
    /// `data-required` stands in the type cell.
    RequiredInTypeCell(Span),
    /// The key of an encoding is misspelt.
    MisspeltEncoding(Span, Encoding),
    /// There are more cells than columns: another row behind the first, or a bar in the description.
    ExtraCells {
        count: usize,
        is_row: bool,
        span: Span,
    },
}

impl Row {
    /// A row with this name and type and nothing else.
    pub fn new(name: &str, ty: &str, span: Span) -> Self {
        let text = |text: &str| Text {
            text: text.to_owned(),
            span,
        };
        Self {
            address: String::new(),
            name: text(name),
            indent: 0,
            required: false,
            ty: text(ty),
            description: text(""),
            format: Format::default(),
            line: None,
            is_alternative: false,
            quirks: Vec::new(),
            settled: Settled::default(),
            span,
        }
    }
}

/// Reads the rows of a table.
pub(super) fn read(table: &Table, context: &mut Context<'_>) -> Rows {
    let mut read = Rows::default();
    let mut line = None;
    for row in &table.rows {
        let Some(first) = row.cells.first() else {
            continue;
        };
        let is = |key: &str| {
            first
                .attributes
                .iter()
                .any(|attribute| attribute.key == key)
        };
        if is(".im-table-line") {
            attributes::check_span_cell(first, context);
            if !first.text.is_empty() {
                context.push(Diagnostic::new(
                    &codes::TEXT_IN_LINE_ROW,
                    first.span,
                    "a line row has no text",
                ));
            }
            line = Some(row.span);
        } else if attributes::is_alternative(first, context) {
            let line = line.take();
            read.rows.push(Row {
                line,
                ..alternative_row(first, row.span, context)
            });
        } else if is("colspan") || is("align") {
            attributes::check_span_cell(first, context);
            read.notes.push(Text {
                text: first.text.clone(),
                span: first.span,
            });
        } else if let Some(mut field) = field_row(&row.cells, row.span, context) {
            field.line = line.take();
            read.rows.push(field);
        }
    }
    if let Some(span) = line {
        context.push(Diagnostic::new(
            &codes::DANGLING_LINE,
            span,
            "no row follows this line",
        ));
    }
    read
}

/// The row of our own pages that opens an alternative.
fn alternative_row(cell: &Cell, span: Span, context: &mut Context<'_>) -> Row {
    attributes::check_span_cell(cell, context);
    let mut row = Row::new(&cell.text, "object", span);
    row.description = Text {
        text: cell.text.clone(),
        span: cell.span,
    };
    row.is_alternative = true;
    let depth = cell.attributes.iter().find(|one| one.key == "data-indent");
    let depth = depth.and_then(|one| one.value.as_deref()?.parse().ok());
    row.indent = depth.unwrap_or_default();
    row
}

/// Whether the cells behind a row are a row of their own: name, type, description.
fn is_row(cells: &[Cell]) -> bool {
    matches!(cells, [_, ty, _] if types::read(&ty.text).is_some())
}

fn field_row(cells: &[Cell], span: Span, context: &mut Context<'_>) -> Option<Row> {
    let [name, ty, rest @ ..] = cells else {
        context.push(
            Diagnostic::new(
                &codes::TOO_FEW_CELLS,
                span,
                "a row has a name, a type and a description",
            )
            .label("only one cell"),
        );
        return None;
    };
    if name.text.is_empty() {
        let message = "a row has a name";
        context.push(Diagnostic::new(&codes::NOT_A_NAME, span, message).label("without a name"));
        return None;
    }
    let mut row = Row::new(&name.text, &ty.text, span);
    row.name.span = name.span;
    row.ty.span = ty.span;
    attributes::name_cell(name, &mut row, context);
    attributes::type_cell(ty, &mut row, context);
    match rest {
        [] => {
            row.description = Text {
                text: String::new(),
                span: Span {
                    start: span.end,
                    ..span
                },
            }
        }
        [description] => {
            attributes::description_cell(description, context);
            row.description = Text {
                text: description.text.clone(),
                span: description.span,
            };
        }
        [description, more @ ..] if is_row(more) => {
            attributes::description_cell(description, context);
            row.description = Text {
                text: description.text.clone(),
                span: description.span,
            };
            let place = more
                .iter()
                .fold(description.span, |place, cell| place.to(cell.span));
            row.quirks.push(Quirk::ExtraCells {
                count: cells.len(),
                is_row: true,
                span: place,
            });
        }
        [description, more @ ..] => {
            let mut text = description.text.clone();
            let mut place = description.span;
            for cell in more {
                attributes::description_cell(cell, context);
                text = format!("{text} | {}", cell.text);
                place = place.to(cell.span);
            }
            row.description = Text { text, span: place };
            row.quirks.push(Quirk::ExtraCells {
                count: cells.len(),
                is_row: false,
                span: place,
            });
        }
    }
    Some(row)
}
