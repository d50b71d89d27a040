//! Requests to this machine, and to no other.

use super::http::{HttpAnswer, read_answer, request_bytes};
use super::shared::lock;
use crate::transport::{
    Headers, Request, Response, Sending, Transport, TransportError, TransportErrorKind,
};
use std::future::poll_fn;
use std::io::{self, BufReader, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;

/// How long an exchange may take unless the call says otherwise.
const PATIENCE: Duration = Duration::from_secs(30);

/// A place on this machine.
#[derive(Debug)]
pub(super) struct Address {
    socket: SocketAddr,
    host: String,
    target: String,
}

/// Where a URL is.
pub(super) fn address(url: &str) -> Result<Address, &'static str> {
    let rest = url
        .strip_prefix("http://")
        .ok_or("not sent: only http://, and only to this machine")?;
    let (host, target) = match rest.find('/').and_then(|at| rest.split_at_checked(at)) {
        Some((host, target)) => (host, target),
        None => (rest, "/"),
    };
    let target = target.split('#').next().unwrap_or("/");
    if target.contains(|c: char| c.is_whitespace() || c.is_control()) || host.contains('@') {
        return Err("not sent: the URL is malformed");
    }
    let named_port = host
        .rsplit_once(':')
        .is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
    let with_port = match named_port {
        true => host.to_owned(),
        false => format!("{host}:80"),
    };
    // Only names that are this machine's are looked up at all.
    let name = with_port.rsplit_once(':').map_or("", |(name, _)| name);
    let is_ours = name.eq_ignore_ascii_case("localhost")
        || name
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback());
    let mut sockets = is_ours
        .then(|| with_port.to_socket_addrs().ok())
        .flatten()
        .into_iter()
        .flatten()
        .filter(|socket| socket.ip().is_loopback());
    // Servers of `localhost` mostly listen on the older protocol.
    let sockets: Vec<SocketAddr> = sockets.by_ref().collect();
    let socket = sockets
        .iter()
        .find(|socket| socket.is_ipv4())
        .or(sockets.first())
        .ok_or("not sent: the host is not this machine")?;
    Ok(Address {
        socket: *socket,
        host: host.to_owned(),
        target: target.to_owned(),
    })
}

/// Sends a request and waits for the answer.
pub(super) fn send(
    address: &Address,
    method: &str,
    headers: &Headers,
    body: &[u8],
    patience: Duration,
) -> io::Result<HttpAnswer> {
    let mut stream = connect(address, patience)?;
    exchange(&mut stream, address, method, headers, body)
}

fn connect(address: &Address, patience: Duration) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address.socket, patience)?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn exchange(
    stream: &mut TcpStream,
    address: &Address,
    method: &str,
    headers: &Headers,
    body: &[u8],
) -> io::Result<HttpAnswer> {
    let mut headers = headers.clone();
    headers.set("Connection", "close");
    let bytes = request_bytes(method, &address.target, &address.host, &headers, body);
    stream.write_all(&bytes)?;
    read_answer(&mut BufReader::new(stream.try_clone()?))
}

/// Carries the calls of [`Sandbox::client`](super::Sandbox::client): plain HTTP to this machine, for `.await` (a thread for each call) and for
/// `send_blocking`. A service needs another one.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct LoopbackTransport;

impl Transport for LoopbackTransport {
    fn send(&self, request: Request) -> Sending<'_> {
        let waiting = Arc::<Mutex<(Option<Outcome>, Option<Waker>)>>::default();
        let there = waiting.clone();
        let thread = thread::Builder::new().spawn(move || {
            let outcome = carry(&request);
            let waker = {
                let mut waiting = lock(&there);
                waiting.0 = Some(outcome);
                waiting.1.take()
            };
            waker.into_iter().for_each(Waker::wake);
        });
        Box::pin(async move {
            thread.map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
            poll_fn(|cx| {
                let mut waiting = lock(&waiting);
                match waiting.0.take() {
                    Some(outcome) => Poll::Ready(outcome),
                    None => {
                        waiting.1 = Some(cx.waker().clone());
                        Poll::Pending
                    }
                }
            })
            .await
        })
    }

    fn send_blocking(&self, request: Request) -> Result<Response, TransportError> {
        carry(&request)
    }
}

type Outcome = Result<Response, TransportError>;

fn carry(request: &Request) -> Outcome {
    let address = address(&request.url)
        .map_err(|why| TransportError::new(TransportErrorKind::Unsupported, why))?;
    let patience = request
        .timeout
        .unwrap_or(PATIENCE)
        .max(Duration::from_millis(1));
    let mut stream = connect(&address, patience)
        .map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
    let method = request.method.as_str();
    let answer = exchange(
        &mut stream,
        &address,
        method,
        &request.headers,
        &request.body,
    );
    match answer {
        Ok(answer) => Ok(Response::new(answer.status, answer.headers, answer.body)),
        Err(error) => {
            let kind = match error.kind() {
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
                _ => TransportErrorKind::Interrupted,
            };
            Err(TransportError::new(kind, error))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_reached() {
        for url in [
            "http://127.0.0.1:8080/notify?x=1",
            "http://localhost/notify",
            "http://127.0.0.2:1/",
        ] {
            assert!(address(url).is_ok(), "{url}");
        }
        for url in [
            "https://127.0.0.1/notify",
            "http://192.0.2.1/notify",
            "http://www.example.com/notify",
            "http://localhost.example.com/",
            "http://localhost@192.0.2.1/",
            "http://127.0.0.1/a b",
            "",
        ] {
            assert!(address(url).is_err(), "{url}");
        }
    }
}
