//! How long a call may take.

use super::wait::{Way, block_on_within};
use crate::transport::Transport;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

/// The time of one call: everything that it waits for ends within.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    started: Instant,
    limit: Option<Duration>,
}

impl Limit {
    /// From now on; `None` is without end.
    pub(crate) fn new(limit: Option<Duration>) -> Self {
        Self {
            started: Instant::now(),
            limit,
        }
    }

    /// What is left of it.
    pub(crate) fn left(&self) -> Option<Duration> {
        self.limit
            .map(|limit| limit.saturating_sub(self.started.elapsed()))
    }

    /// Whether the time is up.
    pub(crate) fn is_up(&self) -> bool {
        self.left() == Some(Duration::ZERO)
    }

    /// Waits for `future`; `None` if the time is up before.
    pub(crate) async fn wait<T>(
        &self,
        future: impl Future<Output = T>,
        transport: &dyn Transport,
        way: Way,
    ) -> Option<T> {
        let Some(left) = self.left() else {
            return Some(future.await);
        };
        if way == Way::Block {
            return block_on_within(future, left);
        }
        let (mut future, mut pause) = (pin!(future), transport.pause(left));
        poll_fn(|cx| match future.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => pause.as_mut().poll(cx).map(|()| None),
        })
        .await
    }
}
