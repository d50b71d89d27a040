//! Connections: kept, shared, given up.

use crate::server::{Do, Server, ok};
use crate::{millis, senders};
use std::sync::Arc;
use std::thread;

#[test]
fn calls_one_after_the_other_use_one_connection() {
    for sender in senders(|options| options) {
        let server = Server::start(|received| Do::Answer(ok(received.connection.to_string())));
        for _ in 0..5 {
            assert_eq!(sender.body(server.url("/")), "0", "{}", sender.name);
        }
        assert_eq!(server.connections(), 1);
    }
}

#[test]
fn an_idle_connection_is_given_up_before_the_server_closes_it() {
    for sender in senders(|options| options.idle_timeout(millis(150))) {
        let server = Server::start(|received| Do::Answer(ok(received.connection.to_string())));
        assert_eq!(sender.body(server.url("/")), "0");
        assert_eq!(sender.body(server.url("/")), "0");
        thread::sleep(millis(400));
        assert_eq!(sender.body(server.url("/")), "1", "{}", sender.name);
    }
}

#[test]
fn a_connection_that_the_server_closed_is_not_used_again() {
    for sender in senders(|options| options) {
        let server = Server::start(|received| Do::Cut(ok(received.connection.to_string())));
        for number in 0..4 {
            assert_eq!(sender.body(server.url("/")), number.to_string());
            thread::sleep(millis(50));
        }
    }
}

#[test]
fn calls_from_many_threads_do_not_disturb_each_other() {
    for sender in senders(|options| options) {
        let server = Server::start(|received| Do::Late(millis(20), ok(received.path())));
        let sender = Arc::new(sender);
        let threads: Vec<_> = (0..20)
            .map(|thread| {
                let (sender, base) = (sender.clone(), server.url(""));
                thread::spawn(move || {
                    for call in 0..5 {
                        let path = format!("/{thread}/{call}");
                        assert_eq!(sender.body(format!("{base}{path}")), path);
                    }
                })
            })
            .collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
        // hyper may begin a connection that it then does not need.
        assert!(server.connections() <= 40, "{}", server.connections());
    }
}

#[cfg(feature = "async-transport")]
mod asynchronous {
    use super::*;
    use crate::runtime;
    use std::time::Instant;
    use wechatpay_client::{
        AsyncTransport, Method, Request, Transport, TransportErrorKind, TransportOptions,
    };

    #[test]
    fn a_thousand_calls_at_once_share_one_transport() {
        let server = Server::start(|received| Do::Answer(ok(received.path())));
        let transport = AsyncTransport::new(TransportOptions::new()).unwrap();
        runtime().block_on(async {
            let calls: Vec<_> = (0..1000)
                .map(|number| {
                    let url = server.url(&format!("/{number}"));
                    let transport = transport.clone();
                    tokio::spawn(
                        async move { transport.send(Request::new(Method::Get, url)).await },
                    )
                })
                .collect();
            for (number, call) in calls.into_iter().enumerate() {
                let answer = call.await.unwrap().unwrap();
                assert_eq!(answer.body, format!("/{number}").into_bytes());
            }
        });
    }

    #[test]
    fn a_dropped_call_ends_at_once_and_harms_no_other() {
        let server = Server::start(|received| match received.path() {
            "/slow" => Do::Late(millis(3000), ok("late")),
            "/half" => Do::Late(
                millis(0),
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".into(),
            ),
            path => Do::Answer(ok(path)),
        });
        let transport = AsyncTransport::new(TransportOptions::new()).unwrap();
        let get = |path: &str| transport.send(Request::new(Method::Get, server.url(path)));
        runtime().block_on(async {
            let start = Instant::now();
            assert_eq!(get("/before").await.unwrap().body, b"/before");
            for path in ["/slow", "/half", "/slow", "/half"] {
                assert!(tokio::time::timeout(millis(100), get(path)).await.is_err());
                // The answer of the dropped call must not be taken for this one's.
                assert_eq!(get("/after").await.unwrap().body, b"/after");
            }
            // Dropped before it was ever polled.
            drop(get("/slow"));
            assert_eq!(get("/end").await.unwrap().body, b"/end");
            assert!(start.elapsed() < millis(2500));
        });
    }

    #[test]
    fn one_transport_serves_one_runtime_after_another() {
        let server = Server::start(|_| Do::Answer(ok("x")));
        let transport = AsyncTransport::new(TransportOptions::new()).unwrap();
        for _ in 0..3 {
            let request = Request::new(Method::Get, server.url("/"));
            let answer = runtime().block_on(transport.send(request)).unwrap();
            assert_eq!(answer.body, b"x");
        }
    }

    #[test]
    fn outside_of_tokio_and_blocking_it_says_what_is_missing() {
        use std::task::{Context, Poll, Waker};
        let transport = AsyncTransport::new(TransportOptions::new()).unwrap();
        let request = Request::new(Method::Get, "http://127.0.0.1:1/");
        let mut sending = transport.send(request.clone());
        match sending
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(Err(error)) => assert!(error.to_string().contains("tokio"), "{error}"),
            other => panic!("{other:?}"),
        }
        let error = transport.send_blocking(request).unwrap_err();
        assert_eq!(error.kind, TransportErrorKind::Unsupported);
    }
}
