//! A file piece by piece.

use super::transfer::Transfer;
use crate::call::block_on;
use crate::error::Error;
use crate::transport::Headers;
use std::fmt;
use std::io::{self, BufRead, Read};

macro_rules! head {
    ($type:ident) => {
        impl $type {
            /// HTTP status.
            #[must_use]
            pub fn status(&self) -> u16 {
                self.transfer().head().status
            }

            /// Headers of the (first) answer.
            #[must_use]
            pub fn headers(&self) -> &Headers {
                &self.transfer().head().headers
            }

            /// Id of the request, for WeChat Pay's support.
            #[must_use]
            pub fn request_id(&self) -> Option<&str> {
                self.transfer().head().request_id()
            }

            /// How many bytes come, as sent, if the answer says so.
            #[must_use]
            pub fn length(&self) -> Option<u64> {
                self.transfer().total()
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type))
                    .field("status", &self.status())
                    .field("received", &self.transfer().received())
                    .finish_non_exhaustive()
            }
        }
    };
}

/// The content of a file, in pieces. Dropping it ends the download.
pub struct DownloadStream(pub(super) Transfer);

impl DownloadStream {
    /// The next piece, never an empty one; `None` only if all of the file came and has the announced digest. Nothing is lost if the future
    /// is dropped and the piece asked for again.
    ///
    /// # Errors
    /// [`Error::Transport`] if it ends too early, [`Error::Download`] if it is not what was announced. Asked again, it stays an error.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Error> {
        self.0.next().await
    }

    fn transfer(&self) -> &Transfer {
        &self.0
    }
}

head!(DownloadStream);

/// The content of a file as a reader. It is at its end only if all of the file came and has the announced digest. An error of it
/// carries an [`Error`]. Dropping it ends the download.
pub struct DownloadReader {
    transfer: Transfer,
    piece: Vec<u8>,
    taken: usize,
}

impl DownloadReader {
    pub(super) fn new(transfer: Transfer) -> Self {
        Self {
            transfer,
            piece: Vec::new(),
            taken: 0,
        }
    }

    fn transfer(&self) -> &Transfer {
        &self.transfer
    }
}

head!(DownloadReader);

impl BufRead for DownloadReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken >= self.piece.len() {
            self.taken = 0;
            self.piece.clear();
            self.piece = block_on(self.transfer.next())
                .map_err(in_io)?
                .unwrap_or_default();
        }
        Ok(self.piece.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.taken = self.taken.saturating_add(count);
    }
}

impl Read for DownloadReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

fn in_io(error: Error) -> io::Error {
    let kind = match &error {
        Error::Transport(_) => io::ErrorKind::UnexpectedEof,
        _ => io::ErrorKind::InvalidData,
    };
    io::Error::new(kind, error)
}
