use serde_json::{Value, json};

use super::*;
use crate::sandbox::world::ControlError;

const CLOSE: &str = "POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close";
const REVERSE: &str = "POST /v3/pay/transactions/out-trade-no/{out_trade_no}/reverse";
const COMBINE: &str = "POST /v3/combine-transactions/jsapi";
const COMBINED: &str = "GET /v3/combine-transactions/out-trade-no/{combine_out_trade_no}";

#[test]
fn each_channel_opens_its_payment() {
    let mut play = Play::new();
    for (channel, field) in [
        ("jsapi", "prepay_id"),
        ("app", "prepay_id"),
        ("h5", "h5_url"),
        ("native", "code_url"),
    ] {
        for partner in ["", "partner/"] {
            let number = format!("{channel}{partner}").replace('/', "");
            let id = format!("POST /v3/pay/{partner}transactions/{channel}");
            let answer = play.plain(&id, order(&number, 1)).body();
            assert!(!answer[field].as_str().unwrap().is_empty(), "{id}");
        }
    }
}

#[test]
fn an_order_is_paid_and_told() {
    let mut play = Play::new();
    play.plain(JSAPI, order("a", 100)).body();
    let unpaid = play.order("a");
    assert_eq!(unpaid["trade_state"], "NOTPAY");
    assert_eq!(unpaid.get("transaction_id"), None);
    play.pay("a");
    let paid = play.order("a");
    assert_eq!(paid["trade_state"], "SUCCESS");
    assert_eq!(paid["payer"]["openid"], "o-1");
    assert_eq!(paid["success_time"], "2024-11-25T09:00:00+08:00");
    assert_eq!(paid["amount"]["payer_total"], 100);
    let event = play.events.remove(0);
    assert_eq!(
        (event.event_type.as_str(), event.original_type.as_str()),
        ("TRANSACTION.SUCCESS", "transaction")
    );
    assert_eq!(event.notify_url, "http://127.0.0.1:1/paid");
    assert_eq!(event.resource, paid);
    assert_eq!(play.balance(MERCHANT), 100);
    let id = paid["transaction_id"].as_str().unwrap();
    let same = play.call(
        "GET /v3/pay/transactions/id/{transaction_id}",
        &format!("/v3/pay/transactions/id/{id}?mchid={MERCHANT}"),
        Value::Null,
    );
    assert_eq!(same.body(), paid);
    assert!(matches!(
        play.world.pay("a", None, play.now),
        Err(ControlError::State { .. })
    ));
    assert!(matches!(
        play.world.pay("b", None, play.now),
        Err(ControlError::Unknown { .. })
    ));
}

#[test]
fn the_same_request_is_the_same_order_and_another_one_a_conflict() {
    let mut play = Play::new();
    let first = play.plain(JSAPI, order("a", 100)).body();
    assert_eq!(play.plain(JSAPI, order("a", 100)).body(), first);
    assert_eq!(
        play.plain(JSAPI, order("a", 101)).refused(),
        (403, "OUT_TRADE_NO_USED")
    );
    let native = "POST /v3/pay/transactions/native";
    assert_eq!(
        play.plain(native, order("a", 100)).refused(),
        (403, "OUT_TRADE_NO_USED")
    );
    // A prepay_id opens the payment for two hours.
    play.wait(2 * 3600);
    assert_ne!(play.plain(JSAPI, order("a", 100)).body(), first);
    play.pay("a");
    assert_eq!(
        play.plain(JSAPI, order("a", 100)).refused(),
        (400, "ORDER_PAID")
    );
}

#[test]
fn orders_that_ended_say_so() {
    let mut play = Play::new();
    let close = |play: &mut Play, number: &str| {
        let target = format!("/v3/pay/transactions/out-trade-no/{number}/close");
        play.call(CLOSE, &target, json!({"mchid": MERCHANT}))
    };
    assert_eq!(close(&mut play, "a").refused(), (404, "ORDER_NOT_EXIST"));
    play.plain(JSAPI, order("a", 100)).body();
    assert_eq!(close(&mut play, "a"), Answer::Empty);
    assert_eq!(play.order("a")["trade_state"], "CLOSED");
    assert_eq!(close(&mut play, "a").refused(), (400, "ORDER_CLOSED"));
    assert_eq!(
        play.plain(JSAPI, order("a", 100)).refused(),
        (400, "ORDER_CLOSED")
    );
    play.paid("b", 1);
    assert_eq!(close(&mut play, "b").refused(), (400, "ORDER_PAID"));
    let target = "/v3/pay/transactions/out-trade-no/b?mchid=1";
    assert_eq!(
        play.call(BY_NUMBER, target, Value::Null).refused(),
        (404, "ORDER_NOT_EXIST")
    );
}

#[test]
fn what_is_no_amount_or_no_time_is_refused() {
    let mut play = Play::new();
    for total in [0, -1] {
        assert_eq!(
            play.plain(JSAPI, order("a", total)).refused(),
            (400, "PARAM_ERROR")
        );
    }
    for time in ["2024-11-25T08:59:59+08:00", "tomorrow"] {
        let mut body = order("a", 1);
        body["time_expire"] = time.into();
        assert_eq!(play.plain(JSAPI, body).refused(), (400, "PARAM_ERROR"));
    }
    assert_eq!(
        play.plain(JSAPI, Value::Null).refused(),
        (400, "PARAM_ERROR")
    );
}

#[test]
fn an_order_expires_and_a_failed_one_can_be_tried_again() {
    let mut play = Play::new();
    let mut body = order("a", 1);
    body["time_expire"] = "2024-11-25T09:05:00+08:00".into();
    play.plain(JSAPI, body).body();
    assert_eq!(play.world.next_due(), Some(START + 300));
    play.wait(299);
    play.fail("a", "");
    assert_eq!(play.order("a")["trade_state"], "PAYERROR");
    play.wait(1);
    assert_eq!(play.order("a")["trade_state"], "CLOSED");
    play.plain(JSAPI, order("b", 1)).body();
    play.fail("b", "");
    play.pay("b");
    assert_eq!(play.order("b")["trade_state"], "SUCCESS");
}

#[test]
fn code_payments_are_paid_at_once_up_to_a_thousand_yuan_and_reversible() {
    let mut play = Play::new();
    let id = "POST /v3/pay/transactions/codepay";
    let reverse = |play: &mut Play, number: &str| {
        let target = format!("/v3/pay/transactions/out-trade-no/{number}/reverse");
        play.call(REVERSE, &target, Value::Null)
    };
    let small = play.plain(id, order("a", 100_000)).body();
    assert_eq!(small["trade_state"], "SUCCESS");
    let large = play.plain(id, order("b", 100_001)).body();
    assert_eq!(large["trade_state"], "USERPAYING");
    play.pay("b");
    assert_eq!(play.balance(MERCHANT), 200_001);
    assert_eq!(reverse(&mut play, "b").body()["out_trade_no"], "b");
    assert_eq!(play.order("b")["trade_state"], "REVOKED");
    assert_eq!(play.balance(MERCHANT), 100_000);
    reverse(&mut play, "b").body();
    assert_eq!(play.balance(MERCHANT), 100_000);
    play.paid("c", 1);
    assert_eq!(reverse(&mut play, "c").refused(), (400, "INVALID_REQUEST"));
}

#[test]
fn partners_have_their_own_names() {
    let mut play = Play::new();
    let body = json!({
        "sp_appid": "wx1", "sp_mchid": MERCHANT, "sub_mchid": "1900000200", "out_trade_no": "a",
        "notify_url": "http://127.0.0.1:1/paid", "amount": {"total": 5}, "payer": {"sp_openid": "o-2"},
    });
    play.plain("POST /v3/pay/partner/transactions/jsapi", body)
        .body();
    play.pay("a");
    let template = "GET /v3/pay/partner/transactions/out-trade-no/{out_trade_no}";
    let target = format!(
        "/v3/pay/partner/transactions/out-trade-no/a?sp_mchid={MERCHANT}&sub_mchid=1900000200"
    );
    let answer = play.call(template, &target, Value::Null).body();
    assert_eq!(answer["sp_mchid"], MERCHANT);
    assert_eq!(answer["sub_mchid"], "1900000200");
    assert_eq!(answer["payer"]["sp_openid"], "o-2");
    assert_eq!(answer.get("mchid"), None);
    assert_eq!(play.balance("1900000200"), 5);
}

#[test]
fn combined_orders_are_paid_together() {
    let mut play = Play::new();
    let sub = |number: &str, total: i64| {
        json!({"mchid": MERCHANT, "out_trade_no": number, "description": "x", "attach": "y",
            "amount": {"total_amount": total, "currency": "CNY"}})
    };
    let body = |subs: Value| {
        json!({"combine_appid": "wx1", "combine_mchid": MERCHANT, "combine_out_trade_no": "all",
            "notify_url": "http://127.0.0.1:1/paid", "combine_payer_info": {"openid": "o-1"}, "sub_orders": subs})
    };
    let zero = body(json!([sub("a", 1), sub("b", 0)]));
    assert_eq!(play.plain(COMBINE, zero).refused(), (400, "PARAM_ERROR"));
    let twice = body(json!([sub("a", 1), sub("a", 1)]));
    assert_eq!(
        play.plain(COMBINE, twice).refused(),
        (403, "OUT_TRADE_NO_USED")
    );
    let both = body(json!([sub("a", 30), sub("b", 12)]));
    let first = play.plain(COMBINE, both.clone()).body();
    assert_eq!(play.plain(COMBINE, both.clone()).body(), first);
    // One of them is not paid alone.
    assert!(play.world.pay("a", None, play.now).is_err());
    play.pay(first["prepay_id"].as_str().unwrap());
    assert_eq!(play.told(), ["TRANSACTION.SUCCESS"]);
    let answer = play
        .call(
            COMBINED,
            "/v3/combine-transactions/out-trade-no/all",
            Value::Null,
        )
        .body();
    assert_eq!(answer["combine_payer_info"]["openid"], "o-1");
    assert_eq!(answer["sub_orders"][0]["trade_state"], "SUCCESS");
    assert_eq!(answer["sub_orders"][1]["amount"]["payer_amount"], 12);
    assert_eq!(play.balance(MERCHANT), 42);
    assert_eq!(play.plain(COMBINE, both).refused(), (400, "ORDER_PAID"));
    let close = "POST /v3/combine-transactions/out-trade-no/{combine_out_trade_no}/close";
    let target = "/v3/combine-transactions/out-trade-no/all/close";
    assert_eq!(
        play.call(close, target, Value::Null).refused(),
        (400, "ORDER_PAID")
    );
}
