//! One download of certificates for all that wait for one.

use crate::error::CertificatesUnavailable;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// How a download ended.
pub(super) type Outcome = Result<(), Arc<CertificatesUnavailable>>;

/// The download on its way, if there is one. Times are in seconds since 1970.
pub(super) struct Downloads {
    state: Mutex<State>,
}

struct State {
    current: Option<Arc<Download>>,
    /// When the last one ended.
    ended: Option<i64>,
    /// When the certificates were up to date: the last download, or when the client was built.
    fresh: i64,
    /// When the last one began that no call waits for.
    beside: Option<i64>,
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
    pub(super) fn new(now: i64) -> Self {
        Self {
            state: Mutex::new(State {
                current: None,
                ended: None,
                fresh: now,
                beside: None,
            }),
        }
    }

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
        ended.is_some_and(|ended| between(ended, now) < seconds)
    }

    /// For how many seconds there was no successful download.
    pub(super) fn age(&self, now: i64) -> i64 {
        between(lock(&self.state).fresh, now)
    }

    /// Whether the one who asks shall begin a download that no call waits for: only the first one within `seconds`.
    pub(super) fn claim_beside(&self, seconds: i64, now: i64) -> bool {
        let mut state = lock(&self.state);
        let free = state
            .beside
            .is_none_or(|begun| between(begun, now) >= seconds);
        if free {
            state.beside = Some(now);
        }
        free
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
        {
            let mut state = lock(&self.downloads.state);
            state.ended = Some(now);
            if outcome.is_ok() {
                state.fresh = now;
            }
        }
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

/// In either direction: clocks are put back.
fn between(one: i64, other: i64) -> i64 {
    other.saturating_sub(one).saturating_abs()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
