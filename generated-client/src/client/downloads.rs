//! One download of certificates for all that wait for one.

use crate::error::CertificatesUnavailable;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// How a download ended.
pub(super) type Outcome = Result<(), Arc<CertificatesUnavailable>>;

/// The download on its way, if there is one.
#[derive(Default)]
pub(super) struct Downloads {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Download>>,
    /// When the last one ended, in seconds since 1970.
    ended: Option<i64>,
}

/// A download that others wait for.
#[derive(Default)]
pub(super) struct Download {
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    end: Option<End>,
    wakers: Vec<Waker>,
}

#[derive(Clone)]
enum End {
    Outcome(Outcome),
    /// The call that did it was given up; somebody else must begin anew.
    GivenUp,
}

/// What somebody who needs a download does.
pub(super) enum Part<'d> {
    /// The download, and to end it.
    Lead(Lead<'d>),
    /// Wait for the one on its way.
    Wait(Arc<Download>),
}

impl Downloads {
    pub(super) fn join(&self) -> Part<'_> {
        let mut state = lock(&self.state);
        if let Some(download) = &state.current {
            return Part::Wait(download.clone());
        }
        let download = Arc::<Download>::default();
        state.current = Some(download.clone());
        Part::Lead(Lead {
            downloads: self,
            download,
        })
    }

    /// Whether a download ended less than `seconds` before `now`.
    pub(super) fn ended_within(&self, seconds: i64, now: i64) -> bool {
        let ended = lock(&self.state).ended;
        ended.is_some_and(|ended| now.saturating_sub(ended).saturating_abs() < seconds)
    }
}

impl Download {
    /// How it ended; `None` if it was given up.
    pub(super) async fn end(&self) -> Option<Outcome> {
        let end = poll_fn(|cx| {
            let mut waiting = lock(&self.waiting);
            match &waiting.end {
                Some(end) => Poll::Ready(end.clone()),
                None => {
                    if !waiting
                        .wakers
                        .iter()
                        .any(|waker| waker.will_wake(cx.waker()))
                    {
                        waiting.wakers.push(cx.waker().clone());
                    }
                    Poll::Pending
                }
            }
        });
        match end.await {
            End::Outcome(outcome) => Some(outcome),
            End::GivenUp => None,
        }
    }
}

/// The duty to end a download: dropped without an outcome, as when its call is given up, it lets another begin.
pub(super) struct Lead<'d> {
    downloads: &'d Downloads,
    download: Arc<Download>,
}

impl Lead<'_> {
    pub(super) fn end(self, outcome: &Outcome, now: i64) {
        lock(&self.downloads.state).ended = Some(now);
        lock(&self.download.waiting).end = Some(End::Outcome(outcome.clone()));
    }
}

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        lock(&self.downloads.state).current = None;
        let wakers = {
            let mut waiting = lock(&self.download.waiting);
            waiting.end.get_or_insert(End::GivenUp);
            std::mem::take(&mut waiting.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
