//! What goes wrong, and how it is called.

use crate::server::{Do, Server, listen, ok};
use crate::{millis, senders};
use std::io::{BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;
use std::time::Instant;
use wechatpay_client::TransportErrorKind::{Connect, Interrupted, Other, Timeout};
use wechatpay_client::{Method, Request};

#[test]
fn a_refused_connection_means_that_the_request_did_not_arrive() {
    // A port that was free a moment ago.
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for sender in senders(|options| options) {
        let error = sender.get(format!("http://{address}/?secret")).unwrap_err();
        assert_eq!(error.kind, Connect, "{}", sender.name);
        let text = error.to_string();
        assert!(text.to_lowercase().contains("refused"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}

#[test]
fn a_host_without_an_address_cannot_be_connected_to() {
    for sender in senders(|options| options) {
        let kind = sender.kind("https://no-such-host.invalid/");
        assert_eq!(kind, Connect, "{}", sender.name);
    }
}

#[test]
fn an_answer_that_does_not_come_in_time_is_a_timeout() {
    let server = Server::start(|received| match received.path() {
        "/silent" => Do::Late(millis(5000), ok("late")),
        // The head comes, the body does not.
        _ => Do::Answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".into()),
    });
    for sender in senders(|options| options.timeout(millis(200))) {
        for path in ["/silent", "/half"] {
            let start = Instant::now();
            assert_eq!(sender.kind(server.url(path)), Timeout, "{}", sender.name);
            assert!(start.elapsed() >= millis(190), "{}", sender.name);
            assert!(start.elapsed() < millis(2000), "{}", sender.name);
        }
    }
    // The request's own limit counts, be it shorter or longer.
    for (all, own, kind) in [(30_000, 200, Some(Timeout)), (100, 10_000, None)] {
        let server = Server::start(move |_| Do::Late(millis(500), ok("late")));
        for sender in senders(|options| options.timeout(millis(all))) {
            let mut request = Request::new(Method::Post, server.url("/"));
            request.timeout = Some(millis(own));
            let found = sender.send(request).err().map(|error| error.kind);
            assert_eq!(found, kind, "{}", sender.name);
        }
    }
}

#[test]
fn a_drip_of_bytes_does_not_extend_the_limit() {
    let (address, _) = listen(|stream, _| {
        let mut stream = BufReader::new(stream);
        crate::server::read(&mut stream)?;
        let stream = stream.get_mut();
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")?;
        loop {
            stream.write_all(b"x")?;
            thread::sleep(millis(20));
        }
    });
    for sender in senders(|options| options.timeout(millis(300))) {
        let start = Instant::now();
        assert_eq!(sender.kind(format!("http://{address}/")), Timeout);
        assert!(start.elapsed() < millis(2000), "{}", sender.name);
    }
}

#[test]
fn a_broken_connection_means_that_the_request_may_have_arrived() {
    for (sent, what) in [
        ("", "before the answer"),
        ("HTTP/1.1 200 OK\r\nContent-Le", "in the head"),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
            "in the body",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nha",
            "in a chunk",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nha\r\n",
            "between chunks",
        ),
    ] {
        let (count, requests) = mpsc::channel();
        let server = Server::start(move |received| match received.path() {
            "/fine" => Do::Answer(ok("fine")),
            _ => {
                count.send(()).unwrap();
                Do::Cut(sent.into())
            }
        });
        for sender in senders(|options| options.timeout(millis(3000))) {
            let url = server.url("/cut");
            // On a new connection, and on one that served before.
            for _ in 0..2 {
                assert_eq!(sender.kind(&url), Interrupted, "{} {what}", sender.name);
                let count = requests.try_iter().count();
                assert_eq!(count, 1, "{} {what}: sent once", sender.name);
                assert_eq!(sender.body(server.url("/fine")), "fine");
            }
        }
    }
}

#[test]
fn an_answer_that_is_no_http_is_told_from_a_broken_connection() {
    let server = Server::start(|_| Do::Cut("SSH-2.0-OpenSSH\r\n\r\nhello".into()));
    for sender in senders(|options| options.timeout(millis(3000))) {
        assert_eq!(sender.kind(server.url("/")), Other, "{}", sender.name);
    }
}

#[test]
fn a_handshake_that_does_not_end_is_no_connection() {
    // Accepts and is silent: TLS never begins.
    let (address, _) = listen(|stream, _| {
        thread::sleep(millis(5000));
        drop(stream);
        Ok(())
    });
    let url = format!("https://{address}/");
    for sender in senders(|options| options.connect_timeout(millis(200))) {
        let start = Instant::now();
        assert_eq!(sender.kind(&url), Connect, "{}", sender.name);
        assert!(start.elapsed() < millis(2000), "{}", sender.name);
    }
    // The time of the whole call may be over first.
    for sender in senders(|options| options.timeout(millis(200))) {
        assert_eq!(sender.kind(&url), Timeout, "{}", sender.name);
    }
}
