//! Scripted answers, and what the client makes of them.

use super::{api, create, order, query};
use serde_json::json;
use std::time::{Duration, Instant};
use wechatpay_client::sandbox::{Fault, Sandbox, Script};
use wechatpay_client::signature::VerifyError;
use wechatpay_client::{Client, Error, Untrusted};

const QUERY: &str = "GET /v3/pay/transactions/out-trade-no/{out_trade_no}";
const CREATE: &str = "POST /v3/pay/transactions/jsapi";

fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().unwrap();
    let builder = sandbox.client_builder().unwrap().retries(0);
    let client = builder
        .transport(wechatpay_client::sandbox::LoopbackTransport::default())
        .build()
        .unwrap();
    create(
        &client,
        &order(&sandbox, "FAULT-1", 100, "http://127.0.0.1:1/"),
    )
    .unwrap();
    (sandbox, client)
}

#[test]
fn answers_that_are_not_the_platforms_are_refused() {
    let (sandbox, client) = start();
    for fault in [
        Fault::BadSignature,
        Fault::SignTest,
        Fault::WrongSerial,
        Fault::Stale,
        Fault::Unsigned,
    ] {
        sandbox.script(Script::of(QUERY).fault(fault));
        let error = query(&sandbox, &client, "FAULT-1").unwrap_err();
        let Error::Verify(untrusted) = &error else {
            panic!("{fault:?}: {error:?}");
        };
        let Untrusted::Signature(reason) = untrusted.reason() else {
            panic!("{fault:?}: {error:?}");
        };
        let fits = match fault {
            Fault::BadSignature => matches!(reason, VerifyError::Mismatch { .. }),
            Fault::SignTest => matches!(reason, VerifyError::Probe),
            Fault::WrongSerial => matches!(reason, VerifyError::UnknownKey { .. }),
            Fault::Stale => matches!(reason, VerifyError::Stale { .. }),
            _ => matches!(reason, VerifyError::MissingHeaders { .. }),
        };
        assert!(fits, "{fault:?}: {reason}");
        query(&sandbox, &client, "FAULT-1").unwrap();
    }
}

#[test]
fn connections_are_cut_and_answers_are_late() {
    let (sandbox, client) = start();
    for fault in [Fault::Cut, Fault::CutHalfway] {
        sandbox.script(Script::any().fault(fault));
        let error = query(&sandbox, &client, "FAULT-1").unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
    }
    sandbox.script(Script::any().delay(Duration::from_millis(300)));
    let begin = Instant::now();
    query(&sandbox, &client, "FAULT-1").unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(300));
}

#[test]
fn errors_are_scripted_and_retried() {
    let (sandbox, _) = start();
    let client = sandbox.client().unwrap();
    sandbox.script(Script::of(QUERY).times(2).refuse(500, "SYSTEM_ERROR"));
    query(&sandbox, &client, "FAULT-1").unwrap();
    assert_eq!(
        sandbox
            .journal()
            .iter()
            .filter(|one| one.status == Some(500))
            .count(),
        2
    );
    sandbox.script(
        Script::of(CREATE)
            .always()
            .refuse_with(403, "NO_AUTH", "not allowed"),
    );
    let error = api(create(
        &client,
        &order(&sandbox, "FAULT-2", 100, "http://127.0.0.1:1/"),
    )
    .unwrap_err());
    assert_eq!(
        (error.status(), error.code(), error.message()),
        (403, Some("NO_AUTH"), Some("not allowed"))
    );
    sandbox.clear_scripts();
    create(
        &client,
        &order(&sandbox, "FAULT-2", 100, "http://127.0.0.1:1/"),
    )
    .unwrap();
}

#[test]
fn fields_of_answers_are_overridden() {
    let (sandbox, client) = start();
    sandbox.script(
        Script::of(QUERY).fields(
            json!({ "trade_state": "REVOKED", "trade_state_desc": null, "new": { "a": 1 } }),
        ),
    );
    let answer = query(&sandbox, &client, "FAULT-1").unwrap();
    assert_eq!(answer["trade_state"], "REVOKED");
    assert_eq!(answer["new"]["a"], 1);
    assert!(answer.get("trade_state_desc").is_none());
}
