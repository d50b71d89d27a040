//! From bytes to rows, with no reading of its own.

use super::{BillError, Row};
use std::ops::Range;
use std::sync::Arc;

/// No line is longer; who sends one wants memory.
const LONGEST_LINE: usize = 1 << 20;
const BOM: &[u8] = "\u{feff}".as_bytes();

/// What a bill is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Record {
    /// A row.
    Row(Row),
    /// The sums.
    Summary(Row),
}

/// Reads a bill that comes in pieces: [`push`](Self::push) bytes, take records until there is [`none`](Self::next_record), and so on;
/// [`end`](Self::end) at the end.
#[derive(Debug, Default)]
pub struct BillParser {
    bytes: Vec<u8>,
    /// What of the bytes has been read.
    taken: usize,
    /// Up to where no line feed was found.
    searched: usize,
    ended: bool,
    line: u64,
    header: Option<Arc<[String]>>,
    summary: Option<Arc<[String]>>,
}

impl BillParser {
    /// A parser that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes. It keeps those that are no whole line, and only those.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.taken);
        self.searched -= self.taken;
        self.taken = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// Says that there are no more bytes, so that what is there is the last line.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// Names of the columns, once the header has come.
    #[must_use]
    pub fn columns(&self) -> Option<&[String]> {
        self.header.as_deref()
    }

    /// The next record; `None` if more bytes are needed, or there are none.
    ///
    /// # Errors
    /// What is wrong with a line. The bill cannot be read further with certainty, but the next line can be asked for.
    pub fn next_record(&mut self) -> Result<Option<Record>, BillError> {
        while let Some(range) = self.next_line()? {
            let line = self.line;
            let bytes = self.bytes.get(range).unwrap_or_default();
            let text = std::str::from_utf8(bytes).map_err(|_| BillError::Encoding { line })?;
            if text.trim().is_empty() {
                continue;
            }
            if let Some(cells) = text.strip_prefix('`') {
                return self.row(cells.to_owned()).map(Some);
            }
            let names: Arc<[String]> = text.split(',').map(|name| name.trim().into()).collect();
            match (&self.header, &self.summary) {
                (None, _) if text.starts_with('<') => return Err(BillError::NotABill),
                (None, _) => self.header = Some(names),
                // The parts of a long bill may repeat it.
                (Some(header), _) if *header == names => {}
                (Some(_), None) => self.summary = Some(names),
                (Some(_), Some(summary)) if *summary == names => {}
                (Some(_), Some(_)) => return Err(BillError::Line { line }),
            }
        }
        Ok(None)
    }

    fn row(&self, text: String) -> Result<Record, BillError> {
        let columns = self.summary.as_ref().or(self.header.as_ref());
        let columns = columns.ok_or(BillError::NotABill)?.clone();
        let cells = cells(&text);
        if cells.len() != columns.len() {
            return Err(BillError::Cells {
                line: self.line,
                expected: columns.len(),
                found: cells.len(),
            });
        }
        let row = Row {
            line: self.line,
            columns,
            text,
            cells,
        };
        Ok(match self.summary {
            None => Record::Row(row),
            Some(_) => Record::Summary(row),
        })
    }

    /// Where the next line is, without what ends it.
    fn next_line(&mut self) -> Result<Option<Range<usize>>, BillError> {
        let unsearched = self.bytes.get(self.searched..).unwrap_or_default();
        let feed = unsearched.iter().position(|byte| *byte == b'\n');
        let (start, length) = (self.taken, self.bytes.len());
        let (end, next) = match feed {
            Some(feed) => (self.searched + feed, self.searched + feed + 1),
            None if self.ended && start < length => (length, length),
            None => {
                self.searched = length;
                return match length - start > LONGEST_LINE {
                    true => Err(BillError::Length {
                        line: self.line + 1,
                    }),
                    false => Ok(None),
                };
            }
        };
        (self.taken, self.searched) = (next, next);
        self.line += 1;
        if end - start > LONGEST_LINE {
            return Err(BillError::Length { line: self.line });
        }
        let mut line = start..end;
        let bytes = |line: &Range<usize>| self.bytes.get(line.clone()).unwrap_or_default();
        if self.line == 1 && bytes(&line).starts_with(BOM) {
            line.start += BOM.len();
        }
        if self.line == 1 && bytes(&line).starts_with(&[0x1f, 0x8b]) {
            return Err(BillError::Packed);
        }
        if bytes(&line).ends_with(b"\r") {
            line.end -= 1;
        }
        Ok(Some(line))
    }
}

/// The cells of a row without its first backtick: what separates two is a comma with a backtick.
fn cells(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let cells = text.split(",`").map(|cell| {
        let range = start..start + cell.len();
        start = range.end + 2;
        range
    });
    cells.collect()
}
