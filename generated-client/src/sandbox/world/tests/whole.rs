use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::sandbox::catalogue::catalogue;
use crate::sandbox::world::ROUTES;

/// Operations of each file, to be called with anything.
const OPERATIONS: &[&str] = &[
    JSAPI,
    "POST /v3/pay/partner/transactions/codepay",
    BY_NUMBER,
    "POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close",
    "POST /v3/pay/transactions/out-trade-no/{out_trade_no}/reverse",
    "POST /v3/combine-transactions/h5",
    "POST /v3/combine-transactions/out-trade-no/{combine_out_trade_no}/close",
    "POST /v3/refund/domestic/refunds",
    "POST /v3/fund-app/mch-transfer/transfer-bills",
    "POST /v3/transfer/batches",
    "POST /v3/profitsharing/orders",
    "POST /v3/profitsharing/orders/unfreeze",
    "POST /v3/profitsharing/return-orders",
    "POST /v3/papay/sign/contracts/pre-entrust-sign",
    "POST /v3/papay/pay/transactions/apply",
    "POST /v3/payscore/serviceorder",
    "POST /v3/payscore/serviceorder/{out_order_no}/complete",
    "GET /v3/bill/tradebill",
    "GET /v3/bill/fundflowbill",
    "POST /v2/pay/unifiedorder",
    "POST /v2/pay/micropay",
    "POST /v2/secapi/pay/refund",
    "POST /v2/pay/refundquery",
    "POST /v2/secapi/pay/profitsharing",
    "POST /v2/pay/contractorder",
    "POST /v2/pay/downloadbill",
];

fn value() -> impl Strategy<Value = Value> {
    let amount = prop_oneof![
        Just(i64::MIN),
        Just(-1),
        Just(0),
        Just(7),
        Just(10),
        Just(i64::MAX)
    ];
    let number = prop_oneof![Just("a"), Just("b"), Just(""), Just("é€")];
    let date = prop_oneof![Just("2024-11-25"), Just("20241125"), Just("x")];
    (amount, number.clone(), number, date, any::<bool>()).prop_map(|(amount, one, two, date, flag)| {
        json!({
            "appid": "wx", "mchid": MERCHANT, "mch_id": MERCHANT, "out_trade_no": one, "out_refund_no": two,
            "combine_out_trade_no": two, "out_bill_no": one, "out_batch_no": one, "out_order_no": one, "out_return_no": two,
            "transaction_id": if flag { "" } else { one }, "contract_code": one, "out_contract_code": one,
            "amount": {"total": amount, "refund": amount, "total_amount": amount}, "total_fee": amount.to_string(),
            "refund_fee": amount.to_string(), "transfer_amount": amount, "total_amount": amount, "total_num": 1,
            "user_name": "Li", "trade_type": "JSAPI", "bill_date": date, "time_expire": date, "contract_id": one,
            "settle_info": {"profit_sharing": flag}, "profit_sharing": "Y", "need_user_confirm": flag, "offset": amount,
            "receivers": [{"type": "MERCHANT_ID", "account": MERCHANT, "amount": amount}],
            "sub_orders": [{"out_trade_no": one, "amount": {"total_amount": amount}}, {"out_trade_no": two, "amount": 1}],
            "transfer_detail_list": [{"out_detail_no": one, "transfer_amount": amount}],
            "post_payments": [{"name": "x", "amount": amount}],
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is asked in whatever order at whatever time, there is an answer, and the same story has the same one.
    #[test]
    fn any_story_is_answered_and_the_same_each_time(
        story in prop::collection::vec((0..OPERATIONS.len(), value(), -5_i64..100_000, 0..6_u8), 1..40)
    ) {
        let tell = || {
            let mut play = Play::new();
            play.sense = false;
            let mut answers = Vec::new();
            for (operation, body, seconds, user) in &story {
                let id = OPERATIONS[*operation];
                let (_, path) = id.split_once(' ').unwrap();
                let target: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "a" } else { part }).collect();
                let target = format!("{}?bill_date=2024-11-25", target.join("/"));
                answers.push(play.call(id, &target, body.clone()));
                play.now = play.now.saturating_add(*seconds);
                let events = match user {
                    0 => play.world.pay("a", None, play.now),
                    1 => play.world.fail("a", "CLOSED", play.now),
                    2 => play.world.confirm("a", play.now),
                    3 => play.world.terminate("a", play.now),
                    4 => Ok(play.world.advance(play.now)),
                    _ => Ok(Vec::new()),
                };
                play.events.extend(events.unwrap_or_default());
            }
            (answers, play.events, play.world.overview())
        };
        prop_assert_eq!(tell(), tell());
    }
}

#[test]
fn operations_are_those_that_have_state() {
    let routes = |id: &str| ROUTES.iter().filter(|route| route(id).is_some()).count();
    for id in OPERATIONS {
        assert_eq!(routes(id), 1, "{id}");
    }
    let counts: Vec<usize> = catalogue()
        .operations()
        .map(|operation| routes(&operation.id))
        .collect();
    assert!(counts.iter().all(|count| *count <= 1));
    assert_eq!(counts.iter().sum::<usize>(), 161);
    let mut play = Play::new();
    let other = play.plain("POST /v3/merchant-service/complaints-v2", Value::Null);
    assert_eq!(other, Answer::Synthesised);
}

#[test]
fn a_clock_at_any_time_is_no_harm() {
    let mut play = Play::new();
    play.plain(JSAPI, order("a", 1)).body();
    for now in [i64::MIN, 0, i64::MAX] {
        play.now = now;
        play.world.advance(now);
        let _ = play.plain(JSAPI, order("b", 1));
        let _ = play.world.pay("b", None, now);
    }
}

#[test]
fn a_forgiving_world_answers_with_samples() {
    let mut play = Play::new();
    play.world = World::new(Settings {
        forgiving: true,
        ..Settings::default()
    });
    let target = format!("/v3/pay/transactions/out-trade-no/a?mchid={MERCHANT}");
    assert_eq!(
        play.call(BY_NUMBER, &target, Value::Null),
        Answer::Synthesised
    );
}

#[test]
fn the_overview_lists_what_there_is() {
    let mut play = Play::new();
    play.paid("a", 7);
    let overview = play.world.overview();
    assert_eq!(
        overview,
        json!([{"kind": "order", "number": "a", "state": "SUCCESS", "amount": 7}])
    );
}
