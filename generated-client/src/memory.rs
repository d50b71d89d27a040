//! A transport without network, for tests.

use crate::transport::{
    Pausing, Request, Response, Sending, Transport, TransportError, TransportErrorKind,
};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Answers from a script and remembers what was sent. Clones share both.
#[derive(Clone, Default)]
pub struct MemoryTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    answers: VecDeque<Result<Response, TransportError>>,
    requests: Vec<Request>,
    pauses: Vec<Duration>,
}

impl MemoryTransport {
    /// A transport without answers: every request fails.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer; each serves one request, in order.
    #[must_use]
    pub fn answer(self, response: Response) -> Self {
        self.with(|state| state.answers.push_back(Ok(response)));
        self
    }

    /// Adds a failure in place of an answer.
    #[must_use]
    pub fn fail(self, error: TransportError) -> Self {
        self.with(|state| state.answers.push_back(Err(error)));
        self
    }

    /// All requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.with(|state| state.requests.clone())
    }

    /// How long would have been waited before sending again. Nothing really waits.
    #[must_use]
    pub fn pauses(&self) -> Vec<Duration> {
        self.with(|state| state.pauses.clone())
    }

    fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for MemoryTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (answers, requests) = self.with(|state| (state.answers.len(), state.requests.len()));
        write!(
            f,
            "MemoryTransport({requests} requests, {answers} answers left)"
        )
    }
}

impl Transport for MemoryTransport {
    fn send(&self, request: Request) -> Sending<'_> {
        let this = self.clone();
        Box::pin(async move { this.send_blocking(request) })
    }

    fn send_blocking(&self, request: Request) -> Result<Response, TransportError> {
        self.with(|state| {
            state.requests.push(request);
            let none = || {
                Err(TransportError::new(
                    TransportErrorKind::Connect,
                    "no answer left in the script",
                ))
            };
            state.answers.pop_front().unwrap_or_else(none)
        })
    }

    fn pause(&self, time: Duration) -> Pausing<'_> {
        self.pause_blocking(time);
        Box::pin(std::future::ready(()))
    }

    fn pause_blocking(&self, time: Duration) {
        self.with(|state| state.pauses.push(time));
    }
}
