//! What the world says has the names, the types and the listed values of the pages.

use serde_json::Value;

use super::super::{Answer, Event};
use crate::call::Version;
use crate::sandbox::catalogue::{Field, Type, catalogue, field_of};

/// Where the platform is known to say more, or another value, than the page.
const KNOWN: &[&str] = &[
    // Every query of an order tells who paid how much.
    "GET /v3/pay/transactions/id/{transaction_id} payer",
    "GET /v3/pay/transactions/id/{transaction_id} amount payer_total",
    "GET /v3/pay/transactions/id/{transaction_id} amount payer_currency",
    "GET /v3/pay/transactions/out-trade-no/{out_trade_no} amount payer_total",
    "GET /v3/pay/transactions/out-trade-no/{out_trade_no} amount payer_currency",
    "GET /v3/pay/partner/transactions/out-trade-no/{out_trade_no} amount payer_total",
    "GET /v3/pay/partner/transactions/out-trade-no/{out_trade_no} amount payer_currency",
    // The page has each list of values one field too early.
    "GET /v3/profitsharing/orders/{out_order_no} state",
    "GET /v3/profitsharing/orders/{out_order_no} receivers result",
    "POST /v3/payscore/serviceorder/{out_order_no}/sync collection details seq",
    // The page is of ordinary merchants.
    "POST /v2/pay/unifiedorder sub_mch_id",
    // The page has the error of a bill as prose.
    "POST /v2/pay/downloadbill return_code",
    "POST /v2/pay/downloadbill return_msg",
    "POST /v2/pay/downloadbill error_code",
    // The page is that of partners.
    "ENTRUST.TERMINATE mchid",
    "ENTRUST.TERMINATE appid",
    "ENTRUST.TERMINATE openid",
    // The page is of all who are told so, and leaves out what an ordinary payment has.
    "TRANSACTION.SUCCESS mchid",
    "TRANSACTION.SUCCESS sp_appid",
    "TRANSACTION.SUCCESS trade_type",
    "TRANSACTION.SUCCESS trade_state_desc",
    "TRANSACTION.SUCCESS amount total",
    "TRANSACTION.SUCCESS payer sp_openid",
    "TRANSACTION.SUCCESS sub_orders",
    "TRANSACTION.SUCCESS combine_payer_info",
    "TRANSACTION.FAIL amount total",
    "transaction-success cash_fee",
    "transaction-success cash_fee_type",
    "PAYSCORE.USER_PAID risk_fund name",
    "pap-contract-state-changed return_code",
    "pap-contract-state-changed result_code",
];

/// Events that have no page.
const WITHOUT_PAGE: &[&str] = &["MCHTRANSFER.BATCH.FINISHED"];

pub fn answer(id: &str, answer: &Answer) {
    let (Answer::Exactly(value) | Answer::Fields(value)) = answer else {
        return;
    };
    let mut operations = catalogue().operations();
    match operations.find(|operation| operation.id == id) {
        Some(operation) => check(id, &operation.answer.fields, value),
        None => panic!("no operation {id}"),
    }
}

pub fn event(event: &Event) {
    let known = catalogue().notification(event.version, &event.event_type);
    match known {
        // The model has what `req_info` is the ciphertext of below that field.
        Some(known) if event.event_type == "refund-processed" => {
            let plain = field_of(&known.fields, "req_info").unwrap();
            check(&event.event_type, &plain.fields, &event.resource);
        }
        Some(known) => check(&event.event_type, &known.fields, &event.resource),
        None => assert!(
            event.version == Version::V3 && WITHOUT_PAGE.contains(&event.event_type.as_str()),
            "no notification {}",
            event.event_type
        ),
    }
}

fn check(of: &str, fields: &[Field], value: &Value) {
    let Value::Object(values) = value else {
        panic!("{of}: {value}");
    };
    for (name, value) in values {
        let path = format!("{of} {name}");
        if KNOWN.contains(&path.as_str()) {
            continue;
        }
        let Some(field) = field_of(fields, name) else {
            panic!("no field {path}");
        };
        let items = match value {
            Value::Array(items) if field.list => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        assert_eq!(value.is_array(), field.list, "{path}");
        for item in items {
            let fits = match (field.ty, item) {
                (Type::Object, Value::Object(_)) => {
                    check(&path, &field.fields, item);
                    true
                }
                (Type::Integer, Value::String(text)) => text.parse::<i64>().is_ok(),
                (Type::Integer, item) => item.is_i64() || item.is_u64(),
                (Type::Boolean, item) => item.is_boolean(),
                (Type::Text, Value::String(text)) => {
                    field.values.is_empty() || field.values.contains(text)
                }
                _ => false,
            };
            assert!(fits, "{path}: {item}, {:?} {:?}", field.ty, field.values);
        }
    }
}
