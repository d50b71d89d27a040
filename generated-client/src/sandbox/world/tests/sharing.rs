use serde_json::{Value, json};

use super::*;

const SHARE: &str = "POST /v3/profitsharing/orders";
const UNFREEZE: &str = "POST /v3/profitsharing/orders/unfreeze";
const QUERY: &str = "GET /v3/profitsharing/orders/{out_order_no}";
const RETURN: &str = "POST /v3/profitsharing/return-orders";

fn share(transaction: &str, number: &str, amount: i64) -> Value {
    json!({"appid": "wx1", "transaction_id": transaction, "out_order_no": number, "unfreeze_unsplit": false,
        "receivers": [{"type": "MERCHANT_ID", "account": "1900000300", "amount": amount, "description": "x"}]})
}

fn add(play: &mut Play) {
    let body = json!({"type": "MERCHANT_ID", "account": "1900000300", "relation_type": "STORE"});
    play.plain("POST /v3/profitsharing/receivers/add", body);
}

fn unshared(play: &mut Play, transaction: &str) -> i64 {
    let template = "GET /v3/profitsharing/transactions/{transaction_id}/amounts";
    let target = format!("/v3/profitsharing/transactions/{transaction}/amounts");
    let answer = play.call(template, &target, Value::Null).body();
    answer["unsplit_amount"].as_i64().unwrap()
}

#[test]
fn an_order_is_shared_until_the_rest_is_free() {
    let mut play = Play::new();
    let id = play.paid("a", 100);
    play.told();
    assert_eq!(
        play.plain(SHARE, share(&id, "s1", 30)).refused(),
        (400, "INVALID_REQUEST")
    );
    add(&mut play);
    let first = play.plain(SHARE, share(&id, "s1", 30)).body();
    assert_eq!(first["state"], "PROCESSING");
    assert_eq!(first["receivers"][0]["result"], "PENDING");
    assert_eq!(unshared(&mut play, &id), 70);
    play.wait(2);
    assert_eq!(play.told(), ["PROFITSHARING.SUCCESS"]);
    assert_eq!(
        (play.balance(MERCHANT), play.balance("1900000300")),
        (70, 30)
    );
    let target = format!("/v3/profitsharing/orders/s1?transaction_id={id}");
    let answer = play.call(QUERY, &target, Value::Null).body();
    assert_eq!(answer["state"], "FINISHED");
    assert_eq!(answer["receivers"][0]["result"], "SUCCESS");
    assert_eq!(
        play.plain(SHARE, share(&id, "s2", 71)).refused(),
        (403, "NOT_ENOUGH")
    );
    let body = json!({"transaction_id": id, "out_order_no": "s3", "description": "done"});
    let rest = play.plain(UNFREEZE, body).body();
    assert_eq!(rest["receivers"][0]["amount"], 70);
    assert_eq!(unshared(&mut play, &id), 0);
    assert_eq!(
        play.plain(SHARE, share(&id, "s4", 1)).refused(),
        (400, "INVALID_REQUEST")
    );
    play.wait(2);
    assert_eq!(play.balance(MERCHANT), 70);
}

#[test]
fn a_number_stands_for_one_share() {
    let mut play = Play::new();
    let id = play.paid("a", 100);
    add(&mut play);
    let first = play.plain(SHARE, share(&id, "s", 30)).body();
    assert_eq!(play.plain(SHARE, share(&id, "s", 30)).body(), first);
    assert_eq!(
        play.plain(SHARE, share(&id, "s", 31)).refused(),
        (400, "INVALID_REQUEST")
    );
    assert_eq!(unshared(&mut play, &id), 70);
}

#[test]
fn what_is_not_for_sharing_is_not_shared() {
    let mut play = Play::new();
    let mut body = order("plain", 100);
    body["settle_info"] = Value::Null;
    play.plain(JSAPI, body).body();
    play.pay("plain");
    let id = play.order("plain")["transaction_id"]
        .as_str()
        .unwrap()
        .to_owned();
    add(&mut play);
    for (transaction, expected) in [
        (id.as_str(), (403, "NO_AUTH")),
        ("4200", (404, "RESOURCE_NOT_EXISTS")),
        ("", (404, "RESOURCE_NOT_EXISTS")),
    ] {
        assert_eq!(
            play.plain(SHARE, share(transaction, "s", 1)).refused(),
            expected
        );
    }
}

#[test]
fn receivers_give_back_no_more_than_they_got() {
    let mut play = Play::new();
    let id = play.paid("a", 100);
    add(&mut play);
    play.plain(SHARE, share(&id, "s", 30)).body();
    let back = |number: &str, amount: i64| {
        json!({"out_order_no": "s", "out_return_no": number, "return_mchid": "1900000300", "amount": amount,
            "description": "x"})
    };
    assert_eq!(
        play.plain(RETURN, back("b1", 10)).refused(),
        (400, "INVALID_REQUEST")
    );
    play.wait(2);
    play.told();
    let made = play.plain(RETURN, back("b1", 10)).body();
    assert_eq!(made["result"], "SUCCESS");
    assert_eq!(play.told(), ["PROFITSHARING.RETURN"]);
    assert_eq!(play.plain(RETURN, back("b1", 10)).body(), made);
    assert_eq!(
        play.plain(RETURN, back("b1", 11)).refused(),
        (400, "INVALID_REQUEST")
    );
    assert_eq!(
        play.plain(RETURN, back("b2", 21)).refused(),
        (403, "NOT_ENOUGH")
    );
    assert_eq!(
        (play.balance(MERCHANT), play.balance("1900000300")),
        (80, 20)
    );
    let template = "GET /v3/profitsharing/return-orders/{out_return_no}";
    let target = "/v3/profitsharing/return-orders/b1?out_order_no=s";
    assert_eq!(play.call(template, target, Value::Null).body(), made);
}

#[test]
fn platforms_share_under_their_own_names() {
    let mut play = Play::new();
    let id = play.paid("a", 100);
    let body = json!({"appid": "wx1", "sub_mchid": MERCHANT, "transaction_id": id, "out_order_no": "s", "finish": true,
        "receivers": [{"type": "MERCHANT_ID", "receiver_account": "1900000300", "amount": 1, "description": "x"}]});
    let made = play
        .plain("POST /v3/ecommerce/profitsharing/orders", body)
        .body();
    assert_eq!(made.get("receivers"), None);
    let query = "GET /v3/ecommerce/profitsharing/orders";
    let target = format!(
        "/v3/ecommerce/profitsharing/orders?sub_mchid={MERCHANT}&transaction_id={id}&out_order_no=s"
    );
    let answer = play.call(query, &target, Value::Null).body();
    assert_eq!(answer["status"], "PROCESSING");
    assert_eq!(answer["receivers"][0]["receiver_account"], "1900000300");
    assert_eq!(unshared(&mut play, &id), 0);
}
