//! A timer for transports that have none.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

#[derive(Default)]
struct Timer {
    over: bool,
    waker: Option<Waker>,
}

/// Ends the thread when nobody waits any more.
struct Sleeper {
    thread: Thread,
    timer: Arc<Mutex<Timer>>,
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        lock(&self.timer).over = true;
        self.thread.unpark();
    }
}

/// Is over after this time; a thread sleeps that long.
pub(super) async fn with_thread(time: Duration) {
    let timer = Arc::<Mutex<Timer>>::default();
    let sleeping = timer.clone();
    let thread = thread::Builder::new().spawn(move || {
        let started = Instant::now();
        while !lock(&sleeping).over
            && let Some(left) = time.checked_sub(started.elapsed())
        {
            thread::park_timeout(left);
        }
        let waker = {
            let mut timer = lock(&sleeping);
            timer.over = true;
            timer.waker.take()
        };
        waker.into_iter().for_each(Waker::wake);
    });
    // No thread to be had: better at once than never.
    let Ok(thread) = thread else { return };
    let sleeper = Sleeper {
        thread: thread.thread().clone(),
        timer,
    };
    poll_fn(|cx| {
        let mut timer = lock(&sleeper.timer);
        if timer.over {
            return Poll::Ready(());
        }
        timer.waker = Some(cx.waker().clone());
        Poll::Pending
    })
    .await;
}

fn lock(timer: &Mutex<Timer>) -> MutexGuard<'_, Timer> {
    timer.lock().unwrap_or_else(PoisonError::into_inner)
}
