use serde_json::{Value, json};

use super::*;

const APPLY: &str = "POST /v3/refund/domestic/refunds";
const QUERY: &str = "GET /v3/refund/domestic/refunds/{out_refund_no}";

fn refund(order: &str, number: &str, amount: i64, total: i64) -> Value {
    json!({"out_trade_no": order, "out_refund_no": number, "notify_url": "http://127.0.0.1:1/refunded",
        "amount": {"refund": amount, "total": total, "currency": "CNY"}})
}

fn query(play: &mut Play, number: &str) -> Value {
    let target = format!("/v3/refund/domestic/refunds/{number}");
    play.call(QUERY, &target, Value::Null).body()
}

#[test]
fn an_order_is_refunded_in_parts_up_to_its_total() {
    let mut play = Play::new();
    play.paid("a", 100);
    play.told();
    let first = play.plain(APPLY, refund("a", "r1", 60, 100)).body();
    assert_eq!(first["status"], "PROCESSING");
    assert_eq!(play.order("a")["trade_state"], "REFUND");
    assert_eq!(
        play.plain(APPLY, refund("a", "r2", 41, 100)).refused(),
        (400, "INVALID_REQUEST")
    );
    play.plain(APPLY, refund("a", "r2", 40, 100)).body();
    assert_eq!(play.balance(MERCHANT), 0);
    play.wait(2);
    assert_eq!(play.told(), ["REFUND.SUCCESS", "REFUND.SUCCESS"]);
    let done = query(&mut play, "r1");
    assert_eq!(done["status"], "SUCCESS");
    assert_eq!(done["success_time"], "2024-11-25T09:00:02+08:00");
}

#[test]
fn refusals_are_the_documented_ones() {
    let mut play = Play::new();
    play.paid("a", 100);
    play.plain(JSAPI, order("unpaid", 100)).body();
    play.plain(APPLY, refund("a", "r1", 10, 100)).body();
    for (body, expected) in [
        (refund("none", "r2", 1, 100), (404, "RESOURCE_NOT_EXISTS")),
        (refund("unpaid", "r2", 1, 100), (400, "INVALID_REQUEST")),
        (refund("a", "r1", 11, 100), (400, "INVALID_REQUEST")),
        (refund("a", "r2", 10, 99), (400, "INVALID_REQUEST")),
        (refund("a", "r2", 0, 100), (400, "PARAM_ERROR")),
        (refund("a", "r2", i64::MAX, 100), (400, "INVALID_REQUEST")),
        (Value::Null, (404, "RESOURCE_NOT_EXISTS")),
    ] {
        assert_eq!(
            play.plain(APPLY, body.clone()).refused(),
            expected,
            "{body}"
        );
    }
    let target = "/v3/refund/domestic/refunds/none";
    assert_eq!(
        play.call(QUERY, target, Value::Null).refused(),
        (404, "RESOURCE_NOT_EXISTS")
    );
    // The same again is no second refund.
    play.plain(APPLY, refund("a", "r1", 10, 100)).body();
    assert_eq!(play.balance(MERCHANT), 90);
}

#[test]
fn there_are_fifty_refunds_in_a_year_at_most() {
    let mut play = Play::new();
    play.paid("a", 100);
    for number in 0..50 {
        let body = refund("a", &number.to_string(), 1, 100);
        play.plain(APPLY, body).body();
    }
    assert_eq!(
        play.plain(APPLY, refund("a", "more", 1, 100)).refused(),
        (400, "INVALID_REQUEST")
    );
    play.paid("b", 100);
    play.wait(366 * 24 * 3600);
    assert_eq!(
        play.plain(APPLY, refund("b", "late", 1, 100)).refused(),
        (400, "INVALID_REQUEST")
    );
}

#[test]
fn a_merchant_without_money_cannot_refund() {
    let mut play = Play::new();
    play.world = World::new(Settings {
        opening_balance: 0,
        ..Settings::default()
    });
    let transaction = play.paid("a", 100);
    play.plain(
        "POST /v3/profitsharing/receivers/add",
        json!({"type": "MERCHANT_ID", "account": "1"}),
    );
    let share = json!({"transaction_id": transaction, "out_order_no": "s", "unfreeze_unsplit": false,
        "receivers": [{"type": "MERCHANT_ID", "account": "1", "amount": 30, "description": "x"}]});
    play.plain("POST /v3/profitsharing/orders", share).body();
    play.wait(2);
    assert_eq!(
        play.plain(APPLY, refund("a", "r", 71, 100)).refused(),
        (403, "NOT_ENOUGH")
    );
    play.plain(APPLY, refund("a", "r", 70, 100)).body();
}

#[test]
fn an_abnormal_refund_can_be_mended_and_a_closed_one_asked_again() {
    let mut play = Play::new();
    play.paid("a", 100);
    let made = play.plain(APPLY, refund("a", "r1", 100, 100)).body();
    play.told();
    play.fail("r1", "bank account closed");
    assert_eq!(play.told(), ["REFUND.ABNORMAL"]);
    let id = made["refund_id"].as_str().unwrap();
    let template = "POST /v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund";
    let target = format!("/v3/refund/domestic/refunds/{id}/apply-abnormal-refund");
    let body = json!({"out_refund_no": "r1", "type": "MERCHANT_BANK_CARD"});
    let mended = play.call(template, &target, body.clone()).body();
    assert_eq!(mended["status"], "PROCESSING");
    assert_eq!(
        play.call(template, &target, body).refused(),
        (400, "INVALID_REQUEST")
    );
    play.fail("r1", "CLOSED");
    play.wait(10);
    assert_eq!(play.told(), ["REFUND.CLOSED"]);
    assert_eq!(query(&mut play, "r1")["status"], "CLOSED");
    assert_eq!(play.balance(MERCHANT), 100);
    play.plain(APPLY, refund("a", "r2", 100, 100)).body();
}

#[test]
fn platforms_refund_with_fewer_fields() {
    let mut play = Play::new();
    let transaction = play.paid("a", 100);
    let body = json!({"sub_mchid": "1", "transaction_id": transaction, "out_refund_no": "r",
        "amount": {"refund": 1, "total": 100, "currency": "CNY"}});
    let made = play.plain("POST /v3/ecommerce/refunds/apply", body).body();
    assert_eq!(made.get("status"), None);
    play.wait(2);
    let template = "GET /v3/ecommerce/refunds/id/{refund_id}";
    let target = format!(
        "/v3/ecommerce/refunds/id/{}",
        made["refund_id"].as_str().unwrap()
    );
    let answer = play.call(template, &target, Value::Null).body();
    assert_eq!(answer["status"], "SUCCESS");
}
