//! Bills read from somewhere.

use super::{BillError, BillParser, Record, Row};
use crate::download::{Download, DownloadError, DownloadStream};
use crate::error::Error;
use std::fmt;
use std::io::{ErrorKind, Read};

/// What is read at once.
const PIECE: usize = 64 << 10;

/// Reads the rows of a bill, from a file or a [`DownloadReader`](crate::download::DownloadReader). It needs no [`BufReader`](std::io::BufReader).
///
/// Rows of a download are not proven before the last one: an error at the end is one of the whole bill.
pub struct BillReader<R> {
    from: R,
    piece: Vec<u8>,
    rows: Rows,
    /// The iterator has given its last.
    done: bool,
}

/// Reads the rows of a bill while it is downloaded.
///
/// Rows are not proven before the last one: an error at the end is one of the whole bill.
pub struct BillStream {
    from: DownloadStream,
    rows: Rows,
}

/// What both have.
#[derive(Default)]
struct Rows {
    parser: BillParser,
    summary: Option<Row>,
    /// Nothing more comes.
    ended: bool,
}

impl Rows {
    /// The next row of what has come.
    fn next(&mut self) -> Result<Option<Row>, BillError> {
        while let Some(record) = self.parser.next_record()? {
            match record {
                Record::Row(row) => return Ok(Some(row)),
                Record::Summary(row) => self.summary = Some(row),
            }
        }
        Ok(None)
    }

    fn end(&mut self) {
        self.ended = true;
        self.parser.end();
    }
}

impl<R: Read> BillReader<R> {
    /// Reads from a file, a download, or bytes.
    pub fn new(from: R) -> Self {
        Self {
            from,
            piece: vec![0; PIECE],
            rows: Rows::default(),
            done: false,
        }
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// [`BillError`]
    pub fn next_row(&mut self) -> Result<Option<Row>, BillError> {
        loop {
            if let Some(row) = self.rows.next()? {
                return Ok(Some(row));
            }
            if self.rows.ended {
                return Ok(None);
            }
            match self.from.read(&mut self.piece) {
                Ok(0) => self.rows.end(),
                Ok(length) => {
                    let piece = self.piece.get(..length).unwrap_or_default();
                    self.rows.parser.push(piece);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Names of the columns, once a row has been read.
    #[must_use]
    pub fn columns(&self) -> Option<&[String]> {
        self.rows.parser.columns()
    }

    /// The sums, once all rows have been read; `None` if the bill has none.
    #[must_use]
    pub fn summary(&self) -> Option<&Row> {
        self.rows.summary.as_ref()
    }
}

/// The rows, up to the first error.
impl<R: Read> Iterator for BillReader<R> {
    type Item = Result<Row, BillError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.next_row().transpose();
        self.done = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<R> fmt::Debug for BillReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BillReader").finish_non_exhaustive()
    }
}

impl Download {
    /// Asks for a bill, and gives its rows while they come, unpacked if it comes packed.
    ///
    /// # Errors
    /// As for any call; [`Error::Download`].
    pub async fn rows(self) -> Result<BillStream, Error> {
        Ok(BillStream {
            from: self.unpacked().open().await?,
            rows: Rows::default(),
        })
    }

    /// As [`rows`](Self::rows), outside of asynchronous code.
    ///
    /// # Errors
    /// The same.
    pub fn rows_blocking(self) -> Result<BillReader<crate::download::DownloadReader>, Error> {
        Ok(BillReader::new(self.unpacked().open_blocking()?))
    }
}

impl BillStream {
    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// [`Error::Transport`], [`Error::Download`]: also for what is wrong with the bill.
    pub async fn next_row(&mut self) -> Result<Option<Row>, Error> {
        loop {
            if let Some(row) = self.rows.next().map_err(DownloadError::Bill)? {
                return Ok(Some(row));
            }
            if self.rows.ended {
                return Ok(None);
            }
            match self.from.chunk().await? {
                Some(chunk) => self.rows.parser.push(&chunk),
                None => self.rows.end(),
            }
        }
    }

    /// Names of the columns, once a row has been read.
    #[must_use]
    pub fn columns(&self) -> Option<&[String]> {
        self.rows.parser.columns()
    }

    /// The sums, once all rows have been read; `None` if the bill has none.
    #[must_use]
    pub fn summary(&self) -> Option<&Row> {
        self.rows.summary.as_ref()
    }
}

impl fmt::Debug for BillStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BillStream").finish_non_exhaustive()
    }
}
