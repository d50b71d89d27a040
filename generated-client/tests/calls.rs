//! Calls sent through the transport in memory: answers, errors by stage, both ways to wait.

mod support;

use serde_json::json;
use support::*;
use wechatpay_client::rt;
use wechatpay_client::{
    Client, Error, Headers, MemoryTransport, Reply, Request, Require, Response, Transport,
    TransportError, TransportErrorKind,
};

fn call(client: &Client) -> rt::Call<Answer> {
    path(client).call(&POST).body(Order::new("a", 1, "JSAPI"))
}

#[test]
fn awaiting_and_blocking_do_the_same() {
    let answer =
        || Response::json(200, r#"{"prepay_id":"p1","more":1}"#).header("request-id", "r-1");
    let (client, script) = client([answer(), answer()]);
    let check = |reply: Reply<Answer>| {
        assert_eq!(reply.prepay_id.require().unwrap(), "p1");
        assert_eq!(reply.status(), 200);
        assert_eq!(reply.request_id(), Some("r-1"));
        assert_eq!(
            reply.headers().get("CONTENT-TYPE"),
            Some("application/json")
        );
        assert_eq!(reply.body(), br#"{"prepay_id":"p1","more":1}"#);
        assert_eq!(
            format!("{reply:?}"),
            r#"Reply { value: Answer { prepay_id: "p1", promotion_detail: [] }, status: 200, request_id: Some("r-1"), .. }"#
        );
        assert_eq!(reply.into_value().prepay_id.as_deref(), Some("p1"));
    };
    check(call(&client).send_blocking().unwrap());
    check(block_on(call(&client)).unwrap());
    let requests = script.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0], requests[1]);
    assert_eq!(requests[0].url, "https://api.mch.weixin.qq.com/v3/orders");
}

#[test]
fn calls_and_clients_go_where_they_are_needed() {
    fn sends<T: Send + 'static>(value: T) -> T {
        value
    }
    let (client, _) = client([Response::json(200, "{}")]);
    let pending = {
        let client = sends(client.clone());
        sends(std::future::IntoFuture::into_future(sends(call(&client))))
    };
    drop(client);
    assert!(block_on(pending).is_ok(), "a call keeps its client");
    fn shared<T: Sync>() {}
    shared::<Client>();
}

#[test]
fn an_answer_that_says_no_is_an_error_whatever_its_body_is() {
    let body = r#"{"code":"PARAM_ERROR","message":"wrong","detail":{"field":"/amount","value":"secret"},"x":1}"#;
    let (client, _) = client([
        Response::json(400, body).header("Request-ID", "r-2"),
        Response::new(502, Headers::new(), "<html>Bad Gateway</html>"),
        Response::new(404, Headers::new(), ""),
        Response::json(500, r#"{"code":5}"#),
        Response::new(302, Headers::new(), ""),
    ]);
    let next = || match call(&client).send_blocking() {
        Err(Error::Api(error)) => error,
        other => panic!("{other:?}"),
    };
    let error = next();
    assert_eq!(
        (error.status(), error.code(), error.message()),
        (400, Some("PARAM_ERROR"), Some("wrong"))
    );
    assert_eq!(error.detail().unwrap()["field"], "/amount");
    assert_eq!(error.request_id(), Some("r-2"));
    assert_eq!(error.body(), body.as_bytes());
    assert_eq!(
        Error::Api(error.clone()).to_string(),
        "the call failed: HTTP 400 PARAM_ERROR: wrong (request id r-2)"
    );
    assert!(!format!("{error:?}").contains("secret"));
    let error = next();
    assert_eq!(
        (error.status(), error.code(), error.body()),
        (502, None, &b"<html>Bad Gateway</html>"[..])
    );
    assert_eq!(next().status(), 404);
    assert_eq!(next().code(), None);
    assert_eq!(next().status(), 302);
}

#[test]
fn an_answer_that_cannot_be_read_keeps_its_body() {
    let (client, _) = client([
        Response::json(200, r#"{"promotion_detail":[{"amount":"x"}]}"#).header("Request-ID", "r-3"),
        Response::json(200, "<html>"),
    ]);
    let Err(Error::Decode(error)) = call(&client).send_blocking() else {
        panic!()
    };
    assert_eq!(
        (error.path(), error.message()),
        (
            "promotion_detail[0].amount",
            "expected integer, found \"x\""
        )
    );
    assert_eq!((error.status(), error.request_id()), (200, Some("r-3")));
    assert_eq!(error.body(), br#"{"promotion_detail":[{"amount":"x"}]}"#);
    let Err(Error::Decode(error)) = call(&client).send_blocking() else {
        panic!()
    };
    assert_eq!(error.path(), "");
}

#[test]
fn nothing_is_sent_if_the_request_cannot_be_built() {
    let (client, script) = client([]);
    let order = Order::new("😀", 1, "JSAPI");
    let call: rt::Call<Answer> = path(&client).call(&POST).body(order);
    assert!(matches!(block_on(call), Err(Error::Build(_))));
    assert!(script.requests().is_empty());
}

#[test]
fn a_transport_error_is_its_own_stage() {
    let script =
        MemoryTransport::new().fail(TransportError::new(TransportErrorKind::Timeout, "3 s"));
    let client = Client::builder()
        .unsigned()
        .transport(script)
        .build()
        .unwrap();
    let Err(Error::Transport(error)) = block_on(call(&client)) else {
        panic!()
    };
    assert_eq!(error.kind, TransportErrorKind::Timeout);
    assert_eq!(error.to_string(), "no answer in time: 3 s");
    let Err(Error::Transport(error)) = call(&client).send_blocking() else {
        panic!()
    };
    assert_eq!(
        error.kind,
        TransportErrorKind::Connect,
        "the script is over"
    );
}

#[test]
fn a_transport_may_have_one_way_only() {
    struct Nothing;
    impl Transport for Nothing {}
    struct Blocking;
    impl Transport for Blocking {
        fn send_blocking(&self, _: Request) -> Result<Response, TransportError> {
            Ok(Response::json(200, "{}"))
        }
    }
    let client = Client::builder()
        .unsigned()
        .transport(std::sync::Arc::new(Blocking))
        .build()
        .unwrap();
    assert!(call(&client).send_blocking().is_ok());
    let Err(Error::Transport(error)) = block_on(call(&client)) else {
        panic!()
    };
    assert_eq!(error.kind, TransportErrorKind::Unsupported);
    let client = Client::builder()
        .unsigned()
        .transport(Nothing)
        .build()
        .unwrap();
    assert!(call(&client).send_blocking().is_err());
}

#[test]
fn other_kinds_of_answers() {
    const FILE: rt::Operation = rt::Operation {
        response: rt::ResponseKind::Binary,
        ..GET
    };
    const NOTHING: rt::Operation = rt::Operation {
        response: rt::ResponseKind::Empty,
        ..GET
    };
    const PAGE: rt::Operation = rt::Operation {
        response: rt::ResponseKind::Redirect,
        ..GET
    };
    let (client, _) = client([
        Response::new(
            200,
            [("Content-Type", "image/png")].into_iter().collect(),
            *b"\x89PNG",
        ),
        Response::new(204, Headers::new(), ""),
        Response::new(202, Headers::new(), "{}"),
        Response::new(302, [("Location", "https://x/")].into_iter().collect(), ""),
        Response::json(200, ""),
        Response::json(200, r#"{"new":[1]}"#),
        Response::json(200, "%PDF"),
    ]);
    let at = || path(&client).parameter("1");
    let file = at().call::<rt::Binary>(&FILE).send_blocking().unwrap();
    assert_eq!(
        (file.content.as_slice(), file.content_type.as_deref()),
        (&b"\x89PNG"[..], Some("image/png"))
    );
    assert_eq!(
        at().call::<rt::Empty>(&NOTHING)
            .send_blocking()
            .unwrap()
            .status(),
        204
    );
    assert_eq!(
        at().call::<rt::Empty>(&NOTHING)
            .send_blocking()
            .unwrap()
            .status(),
        202
    );
    let page = at().call::<rt::Redirect>(&PAGE).send_blocking().unwrap();
    assert_eq!(page.location.as_deref(), Some("https://x/"));
    assert_eq!(
        call(&client).send_blocking().unwrap().prepay_id,
        None,
        "an empty body has no values"
    );
    let value = client.chain("v3/x").get().send_blocking().unwrap();
    assert_eq!(*value, json!({ "new": [1] }));
    let file = client.chain("v3/x").get().file().send_blocking().unwrap();
    assert_eq!(file.content, b"%PDF");
}

#[test]
fn a_missing_value_names_the_line_that_asked() {
    let answer = Answer::default();
    let error = answer.prepay_id.require().unwrap_err();
    assert!(matches!(error, Error::Absent(_)));
    assert!(error.to_string().contains("tests/calls.rs:"), "{error}");
}

#[test]
fn nothing_secret_is_printed() {
    let (client, script) = client([Response::json(200, "{}")]);
    let call: rt::Call<Answer> = path(&client)
        .call(&POST)
        .query(serde_json::from_value::<Scene>(json!({ "ip": "secret" })).unwrap())
        .body(Order::new("secret", 1, "JSAPI"))
        .header("X-Token", "secret");
    assert_eq!(format!("{call:?}"), "Call(POST /v3/orders)");
    call.send_blocking().unwrap();
    let request = &script.requests()[0];
    assert!(request.url.contains("secret") && text(request).contains("secret"));
    assert!(!format!("{request:?} {client:?} {script:?}").contains("secret"));
}
