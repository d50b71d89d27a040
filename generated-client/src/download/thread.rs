//! Work that would block, done beside asynchronous code.

use std::future::poll_fn;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::thread::Builder;

struct Work<T> {
    result: Option<T>,
    waker: Option<Waker>,
}

/// What `work` gives, from a thread of its own: the runtime is not known here.
pub(super) async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let shared = Arc::new(Mutex::new(Work {
        result: None,
        waker: None,
    }));
    let own = shared.clone();
    Builder::new().spawn(move || {
        let result = work();
        let waker = {
            let mut work = own.lock().unwrap_or_else(PoisonError::into_inner);
            work.result = Some(result);
            work.waker.take()
        };
        waker.into_iter().for_each(Waker::wake);
    })?;
    poll_fn(|cx| {
        let mut work = shared.lock().unwrap_or_else(PoisonError::into_inner);
        match work.result.take() {
            Some(result) => Poll::Ready(result),
            None => {
                work.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    })
    .await
}
