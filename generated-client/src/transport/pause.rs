//! A timer for transports that have none.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;

#[derive(Default)]
struct Timer {
    over: bool,
    waker: Option<Waker>,
}

/// Is over after this time; a thread sleeps that long.
pub(super) async fn with_thread(time: Duration) {
    let timer = Arc::<Mutex<Timer>>::default();
    let sleeping = timer.clone();
    let thread = thread::Builder::new().spawn(move || {
        thread::sleep(time);
        let waker = {
            let mut timer = sleeping.lock().unwrap_or_else(PoisonError::into_inner);
            timer.over = true;
            timer.waker.take()
        };
        waker.into_iter().for_each(Waker::wake);
    });
    if thread.is_err() {
        // No thread to be had: better at once than never.
        return;
    }
    poll_fn(|cx| {
        let mut timer = timer.lock().unwrap_or_else(PoisonError::into_inner);
        if timer.over {
            return Poll::Ready(());
        }
        timer.waker = Some(cx.waker().clone());
        Poll::Pending
    })
    .await;
}
