use serde_json::{Value, json};

use super::*;

const CREATE: &str = "POST /v3/payscore/serviceorder";

fn service(number: &str) -> Value {
    json!({"out_order_no": number, "appid": "wx1", "service_id": "s", "service_introduction": "bike",
        "risk_fund": {"name": "DEPOSIT", "amount": 1000}, "time_range": {"start_time": "OnAccept"},
        "notify_url": "http://127.0.0.1:1/score", "need_user_confirm": true})
}

fn act(play: &mut Play, number: &str, verb: &str, body: Value) -> Answer {
    let template = format!("POST /v3/payscore/serviceorder/{{out_order_no}}/{verb}");
    let target = format!("/v3/payscore/serviceorder/{number}/{verb}");
    play.call(&template, &target, body)
}

fn query(play: &mut Play, number: &str) -> Value {
    let target = format!("/v3/payscore/serviceorder?out_order_no={number}&service_id=s");
    play.call("GET /v3/payscore/serviceorder", &target, Value::Null)
        .body()
}

fn bill(total: i64) -> Value {
    json!({"appid": "wx1", "service_id": "s", "total_amount": total,
        "post_payments": [{"name": "ride", "amount": 30}, {"name": "parking", "amount": 5}],
        "post_discounts": [{"name": "regular", "description": "x", "amount": 3}]})
}

#[test]
fn a_service_is_confirmed_done_and_paid() {
    let mut play = Play::new();
    let first = play.plain(CREATE, service("n")).body();
    assert_eq!(first["state"], "CREATED");
    assert!(first["package"].is_string());
    assert_eq!(play.plain(CREATE, service("n")).body(), first);
    let mut other = service("n");
    other["service_introduction"] = "car".into();
    assert_eq!(
        play.plain(CREATE, other).refused(),
        (400, "INVALID_REQUEST")
    );
    assert_eq!(
        act(&mut play, "n", "complete", bill(32)).refused(),
        (400, "INVALID_ORDER_STATE")
    );
    play.confirm("n");
    assert_eq!(
        act(&mut play, "n", "complete", bill(33)).refused(),
        (400, "PARAM_ERROR")
    );
    let done = act(&mut play, "n", "complete", bill(32)).body();
    assert_eq!(done["state"], "DONE");
    assert_eq!(done["need_collection"], true);
    assert_eq!(query(&mut play, "n")["collection"]["state"], "USER_PAYING");
    play.wait(2);
    assert_eq!(play.told(), ["PAYSCORE.USER_CONFIRM", "PAYSCORE.USER_PAID"]);
    let paid = query(&mut play, "n");
    assert_eq!(paid["collection"]["paid_amount"], 32);
    assert_eq!(play.balance(MERCHANT), 32);
    // What was deducted is a transaction like others.
    let refund = json!({"transaction_id": paid["collection"]["details"][0]["transaction_id"], "out_refund_no": "r",
        "amount": {"refund": 32, "total": 32, "currency": "CNY"}});
    play.plain("POST /v3/refund/domestic/refunds", refund)
        .body();
}

#[test]
fn what_cannot_be_deducted_is_owed() {
    let mut play = Play::new();
    let mut body = service("n");
    body["need_user_confirm"] = false.into();
    assert_eq!(play.plain(CREATE, body).body()["state"], "DOING");
    act(&mut play, "n", "complete", bill(32)).body();
    play.fail("n", "");
    play.wait(10);
    assert_eq!(play.balance(MERCHANT), 0);
    let less = json!({"appid": "wx1", "service_id": "s", "total_amount": 30, "reason": "x",
        "post_payments": [{"name": "ride", "amount": 30}]});
    act(&mut play, "n", "modify", less).body();
    assert_eq!(
        act(&mut play, "n", "modify", bill(32)).refused(),
        (400, "INVALID_ORDER_STATE")
    );
    play.pay("n");
    assert_eq!(play.balance(MERCHANT), 30);
    assert_eq!(
        act(&mut play, "n", "pay", Value::Null).refused(),
        (400, "INVALID_ORDER_STATE")
    );
}

#[test]
fn services_are_cancelled_before_they_are_done_and_paid_otherwise_after() {
    let mut play = Play::new();
    play.plain(CREATE, service("n")).body();
    act(&mut play, "n", "cancel", Value::Null).body();
    assert_eq!(query(&mut play, "n")["state"], "REVOKED");
    assert_eq!(
        act(&mut play, "none", "cancel", Value::Null).refused(),
        (404, "ORDER_NOT_EXIST")
    );
    let mut once = service("m");
    once["post_payments"] = json!([{"name": "ride", "amount": 7}]);
    once["total_amount"] = 7.into();
    play.plain("POST /v3/payscore/serviceorder/direct-complete", once)
        .body();
    let body = json!({"type": "Order_Paid", "detail": {"paid_time": "20241125100000"}});
    let synced = act(&mut play, "m", "sync", body).body();
    assert_eq!(synced["collection"]["details"][0]["paid_type"], "MCH");
    play.wait(2);
    assert_eq!(play.balance(MERCHANT), 0);
    assert_eq!(
        act(&mut play, "m", "cancel", Value::Null).refused(),
        (400, "INVALID_ORDER_STATE")
    );
}

#[test]
fn users_grant_and_end_permissions() {
    let mut play = Play::new();
    let body = json!({"service_id": "s", "appid": "wx1", "authorization_code": "c",
        "notify_url": "http://127.0.0.1:1/score"});
    play.plain("POST /v3/payscore/permissions", body).body();
    let get = "GET /v3/payscore/permissions/authorization-code/{authorization_code}";
    let target = "/v3/payscore/permissions/authorization-code/c?service_id=s";
    let state =
        |play: &mut Play| play.call(get, target, Value::Null).body()["authorization_state"].clone();
    assert_eq!(state(&mut play), "UNAVAILABLE");
    play.confirm("c");
    assert_eq!(state(&mut play), "AVAILABLE");
    let end = "POST /v3/payscore/permissions/authorization-code/{authorization_code}/terminate";
    let path = "/v3/payscore/permissions/authorization-code/c/terminate";
    assert_eq!(play.call(end, path, Value::Null), Answer::Empty);
    assert_eq!(state(&mut play), "UNBINDUSER");
    assert_eq!(
        play.told(),
        ["PAYSCORE.USER_OPEN_SERVICE", "PAYSCORE.USER_CLOSE_SERVICE"]
    );
}
