//! What goes wrong on the way, and what comes of the call.

use crate::data::{NOW, PUBLIC_KEY_ID, SERIAL, merchant_key};
use crate::platform::{signed, signed_as};
use crate::server::{Do, Server};
use crate::{answer, is_signed, millis, ways, wire};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;
use wechatpay_client::keys::{KeySet, Merchant};
use wechatpay_client::signature::VerifyError;
use wechatpay_client::{Error, Headers, Response, TransportErrorKind, Untrusted};

#[test]
fn what_is_signed_arrives_and_what_is_answered_is_proven() {
    let server = Server::start(|received| {
        assert!(is_signed(received), "{received:?}");
        assert_eq!(received.header("wechatpay-serial"), Some(PUBLIC_KEY_ID));
        let agent = received.header("user-agent").unwrap();
        assert!(agent.starts_with("wechatpay-client/"), "{agent}");
        answer(&signed(
            200,
            &json!({ "target": received.path() }).to_string(),
        ))
    });
    for way in ways(|options| options) {
        let client = way.client(&server, 0);
        let call = client
            .chain("v3/注/{id}".replace('注', "orders"))
            .param("id", "a b/中")
            .query("q", "1&2")
            .post(json!({ "name": "张三" }));
        let reply = (way.run)(call).unwrap();
        assert_eq!(reply["target"], "/v3/orders/a%20b%2F%E4%B8%AD?q=1%262");
        assert_eq!(reply.request_id(), Some("08F1-268443699"), "{}", way.name);
        assert!((way.run)(client.chain("v3/x").get()).is_ok());
        assert!((way.run)(client.chain("v3/x").delete()).is_ok());
    }
}

#[test]
fn many_merchants_share_the_connections_of_one_transport() {
    let server = Server::start(|received| {
        let authorization = received.header("authorization").unwrap();
        assert!(authorization.contains(received.header("mchid").unwrap()));
        answer(&signed(200, "{}"))
    });
    for way in ways(|options| options) {
        let before = server.connections();
        for number in 0..50 {
            let mchid = format!("19{number:08}");
            let merchant = Merchant::new(&mchid, SERIAL, merchant_key()).unwrap();
            let client = way.client(&server, 0);
            let platform = client.keys().unwrap().platform().clone();
            let keys = KeySet::new(merchant, platform, None).unwrap();
            client.replace_keys(keys).unwrap();
            let call = client.chain("v3/x").get().header("mchid", mchid);
            (way.run)(call).unwrap();
        }
        // hyper may not have taken a connection back yet when the next call begins.
        assert!(server.connections() - before < 10, "{}", way.name);
    }
}

#[test]
fn an_answer_that_is_not_proven_is_not_given() {
    type Expected = fn(&VerifyError) -> bool;
    let cases: [(&str, Response, Expected); 5] = [
        (
            "/tampered",
            Response::new(200, signed(200, "{}").headers, r#"{"a":1}"#),
            |error| matches!(error, VerifyError::Mismatch { .. }),
        ),
        (
            "/serial",
            signed_as("PUB_KEY_ID_9", NOW, 200, "{}"),
            |error| matches!(error, VerifyError::UnknownKey { .. }),
        ),
        (
            "/stale",
            signed_as(PUBLIC_KEY_ID, NOW - 301, 200, "{}"),
            |error| matches!(error, VerifyError::Stale { .. }),
        ),
        (
            "/probe",
            {
                let mut probe = signed(200, "{}");
                let signature = "WECHATPAY/SIGNTEST/abc";
                probe.headers.set("Wechatpay-Signature", signature);
                probe
            },
            |error| *error == VerifyError::Probe,
        ),
        (
            "/unsigned",
            Response::new(200, Headers::new(), "{}"),
            |error| matches!(error, VerifyError::MissingHeaders { .. }),
        ),
    ];
    let served = cases.clone();
    let server = Server::start(move |received| {
        let case = served
            .iter()
            .find(|(path, ..)| received.path().ends_with(path));
        answer(&case.unwrap().1)
    });
    for way in ways(|options| options) {
        let client = way.client(&server, 2);
        for (path, _, expected) in &cases {
            let call = client.chain(format!("v3{path}")).get();
            let Err(Error::Verify(error)) = (way.run)(call) else {
                panic!("{path}")
            };
            let Untrusted::Signature(reason) = error.reason() else {
                panic!("{path}")
            };
            assert!(expected(reason), "{path}: {reason:?}");
            assert_eq!(error.status(), 200);
        }
    }
}

#[test]
fn a_slow_server_costs_no_more_than_the_call_allows() {
    let server = Server::start(|_| Do::Late(millis(3000), wire(&signed(200, "{}"))));
    for way in ways(|options| options) {
        let client = way.client(&server, 5);
        let started = Instant::now();
        let call = client.chain("v3/x").get().timeout(millis(200));
        let Err(Error::Transport(error)) = (way.run)(call) else {
            panic!()
        };
        assert_eq!(error.kind, TransportErrorKind::Timeout, "{}", way.name);
        assert!(started.elapsed() < millis(2000), "{}", way.name);
    }
}

/// Serves the answers in turn, again and again, and shows the `Authorization` of the requests.
fn in_turn(answers: Vec<fn() -> Do>) -> (Server, mpsc::Receiver<String>) {
    let (seen, requests) = mpsc::channel();
    let next = AtomicUsize::new(0);
    let server = Server::start(move |received| {
        assert!(is_signed(received));
        let authorization = received.header("authorization").unwrap();
        seen.send(authorization.to_owned()).unwrap();
        let index = next.fetch_add(1, Ordering::SeqCst) % answers.len();
        answers[index]()
    });
    (server, requests)
}

fn fine() -> Do {
    answer(&signed(200, "{}"))
}

fn bad_gateway() -> Do {
    answer(&Response::new(
        502,
        Headers::new(),
        "<html>Bad Gateway</html>",
    ))
}

fn cut() -> Do {
    let whole = wire(&signed(200, r#"{"a":1}"#));
    Do::Cut(whole[..whole.len() - 3].to_vec())
}

#[test]
fn a_query_survives_a_bad_gateway_and_a_cut_connection() {
    for first in [bad_gateway as fn() -> Do, cut] {
        let (server, requests) = in_turn(vec![first, fine]);
        for way in ways(|options| options) {
            let client = way.client(&server, 1);
            (way.run)(client.chain("v3/x").get()).unwrap();
            let seen: Vec<String> = requests.try_iter().collect();
            assert_eq!(seen.len(), 2, "{}", way.name);
            assert_ne!(seen[0], seen[1], "signed anew");
            let order = json!({ "out_trade_no": "a1" });
            (way.run)(client.chain("v3/x").post(order)).unwrap();
            assert_eq!(requests.try_iter().count(), 2, "the number protects it");
        }
    }
}

#[test]
fn an_order_without_a_number_is_sent_once() {
    let (server, requests) = in_turn(vec![bad_gateway, cut]);
    for way in ways(|options| options) {
        let client = way.client(&server, 2);
        let Err(Error::Api(error)) = (way.run)(client.chain("v3/x").post(json!({}))) else {
            panic!("{}", way.name)
        };
        assert_eq!((error.status(), error.code()), (502, None));
        assert_eq!(error.body(), b"<html>Bad Gateway</html>");
        assert!(!error.is_authenticated() && error.is_retryable());
        let Err(Error::Transport(error)) = (way.run)(client.chain("v3/x").post(json!({}))) else {
            panic!("{}", way.name)
        };
        assert_eq!(error.kind, TransportErrorKind::Interrupted);
        assert_eq!(requests.try_iter().count(), 2);
    }
}

#[test]
fn a_busy_server_says_how_long_to_wait() {
    let busy =
        || answer(&Response::json(429, r#"{"code":"RATE_LIMITED"}"#).header("Retry-After", "1"));
    let (server, _requests) = in_turn(vec![busy, fine]);
    for way in ways(|options| options) {
        let client = way.client(&server, 1);
        let started = Instant::now();
        (way.run)(client.chain("v3/x").get()).unwrap();
        assert!(started.elapsed() >= millis(1000), "{}", way.name);
    }
}
