//! Notifications: where they are posted, and how often.

use super::http::receive;
use super::{create, order};
use serde_json::json;
use std::time::Duration;
use wechatpay_client::Version;
use wechatpay_client::sandbox::{Direction, Sandbox};

/// 24 hours and 4 minutes after the first attempt is the sixteenth and last.
#[test]
fn a_notification_comes_again_by_the_schedule() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let (notify_url, posted) = receive(|_| (500, String::new()));
    create(&client, &order(&sandbox, "NOTIFY-1", 100, &notify_url)).unwrap();
    sandbox.pay("NOTIFY-1", None).unwrap();
    assert!(sandbox.settle());
    assert_eq!(posted.try_iter().count(), 1);
    for (seconds, attempts) in [(15, 1), (15, 1), (30, 1), (180, 1), (600, 1)] {
        sandbox.advance(Duration::from_secs(seconds));
        assert!(sandbox.settle());
        assert_eq!(posted.try_iter().count(), attempts, "after {seconds} s");
    }
    sandbox.advance(Duration::from_secs(86_400));
    assert!(sandbox.settle());
    assert_eq!(posted.try_iter().count(), 10);
    let delivery = &sandbox.deliveries()[0];
    assert_eq!(
        (delivery.attempts, delivery.accepted, delivery.next),
        (16, false, None)
    );
}

#[test]
fn an_accepted_notification_comes_once_and_again_when_asked_for() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let mut first = true;
    let (notify_url, posted) = receive(move |_| {
        if std::mem::take(&mut first) {
            (500, String::new())
        } else {
            (204, String::new())
        }
    });
    create(&client, &order(&sandbox, "NOTIFY-2", 100, &notify_url)).unwrap();
    sandbox.pay("NOTIFY-2", None).unwrap();
    assert!(sandbox.settle());
    sandbox.advance(Duration::from_secs(86_400));
    assert!(sandbox.settle());
    let both: Vec<_> = posted.try_iter().collect();
    assert_eq!(both.len(), 2);
    let ids = both.iter().map(|one| {
        client
            .notifications()
            .receive_blocking(&one.headers, &one.body)
            .unwrap()
            .id()
            .unwrap()
            .to_owned()
    });
    let ids: Vec<String> = ids.collect();
    assert_eq!(ids[0], ids[1]);
    assert!(sandbox.deliver_again(sandbox.deliveries()[0].number));
    assert!(sandbox.settle());
    assert_eq!(posted.try_iter().count(), 1);
}

/// Nothing leaves the machine.
#[test]
fn other_machines_are_not_notified() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    create(
        &client,
        &order(&sandbox, "NOTIFY-3", 100, "https://www.example.com/notify"),
    )
    .unwrap();
    sandbox.pay("NOTIFY-3", None).unwrap();
    assert!(sandbox.settle());
    let journal = sandbox.journal();
    let refused = journal
        .iter()
        .find(|one| one.direction == Direction::Notification)
        .unwrap();
    assert_eq!(refused.status, None);
    assert!(
        refused.problems[0].contains("not sent"),
        "{:?}",
        refused.problems
    );
    assert_eq!(sandbox.deliveries()[0].next, None);
}

#[test]
fn samples_of_notifications_are_posted_on_request() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let (notify_url, posted) = receive(|_| {
        (
            200,
            "<xml><return_code>SUCCESS</return_code></xml>".to_owned(),
        )
    });
    sandbox
        .notify(
            Version::V3,
            "REFUND.SUCCESS",
            &notify_url,
            &json!({ "out_refund_no": "R-1" }),
        )
        .unwrap();
    sandbox
        .notify(
            Version::V2,
            "transaction-success",
            &notify_url,
            &json!({ "out_trade_no": "T-1" }),
        )
        .unwrap();
    assert!(
        sandbox
            .notify(Version::V3, "NO.SUCH", &notify_url, &json!({}))
            .is_err()
    );
    assert!(sandbox.settle());
    let notifications = client
        .notifications()
        .api_v2_key(wechatpay_client::keys::ApiV2Key::new(&sandbox.keys().api_v2_key).unwrap());
    let told: Vec<String> = posted
        .try_iter()
        .map(|one| {
            let one = notifications
                .receive_blocking(&one.headers, &one.body)
                .unwrap();
            String::from_utf8(one.plaintext().to_vec()).unwrap()
        })
        .collect();
    assert_eq!(told.len(), 2);
    assert!(
        told[0].contains("R-1") && told[1].contains("T-1"),
        "{told:?}"
    );
    assert!(sandbox.deliveries().iter().all(|one| one.accepted));
}
