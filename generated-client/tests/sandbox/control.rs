//! The control interface over HTTP.

use super::http::send;
use super::{create, order, query};
use serde_json::{Value, json};
use wechatpay_client::sandbox::Sandbox;

fn call(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> (u16, Value) {
    let headers = [("Content-Type", "application/json")];
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let (status, text) = send(
        sandbox.base_url(),
        method,
        &format!("/_sandbox/{path}"),
        &headers,
        &body,
    );
    (status, serde_json::from_str(&text).unwrap())
}

#[test]
fn everything_is_done_over_http() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    create(
        &client,
        &order(&sandbox, "CTRL-1", 100, "http://127.0.0.1:1/"),
    )
    .unwrap();
    let (status, state) = call(&sandbox, "GET", "state", Value::Null);
    assert_eq!(status, 200);
    assert!(state["things"].to_string().contains("CTRL-1"), "{state}");
    assert_eq!(
        call(&sandbox, "POST", "pay", json!({ "number": "CTRL-1" })).0,
        200
    );
    assert_eq!(
        query(&sandbox, &client, "CTRL-1").unwrap()["trade_state"],
        "SUCCESS"
    );
    assert_eq!(
        call(&sandbox, "POST", "pay", json!({ "number": "CTRL-1" })).0,
        409
    );
    assert_eq!(
        call(&sandbox, "POST", "pay", json!({ "number": "CTRL-9" })).0,
        404
    );
    assert_eq!(call(&sandbox, "POST", "pay", json!({})).0, 400);

    let script = json!({ "operation": "GET /v3/certificates", "refuse": { "status": 404, "code": "RESOURCE_NOT_EXISTS" } });
    assert_eq!(
        call(&sandbox, "POST", "scripts", script)
            .1
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert!(
        client
            .chain("v3/certificates")
            .get()
            .send_blocking()
            .is_err()
    );
    assert_eq!(call(&sandbox, "GET", "scripts", Value::Null).1, json!([]));
    assert_eq!(
        call(&sandbox, "POST", "scripts", json!({ "fault": "x" })).0,
        400
    );

    let before = sandbox.now();
    assert_eq!(
        call(&sandbox, "POST", "clock", json!({ "advance": 3600 })).0,
        200
    );
    assert!(sandbox.now() >= before + 3_600);
    let (_, rotated) = call(&sandbox, "POST", "rotate", json!({}));
    assert_eq!(
        sandbox.keys().platform_certificates.last().unwrap().0,
        rotated["serial"].as_str().unwrap()
    );

    let (_, lines) = call(&sandbox, "GET", "journal?after=1", Value::Null);
    let first = lines[0]["number"].as_u64().unwrap();
    assert_eq!(first, 2);
    let (_, whole) = call(&sandbox, "GET", &format!("journal/{first}"), Value::Null);
    assert!(
        whole.get("request_message").is_some() && whole.get("answer").is_some(),
        "{whole}"
    );
    assert_eq!(call(&sandbox, "GET", "journal/9999", Value::Null).0, 404);
    assert_eq!(call(&sandbox, "DELETE", "journal", Value::Null).0, 200);
    assert!(sandbox.journal().is_empty());
    assert!(
        call(&sandbox, "GET", "operations", Value::Null)
            .1
            .as_array()
            .unwrap()
            .len()
            > 1_000
    );
    assert_eq!(
        call(&sandbox, "GET", "keys", Value::Null).1["mchid"],
        json!(sandbox.keys().mchid)
    );
    assert_eq!(call(&sandbox, "GET", "nothing", Value::Null).0, 404);
}

/// A page of another site can neither read nor change anything.
#[test]
fn pages_of_other_sites_are_refused() {
    let sandbox = Sandbox::start().unwrap();
    let json = ("Content-Type", "application/json");
    for headers in [
        &[("Host", "evil.example.com"), json][..],
        &[("Content-Type", "text/plain")],
        &[("Origin", "http://evil.example.com"), json],
    ] {
        // The first header of a name counts, so a Host of ours would win over another: send it alone.
        let (status, _) = match headers[0].0 {
            "Host" => send_as("evil.example.com", sandbox.base_url()),
            _ => send(
                sandbox.base_url(),
                "POST",
                "/_sandbox/clock",
                headers,
                "{\"advance\":1}",
            ),
        };
        assert_eq!(status, 403, "{headers:?}");
    }
}

fn send_as(host: &str, base_url: &str) -> (u16, String) {
    use std::io::{Read, Write};
    let mut stream =
        std::net::TcpStream::connect(base_url.strip_prefix("http://").unwrap()).unwrap();
    write!(
        stream,
        "GET /_sandbox/keys HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
}

/// The page and its files come with a policy under which nothing from elsewhere is loaded, and only to this machine's own name.
#[test]
fn the_page_is_served_with_its_policy() {
    use std::io::{Read, Write};
    let sandbox = Sandbox::start().unwrap();
    let get = |target: &str, host: &str| {
        let mut stream =
            std::net::TcpStream::connect(sandbox.base_url().strip_prefix("http://").unwrap())
                .unwrap();
        write!(
            stream,
            "GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    for (target, begin) in [
        ("/_sandbox", "<!doctype html>"),
        ("/_sandbox/", "<!doctype html>"),
        ("/_sandbox/page.css", ":root"),
        ("/_sandbox/page.js", "//"),
    ] {
        let answer = get(target, "127.0.0.1");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        assert!(
            head.contains("Content-Security-Policy: default-src 'none'; script-src 'self';"),
            "{head}"
        );
        assert!(body.starts_with(begin), "{target}: {body}");
        assert!(!body.contains("innerHTML"), "{target}");
        assert!(get(target, "example.com").starts_with("HTTP/1.1 403 "));
    }
}
