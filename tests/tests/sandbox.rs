//! Every operation of the pages, called once through the typed client against the sandbox: the request is found right, and the answer is
//! verified and read into its type.
#![allow(missing_docs)]

#[allow(dead_code)]
mod wire;

use serde_json::Value;
use std::collections::BTreeMap;
use wechatpay_client::conformance::{self, Example};
use wechatpay_client::rt::ResponseKind;
use wechatpay_client::sandbox::{Exchange, Sandbox};
use wechatpay_client::{Client, Error};
use wechatpay_tests::{model, repository};

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
        fit_digest(&mut example);
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
            exchange: sandbox.journal().pop(),
        }
    };
    model.operations.iter().map(call).collect()
}

/// The files of examples are empty, and so is what their digest is of.
fn fit_digest(example: &mut Value) {
    const OF_NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let Some(Value::String(meta)) = example.pointer_mut("/body/meta") else {
        return;
    };
    let mut values: Value = serde_json::from_str(meta).unwrap();
    if values.get("sha256").is_some() {
        values["sha256"] = OF_NOTHING.into();
        *meta = values.to_string();
    }
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
                    error
                        .code()
                        .is_some_and(|code| code != "SIGN_ERROR" && code != "PARAM_ERROR"),
                    "{}: {error}",
                    called.id
                );
            }
            Err(error) => panic!("{}: {error}", called.id),
        }
    }
    assert!(refused < 150, "{refused} operations are refused");
}
