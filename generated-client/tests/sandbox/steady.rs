//! Many requests: memory does not grow with them, and bytes that are no HTTP end nothing.

use super::{create, order, query};
use std::io::{Read, Write};
use std::net::TcpStream;
use wechatpay_client::sandbox::Sandbox;

/// `cargo test -p wechatpay-client --features sandbox --test sandbox steady -- --ignored --nocapture`
#[test]
#[ignore = "takes half a minute"]
fn memory_is_steady_over_five_thousand_requests() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let call = |number: usize| {
        let name = format!("STEADY-{}", number / 10);
        match number % 10 {
            0 => {
                drop(create(&client, &order(&sandbox, &name, 100, "http://127.0.0.1:1/")).unwrap())
            }
            1 => sandbox.pay(&name, None).unwrap(),
            _ => drop(query(&sandbox, &client, &name).unwrap()),
        }
    };
    // The journal keeps 500 exchanges, each with an answer: it is full after these.
    (0..1_000).for_each(call);
    let before = resident();
    (1_000..6_000).for_each(call);
    let after = resident();
    println!("resident before {before} KiB, after {after} KiB");
    assert!(
        after < before + 8 * 1_024,
        "{before} KiB became {after} KiB"
    );
}

/// Resident memory in KiB; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

#[test]
fn bytes_that_are_no_request_end_only_their_connection() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let host = sandbox
        .base_url()
        .strip_prefix("http://")
        .unwrap()
        .to_owned();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST /v3/pay/transactions/jsapi HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
        b"GET /%ff%fe?%ff HTTP/1.1\r\n\r\n",
        b"GET /v3/pay/transactions/id/%ff HTTP/1.1\r\nAuthorization: WECHATPAY2-SHA256-RSA2048 mchid=\",,=\"\r\n\r\n",
        b"POST /pay/unifiedorder HTTP/1.1\r\nContent-Length: 9\r\n\r\n<xml><a><",
        b"\r\n\r\n\r\n",
        b"",
    ] {
        let mut stream = TcpStream::connect(&host).unwrap();
        stream.write_all(bytes).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
    }
    create(
        &client,
        &order(&sandbox, "BYTES-1", 100, "http://127.0.0.1:1/"),
    )
    .unwrap();
}
