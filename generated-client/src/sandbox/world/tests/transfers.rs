use serde_json::{Value, json};

use super::*;
use crate::sandbox::world::ledger::Account;

const TRANSFER: &str = "POST /v3/fund-app/mch-transfer/transfer-bills";
const QUERY: &str = "GET /v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}";
const BATCH: &str = "POST /v3/transfer/batches";

fn transfer(number: &str, amount: i64) -> Value {
    json!({"appid": "wx1", "out_bill_no": number, "openid": "o-1", "transfer_amount": amount,
        "transfer_remark": "thanks", "notify_url": "http://127.0.0.1:1/sent", "transfer_scene_id": "1000"})
}

fn state(play: &mut Play, number: &str) -> (String, Option<String>) {
    let target = format!("/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{number}");
    let answer = play.call(QUERY, &target, Value::Null).body();
    let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
    (text("state").unwrap(), text("fail_reason"))
}

fn spent(play: &Play) -> i64 {
    play.world.settings.opening_balance - play.world.ledger.balance(MERCHANT, Account::Operation)
}

#[test]
fn a_transfer_waits_for_the_user() {
    let mut play = Play::new();
    let first = play.plain(TRANSFER, transfer("t", 500)).body();
    assert_eq!(first["state"], "WAIT_USER_CONFIRM");
    assert!(first["package_info"].is_string());
    assert_eq!(play.plain(TRANSFER, transfer("t", 500)).body(), first);
    assert_eq!(
        play.plain(TRANSFER, transfer("t", 501)).refused(),
        (400, "ALREADY_EXISTS")
    );
    play.confirm("t");
    assert_eq!(state(&mut play, "t").0, "TRANSFERING");
    play.wait(2);
    assert_eq!(state(&mut play, "t"), ("SUCCESS".to_owned(), None));
    let event = play.events.remove(0);
    assert_eq!(event.event_type, "MCHTRANSFER.BILL.FINISHED");
    assert_eq!(event.resource["state"], "SUCCESS");
    assert_eq!(event.resource["mch_id"], MERCHANT);
    assert_eq!(spent(&play), 500);
}

#[test]
fn a_transfer_that_is_not_confirmed_fails_and_its_money_comes_back() {
    let mut play = Play::new();
    play.plain(TRANSFER, transfer("late", 500)).body();
    play.wait(24 * 3600);
    assert_eq!(
        state(&mut play, "late"),
        ("FAIL".to_owned(), Some("OVERDUE_CLOSE".to_owned()))
    );
    play.plain(TRANSFER, transfer("refused", 500)).body();
    play.fail("refused", "ACCOUNT_FROZEN");
    assert_eq!(
        state(&mut play, "refused").1.as_deref(),
        Some("ACCOUNT_FROZEN")
    );
    let mut body = transfer("back", 500);
    body["sub_mchid"] = "1900000200".into();
    let partner = "POST /v3/fund-app/mch-transfer/partner/transfer-bills";
    play.plain(partner, body).body();
    let cancel = format!("{partner}/out-bill-no/{{out_bill_no}}/cancel");
    let target = "/v3/fund-app/mch-transfer/partner/transfer-bills/out-bill-no/back/cancel";
    let body = json!({"sub_mchid": "1900000200"});
    assert_eq!(
        play.call(&cancel, target, body).body()["state"],
        "CANCELLED"
    );
    assert_eq!(play.told().len(), 3);
    assert_eq!(spent(&play), 0);
    assert!(play.world.confirm("late", play.now).is_err());
}

#[test]
fn transfers_have_rules() {
    let mut play = Play::new();
    let too_much = play.world.settings.opening_balance + 1;
    let mut named = transfer("t", too_much);
    named["user_name"] = "Li".into();
    for (body, expected) in [
        (transfer("t", 0), (400, "PARAM_ERROR")),
        (transfer("t", 200_000), (400, "PARAM_ERROR")),
        (named, (403, "NOT_ENOUGH")),
    ] {
        assert_eq!(play.plain(TRANSFER, body).refused(), expected);
    }
    let target = "/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/none";
    assert_eq!(
        play.call(QUERY, target, Value::Null).refused(),
        (404, "NOT_FOUND")
    );
}

#[test]
fn a_transfer_that_was_allowed_before_needs_no_confirmation() {
    let mut play = Play::new();
    let id = "POST /v3/fund-app/mch-transfer/transfer-bills/transfer";
    assert_eq!(play.plain(id, transfer("t", 5)).body()["state"], "ACCEPTED");
    play.wait(2);
    assert_eq!(state(&mut play, "t").0, "SUCCESS");
}

#[test]
fn a_partner_transfers_under_its_own_names() {
    let mut play = Play::new();
    let mut body = transfer("t", 5);
    body["sub_mchid"] = "1900000200".into();
    play.plain(
        "POST /v3/fund-app/mch-transfer/partner/transfer-bills",
        body,
    )
    .body();
    let template = "GET /v3/fund-app/mch-transfer/partner/transfer-bills/out-bill-no/{out_bill_no}";
    let target = "/v3/fund-app/mch-transfer/partner/transfer-bills/out-bill-no/t";
    let answer = play.call(template, target, Value::Null).body();
    assert_eq!(answer["sub_mchid"], "1900000200");
    assert_eq!(answer["mchid"], MERCHANT);
}

#[test]
fn a_batch_is_made_in_one_and_some_of_it_can_fail() {
    let mut play = Play::new();
    let detail = |number: &str, amount: i64| json!({"out_detail_no": number, "transfer_amount": amount, "transfer_remark": "x", "openid": "o-1"});
    let batch = |total: i64, count: i64, details: Value| {
        json!({"appid": "wx1", "out_batch_no": "b", "batch_name": "n", "batch_remark": "r", "total_amount": total,
            "total_num": count, "transfer_detail_list": details, "notify_url": "http://127.0.0.1:1/sent"})
    };
    let two = json!([detail("d1", 30), detail("d2", 12)]);
    for (total, count, details) in [
        (41, 2, two.clone()),
        (42, 3, two.clone()),
        (60, 2, json!([detail("d1", 30), detail("d1", 30)])),
        (0, 0, json!([])),
    ] {
        let body = batch(total, count, details);
        assert_eq!(play.plain(BATCH, body).refused(), (400, "PARAM_ERROR"));
    }
    let body = batch(42, 2, two);
    let made = play.plain(BATCH, body.clone()).body();
    assert_eq!(made["batch_status"], "ACCEPTED");
    assert_eq!(play.plain(BATCH, body).body(), made);
    assert_eq!(
        play.plain(BATCH, batch(1, 1, json!([detail("d", 1)])))
            .refused(),
        (400, "INVALID_REQUEST")
    );
    play.fail("d2", "ACCOUNT_FROZEN");
    play.wait(2);
    assert_eq!(play.told(), ["MCHTRANSFER.BATCH.FINISHED"]);
    assert_eq!(spent(&play), 30);
    let template = "GET /v3/transfer/batches/out-batch-no/{out_batch_no}";
    let target = "/v3/transfer/batches/out-batch-no/b?need_query_detail=true&detail_status=FAIL";
    let answer = play.call(template, target, Value::Null).body();
    assert_eq!(answer["transfer_batch"]["batch_status"], "FINISHED");
    assert_eq!(answer["transfer_batch"]["success_amount"], 30);
    assert_eq!(answer["transfer_detail_list"][0]["out_detail_no"], "d2");
    assert_eq!(answer["transfer_detail_list"][1], Value::Null);
    let template = "GET /v3/transfer/batches/out-batch-no/{out_batch_no}/details/out-detail-no/{out_detail_no}";
    let target = "/v3/transfer/batches/out-batch-no/b/details/out-detail-no/d2";
    let detail = play.call(template, target, Value::Null).body();
    assert_eq!(detail["fail_reason"], "ACCOUNT_FROZEN");
    assert_eq!(detail["detail_status"], "FAIL");
}
