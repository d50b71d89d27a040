//! The server: a thread for each connection, on loopback only.

use super::control;
use super::exchange::{self, Reply};
use super::http::{answer_bytes, read_request};
use super::shared::{Shared, lock};
use std::collections::HashMap;
use std::io::{self, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A connection on which nothing comes is closed, as the real platform does. Source: facts of its clients, 8 seconds.
const IDLE: Duration = Duration::from_secs(8);
/// Connections at a time; more wait to be accepted.
const MOST: usize = 1_024;

/// What runs until it is stopped.
pub(super) struct Server {
    accepting: Option<JoinHandle<()>>,
    connections: Arc<Connections>,
    shared: Arc<Shared>,
    port: u16,
}

#[derive(Default)]
struct Connections {
    open: Mutex<(u64, HashMap<u64, TcpStream>)>,
}

impl Connections {
    fn add(&self, stream: &TcpStream) -> Option<u64> {
        let stream = stream.try_clone().ok()?;
        let mut open = lock(&self.open);
        if open.1.len() >= MOST {
            return None;
        }
        open.0 += 1;
        let number = open.0;
        open.1.insert(number, stream);
        Some(number)
    }

    fn remove(&self, number: u64) {
        lock(&self.open).1.remove(&number);
    }

    fn close_all(&self) {
        for (_, stream) in lock(&self.open).1.drain() {
            // Its thread sees the end; there is nothing else to do if that fails.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Server {
    /// Serves on a listener, which belongs to loopback.
    pub(super) fn start(listener: TcpListener, shared: Arc<Shared>) -> io::Result<Self> {
        let port = listener.local_addr()?.port();
        let connections = Arc::<Connections>::default();
        let (for_thread, known) = (shared.clone(), connections.clone());
        let accepting = thread::Builder::new()
            .name("wechatpay-sandbox".to_owned())
            .spawn(move || accept(&listener, &for_thread, &known))?;
        Ok(Self {
            accepting: Some(accepting),
            connections,
            shared,
            port,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        self.shared.deliveries.wake();
        // A connection wakes the thread that accepts; it sees that it is to stop.
        let woken = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(accepting) = self.accepting.take().filter(|_| woken.is_ok()) {
            // It does not panic; if it did, it is gone, which is what is wanted.
            let _ = accepting.join();
        }
        self.connections.close_all();
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>, connections: &Arc<Connections>) {
    for stream in listener.incoming() {
        if shared.is_stopped() {
            return;
        }
        let Ok(stream) = stream else {
            // No descriptors left, perhaps: some will be closed.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        let Some(number) = connections.add(&stream) else {
            continue;
        };
        let (shared, known) = (shared.clone(), connections.clone());
        let thread = thread::Builder::new().spawn(move || {
            // What goes wrong with a connection is the other side's to see.
            let _ = serve(stream, &shared);
            known.remove(number);
        });
        if thread.is_err() {
            connections.remove(number);
        }
    }
}

/// Answers the requests of one connection.
fn serve(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader)? {
        if shared.is_stopped() {
            break;
        }
        let reply = match control::answer(shared, &request) {
            Some(answer) => Reply::Whole(answer),
            None => exchange::serve(shared, &request),
        };
        match reply {
            Reply::Whole(answer) => writer.write_all(&answer_bytes(&answer))?,
            Reply::Cut(answer, is_begun) => {
                let bytes = answer_bytes(&answer);
                let half = bytes.len().saturating_sub(answer.body.len() / 2 + 1);
                let sent = bytes.get(..half).filter(|_| is_begun);
                writer.write_all(sent.unwrap_or_default())?;
                break;
            }
        }
        let close = request.headers.get("Connection");
        if close.is_some_and(|value| value.eq_ignore_ascii_case("close")) {
            break;
        }
    }
    // Also for the clone that is kept to close it.
    writer.shutdown(Shutdown::Both)
}
