use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use super::*;
use crate::bill::{BillReader, FundFlowRow, FundFlowSummary, TradeRow, TradeSummary, Yuan};
use crate::crypto::digest::{hex, sha1};

const TRADE: &str = "GET /v3/bill/tradebill";
const FLOW: &str = "GET /v3/bill/fundflowbill";
const DAY: i64 = 24 * 3600;

/// A day with two payments, of which one is refunded in part.
fn day() -> Play {
    let mut play = Play::new();
    let mut body = order("a", 1234);
    body["description"] = "Tea, `green`\nand cake".into();
    play.plain(JSAPI, body).body();
    play.pay("a");
    play.wait(60);
    play.paid("b", 5);
    let refund = json!({"out_trade_no": "a", "out_refund_no": "r",
        "amount": {"refund": 234, "total": 1234, "currency": "CNY"}});
    play.plain("POST /v3/refund/domestic/refunds", refund)
        .body();
    play.wait(DAY);
    play
}

fn ask(play: &mut Play, id: &str, query: &str) -> Answer {
    let (_, path) = id.split_once(' ').unwrap();
    play.call(id, &format!("{path}?{query}"), Value::Null)
}

fn download(play: &mut Play, answer: &Value) -> Vec<u8> {
    let url = answer["download_url"].as_str().unwrap();
    let target = url.strip_prefix("http://127.0.0.1:8080").unwrap();
    match play.call("GET /v3/billdownload/file", target, Value::Null) {
        Answer::File { bytes, .. } => bytes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_trade_bill_says_what_happened() {
    let mut play = day();
    let answer = ask(&mut play, TRADE, "bill_date=2024-11-25").body();
    let bytes = download(&mut play, &answer);
    assert_eq!(answer["hash_value"], hex(sha1(&bytes).as_ref()));
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 6);
    let names: Vec<&str> = lines[0].split(',').collect();
    let cell = |line: usize, name: &str| {
        let column = names.iter().position(|column| *column == name).unwrap();
        let cells: Vec<&str> = lines[line].split(",`").collect();
        assert_eq!(cells.len(), names.len());
        cells[column].trim_start_matches('`').to_owned()
    };
    assert_eq!(cell(1, "应结订单金额"), "12.34");
    assert_eq!(cell(1, "交易时间"), "2024-11-25 09:00:00");
    assert_eq!(cell(1, "商品名称"), "Tea,  green  and cake");
    let mut others = [cell(2, "交易状态"), cell(3, "交易状态")];
    others.sort();
    assert_eq!(others, ["REFUND", "SUCCESS"]);
    assert_eq!(lines[5], "`3,`12.39,`2.34,`0.00,`0.00,`12.39,`2.34");
}

#[test]
fn bills_of_payments_or_refunds_alone_have_other_columns() {
    let mut play = day();
    for (kind, columns, rows) in [("ALL", 27, 3), ("SUCCESS", 20, 2), ("REFUND", 29, 1)] {
        let query = format!("bill_date=2024-11-25&bill_type={kind}");
        let answer = ask(&mut play, TRADE, &query).body();
        let text = String::from_utf8(download(&mut play, &answer)).unwrap();
        assert_eq!(
            text.lines().next().unwrap().split(',').count(),
            columns,
            "{kind}"
        );
        assert_eq!(text.lines().count(), rows + 3, "{kind}");
    }
}

#[test]
fn a_packed_bill_has_the_digest_of_the_plain_one() {
    let mut play = day();
    let plain = ask(&mut play, TRADE, "bill_date=2024-11-25").body();
    let packed = ask(&mut play, TRADE, "bill_date=2024-11-25&tar_type=GZIP").body();
    assert_eq!(plain["hash_value"], packed["hash_value"]);
    let bytes = download(&mut play, &packed);
    let mut text = Vec::new();
    GzDecoder::new(bytes.as_slice())
        .read_to_end(&mut text)
        .unwrap();
    assert_eq!(text, download(&mut play, &plain));
}

#[test]
fn a_fund_flow_bill_balances() {
    let mut play = day();
    let answer = ask(&mut play, FLOW, "bill_date=2024-11-25").body();
    let text = String::from_utf8(download(&mut play, &answer)).unwrap();
    let last = text.lines().last().unwrap();
    assert_eq!(last, "`3,`2,`12.39,`1,`2.34");
    let balance = play.world.settings.opening_balance + 1239 - 234;
    let row = text.lines().nth(3).unwrap();
    let expected = format!("`{}.{:02}", balance / 100, balance % 100);
    assert_eq!(row.split(',').nth(7), Some(expected.as_str()));
}

#[test]
fn there_are_only_bills_of_days_that_are_over_and_had_something() {
    let mut play = day();
    for (query, expected) in [
        ("bill_date=2024-11-26", (400, "STATEMENT_CREATING")),
        ("bill_date=2024-11-24", (400, "NO_STATEMENT_EXIST")),
        ("bill_date=2024-11-31", (400, "PARAM_ERROR")),
        ("bill_date=2024-11-25&bill_type=X", (400, "PARAM_ERROR")),
        (
            "bill_date=2024-11-25&sub_mchid=1",
            (400, "NO_STATEMENT_EXIST"),
        ),
    ] {
        assert_eq!(ask(&mut play, TRADE, query).refused(), expected, "{query}");
    }
    assert_eq!(
        ask(&mut play, "GET /v3/billdownload/file", "token=x").refused(),
        (404, "RESOURCE_NOT_EXISTS")
    );
}

#[test]
fn v2_answers_with_the_file_itself() {
    let mut play = day();
    let id = "POST /v2/pay/downloadbill";
    let body = |date: &str| json!({"appid": "wx1", "mch_id": MERCHANT, "bill_date": date, "bill_type": "ALL"});
    let answer = ask(&mut play, TRADE, "bill_date=2024-11-25").body();
    let expected = download(&mut play, &answer);
    match play.plain(id, body("20241125")) {
        Answer::File { bytes, .. } => assert_eq!(bytes, expected),
        other => panic!("{other:?}"),
    }
    let none = play.plain(id, body("20241101")).body();
    assert_eq!(
        (&none["return_code"], &none["error_code"]),
        (&json!("FAIL"), &json!("20002"))
    );
    let id = "POST /v2/pay/downloadfundflow";
    let body = json!({"mch_id": MERCHANT, "bill_date": "20241125", "account_type": "Basic"});
    assert!(matches!(play.plain(id, body), Answer::File { .. }));
}

/// What a developer reads bills with.
#[test]
fn the_bills_are_read_by_the_client_s_reader() {
    let mut play = day();
    let answer = ask(&mut play, TRADE, "bill_date=2024-11-25").body();
    let bytes = download(&mut play, &answer);
    let mut bill = BillReader::new(bytes.as_slice());
    let mut sum = Yuan::ZERO;
    while let Some(row) = bill.next_row().unwrap() {
        let row: TradeRow = row.read().unwrap();
        sum = sum.checked_add(row.order_amount.unwrap()).unwrap();
    }
    let summary: TradeSummary = bill.summary().unwrap().read().unwrap();
    assert_eq!((summary.count, summary.order_amount), (Some(3), Some(sum)));
    assert_eq!(sum.fen(), Some(1239));
    let answer = ask(&mut play, FLOW, "bill_date=2024-11-25").body();
    let bytes = download(&mut play, &answer);
    let mut bill = BillReader::new(bytes.as_slice());
    let mut rows = Vec::new();
    while let Some(row) = bill.next_row().unwrap() {
        rows.push(row.read::<FundFlowRow>().unwrap());
    }
    assert_eq!(rows[2].amount.unwrap().fen(), Some(234));
    assert_eq!(rows[2].direction.as_deref(), Some("支出"));
    let summary: FundFlowSummary = bill.summary().unwrap().read().unwrap();
    assert_eq!(summary.income_amount.unwrap().fen(), Some(1239));
}
