//! The transport of a client that was given none: what is compiled in, with the usual options.

#[cfg(feature = "blocking-transport")]
use super::Response;
#[cfg(feature = "async-transport")]
use super::{Pausing, Sending, Work};
use super::{Request, Transport, TransportError, TransportOptions};
#[cfg(feature = "async-transport")]
use std::time::Duration;

/// `.await` goes to [`AsyncTransport`](super::AsyncTransport), `send_blocking` to [`BlockingTransport`](super::BlockingTransport).
/// Both stand beside each other: a feature that another crate turns on must not take one of them away.
struct Compiled {
    #[cfg(feature = "async-transport")]
    asynchronous: super::AsyncTransport,
    #[cfg(feature = "blocking-transport")]
    blocking: super::BlockingTransport,
}

pub(crate) fn compiled() -> Result<impl Transport, TransportError> {
    Ok(Compiled {
        #[cfg(feature = "async-transport")]
        asynchronous: super::AsyncTransport::new(TransportOptions::new())?,
        #[cfg(feature = "blocking-transport")]
        blocking: super::BlockingTransport::new(TransportOptions::new())?,
    })
}

impl Transport for Compiled {
    #[cfg(feature = "async-transport")]
    fn send(&self, request: Request) -> Sending<'_> {
        self.asynchronous.send(request)
    }

    #[cfg(feature = "async-transport")]
    fn pause(&self, time: Duration) -> Pausing<'_> {
        self.asynchronous.pause(time)
    }

    #[cfg(feature = "async-transport")]
    fn spawn(&self, work: Work) -> Result<(), Work> {
        self.asynchronous.spawn(work)
    }

    #[cfg(feature = "blocking-transport")]
    fn send_blocking(&self, request: Request) -> Result<Response, TransportError> {
        self.blocking.send_blocking(request)
    }
}
