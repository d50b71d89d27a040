//! The transport of a client that was given none: what is compiled in, with the usual options.

use super::{
    Pausing, Request, Response, Sending, Transport, TransportError, TransportOptions, Work,
};
use std::time::Duration;

/// `.await` goes to `AsyncTransport`, `send_blocking` to `BlockingTransport`. Both stand beside each other: a feature that another
/// crate turns on must not take one of them away. What is not compiled in is named.
struct Compiled {
    asynchronous: Box<dyn Transport>,
    blocking: Box<dyn Transport>,
}

pub(crate) fn compiled() -> Result<impl Transport, TransportError> {
    Ok(Compiled {
        #[cfg(feature = "async-transport")]
        asynchronous: Box::new(super::AsyncTransport::new(TransportOptions::new())?),
        #[cfg(not(feature = "async-transport"))]
        asynchronous: Box::new(Missing("`.await` needs the feature `async-transport`")),
        #[cfg(feature = "blocking-transport")]
        blocking: Box::new(super::BlockingTransport::new(TransportOptions::new())?),
        #[cfg(not(feature = "blocking-transport"))]
        blocking: Box::new(Missing(
            "`send_blocking` needs the feature `blocking-transport`",
        )),
    })
}

impl Transport for Compiled {
    fn send(&self, request: Request) -> Sending<'_> {
        self.asynchronous.send(request)
    }

    fn send_blocking(&self, request: Request) -> Result<Response, TransportError> {
        self.blocking.send_blocking(request)
    }

    fn pause(&self, time: Duration) -> Pausing<'_> {
        self.asynchronous.pause(time)
    }

    fn spawn(&self, work: Work) -> Result<(), Work> {
        self.asynchronous.spawn(work)
    }
}

/// In place of a transport that is not compiled in.
#[cfg(not(all(feature = "async-transport", feature = "blocking-transport")))]
struct Missing(&'static str);

#[cfg(not(all(feature = "async-transport", feature = "blocking-transport")))]
impl Transport for Missing {
    fn send(&self, _: Request) -> Sending<'_> {
        Box::pin(std::future::ready(Err(super::failure::invalid(self.0))))
    }

    fn send_blocking(&self, _: Request) -> Result<Response, TransportError> {
        Err(super::failure::invalid(self.0))
    }
}
