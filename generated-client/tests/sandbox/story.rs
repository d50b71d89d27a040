//! The app developer's whole story: order, front end, payment, notification, refund, bill.

use super::http::receive;
use super::{api, create, order, query};
use serde_json::json;
use std::time::Duration;
use wechatpay_client::notification::Event;
use wechatpay_client::sandbox::Sandbox;

#[test]
fn order_pay_notify_refund_bill() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let (notify_url, posted) = receive(|_| (204, String::new()));

    // The order, and what the front end needs to open the payment.
    let prepay_id = create(&client, &order(&sandbox, "STORY-1", 300, &notify_url)).unwrap();
    let front = client
        .pay_params()
        .jsapi(&sandbox.keys().appid, &prepay_id)
        .unwrap();
    assert_eq!(front.package, format!("prepay_id={prepay_id}"));
    assert_eq!(
        query(&sandbox, &client, "STORY-1").unwrap()["trade_state"],
        "NOTPAY"
    );

    // The user pays, and the app is told.
    sandbox.pay("STORY-1", None).unwrap();
    let told = posted.recv_timeout(Duration::from_secs(10)).unwrap();
    let notification = client
        .notifications()
        .receive_blocking(&told.headers, &told.body)
        .unwrap();
    assert_eq!(notification.event_type(), Some("TRANSACTION.SUCCESS"));
    match notification.event() {
        Event::TransactionSuccess(paid) => {
            assert_eq!(paid.out_trade_no.as_deref(), Some("STORY-1"));
            let payer = paid.payer.as_ref().unwrap();
            assert_eq!(
                payer.openid.as_deref(),
                Some(sandbox.keys().openid.as_str())
            );
        }
        other => panic!("{other:?}"),
    }
    let paid = query(&sandbox, &client, "STORY-1").unwrap();
    assert_eq!(paid["trade_state"], "SUCCESS");
    assert_eq!(paid["amount"]["total"], 300);

    // A part of the money goes back, and the app is told.
    let refund = json!({
        "out_trade_no": "STORY-1", "out_refund_no": "STORY-1-R", "notify_url": notify_url,
        "amount": { "refund": 120, "total": 300, "currency": "CNY" },
    });
    let answer = client
        .chain("v3/refund/domestic/refunds")
        .post(&refund)
        .send_blocking()
        .unwrap();
    assert_eq!(answer["status"], "PROCESSING");
    assert_eq!(answer["amount"]["refund"], 120);
    sandbox.advance(Duration::from_secs(60));
    let told = posted.recv_timeout(Duration::from_secs(10)).unwrap();
    let notification = client
        .notifications()
        .receive_blocking(&told.headers, &told.body)
        .unwrap();
    assert_eq!(notification.event_type(), Some("REFUND.SUCCESS"));
    let too_much = json!({
        "out_trade_no": "STORY-1", "out_refund_no": "STORY-1-S", "amount": { "refund": 200, "total": 300, "currency": "CNY" },
    });
    let refused = client
        .chain("v3/refund/domestic/refunds")
        .post(&too_much)
        .send_blocking();
    assert!(api(refused.unwrap_err()).code().is_some());

    // On the next day the bill has both.
    let day = (sandbox.now() + 8 * 3_600).div_euclid(86_400);
    sandbox.advance(Duration::from_secs(86_400));
    let bill = client
        .chain("v3/bill/tradebill")
        .query("bill_date", date(day))
        .get()
        .send_blocking()
        .unwrap();
    assert_eq!(bill["hash_type"], "SHA1");
    let url = bill["download_url"].as_str().unwrap().to_owned();
    let target = url.strip_prefix(sandbox.base_url()).unwrap();
    let token = target
        .split_once("token=")
        .unwrap()
        .1
        .split('&')
        .next()
        .unwrap();
    let file = client
        .chain("v3/billdownload/file")
        .query("token", token)
        .get()
        .file()
        .send_blocking()
        .unwrap();
    let text = String::from_utf8(file.content.clone()).unwrap();
    assert!(
        text.contains("STORY-1") && text.contains("STORY-1-R"),
        "{text}"
    );

    // Everything that the app did was right but for the refund that was too much.
    assert!(sandbox.settle());
    let wrong: Vec<_> = sandbox
        .journal()
        .into_iter()
        .filter(|one| !one.is_ok())
        .collect();
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    let first = &sandbox.journal()[0];
    assert_eq!(
        first.operation.as_deref(),
        Some("POST /v3/pay/transactions/jsapi")
    );
    assert_eq!(first.checked, ["signature", "request"]);
    assert!(
        first
            .request_message
            .as_ref()
            .unwrap()
            .starts_with("POST\n/v3/pay/transactions/jsapi\n")
    );
    assert!(first.answer_message.as_ref().unwrap().contains(&prepay_id));
}

/// `2025-01-02` of days since 1970.
fn date(days: i64) -> String {
    let mut days = days;
    let mut year = 1970;
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    while days >= if leap(year) { 366 } else { 365 } {
        days -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let mut month = 0;
    let lengths = [
        31,
        if leap(year) { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    format!("{year:04}-{:02}-{:02}", month + 1, days + 1)
}
