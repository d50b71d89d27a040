use serde_json::{Value, json};

use super::*;

fn order_v2(number: &str, total: i64, more: Value) -> Value {
    let mut body = json!({"appid": "wx1", "mch_id": MERCHANT, "body": "Tea", "out_trade_no": number,
        "total_fee": total.to_string(), "notify_url": "http://127.0.0.1:1/paid", "trade_type": "JSAPI", "openid": "o-1",
        "profit_sharing": "Y", "nonce_str": number, "sign": "x"});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

const UNIFIED: &str = "POST /v2/pay/unifiedorder";
const QUERY: &str = "POST /v2/pay/orderquery";
const REFUND: &str = "POST /v2/secapi/pay/refund";

fn named(number: &str) -> Value {
    json!({"appid": "wx1", "mch_id": MERCHANT, "out_trade_no": number})
}

/// Every field of a v2 answer is a text.
fn texts(value: Value) -> Value {
    assert!(
        value.as_object().unwrap().values().all(Value::is_string),
        "{value}"
    );
    value
}

#[test]
fn an_order_is_paid_told_and_known_to_both_versions() {
    let mut play = Play::new();
    let made = texts(play.plain(UNIFIED, order_v2("a", 100, json!({}))).body());
    assert!(made["prepay_id"].is_string());
    let mut again = order_v2("a", 100, json!({}));
    again["nonce_str"] = "another".into();
    assert_eq!(play.plain(UNIFIED, again).body(), made);
    assert_eq!(
        play.plain(UNIFIED, order_v2("a", 99, json!({})))
            .refused()
            .1,
        "OUT_TRADE_NO_USED"
    );
    assert_eq!(
        play.plain(QUERY, named("a")).body()["trade_state"],
        "NOTPAY"
    );
    play.pay("a");
    let event = play.events.remove(0);
    assert_eq!(event.event_type, "transaction-success");
    assert_eq!(texts(event.resource)["total_fee"], "100");
    let paid = texts(play.plain(QUERY, named("a")).body());
    assert_eq!(paid["trade_state"], "SUCCESS");
    assert_eq!(paid["time_end"], "20241125090000");
    assert_eq!(play.order("a")["trade_state"], "SUCCESS");
    assert_eq!(
        play.plain("POST /v2/pay/closeorder", named("a"))
            .refused()
            .1,
        "ORDERPAID"
    );
}

#[test]
fn each_trade_type_opens_its_payment() {
    let mut play = Play::new();
    for (trade_type, field) in [
        ("NATIVE", "code_url"),
        ("MWEB", "mweb_url"),
        ("APP", "prepay_id"),
    ] {
        let body = order_v2(trade_type, 1, json!({"trade_type": trade_type}));
        assert!(
            play.plain(UNIFIED, body).body()[field].is_string(),
            "{trade_type}"
        );
    }
    let body = order_v2("x", 1, json!({"trade_type": "X"}));
    assert_eq!(play.plain(UNIFIED, body).refused().1, "PARAM_ERROR");
}

#[test]
fn code_payments_ask_the_user_for_much() {
    let mut play = Play::new();
    let small = play.plain("POST /v2/pay/micropay", order_v2("a", 1, json!({})));
    assert_eq!(texts(small.body())["trade_type"], "MICROPAY");
    let large = play.plain("POST /v2/pay/micropay", order_v2("b", 200_000, json!({})));
    assert_eq!(large.refused().1, "USERPAYING");
    assert_eq!(
        play.plain(QUERY, named("b")).body()["trade_state"],
        "USERPAYING"
    );
    let reversed = play.plain("POST /v2/secapi/pay/reverse", named("b"));
    assert_eq!(texts(reversed.body())["recall"], "N");
    assert_eq!(
        play.plain(QUERY, named("b")).body()["trade_state"],
        "REVOKED"
    );
}

#[test]
fn closed_and_unknown_orders_say_so() {
    let mut play = Play::new();
    assert_eq!(play.plain(QUERY, named("a")).refused().1, "ORDERNOTEXIST");
    play.plain(UNIFIED, order_v2("a", 1, json!({}))).body();
    play.plain("POST /v2/pay/closeorder", named("a")).body();
    assert_eq!(
        play.plain("POST /v2/pay/closeorder", named("a"))
            .refused()
            .1,
        "ORDERCLOSED"
    );
    let mut other = named("a");
    other["mch_id"] = "1".into();
    assert_eq!(play.plain(QUERY, other).refused().1, "ORDERNOTEXIST");
}

#[test]
fn refunds_are_numbered() {
    let mut play = Play::new();
    play.plain(UNIFIED, order_v2("a", 100, json!({}))).body();
    let refund = |number: &str, amount: &str| {
        let mut body = named("a");
        body["out_refund_no"] = number.into();
        body["total_fee"] = "100".into();
        body["refund_fee"] = amount.into();
        body["notify_url"] = "http://127.0.0.1:1/refunded".into();
        body
    };
    assert_eq!(
        play.plain(REFUND, refund("r1", "30")).refused().1,
        "TRADE_STATE_ERROR"
    );
    play.pay("a");
    play.told();
    texts(play.plain(REFUND, refund("r1", "30")).body());
    texts(play.plain(REFUND, refund("r2", "20")).body());
    for (number, amount, expected) in [
        ("r1", "31", "REFUND_FEE_MISMATCH"),
        ("r3", "51", "INVALID_REQUEST"),
        ("r3", "x", "PARAM_ERROR"),
    ] {
        assert_eq!(
            play.plain(REFUND, refund(number, amount)).refused().1,
            expected
        );
    }
    play.wait(2);
    let event = play.events.remove(0);
    assert_eq!(event.event_type, "refund-processed");
    assert_eq!(texts(event.resource)["refund_status"], "SUCCESS");
    let query = "POST /v2/pay/refundquery";
    let answer = texts(play.plain(query, named("a")).body());
    assert_eq!(answer["refund_count"], "2");
    assert_eq!(answer["out_refund_no_0"], "r1");
    assert_eq!(answer["refund_fee_1"], "20");
    assert_eq!(answer["refund_success_time_1"], "2024-11-25 09:00:02");
    let mut paged = named("a");
    paged["offset"] = "1".into();
    let page = play.plain(query, paged).body();
    assert_eq!(
        (&page["refund_count"], &page["total_refund_count"]),
        (&json!("1"), &json!("2"))
    );
    assert_eq!(page["out_refund_no_0"], "r2");
    assert_eq!(play.plain(query, named("b")).refused().1, "REFUNDNOTEXIST");
}

#[test]
fn lists_of_shares_are_json_in_a_text() {
    let mut play = Play::new();
    play.plain(UNIFIED, order_v2("a", 100, json!({}))).body();
    play.pay("a");
    let id = play.plain(QUERY, named("a")).body()["transaction_id"].clone();
    let receivers =
        r#"[{"type":"MERCHANT_ID","account":"1900000300","amount":40,"description":"x"}]"#;
    let body = json!({"mch_id": MERCHANT, "appid": "wx1", "transaction_id": id, "out_order_no": "s",
        "receivers": receivers, "nonce_str": "1", "sign": "x"});
    let made = texts(
        play.plain("POST /v2/secapi/pay/multiprofitsharing", body)
            .body(),
    );
    play.wait(2);
    let body = json!({"mch_id": MERCHANT, "transaction_id": id, "out_order_no": "s"});
    let answer = texts(play.plain("POST /v2/pay/profitsharingquery", body).body());
    assert_eq!(answer["order_id"], made["order_id"]);
    assert_eq!(answer["status"], "FINISHED");
    let list: Value = serde_json::from_str(answer["receivers"].as_str().unwrap()).unwrap();
    assert_eq!(list[0]["result"], "SUCCESS");
    let body = json!({"mch_id": MERCHANT, "transaction_id": id, "sign_type": "HMAC-SHA256"});
    let left = play.plain("POST /v2/pay/profitsharingorderamountquery", body);
    assert_eq!(left.body()["unsplit_amount"], "60");
    let back = json!({"mch_id": MERCHANT, "appid": "wx1", "out_order_no": "s", "out_return_no": "b",
        "return_account": "1900000300", "return_amount": "40", "description": "x"});
    let made = texts(
        play.plain("POST /v2/secapi/pay/profitsharingreturn", back)
            .body(),
    );
    let query =
        json!({"mch_id": MERCHANT, "appid": "wx1", "out_return_no": "b", "out_order_no": "s"});
    let answer = play
        .plain("POST /v2/pay/profitsharingreturnquery", query)
        .body();
    assert_eq!(answer, made);
    let finish = json!({"mch_id": MERCHANT, "appid": "wx1", "transaction_id": id, "out_order_no": "f", "description": "x"});
    texts(
        play.plain("POST /v2/secapi/pay/profitsharingfinish", finish)
            .body(),
    );
    assert_eq!(play.balance(MERCHANT), 100);
}

#[test]
fn transfers_arrive_and_red_packets_wait() {
    let mut play = Play::new();
    let spent = |play: &Play| {
        let account = crate::sandbox::world::ledger::Account::Operation;
        play.world.settings.opening_balance - play.world.ledger.balance(MERCHANT, account)
    };
    let transfer = |amount: &str| {
        json!({"mch_appid": "wx1", "mchid": MERCHANT, "partner_trade_no": "t", "openid": "o-1", "check_name": "NO_CHECK",
            "amount": amount, "desc": "thanks", "spbill_create_ip": "127.0.0.1"})
    };
    let id = "POST /v2/mmpaymkttransfers/promotion/transfers";
    let made = texts(play.plain(id, transfer("50")).body());
    assert_eq!(play.plain(id, transfer("50")).body(), made);
    assert_eq!(play.plain(id, transfer("51")).refused().1, "FATAL_ERROR");
    let named =
        |number: &str| json!({"partner_trade_no": number, "mch_id": MERCHANT, "appid": "wx1"});
    let id = "POST /v2/mmpaymkttransfers/gettransferinfo";
    assert_eq!(play.plain(id, named("t")).body()["status"], "SUCCESS");
    assert_eq!(play.plain(id, named("none")).refused().1, "NOT_FOUND");
    let packet = |number: &str| {
        json!({"mch_billno": number, "mch_id": MERCHANT, "wxappid": "wx1", "send_name": "x", "re_openid": "o-1",
            "total_amount": "100", "total_num": "1", "wishing": "x", "client_ip": "127.0.0.1", "act_name": "x", "remark": "x"})
    };
    for (name, number) in [("sendredpack", "p1"), ("sendminiprogramhb", "p2")] {
        let id = format!("POST /v2/mmpaymkttransfers/{name}");
        texts(play.plain(&id, packet(number)).body());
    }
    assert_eq!(spent(&play), 250);
    play.confirm("p1");
    play.wait(24 * 3600);
    assert_eq!(spent(&play), 150);
    let query = |number: &str| json!({"mch_billno": number, "mch_id": MERCHANT, "appid": "wx1", "bill_type": "MCHT"});
    let id = "POST /v2/mmpaymkttransfers/gethbinfo";
    let received = play.plain(id, query("p1")).body();
    assert_eq!(received["status"], "RECEIVED");
    assert_eq!(received["hblist"]["hbinfo"][0]["openid"], "o-1");
    let back = texts(play.plain(id, query("p2")).body());
    assert_eq!(
        (&back["status"], &back["refund_amount"]),
        (&json!("REFUND"), &json!("100"))
    );
    assert!(play.world.confirm("p2", play.now).is_err());
}
