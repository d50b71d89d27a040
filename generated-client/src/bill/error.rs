//! What is wrong with a bill.

use std::error::Error;
use std::fmt;
use std::io;

/// A bill that cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum BillError {
    /// It cannot be read from where it is. If it is a download, the cause is its [`Error`](crate::Error).
    Io(io::Error),
    /// It is packed with gzip.
    Packed,
    /// It is no table: it begins as XML, or with a row.
    NotABill,
    /// A line is not UTF-8, as bills are. (A bill that was opened and stored by Excel may be GBK.)
    Encoding {
        /// The line, from 1.
        line: u64,
    },
    /// A line is longer than a megabyte.
    Length {
        /// The line, from 1.
        line: u64,
    },
    /// A row has another number of cells than its header.
    Cells {
        /// The line, from 1.
        line: u64,
        /// How many the header has.
        expected: usize,
        /// How many the row has.
        found: usize,
    },
    /// After the header of the sums comes one more line whose cells do not begin with a backtick.
    Line {
        /// The line, from 1.
        line: u64,
    },
    /// A cell is not what its column has.
    Value {
        /// The line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// What the column has.
        expected: &'static str,
    },
}

impl fmt::Display for BillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Packed => f.write_str("the bill is packed with gzip; unpack it first"),
            Self::NotABill => f.write_str("this is no bill: it has no header"),
            Self::Encoding { line } => write!(f, "line {line} of the bill is not UTF-8"),
            Self::Length { line } => write!(f, "line {line} of the bill is too long"),
            Self::Cells {
                line,
                expected,
                found,
            } => write!(
                f,
                "line {line} of the bill has {found} cells, its header has {expected}"
            ),
            Self::Line { line } => write!(
                f,
                "line {line} of the bill is neither a row nor a header that belongs there"
            ),
            Self::Value {
                line,
                column,
                expected,
            } => write!(f, "line {line} of the bill, {column}: not {expected}"),
        }
    }
}

impl Error for BillError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for BillError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
