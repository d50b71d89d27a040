//! Bodies that are read piece by piece.

use crate::server::{Do, Server, listen, ok};
use crate::{millis, streamers};
use std::io::{BufReader, Write};
use std::net::SocketAddr;
use std::thread;
use std::time::Instant;
use wechatpay_client::TransportErrorKind::{Connect, Interrupted, Timeout};
use wechatpay_client::{Method, Request};

/// A server that sends `count` bytes, one at a time, after the head.
fn dripping(count: usize) -> SocketAddr {
    let (address, _) = listen(move |stream, _| {
        let mut stream = BufReader::new(stream);
        crate::server::read(&mut stream)?;
        let stream = stream.get_mut();
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {count}\r\n\r\n")?;
        for _ in 0..count {
            stream.write_all(b"x")?;
            thread::sleep(millis(20));
        }
        Ok(())
    });
    address
}

#[test]
fn a_body_comes_whole_whatever_its_length() {
    let server = Server::start(|received| {
        match received.path() {
        "/empty" => Do::Answer(ok("")),
        "/chunked" => Do::Answer(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                .to_vec(),
        ),
        _ => Do::Answer(ok(vec![7; 3 << 20])),
    }
    });
    for streamer in streamers(|options| options.max_body(1 << 20)) {
        let read = |path: &str| streamer.get(server.url(path)).unwrap();
        assert_eq!(read("/empty"), (200, Vec::new()), "{}", streamer.name);
        assert_eq!(read("/chunked").1, b"abcde", "{}", streamer.name);
        // The limit for bodies that are held in memory does not count here.
        assert_eq!(read("/long").1.len(), 3 << 20, "{}", streamer.name);
    }
}

#[test]
fn a_body_that_ends_too_early_is_an_error() {
    let server = Server::start(|received| match received.path() {
        "/length" => Do::Cut("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".into()),
        _ => Do::Cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n".into()),
    });
    for streamer in streamers(|options| options) {
        for path in ["/length", "/chunked"] {
            let error = streamer.get(server.url(path)).unwrap_err();
            assert_eq!(error.kind, Interrupted, "{} {path}: {error}", streamer.name);
        }
    }
}

#[test]
fn the_limit_of_the_transport_holds_for_each_wait() {
    let slow = dripping(30);
    let stalled =
        Server::start(|_| Do::Answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".into()));
    let silent = Server::start(|_| Do::Late(millis(3000), ok("")));
    for streamer in streamers(|options| options.timeout(millis(300))) {
        let read = streamer.get(format!("http://{slow}/")).unwrap();
        assert_eq!(read.1.len(), 30, "{}", streamer.name);
        for server in [&stalled, &silent] {
            let start = Instant::now();
            let error = streamer.get(server.url("/")).unwrap_err();
            assert_eq!(error.kind, Timeout, "{}: {error}", streamer.name);
            assert!(start.elapsed() < millis(2000), "{}", streamer.name);
        }
    }
}

#[test]
fn the_limit_of_the_request_holds_for_all_of_it() {
    let slow = dripping(200);
    for streamer in streamers(|options| options) {
        let mut request = Request::new(Method::Get, format!("http://{slow}/"));
        request.timeout = Some(millis(300));
        let start = Instant::now();
        let error = (streamer.read)(request).unwrap_err();
        assert_eq!(error.kind, Timeout, "{}: {error}", streamer.name);
        assert!(start.elapsed() < millis(2000), "{}", streamer.name);
    }
}

#[test]
fn what_fails_before_the_head_is_told_as_ever() {
    for streamer in streamers(|options| options) {
        let error = streamer.get("https://no-such-host.invalid/").unwrap_err();
        assert_eq!(error.kind, Connect, "{}", streamer.name);
    }
}
