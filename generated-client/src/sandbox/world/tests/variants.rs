//! The same stories under the names of partners, platforms and brands. What is said is compared with the pages by each call.

use serde_json::{Value, json};

use super::*;

const SUB: &str = "1900000200";

fn partner_order(number: &str) -> Value {
    json!({"sp_appid": "wx1", "sp_mchid": MERCHANT, "sub_mchid": SUB, "sub_appid": "wx2", "out_trade_no": number,
        "description": "x", "attach": "y", "notify_url": "http://127.0.0.1:1/paid", "amount": {"total": 50, "currency": "CNY"},
        "payer": {"sp_openid": "o-2"}, "settle_info": {"profit_sharing": true}})
}

/// A paid order of a partner's merchant; its transaction.
fn partner_paid(play: &mut Play, number: &str) -> String {
    play.plain(
        "POST /v3/pay/partner/transactions/native",
        partner_order(number),
    )
    .body();
    play.pay(number);
    let template = "GET /v3/pay/partner/transactions/out-trade-no/{out_trade_no}";
    let target = format!(
        "/v3/pay/partner/transactions/out-trade-no/{number}?sp_mchid={MERCHANT}&sub_mchid={SUB}"
    );
    let answer = play.call(template, &target, Value::Null).body();
    answer["transaction_id"].as_str().unwrap().to_owned()
}

#[test]
fn a_partner_s_code_payment_is_reversed() {
    let mut play = Play::new();
    let id = "POST /v3/pay/partner/transactions/codepay";
    assert_eq!(
        play.plain(id, partner_order("a")).body()["trade_state"],
        "SUCCESS"
    );
    let template = "POST /v3/pay/partner/transactions/out-trade-no/{out_trade_no}/reverse";
    let target = "/v3/pay/partner/transactions/out-trade-no/a/reverse";
    play.call(template, target, Value::Null).body();
    assert_eq!(play.balance(SUB), 0);
}

#[test]
fn a_partner_s_order_is_refunded() {
    let mut play = Play::new();
    let transaction = partner_paid(&mut play, "a");
    let body = json!({"sub_mchid": SUB, "transaction_id": transaction, "out_refund_no": "r",
        "amount": {"refund": 50, "total": 50, "currency": "CNY"}});
    play.plain("POST /v3/refund/domestic/refunds", body).body();
    play.wait(2);
    let event = play.events.pop().unwrap();
    assert_eq!(event.resource["sp_mchid"], MERCHANT);
    assert_eq!(event.resource["sub_mchid"], SUB);
    assert_eq!(play.balance(SUB), 0);
}

#[test]
fn a_combined_order_is_found_by_its_transaction() {
    let mut play = Play::new();
    let body = json!({"combine_appid": "wx1", "combine_mchid": MERCHANT, "combine_out_trade_no": "all",
        "notify_url": "http://127.0.0.1:1/paid", "combine_payer_info": {"openid": "o-1"},
        "sub_orders": [{"mchid": MERCHANT, "sub_mchid": SUB, "out_trade_no": "a", "description": "x", "attach": "y",
            "amount": {"total_amount": 5, "currency": "CNY"}}]});
    let made = play.plain("POST /v3/combine-transactions/h5", body).body();
    assert!(made["h5_url"].is_string());
    play.pay("all");
    let id = play.events.pop().unwrap().resource["combine_transaction_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let template = "GET /v3/combine-transactions/out-trade-no/{combine_out_trade_no}";
    let target = "/v3/combine-transactions/out-trade-no/all";
    let by_number = play.call(template, target, Value::Null).body();
    play.sense = false; // The page of this one is of a product without merchants of a partner.
    let template = "GET /v3/combine-transactions/id/{combine_transaction_id}";
    let target = format!("/v3/combine-transactions/id/{id}");
    assert_eq!(play.call(template, &target, Value::Null).body(), by_number);
    assert_eq!(play.balance(SUB), 5);
}

#[test]
fn platforms_and_brands_get_back_what_they_shared() {
    for (kind, share) in [("ecommerce", true), ("brand", false)] {
        let mut play = Play::new();
        let transaction = partner_paid(&mut play, "a");
        if share {
            let body = json!({"appid": "wx1", "sub_mchid": SUB, "transaction_id": transaction, "out_order_no": "s",
                "finish": false, "receivers": [{"type": "MERCHANT_ID", "receiver_account": MERCHANT, "amount": 20,
                "description": "x"}]});
            play.plain("POST /v3/ecommerce/profitsharing/orders", body)
                .body();
            play.wait(2);
            assert_eq!((play.balance(SUB), play.balance(MERCHANT)), (30, 20));
            let body = json!({"sub_mchid": SUB, "out_order_no": "s", "out_return_no": "b", "return_mchid": MERCHANT,
                "amount": 20, "description": "x"});
            let id = format!("POST /v3/{kind}/profitsharing/returnorders");
            let made = play.plain(&id, body).body();
            let id = format!("GET /v3/{kind}/profitsharing/returnorders");
            let target =
                format!("/v3/{kind}/profitsharing/returnorders?sub_mchid={SUB}&out_return_no=b");
            assert_eq!(play.call(&id, &target, Value::Null).body(), made);
            assert_eq!((play.balance(SUB), play.balance(MERCHANT)), (50, 0));
        }
        let body = json!({"sub_mchid": SUB, "transaction_id": transaction, "out_order_no": "f", "description": "x"});
        let id = format!("POST /v3/{kind}/profitsharing/finish-order");
        play.plain(&id, body).body();
        let template = format!("GET /v3/{kind}/profitsharing/orders/{{transaction_id}}/amounts");
        let target = format!("/v3/{kind}/profitsharing/orders/{transaction}/amounts");
        let answer = play.call(&template, &target, Value::Null).body();
        assert_eq!(answer["unsplit_amount"], 0);
    }
}

#[test]
fn a_partner_deducts_by_contracts_of_its_merchants() {
    let mut play = Play::new();
    let body = json!({"sp_appid": "wx1", "sub_mchid": SUB, "plan_id": 7, "out_contract_code": "c",
        "contract_display_account": "Li", "contract_notify_url": "http://127.0.0.1:1/signed", "out_user_code": "u"});
    let id = "POST /v3/papay/scheduled-deduct-sign/partner/contracts/pre-entrust-sign/jsapi";
    play.plain(id, body);
    play.confirm("c");
    let path =
        "/v3/papay/sign/partner/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}";
    let target = "/v3/papay/sign/partner/contracts/plan-id/7/out-contract-code/c";
    let query = format!("GET {path}");
    let contract = play.call(&query, target, Value::Null).body();
    let contract_id = contract["contract_id"].as_str().unwrap().to_owned();
    let schedule = "POST /v3/papay/pay/partner/schedules/contract-id/{contract_id}/schedule";
    let at = format!("/v3/papay/pay/partner/schedules/contract-id/{contract_id}/schedule");
    let body = json!({"sp_appid": "wx1", "sub_mchid": SUB, "schedule_amount": {"total": 9}});
    play.call(schedule, &at, body).body();
    let apply = json!({"sp_appid": "wx1", "sub_mchid": SUB, "out_trade_no": "d", "description": "x",
        "transaction_notify_url": "http://127.0.0.1:1/paid", "contract_id": contract_id, "amount": {"total": 9}});
    play.plain("POST /v3/papay/pay/partner/transactions/apply", apply)
        .body();
    play.wait(2);
    assert_eq!(play.balance(SUB), 9);
    let end = format!("POST {path}/terminate");
    let body = json!({"contract_termination_remark": "x"});
    play.call(&end, &format!("{target}/terminate"), body).body();
    assert_eq!(
        play.told(),
        ["ENTRUST.SIGN", "TRANSACTION.SUCCESS", "ENTRUST.TERMINATE"]
    );
}

#[test]
fn a_contract_is_signed_with_a_v3_order() {
    let mut play = Play::new();
    let mut body = order("a", 5);
    body["contract_info"] = json!({"plan_id": "7", "contract_code": "c", "contract_display_account": "Li",
        "contract_notify_url": "http://127.0.0.1:1/signed"});
    play.plain("POST /v3/pay/transactions/jsapi-with-contract", body)
        .body();
    play.pay("a");
    assert_eq!(play.told(), ["TRANSACTION.SUCCESS", "ENTRUST.SIGN"]);
    let template =
        "GET /v3/papay/sign/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}";
    let target = "/v3/papay/sign/contracts/plan-id/7/out-contract-code/c";
    let contract = play.call(template, target, Value::Null).body();
    assert_eq!(contract["contract_state"], "SIGNED");
}

#[test]
fn a_partner_s_service_is_done_and_paid() {
    let mut play = Play::new();
    let body = json!({"service_id": "s", "appid": "wx1", "sub_mchid": SUB, "sub_appid": "wx2", "out_order_no": "n",
        "service_introduction": "bike", "risk_fund": {"name": "DEPOSIT", "amount": 100}, "openid": "o-1",
        "time_range": {"start_time": "OnAccept"}, "need_user_confirm": true, "notify_url": "http://127.0.0.1:1/score"});
    play.plain("POST /v3/payscore/partner/serviceorder", body)
        .body();
    play.confirm("n");
    let verb = |play: &mut Play, verb: &str, body: Value| {
        let template = format!("POST /v3/payscore/partner/serviceorder/{{out_order_no}}/{verb}");
        let target = format!("/v3/payscore/partner/serviceorder/n/{verb}");
        play.call(&template, &target, body)
    };
    let bill = |total: i64| {
        json!({"service_id": "s", "appid": "wx1", "sub_mchid": SUB, "total_amount": total,
            "post_payments": [{"name": "ride", "amount": total}]})
    };
    assert_eq!(verb(&mut play, "complete", bill(30)), Answer::Empty);
    assert_eq!(verb(&mut play, "modify", bill(20)), Answer::Empty);
    play.wait(2);
    let target =
        format!("/v3/payscore/partner/serviceorder?service_id=s&sub_mchid={SUB}&out_order_no=n");
    let answer = play.call(
        "GET /v3/payscore/partner/serviceorder",
        &target,
        Value::Null,
    );
    assert_eq!(answer.body()["collection"]["state"], "USER_PAID");
    assert_eq!(play.balance(SUB), 20);
    let code = json!({"service_id": "s", "appid": "wx1", "sub_mchid": SUB, "authorization_code": "c",
        "notify_url": "http://127.0.0.1:1/score"});
    play.plain("POST /v3/payscore/partner/permissions", code)
        .body();
    play.confirm("c");
    let template = "GET /v3/payscore/partner/permissions/authorization-code/{authorization_code}";
    let target = "/v3/payscore/partner/permissions/authorization-code/c?service_id=s";
    let answer = play.call(template, target, Value::Null).body();
    assert_eq!(answer["authorization_state"], "AVAILABLE");
}

#[test]
fn v2_orders_of_partners_and_faces() {
    let mut play = Play::new();
    let body = |number: &str| {
        json!({"appid": "wx1", "mch_id": MERCHANT, "sub_mch_id": SUB, "body": "x", "out_trade_no": number,
            "total_fee": "5", "notify_url": "http://127.0.0.1:1/paid", "trade_type": "NATIVE"})
    };
    play.plain("POST /v2/pay/unifiedorder", body("a")).body();
    play.pay("a");
    let named = json!({"appid": "wx1", "mch_id": MERCHANT, "sub_mch_id": SUB, "out_trade_no": "a"});
    let answer = play.plain("POST /v2/pay/orderquery", named.clone()).body();
    assert_eq!(answer["sub_mch_id"], SUB);
    let mut refund = named.clone();
    refund["out_refund_no"] = "r".into();
    refund["total_fee"] = "5".into();
    refund["refund_fee"] = "5".into();
    play.plain("POST /v2/secapi/pay/refundv2", refund).body();
    play.wait(2);
    let answer = play.plain("POST /v2/pay/refundqueryv2", named).body();
    assert_eq!(answer["refund_status_0"], "SUCCESS");
    play.plain("POST /v2/pay/facepay", body("f")).body();
    let face = json!({"appid": "wx1", "mch_id": MERCHANT, "sub_mch_id": SUB, "out_trade_no": "f"});
    play.plain("POST /v2/pay/facepayquery", face.clone()).body();
    play.plain("POST /v2/secapi/pay/facepayreverse", face)
        .body();
}
