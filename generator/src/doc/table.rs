//! Rows and cells, read from the source slice of each line: Markdown pads and cuts rows to the width of the header,
//! and here a row keeps as many cells as the source has.

use std::ops::Range;

use super::attributes::{self, Ending, unescape};
use super::left::not_attributes;
use super::page::{Cell, Row, Table};
use super::text::Source;
use crate::diag::codes::doc as codes;
use crate::diag::{Diagnostic, Diagnostics};

/// A table without its attribute line. The second line is the delimiter row.
pub(super) fn table(
    source: Source<'_>,
    range: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> Table {
    let mut lines = source.lines(range.clone());
    let header = lines
        .next()
        .map(|line| row(source, line, diagnostics).cells)
        .unwrap_or_default();
    let rows = lines
        .skip(1)
        .map(|line| row(source, line, diagnostics))
        .collect();
    let mut table = Table {
        header,
        attributes: Vec::new(),
        rows,
        span: source.span(range),
    };
    adopt_attribute_row(source, &mut table);
    table
}

/// Rows that a blank line separates from the rest of their table.
pub(super) fn more_rows(
    source: Source<'_>,
    range: Range<usize>,
    table: &mut Table,
    diagnostics: &mut Diagnostics,
) {
    let message =
        "a blank line cuts the table in two; these rows are read as rows of the table above";
    diagnostics.push(
        Diagnostic::new(&codes::CUT_TABLE, source.span(range.clone()), message)
            .contradicts(table.span, "the table"),
    );
    table.rows.extend(
        source
            .lines(range.clone())
            .map(|line| row(source, line, diagnostics)),
    );
    table.span = table.span.to(source.span(range));
    adopt_attribute_row(source, table);
}

/// An attribute line without a blank line before it is, to Markdown, the last row.
fn adopt_attribute_row(source: Source<'_>, table: &mut Table) {
    let is_attribute_line = |row: &Row| {
        !source.get(row.span.range()).trim_start().starts_with('|')
            && matches!(row.cells.as_slice(), [cell] if cell.text.is_empty() && !cell.attributes.is_empty())
    };
    if let Some(row) = table.rows.pop_if(|row| is_attribute_line(row)) {
        table.attributes = row
            .cells
            .into_iter()
            .flat_map(|cell| cell.attributes)
            .collect();
    }
}

fn row(source: Source<'_>, line: Range<usize>, diagnostics: &mut Diagnostics) -> Row {
    let cells = cells(source, line.clone())
        .into_iter()
        .map(|range| cell(source, range, diagnostics))
        .collect();
    Row {
        cells,
        span: source.span(line),
    }
}

/// The ranges between unescaped pipes. A leading pipe and a trailing one do not make a cell.
fn cells(source: Source<'_>, line: Range<usize>) -> Vec<Range<usize>> {
    let line = source.trim(line);
    let mut start = line.start + usize::from(source.get(line.clone()).starts_with('|'));
    let mut cells = Vec::new();
    let mut escaped = false;
    let offset = start;
    for (at, byte) in source.get(start..line.end).bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push(start..offset + at);
            start = offset + at + 1;
        }
        escaped = byte == b'\\';
    }
    if start < line.end {
        cells.push(start..line.end);
    }
    cells
}

fn cell(source: Source<'_>, range: Range<usize>, diagnostics: &mut Diagnostics) -> Cell {
    let range = source.trim(range);
    let (text, attributes) = match attributes::ending(source, range.clone()) {
        Ending::Plain => (range, Vec::new()),
        Ending::Block(open, attributes) => (source.trim(range.start..open), attributes),
        Ending::Malformed(braces) => {
            diagnostics.push(not_attributes(source, braces));
            (range, Vec::new())
        }
    };
    Cell {
        text: unescape(source.get(text.clone())),
        span: source.span(text),
        attributes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn texts(line: &str) -> Vec<(String, usize)> {
        let source = Source {
            file: FileId(0),
            text: line,
        };
        let row = row(source, 0..line.len(), &mut Diagnostics::new());
        row.cells
            .into_iter()
            .map(|cell| (cell.text, cell.attributes.len()))
            .collect()
    }

    /// As many cells as the source has, whatever the header says.
    #[test]
    fn cells_of_a_row() {
        for (line, expected) in [
            (
                "| a {data-required} | string | 说明",
                vec![("a", 1), ("string", 0), ("说明", 0)],
            ),
            ("| a | string |", vec![("a", 0), ("string", 0)]),
            ("| a | string", vec![("a", 0), ("string", 0)]),
            ("| a | | 说明", vec![("a", 0), ("", 0), ("说明", 0)]),
            ("| {colspan=3 .im-table-line}", vec![("", 2)]),
            ("| 空 {align=center colspan=3}", vec![("空", 2)]),
            (
                r"| a | string | `X` \| `Y`",
                vec![("a", 0), ("string", 0), ("`X` | `Y`", 0)],
            ),
            (
                "| a | string | `X` | `Y`",
                vec![("a", 0), ("string", 0), ("`X`", 0), ("`Y`", 0)],
            ),
            ("a | b", vec![("a", 0), ("b", 0)]),
            ("  | a |\tb |  ", vec![("a", 0), ("b", 0)]),
            (r"| a \|", vec![("a |", 0)]),
            ("||", vec![("", 0)]),
            ("|", vec![]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(text, count)| (text.to_owned(), count))
                .collect();
            assert_eq!(texts(line), expected, "{line}");
        }
    }

    #[test]
    fn spans_are_those_of_the_text() {
        let text = "| 金额 {a=1} |  整数 ";
        let source = Source {
            file: FileId(0),
            text,
        };
        let row = row(source, 0..text.len(), &mut Diagnostics::new());
        let slices: Vec<_> = row
            .cells
            .iter()
            .map(|cell| source.get(cell.span.range()))
            .collect();
        assert_eq!(slices, ["金额", "整数"]);
        assert_eq!(source.get(row.cells[0].attributes[0].span.range()), "a=1");
    }
}
