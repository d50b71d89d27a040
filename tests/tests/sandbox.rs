//! Every operation of the pages, called once through the typed client against the sandbox: the request is found right, and the answer is
//! verified and read into its type.
#![allow(missing_docs)]

#[allow(dead_code)]
mod wire;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use wechatpay_client::conformance::{self, Example};
use wechatpay_client::keys::ApiV2Key;
use wechatpay_client::notification::Event;
use wechatpay_client::rt::ResponseKind;
use wechatpay_client::sandbox::{Exchange, Sandbox};
use wechatpay_client::{Client, Error, Headers, Version as ClientVersion};
use wechatpay_codegen::model::Version;
use wechatpay_tests::{model, repository, sample};

/// What came of one operation.
struct Called {
    id: String,
    result: Result<Value, Error>,
    exchange: Option<Exchange>,
}

fn call_all(sandbox: &Sandbox) -> Vec<Called> {
    let client = sandbox.client_builder().unwrap().retries(0);
    let client = client
        .transport(wechatpay_client::sandbox::LoopbackTransport::default())
        .build()
        .unwrap();
    let model = model(&repository().join("specs"));
    let cases: BTreeMap<_, _> = conformance::cases()
        .into_iter()
        .map(|case| {
            let id = format!("{} {}", case.operation.method, case.operation.path);
            (id, case)
        })
        .collect();
    assert_eq!(cases.len(), model.operations.len());
    let call = |operation: &wechatpay_codegen::model::Operation| {
        let case = cases[&operation.id];
        let mut example = operation.example.clone().unwrap_or_default();
        wire::fill_path(&mut example);
        sample::fit_file(&operation.path, &mut example);
        sandbox.clear_journal();
        let result = (case.call)(&client, &Example::new(&example)).and_then(|call| {
            match case.operation.response {
                // Its URL is for a browser.
                ResponseKind::Redirect => browse(&client, &call.render()?.url),
                _ => call.send_blocking(),
            }
        });
        Called {
            id: operation.id.clone(),
            result,
            exchange: sandbox.journal().into_iter().find(Exchange::is_call),
        }
    };
    model.operations.iter().map(call).collect()
}

fn browse(_: &Client, url: &str) -> Result<Value, Error> {
    let url = url.split('#').next().unwrap();
    let rest = url.strip_prefix("http://").unwrap();
    let (host, target) = rest.split_once('/').unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    use std::io::{Read, Write};
    write!(
        stream,
        "GET /{target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    Ok(Value::Null)
}

#[test]
fn every_operation_answers() {
    let sandbox = Sandbox::builder().stateless().start().unwrap();
    let failures: Vec<String> = call_all(&sandbox)
        .into_iter()
        .filter_map(|called| {
            let exchange = called.exchange.as_ref();
            let wrong = exchange.map_or(vec!["no exchange".to_owned()], |one| one.problems.clone());
            match called.result {
                Ok(_) if wrong.is_empty() => None,
                Ok(_) => Some(format!("{}: {}", called.id, wrong.join("; "))),
                Err(error) => Some(format!("{}: {error}; {}", called.id, wrong.join("; "))),
            }
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// With state, an operation that asks for what was never made is refused by a documented code, and by nothing else.
#[test]
fn every_operation_answers_or_is_refused_for_a_reason() {
    let sandbox = Sandbox::start().unwrap();
    let mut refused = 0;
    for called in call_all(&sandbox) {
        let exchange = called.exchange.unwrap();
        assert!(
            exchange.problems.is_empty(),
            "{}: {:?}",
            called.id,
            exchange.problems
        );
        match called.result {
            Ok(_) => {}
            Err(Error::Api(error)) => {
                refused += 1;
                assert!(
                    error.code().is_some_and(|code| code != "SIGN_ERROR"),
                    "{}: {error}",
                    called.id
                );
            }
            Err(error) => panic!("{}: {error}", called.id),
        }
    }
    println!("{refused} operations are refused");
    assert!(refused < 150, "{refused} operations are refused");
}

/// A sample of every notification of the pages is posted, verified, decrypted and read as the event of its page.
#[test]
fn every_notification_is_posted() {
    let sandbox = Sandbox::start().unwrap();
    let key = ApiV2Key::new(&sandbox.keys().api_v2_key).unwrap();
    let notifications = sandbox.client().unwrap().notifications().api_v2_key(key);
    let (url, posted) = receive();
    let mut failures = Vec::new();
    for notification in &model(&repository().join("specs")).notifications {
        let version = match notification.version {
            Version::V2 => ClientVersion::V2,
            Version::V3 => ClientVersion::V3,
        };
        let event = notification.event.as_str();
        sandbox.notify(version, event, &url, &json!({})).unwrap();
        let (headers, body) = posted
            .recv_timeout(std::time::Duration::from_secs(10))
            .unwrap();
        match notifications.receive_blocking(&headers, &body) {
            Ok(read) if !matches!(read.event(), Event::Unknown(_)) => {}
            Ok(_) => failures.push(format!("{event}: unknown")),
            Err(error) => failures.push(format!("{event}: {error}")),
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

type Posted = (Headers, Vec<u8>);

/// A server that accepts every notification.
fn receive() -> (String, std::sync::mpsc::Receiver<Posted>) {
    use std::io::{BufRead, BufReader, Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let mut headers = Headers::new();
            let mut line = String::new();
            while reader.read_line(&mut line).unwrap() > 2 {
                if let Some((name, value)) = line.trim_end().split_once(": ") {
                    headers.add(name, value);
                }
                line.clear();
            }
            let length: usize = headers.get("Content-Length").unwrap().parse().unwrap();
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let text = "<xml><return_code>SUCCESS</return_code></xml>";
            write!(
                reader.get_mut(),
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}",
                text.len()
            )
            .unwrap();
            sender.send((headers, body)).unwrap();
        }
    });
    (url, receiver)
}
