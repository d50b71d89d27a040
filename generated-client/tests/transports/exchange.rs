//! What goes out and what comes back.

use crate::server::{Do, Server, ok};
use crate::{millis, senders};
use std::sync::mpsc;
use std::time::Duration;
use wechatpay_client::{Method, Request, TransportErrorKind};

#[test]
fn a_request_arrives_as_it_was_made() {
    let (seen, requests) = mpsc::channel();
    let server = Server::start(move |received| {
        seen.send(received.clone()).unwrap();
        Do::Answer(ok("{}"))
    });
    for sender in senders(|options| options) {
        for method in [
            Method::Get,
            Method::Post,
            Method::Put,
            Method::Patch,
            Method::Delete,
        ] {
            let mut request = Request::new(method, server.url("/v3/a%2Fb/c?d=%E4%BD%A0&e=%20"));
            request
                .headers
                .set("Authorization", "WECHATPAY2-SHA256-RSA2048 mchid=\"1\"");
            request.headers.set("Accept", "application/json");
            request.headers.set("User-Agent", "test/1");
            request.headers.add("X-Twice", "1");
            request.headers.add("X-Twice", "2");
            if method != Method::Get {
                request.body = "{\"a\":\"你\"}".into();
            }
            let body = request.body.clone();
            sender.send(request).unwrap();
            let received = requests.recv().unwrap();
            assert_eq!(
                received.line,
                format!("{method} /v3/a%2Fb/c?d=%E4%BD%A0&e=%20 HTTP/1.1"),
                "{}",
                sender.name
            );
            assert_eq!(received.body, body, "{} {method}", sender.name);
            let address = server.address.to_string();
            assert_eq!(received.header("host"), Some(&*address));
            assert_eq!(received.header("user-agent"), Some("test/1"));
            assert_eq!(received.header("accept"), Some("application/json"));
            assert_eq!(
                received.header("authorization"),
                Some("WECHATPAY2-SHA256-RSA2048 mchid=\"1\"")
            );
            let twice = received.headers.iter().filter(|(n, _)| n == "x-twice");
            assert_eq!(twice.map(|(_, v)| &**v).collect::<Vec<_>>(), ["1", "2"]);
        }
    }
}

#[test]
fn a_transport_adds_no_headers_but_those_of_the_connection() {
    let (seen, requests) = mpsc::channel();
    let server = Server::start(move |received| {
        seen.send(received.clone()).unwrap();
        Do::Answer(ok("{}"))
    });
    for sender in senders(|options| options) {
        sender.get(server.url("/")).unwrap();
        let names: Vec<_> = requests.recv().unwrap().headers;
        assert!(names.iter().all(|(n, _)| n == "host"), "{names:?}");
        // An empty body says that it is empty.
        sender
            .send(Request::new(Method::Post, server.url("/")))
            .unwrap();
        let received = requests.recv().unwrap();
        assert_eq!(
            received.header("content-length"),
            Some("0"),
            "{}",
            sender.name
        );
        sender
            .send(Request::new(Method::Delete, server.url("/")))
            .unwrap();
        requests.recv().unwrap();
    }
}

#[test]
fn every_status_is_an_answer_and_no_redirect_is_followed() {
    let server = Server::start(|received| {
        let status = received.path().trim_start_matches('/');
        let location = "Location: /200\r\nWWW-Authenticate: Basic";
        Do::Answer(
            format!("HTTP/1.1 {status} X\r\n{location}\r\nContent-Length: 4\r\n\r\nbody").into(),
        )
    });
    for sender in senders(|options| options) {
        for status in [
            200, 202, 301, 302, 307, 400, 401, 403, 404, 407, 429, 500, 502, 503,
        ] {
            let answer = sender.get(server.url(&format!("/{status}"))).unwrap();
            assert_eq!(answer.status, status, "{}", sender.name);
            assert_eq!(answer.body, b"body", "{} {status}", sender.name);
        }
    }
    let empty = Server::start(|_| Do::Answer("HTTP/1.1 204 No Content\r\n\r\n".into()));
    for sender in senders(|options| options) {
        for _ in 0..2 {
            let answer = sender.get(empty.url("/")).unwrap();
            assert_eq!((answer.status, answer.body.len()), (204, 0));
        }
    }
    assert_eq!(empty.connections(), senders(|options| options).len());
}

#[test]
fn headers_of_an_answer_are_kept_all() {
    let server = Server::start(|_| {
        Do::Answer(
            "HTTP/1.1 200 OK\r\nRequest-ID: 0A1b\r\nX-Two: 1\r\nX-Two: 2\r\nX-Text: 你\r\nContent-Length: 0\r\n\r\n".into(),
        )
    });
    for sender in senders(|options| options) {
        let answer = sender.get(server.url("/")).unwrap();
        assert_eq!(answer.request_id(), Some("0A1b"), "{}", sender.name);
        let two = answer
            .headers
            .iter()
            .filter(|(n, _)| n.eq_ignore_ascii_case("x-two"));
        assert_eq!(two.map(|(_, v)| v).collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(answer.headers.get("X-Text"), Some("你"), "{}", sender.name);
    }
}

#[test]
fn large_bodies_pass_both_ways() {
    let server = Server::start(|received| Do::Answer(ok(&received.body)));
    let body: Vec<u8> = (0..8 << 20).map(|n: u32| (n % 251) as u8).collect();
    for sender in senders(|options| options) {
        let mut request = Request::new(Method::Post, server.url("/"));
        request.body = body.clone();
        let answer = sender.send(request).unwrap();
        assert!(answer.body == body, "{}", sender.name);
    }
    for sender in senders(|options| options.max_body(1000)) {
        let mut request = Request::new(Method::Post, server.url("/"));
        request.body = vec![b'x'; 1000];
        assert_eq!(sender.send(request.clone()).unwrap().body.len(), 1000);
        request.body.push(b'x');
        let error = sender.send(request).unwrap_err();
        assert_eq!(error.kind, TransportErrorKind::Other, "{}", sender.name);
        assert!(error.to_string().contains("1000 bytes"), "{error}");
    }
}

#[test]
fn bodies_in_chunks_and_bodies_that_end_with_the_connection_are_read() {
    let server = Server::start(|received| match received.path() {
        "/chunked" => Do::Answer(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                .into(),
        ),
        _ => Do::Cut("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde".into()),
    });
    for sender in senders(|options| options) {
        assert_eq!(sender.body(server.url("/chunked")), "abcde");
        assert_eq!(sender.body(server.url("/close")), "abcde");
    }
}

#[test]
fn nothing_is_decompressed() {
    let server = Server::start(|_| {
        Do::Answer(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x00gz"
                .into(),
        )
    });
    for sender in senders(|options| options) {
        let answer = sender.get(server.url("/")).unwrap();
        assert_eq!(answer.body, b"\x1f\x00gz", "{}", sender.name);
        assert_eq!(answer.headers.get("Content-Encoding"), Some("gzip"));
        assert_eq!(answer.headers.get("Content-Length"), Some("4"));
    }
}

#[test]
fn what_cannot_be_sent_is_refused_without_printing_it() {
    for sender in senders(|options| options.timeout(millis(500))) {
        let mut request = Request::new(Method::Get, "http://127.0.0.1:1/");
        request.headers.set("X-Secret", "a\r\nb");
        let error = sender.send(request).unwrap_err();
        assert_eq!(error.kind, TransportErrorKind::Unsupported);
        assert!(error.to_string().contains("X-Secret"), "{error}");
        assert!(!error.to_string().contains("a\r\nb"), "{error}");
        for url in [
            "",
            "/v3",
            "ftp://127.0.0.1/",
            "http://pay.example/?secret",
            "http://\n",
        ] {
            let error = sender.get(url).unwrap_err();
            assert_eq!(error.kind, TransportErrorKind::Unsupported, "{url}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}

#[test]
fn a_limit_may_be_without_end() {
    let server = Server::start(|_| Do::Answer(ok("x")));
    for sender in senders(|options| {
        let options = options
            .timeout(Duration::MAX)
            .connect_timeout(Duration::MAX);
        options.idle_timeout(Duration::MAX)
    }) {
        let mut request = Request::new(Method::Get, server.url("/"));
        assert_eq!(sender.send(request.clone()).unwrap().body, b"x");
        request.timeout = Some(Duration::MAX);
        assert_eq!(sender.send(request).unwrap().body, b"x");
    }
}

#[test]
fn a_limit_of_nothing_is_over_at_once() {
    let server = Server::start(|_| Do::Late(millis(300), ok("x")));
    for sender in senders(|options| options) {
        let mut request = Request::new(Method::Get, server.url("/"));
        request.timeout = Some(Duration::ZERO);
        let error = sender.send(request).unwrap_err();
        assert_eq!(error.kind, TransportErrorKind::Timeout, "{}", sender.name);
    }
}

#[test]
fn a_client_calls_over_the_socket() {
    use wechatpay_client::{Client, Reply};
    let server =
        Server::start(|received| Do::Answer(ok(format!("{{\"path\":\"{}\"}}", received.path()))));
    let url = server.url("");
    let check = |reply: Reply<serde_json::Value>| assert_eq!(reply["path"], "/v3/a/b%2Fc");
    let call = |client: &Client| client.chain("v3/a/{b}").param("b", "b/c").get();
    #[cfg(feature = "blocking-transport")]
    {
        let transport = wechatpay_client::BlockingTransport::new(Default::default()).unwrap();
        let client = Client::builder()
            .unsigned()
            .transport(transport)
            .base_url(&url);
        check(call(&client.build().unwrap()).send_blocking().unwrap());
    }
    #[cfg(feature = "async-transport")]
    {
        let transport = wechatpay_client::AsyncTransport::new(Default::default()).unwrap();
        let client = Client::builder()
            .unsigned()
            .transport(transport)
            .base_url(&url)
            .build();
        let call = call(&client.unwrap());
        let reply = crate::runtime().block_on(async { tokio::spawn(call.into_future()).await });
        check(reply.unwrap().unwrap());
    }
}
