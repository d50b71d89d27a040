//! What is sent again, where to, and when.

use crate::data::*;
use crate::platform::*;
use crate::support::block_on;
use serde_json::json;
use std::time::Duration;
use wechatpay_client::rt;
use wechatpay_client::signature::RandomNonces;
use wechatpay_client::{
    Client, Error, Headers, MemoryTransport, Response, TransportError, TransportErrorKind,
};

fn busy(status: u16) -> Response {
    Response::new(status, Headers::new(), "")
}

fn failure(kind: TransportErrorKind) -> TransportError {
    TransportError::new(kind, "test")
}

fn client(script: &MemoryTransport) -> Client {
    let (builder, _) = builder([]);
    builder
        .platform_key(platform_public_key())
        .transport(script.clone())
        .nonces(RandomNonces)
        .retries(2)
        .build()
        .unwrap()
}

fn hosts(script: &MemoryTransport) -> Vec<String> {
    let host = |url: &str| url.split('/').nth(2).unwrap().to_owned();
    let requests = script.requests();
    requests.iter().map(|request| host(&request.url)).collect()
}

#[test]
fn a_query_is_sent_again_signed_anew() {
    let script = MemoryTransport::new()
        .answer(busy(502))
        .answer(busy(429))
        .answer(signed(200, "{}"));
    block_on(client(&script).chain("v3/x").get()).unwrap();
    let requests = script.requests();
    assert_eq!(requests.len(), 3);
    assert_ne!(
        requests[0].headers.get("Authorization"),
        requests[1].headers.get("Authorization")
    );
    assert_eq!(hosts(&script)[2], "api.mch.weixin.qq.com");
    let pauses = script.pauses();
    let within = |pause: Duration, longest| {
        pause <= Duration::from_millis(longest) && pause >= Duration::from_millis(longest / 2)
    };
    assert!(
        within(pauses[0], 200) && within(pauses[1], 400),
        "{pauses:?}"
    );
}

#[test]
fn attempts_are_bounded() {
    let script = (0..9).fold(MemoryTransport::new(), |script, _| script.answer(busy(503)));
    let error = client(&script).chain("v3/x").delete().send_blocking();
    assert!(matches!(error, Err(Error::Api(error)) if error.status() == 503));
    assert_eq!(script.requests().len(), 3);
}

/// Whether an order was placed is not known after these.
#[test]
fn what_may_have_arrived_is_not_posted_again() {
    for status in [429, 500, 502, 503] {
        let script = MemoryTransport::new().answer(busy(status));
        let call = client(&script).chain("v3/x").post(json!({}));
        assert!(matches!(call.send_blocking(), Err(Error::Api(_))));
        assert_eq!(script.requests().len(), 1);
    }
    for kind in [TransportErrorKind::Interrupted, TransportErrorKind::Timeout] {
        let script = MemoryTransport::new().fail(failure(kind));
        let call = client(&script).chain("v3/x").post(json!({}));
        assert!(call.send_blocking().unwrap_err().is_retryable());
        assert_eq!(script.requests().len(), 1);
    }
}

/// The platform knows the number: the same parameters make no second order.
#[test]
fn a_post_with_a_number_of_the_merchants_own_is_repeated_with_the_same_parameters() {
    let bodies = [
        json!({ "out_trade_no": "a1", "amount": { "total": 1 } }),
        json!({ "out_refund_no": "a1" }),
        json!({ "combine_out_trade_no": "a1" }),
        json!({ "out_bill_no": "a1" }),
        json!({ "use_request_no": "a1" }),
        json!({ "idempotent_id": "a1" }),
    ];
    for body in bodies {
        let script = MemoryTransport::new()
            .answer(busy(500))
            .fail(failure(TransportErrorKind::Interrupted))
            .answer(signed(200, "{}"));
        let call = client(&script).chain("v3/x").post(&body);
        block_on(call).unwrap();
        let requests = script.requests();
        assert_eq!(requests.len(), 3, "{body}");
        assert!(requests.iter().all(|one| one.body == requests[0].body));
        let signature = |index: usize| requests[index].headers.get("Authorization");
        assert_ne!(signature(0), signature(1), "signed anew");
    }
    let script = MemoryTransport::new()
        .answer(busy(503))
        .answer(signed(200, "{}"));
    let call = client(&script).chain("v3/x").post(json!({}));
    call.idempotency_key("k1").send_blocking().unwrap();
    assert_eq!(script.requests().len(), 2);
}

#[test]
fn what_the_number_does_not_protect_is_not_repeated() {
    let with_number = || json!({ "out_trade_no": "a1" });
    let calls: [(&str, Build); 8] = [
        ("in an object", |chain| {
            chain.post(json!({ "order": { "out_trade_no": "a1" } }))
        }),
        ("empty", |chain| chain.post(json!({ "out_trade_no": "" }))),
        ("no number", |chain| {
            chain.post(json!({ "out_shop_id": "a1" }))
        }),
        ("a payment code", |chain| {
            chain.post(json!({ "out_trade_no": "a1", "payer": { "auth_code": "1301" } }))
        }),
        ("PATCH", |chain| {
            chain.patch(json!({ "out_trade_no": "a1" }))
        }),
        ("a list", |chain| {
            chain.post(json!([{ "out_trade_no": "a1" }]))
        }),
        ("turned off for the call", |chain| {
            chain.post(json!({ "out_trade_no": "a1" })).retries(0)
        }),
        ("an order in the path", |chain| {
            chain.param("out_trade_no", "a1").post(json!({}))
        }),
    ];
    for (what, build) in calls {
        let script = MemoryTransport::new().answer(busy(503));
        let path = match what {
            "an order in the path" => "v3/x/{out_trade_no}/close",
            _ => "v3/x",
        };
        let call = build(client(&script).chain(path));
        assert!(call.send_blocking().is_err());
        assert_eq!(script.requests().len(), 1, "{what}");
    }
    let script = MemoryTransport::new().answer(busy(503));
    let (builder, _) = builder([]);
    let never = builder
        .platform_key(platform_public_key())
        .transport(script.clone())
        .retries(2)
        .repeat_posts(false)
        .build()
        .unwrap();
    let call = never.chain("v3/x").post(with_number());
    assert!(call.send_blocking().is_err());
    assert_eq!(script.requests().len(), 1);
    let (script, timeout) = (MemoryTransport::new(), TransportErrorKind::Timeout);
    let script = script.fail(failure(timeout));
    let call = client(&script).chain("v3/x").post(with_number());
    assert!(call.send_blocking().is_err());
    assert_eq!(script.requests().len(), 1, "its time is over");
}

type Build = fn(wechatpay_client::Chain) -> wechatpay_client::Call<serde_json::Value>;

#[test]
fn an_error_tells_which_attempt_it_answers() {
    let script = MemoryTransport::new()
        .answer(busy(503))
        .answer(Response::json(400, r#"{"code":"OUT_TRADE_NO_USED"}"#))
        .answer(Response::json(400, "{}"));
    let client = client(&script);
    let attempt = || {
        let call = client.chain("v3/x").post(json!({ "out_trade_no": "a1" }));
        match call.send_blocking() {
            Err(Error::Api(error)) => error.attempt(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((attempt(), attempt()), (2, 1));
}

/// As the emitted types have it: the number is a field, the key a header.
#[test]
fn the_number_of_a_typed_request_counts() {
    let script = MemoryTransport::new()
        .answer(busy(503))
        .answer(signed(200, "{}"));
    let order = crate::support::Numbered::new("a1");
    let call: rt::Call<crate::support::Answer> = crate::support::path(&client(&script))
        .call(&crate::support::POST)
        .body(order);
    call.send_blocking().unwrap();
    assert_eq!(script.requests().len(), 2);
}

#[test]
fn the_second_host_can_be_turned_off() {
    let script = (0..3).fold(MemoryTransport::new(), |script, _| {
        script.fail(failure(TransportErrorKind::Connect))
    });
    let (builder, _) = builder([]);
    let client = builder
        .platform_key(platform_public_key())
        .transport(script.clone())
        .retries(2)
        .second_host(false)
        .build()
        .unwrap();
    assert!(client.chain("v3/x").get().send_blocking().is_err());
    assert_eq!(hosts(&script), ["api.mch.weixin.qq.com"; 3]);
    assert_eq!(script.pauses().len(), 2);
}

#[test]
fn what_did_not_arrive_goes_to_the_second_host_at_once() {
    let script = MemoryTransport::new()
        .fail(failure(TransportErrorKind::Connect))
        .answer(signed(200, "{}"));
    let call = client(&script).chain("v3/x").post(json!({}));
    call.send_blocking().unwrap();
    assert_eq!(
        hosts(&script),
        ["api.mch.weixin.qq.com", "api2.mch.weixin.qq.com"]
    );
    assert!(script.pauses().is_empty());

    let script = (0..3).fold(MemoryTransport::new(), |script, _| {
        script.fail(failure(TransportErrorKind::Connect))
    });
    let call = client(&script).chain("v3/x").get();
    assert!(matches!(block_on(call), Err(Error::Transport(_))));
    assert_eq!(hosts(&script)[2], "api.mch.weixin.qq.com");
    assert_eq!(script.pauses().len(), 1);

    let script = MemoryTransport::new()
        .fail(failure(TransportErrorKind::Interrupted))
        .answer(signed(200, "{}"));
    let call = client(&script).chain("v3/x").get().host("127.0.0.1");
    call.send_blocking().unwrap();
    assert_eq!(hosts(&script), ["127.0.0.1", "127.0.0.1"]);
    assert_eq!(script.pauses().len(), 1);
}

#[test]
fn the_server_and_the_caller_say_how_long() {
    let script = MemoryTransport::new()
        .answer(busy(429).header("Retry-After", "3"))
        .answer(busy(429).header("Retry-After", "3600"));
    let call = client(&script).chain("v3/x").get();
    assert!(matches!(call.send_blocking(), Err(Error::Api(_))));
    assert_eq!(script.pauses(), [Duration::from_secs(3)]);

    let script = MemoryTransport::new().answer(busy(429).header("Retry-After", "3"));
    let call = client(&script).chain("v3/x").get();
    let call = call.timeout(Duration::from_secs(2));
    assert!(matches!(call.send_blocking(), Err(Error::Api(_))));
    let requests = script.requests();
    assert_eq!(requests.len(), 1, "no time is left for another");
    assert!(requests[0].timeout.unwrap() <= Duration::from_secs(2));
}

/// Where a transport has no timer of its own.
#[test]
fn a_pause_ends() {
    use wechatpay_client::{Sending, Transport};
    struct Plain(MemoryTransport);
    impl Transport for Plain {
        fn send(&self, request: wechatpay_client::Request) -> Sending<'_> {
            self.0.send(request)
        }
    }
    let script = MemoryTransport::new()
        .answer(busy(500))
        .answer(Response::json(200, "{}"));
    let client = Client::unsigned(std::sync::Arc::new(Plain(script.clone())));
    block_on(client.chain("v3/x").get()).unwrap();
    assert_eq!(script.requests().len(), 2);
}
