//! Answers whose body is read piece by piece.

use super::{Headers, Response, TransportError};
use std::fmt;
use std::future::{Future, poll_fn};
use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll};

/// An answer whose head is there and whose body is still to come.
#[non_exhaustive]
pub struct Streaming<B> {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: Headers,
    /// Body, as sent.
    pub body: B,
}

impl<B> Streaming<B> {
    /// An answer with this head.
    #[must_use]
    pub fn new(status: u16, headers: Headers, body: B) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }
}

impl<B> fmt::Debug for Streaming<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streaming")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// A body that comes in chunks.
pub trait BodyStream: Send {
    /// The next chunk, which may be empty; `None` only after the last byte that the head announced. A body that ends earlier is an
    /// error.
    fn poll_chunk(&mut self, cx: &mut Context<'_>)
    -> Poll<Option<Result<Vec<u8>, TransportError>>>;
}

impl dyn BodyStream + '_ {
    /// Waits for the next chunk; `None` after the last one.
    ///
    /// # Errors
    /// When the body does not come to its end.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }
}

/// A body that another thread than the caller's may wait for.
pub type StreamBody = Box<dyn BodyStream>;

/// A body that is read on the caller's thread. A body that ends before its last byte is an error, which carries a
/// [`TransportError`] if the transport knows more than the operating system.
pub type ReadBody = Box<dyn Read + Send>;

/// What [`Transport::send_streaming`](super::Transport::send_streaming) gives.
pub type Opening<'t> =
    Pin<Box<dyn Future<Output = Result<Streaming<StreamBody>, TransportError>> + Send + 't>>;

/// A body that is there already.
struct Whole(Option<Vec<u8>>);

impl BodyStream for Whole {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>, TransportError>>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

impl From<Response> for Streaming<StreamBody> {
    fn from(response: Response) -> Self {
        let body = Box::new(Whole(Some(response.body)));
        Self::new(response.status, response.headers, body)
    }
}

impl From<Response> for Streaming<ReadBody> {
    fn from(response: Response) -> Self {
        let body = Box::new(std::io::Cursor::new(response.body));
        Self::new(response.status, response.headers, body)
    }
}
