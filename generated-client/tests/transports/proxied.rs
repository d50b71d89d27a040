//! Through a proxy.

use crate::millis;
use crate::secure::Authority;
use crate::senders;
use crate::server::{Do, Server, listen, ok, read};
use std::io::{self, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread;
use wechatpay_client::TransportErrorKind::{Connect, Unsupported};
use wechatpay_client::TransportOptions;

/// A proxy that leads every tunnel to one address and shows what it was asked.
fn proxy(to: SocketAddr, answer: &'static str) -> (SocketAddr, mpsc::Receiver<(String, String)>) {
    let (seen, requests) = mpsc::channel();
    let (address, _) = listen(move |client, _| {
        let mut reader = BufReader::new(client.try_clone()?);
        let Some(request) = read(&mut reader)? else {
            return Ok(());
        };
        let credentials = request.header("proxy-authorization").unwrap_or_default();
        drop(seen.send((request.line.clone(), credentials.to_owned())));
        (&client).write_all(answer.as_bytes())?;
        if !answer.contains("200") {
            return Ok(());
        }
        let server = TcpStream::connect(to)?;
        let (client_half, server_half) = (client.try_clone()?, server.try_clone()?);
        thread::spawn(move || pipe(client_half, server_half));
        pipe(server, client)
    });
    (address, requests)
}

fn pipe(mut from: TcpStream, mut to: TcpStream) -> io::Result<()> {
    io::copy(&mut from, &mut to)?;
    to.shutdown(Shutdown::Write)
}

const OPEN: &str = "HTTP/1.1 200 Connection established\r\nX-Via: test\r\n\r\n";

#[test]
fn a_tunnel_through_the_proxy_carries_tls_to_the_host() {
    let authority = Authority::new();
    let server = Server::secure(authority.server("pay.example"), |_| {
        Do::Answer(ok("secure"))
    });
    let (address, requests) = proxy(server.address, OPEN);
    for sender in senders(|options| {
        let options = options.root_certificates(authority.pem()).unwrap();
        options
            .proxy(&format!("http://me:p%40ss@{address}"))
            .unwrap()
    }) {
        // The proxy finds the host, not we: there is no such name.
        assert_eq!(sender.body("https://pay.example/v3"), "secure");
        assert_eq!(sender.body("https://pay.example/v3"), "secure");
        let (line, credentials) = requests.recv().unwrap();
        assert_eq!(line, "CONNECT pay.example:443 HTTP/1.1", "{}", sender.name);
        assert_eq!(credentials, "Basic bWU6cEBzcw==", "{}", sender.name);
        assert!(requests.try_recv().is_err(), "{}: one tunnel", sender.name);
    }
}

#[test]
fn plain_http_takes_the_tunnel_too() {
    let server = Server::start(|received| Do::Answer(ok(&received.line)));
    let (address, requests) = proxy(server.address, OPEN);
    for sender in senders(|options| {
        let options = options.allow_plain_http();
        options.proxy(&format!("http://{address}")).unwrap()
    }) {
        let body = sender.body("http://sandbox.example:8080/v3");
        assert_eq!(body, "GET /v3 HTTP/1.1", "{}", sender.name);
        let (line, credentials) = requests.recv().unwrap();
        assert_eq!(line, "CONNECT sandbox.example:8080 HTTP/1.1");
        assert_eq!(credentials, "");
    }
}

#[test]
fn a_proxy_that_refuses_or_is_silent_or_absent_is_no_connection() {
    let server = Server::start(|_| Do::Answer(ok("")));
    let refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
    let (refusing, _requests) = proxy(server.address, refusal);
    let (silent, _) = listen(|stream, _| {
        thread::sleep(millis(3000));
        drop(stream);
        Ok(())
    });
    let absent = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for address in [refusing, silent, absent] {
        for sender in senders(|options| {
            let options = options.connect_timeout(millis(300));
            options.proxy(&format!("http://{address}")).unwrap()
        }) {
            let error = sender.get("https://pay.example/").unwrap_err();
            assert_eq!(error.kind, Connect, "{} {error}", sender.name);
            if address == refusing {
                assert!(error.to_string().contains("407"), "{error}");
            }
        }
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_url_of_another_kind_is_no_proxy() {
    for url in [
        "",
        "socks5://127.0.0.1",
        "https://127.0.0.1:1",
        "127.0.0.1:3128",
    ] {
        let error = TransportOptions::new().proxy(url).unwrap_err();
        assert_eq!(error.kind, Unsupported, "{url}");
        assert!(error.to_string().contains("not supported"), "{error}");
    }
}
