use serde_json::{Value, json};

use super::*;

const PRESIGN: &str = "POST /v3/papay/sign/contracts/pre-entrust-sign";
const QUERY: &str =
    "GET /v3/papay/sign/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}";
const APPLY: &str = "POST /v3/papay/pay/transactions/apply";

fn presign(code: &str) -> Value {
    json!({"appid": "wx1", "plan_id": 7, "out_contract_code": code, "contract_display_account": "Li",
        "contract_notify_url": "http://127.0.0.1:1/signed", "out_user_code": "u"})
}

fn contract(play: &mut Play, code: &str) -> Answer {
    let target = format!("/v3/papay/sign/contracts/plan-id/7/out-contract-code/{code}");
    play.call(QUERY, &target, Value::Null)
}

fn signed(play: &mut Play, code: &str) -> String {
    play.plain(PRESIGN, presign(code));
    play.confirm(code);
    contract(play, code).body()["contract_id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn deduction(number: &str, contract: &str) -> Value {
    json!({"appid": "wx1", "out_trade_no": number, "description": "month", "contract_id": contract,
        "transaction_notify_url": "http://127.0.0.1:1/paid", "amount": {"total": 9, "currency": "CNY"}})
}

#[test]
fn a_contract_is_signed_used_and_ended() {
    let mut play = Play::new();
    play.plain(PRESIGN, presign("c"));
    assert_eq!(
        contract(&mut play, "c").refused(),
        (404, "RESOURCE_NOT_EXISTS")
    );
    play.confirm("c");
    let answer = contract(&mut play, "c").body();
    assert_eq!(answer["contract_state"], "SIGNED");
    assert_eq!(answer["plan_id"], 7);
    let id = answer["contract_id"].as_str().unwrap().to_owned();
    let body = deduction("d", &id);
    let accepted = play.plain(APPLY, body.clone()).body();
    assert_eq!(accepted["amount"]["total"], 9);
    assert_eq!(play.plain(APPLY, body).body(), accepted);
    assert_eq!(play.order("d")["trade_state"], "ACCEPT");
    play.wait(2);
    assert_eq!(play.order("d")["trade_state"], "SUCCESS");
    assert_eq!(play.balance(MERCHANT), 9);
    let template = "POST /v3/papay/sign/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}/terminate";
    let target = "/v3/papay/sign/contracts/plan-id/7/out-contract-code/c/terminate";
    let body = json!({"contract_termination_remark": "closed"});
    let ended = play.call(template, target, body).body();
    assert_eq!(ended["contract_state"], "TERMINATED");
    assert_eq!(
        ended["contract_terminate_info"]["contract_termination_mode"],
        "MCH_API_TERMINATE"
    );
    assert_eq!(
        play.told(),
        ["ENTRUST.SIGN", "TRANSACTION.SUCCESS", "ENTRUST.TERMINATE"]
    );
    assert_eq!(
        play.plain(APPLY, deduction("e", &id)).refused(),
        (403, "RULE_LIMIT")
    );
    assert_eq!(
        play.plain(APPLY, deduction("e", "none")).refused(),
        (404, "RESOURCE_NOT_EXISTS")
    );
    assert_eq!(
        play.plain(PRESIGN, presign("c")).refused(),
        (400, "INVALID_REQUEST")
    );
}

#[test]
fn a_deduction_can_fail_and_a_user_can_end_the_contract() {
    let mut play = Play::new();
    let id = signed(&mut play, "c");
    play.told();
    play.plain(APPLY, deduction("d", &id)).body();
    play.fail("d", "");
    play.wait(2);
    assert_eq!(play.told(), ["TRANSACTION.FAIL"]);
    assert_eq!(play.balance(MERCHANT), 0);
    let events = play.world.terminate("c", play.now).unwrap();
    assert_eq!(events[0].event_type, "ENTRUST.TERMINATE");
    assert!(play.world.terminate("c", play.now).is_err());
}

#[test]
fn a_deduction_is_announced() {
    let mut play = Play::new();
    let id = signed(&mut play, "c");
    let get = "GET /v3/papay/pay/schedules/contract-id/{contract_id}";
    let target = format!("/v3/papay/pay/schedules/contract-id/{id}");
    let state =
        |play: &mut Play| play.call(get, &target, Value::Null).body()["schedule_state"].clone();
    assert_eq!(state(&mut play), "NO_SCHEDULED");
    let post = "POST /v3/papay/pay/schedules/contract-id/{contract_id}/schedule";
    let body = json!({"appid": "wx1", "schedule_amount": {"total": 9}});
    play.call(post, &format!("{target}/schedule"), body).body();
    assert_eq!(state(&mut play), "SCHEDULED");
    play.plain(APPLY, deduction("d", &id)).body();
    play.wait(2);
    assert_eq!(state(&mut play), "PAID");
}

#[test]
fn v2_contracts_are_signed_with_an_order_or_alone() {
    let mut play = Play::new();
    let order = json!({"appid": "wx1", "mch_id": MERCHANT, "contract_mchid": MERCHANT, "contract_appid": "wx1",
        "out_trade_no": "o", "body": "x", "notify_url": "http://127.0.0.1:1/paid", "total_fee": "5", "trade_type": "MWEB",
        "plan_id": "7", "contract_code": "c", "request_serial": "1", "contract_display_account": "Li",
        "contract_notify_url": "http://127.0.0.1:1/signed"});
    let made = play.plain("POST /v2/pay/contractorder", order).body();
    assert_eq!(made["contract_result_code"], "SUCCESS");
    play.pay("o");
    assert_eq!(
        play.told(),
        ["transaction-success", "pap-contract-state-changed"]
    );
    let query = json!({"appid": "wx1", "mch_id": MERCHANT, "plan_id": "7", "contract_code": "c", "version": "1.0"});
    let contract = play
        .plain("POST /v2/papay/querycontract", query.clone())
        .body();
    assert_eq!(contract["contract_state"], "0");
    let apply = json!({"appid": "wx1", "mch_id": MERCHANT, "body": "x", "out_trade_no": "p", "total_fee": "3",
        "notify_url": "http://127.0.0.1:1/paid", "trade_type": "PAP", "contract_id": contract["contract_id"]});
    play.plain("POST /v2/pay/pappayapply", apply).body();
    play.wait(2);
    let event = play.events.remove(0);
    assert_eq!(event.resource["contract_id"], contract["contract_id"]);
    let named = json!({"appid": "wx1", "mch_id": MERCHANT, "out_trade_no": "p"});
    let paid = play.plain("POST /v2/pay/paporderquery", named).body();
    assert_eq!(
        (&paid["trade_state"], &paid["trade_type"]),
        (&json!("SUCCESS"), &json!("PAP"))
    );
    let mut end = query.clone();
    end["contract_termination_remark"] = "x".into();
    play.plain("POST /v2/papay/deletecontract", end).body();
    let event = play.events.remove(0);
    assert_eq!(event.resource["change_type"], "DELETE");
    let contract = play.plain("POST /v2/papay/querycontract", query).body();
    assert_eq!(contract["contract_state"], "1");
    // Two of the operations are pages: what they sign is in the query.
    let target = format!(
        "/v2/papay/entrustweb?appid=wx1&mch_id={MERCHANT}&plan_id=7&contract_code=w&notify_url=http://127.0.0.1:1/signed"
    );
    play.call("GET /v2/papay/entrustweb", &target, Value::Null);
    play.confirm("w");
}
