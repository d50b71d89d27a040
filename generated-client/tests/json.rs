//! JSON: what is written, what is taken, and where errors say they are.

mod support;

use serde_json::{Value, json};
use support::*;
use wechatpay_client::rt;

fn read<T: for<'de> serde::Deserialize<'de>>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

fn error<T: for<'de> serde::Deserialize<'de>>(text: &str) -> String {
    let error = serde_json::from_str::<T>(text).err().unwrap().to_string();
    error.split(" at line ").next().unwrap().to_owned()
}

#[test]
fn every_kind_of_field_is_written_and_read_back() {
    let mut order = Order::new("wx1", 100, "JSAPI");
    order.tags = vec!["a".into(), "b".into()];
    order.rate = Some(0.5);
    order.paid = Some(true);
    order.payer = Some(read(
        &json!({ "openid": "o", "name": "张三", "card": "6222" }),
    ));
    order.goods = Some(vec![read(&json!({ "id": "g", "quantity": 2 }))]);
    order.detail =
        Some(read::<Detail>(&json!({ "cost": 1, "goods": [{ "id": "h", "quantity": 3 }] })).into());
    order.lists = Some(vec!["x".to_owned()].into());
    order.scene = Some(read::<Scene>(&json!({ "ip": "1.2.3.4 &", "port": 80 })).into());
    order.extra = Some(json!({ "any": [1, null] }));
    order.r#type = Some("t".into());
    let expected = json!({
        "appid": "wx1", "total": 100, "kind": "JSAPI", "tags": ["a", "b"], "rate": 0.5, "paid": true,
        "payer": { "openid": "o", "name": "张三", "card": "6222" },
        "goods": [{ "id": "g", "quantity": 2 }],
        "detail": "{\"cost\":1,\"goods\":[{\"id\":\"h\",\"quantity\":3}]}",
        "lists": "[\"x\"]",
        "scene": "ip%3D1.2.3.4%20%2526%26port%3D80",
        "extra": { "any": [1, null] },
        "type": "t",
    });
    assert_eq!(serde_json::to_value(&order).unwrap(), expected);
    assert_eq!(
        serde_json::to_value(read::<Order>(&expected)).unwrap(),
        expected
    );
    assert_eq!(serde_json::to_value(order.clone()).unwrap(), expected);
    let text = serde_json::to_string(&order).unwrap();
    assert!(
        text.starts_with(r#"{"appid":"wx1","total":100,"kind":"JSAPI""#),
        "fields keep their order: {text}"
    );
}

#[test]
fn absent_values_are_left_out_but_required_lists_stay() {
    let order = Order::new("wx1", 1, Kind::Native);
    let text = serde_json::to_string(&order).unwrap();
    assert_eq!(
        text,
        r#"{"appid":"wx1","total":1,"kind":"NATIVE","tags":[]}"#
    );
    assert_eq!(serde_json::to_string(&Answer::default()).unwrap(), "{}");
}

#[test]
fn answers_are_taken_leniently() {
    let answer: Answer = serde_json::from_str(
        r#"{ "prepay_id": null, "total": " 100 ", "rate": "1e3", "paid": "TRUE", "kind": "NEW", "promotion_detail": null,
             "unknown": { "deep": [1, 2, { "x": null }] }, "unknown": 2, "detail": "", "rest": [1] }"#,
    )
    .unwrap();
    assert_eq!(answer.prepay_id, None);
    assert_eq!(answer.total, Some(100));
    assert_eq!(answer.rate, Some(1000.0));
    assert_eq!(answer.paid, Some(true));
    assert!(matches!(answer.kind, Some(Kind::Unknown(ref text)) if text == "NEW"));
    assert!(answer.promotion_detail.is_empty());
    assert!(answer.detail.is_none());
    assert_eq!(answer.rest, Some(json!([1])));

    let answer: Answer = read(
        &json!({ "total": 3.0, "rate": 2, "paid": false, "promotion_detail": [null, { "amount": 1 }],
        "detail": { "amount": "7" } }),
    );
    assert_eq!(
        (answer.total, answer.rate, answer.paid),
        (Some(3), Some(2.0), Some(false))
    );
    assert_eq!(answer.promotion_detail.len(), 1);
    assert_eq!(answer.detail.unwrap().amount, Some(7));
}

#[test]
fn errors_name_the_field() {
    let cases = [
        (
            r#"{"promotion_detail":[{},{},{"amount":"abc"}]}"#,
            r#"promotion_detail[2].amount: expected integer, found "abc""#,
        ),
        (r#"{"total":1.5}"#, "total: expected integer, found 1.5"),
        (
            r#"{"total":9223372036854775808}"#,
            "total: expected integer, found 9223372036854775808",
        ),
        (
            r#"{"total":"9223372036854775808"}"#,
            r#"total: expected integer, found "9223372036854775808""#,
        ),
        (r#"{"total":true}"#, "total: expected integer, found true"),
        (r#"{"total":[1]}"#, "total: expected integer, found a list"),
        (
            r#"{"total":{}}"#,
            "total: expected integer, found an object",
        ),
        (r#"{"rate":"NaN"}"#, r#"rate: expected number, found "NaN""#),
        (r#"{"paid":1}"#, "paid: expected boolean, found 1"),
        (
            r#"{"paid":"yes"}"#,
            r#"paid: expected boolean, found "yes""#,
        ),
        (r#"{"prepay_id":5}"#, "prepay_id: expected text, found 5"),
        (r#"{"kind":5}"#, "kind: expected text, found 5"),
        (
            r#"{"promotion_detail":{"amount":1}}"#,
            "promotion_detail: expected list, found an object",
        ),
        (
            r#"{"promotion_detail":"x"}"#,
            r#"promotion_detail: expected list, found "x""#,
        ),
        (
            r#"{"promotion_detail":[[]]}"#,
            "promotion_detail[0]: expected object, found a list",
        ),
        (
            r#"{"detail":"{\"amount\":[]}"}"#,
            "detail.amount: expected integer, found a list",
        ),
        (r#"{"detail":"{"}"#, "detail: EOF while parsing an object"),
        (
            r#"{"detail":7}"#,
            "detail: expected text with a JSON document, found 7",
        ),
        (r#"{"total":1,"total":1}"#, "total: the same name twice"),
        (r#"{"total":null,"total":1}"#, "total: the same name twice"),
        ("[]", "expected object, found a list"),
        ("null", "expected object, found null"),
    ];
    for (text, expected) in cases {
        assert_eq!(error::<Answer>(text), expected, "{text}");
    }
}

/// With a feature of serde_json that any crate of a program may turn on, numbers come as such objects.
#[test]
fn numbers_of_any_precision_are_read() {
    let answer: Answer = serde_json::from_str(
        r#"{"total":{"$serde_json::private::Number":"12"},"rate":{"$serde_json::private::Number":"0.5"}}"#,
    )
    .unwrap();
    assert_eq!((answer.total, answer.rate), (Some(12), Some(0.5)));
}

#[test]
fn a_request_must_have_what_it_requires() {
    let cases = [
        (r#"{}"#, "appid: required, but missing"),
        (
            r#"{"appid":"a","total":1,"kind":"JSAPI","tags":null}"#,
            "tags: required, but missing",
        ),
        (
            r#"{"appid":"a","total":1,"kind":"JSAPI","tags":[],"goods":[{"id":"g"}]}"#,
            "goods[0].quantity: required, but missing",
        ),
        (
            r#"{"appid":"a","total":1,"kind":"JSAPI","tags":[],"detail":"{\"goods\":[{\"quantity\":1}]}"}"#,
            "detail.goods[0].id: required, but missing",
        ),
        (
            r#"{"appid":"a","total":1,"kind":"JSAPI","tags":[],"scene":"port=x"}"#,
            r#"scene.port: expected integer, found "x""#,
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(error::<Order>(text), expected, "{text}");
    }
}

#[test]
fn there_is_no_limit_of_fields_but_one_of_depth() {
    let answer: Result<Answer, _> = serde_json::from_str(&format!(
        "{{\"rest\":{}1{}}}",
        "[".repeat(90),
        "]".repeat(90)
    ));
    assert!(
        answer.is_ok(),
        "serde_json bounds values without type by itself"
    );
    let answer: Result<Answer, _> =
        serde_json::from_str(&format!("{{\"rest\":{}", "[".repeat(100_000)));
    assert!(answer.is_err());
    let answer: Result<Answer, _> =
        serde_json::from_str(&format!("{{\"x\":{}", "{\"x\":".repeat(100_000)));
    assert!(answer.is_err());
}

#[test]
fn numbered_names_are_flat_in_json_too() {
    let value = json!({ "coupon_id_0": "a", "coupon_id_2": "c", "coupon_refund_fee_0": 5, "coupon_refund_fee_0_1": 3, "coupon_fee": 8 });
    let flat: Flat = read(&value);
    assert_eq!(flat.coupon_id.get(2).map(String::as_str), Some("c"));
    assert_eq!(flat.coupon_refund_fee.get(0), Some(&5));
    assert_eq!(flat.coupon_refund_fee_n_m.get(0, 1), Some(&3));
    assert_eq!(serde_json::to_value(&flat).unwrap(), value);
    assert_eq!(serde_json::to_value(flat.clone()).unwrap(), value);
    assert_eq!(
        error::<Flat>(r#"{"coupon_refund_fee_0_1":"x"}"#),
        r#"coupon_refund_fee_0_1: expected integer, found "x""#
    );
    assert_eq!(
        error::<Flat>(r#"{"coupon_id_0":"x","coupon_id_0":"y"}"#),
        "coupon_id_0: the same name twice"
    );
    let flat: Flat = read(
        &json!({ "coupon_id_01": "a", "coupon_id_": "b", "coupon_id_x": "c", "coupon_id_0_0": "d", "coupon_id": "e" }),
    );
    assert!(flat.coupon_id.0.is_empty(), "not numbers, so unknown names");
}

#[test]
fn debug_shows_what_is_there_and_no_secret() {
    let mut order = Order::new("wx1", 1, "OTHER");
    order.payer = Some(read(&json!({ "name": "张三", "card": "6222" })));
    order.detail = Some(read::<Detail>(&json!({ "cost": 1 })).into());
    assert_eq!(
        format!("{order:?}"),
        "Order { appid: \"wx1\", total: 1, kind: \"OTHER\", tags: [], payer: Payer { name: [redacted], card: [redacted] }, detail: Detail { cost: 1 } }"
    );
    let flat: Flat = read(&json!({ "coupon_id_0": "a" }));
    assert!(
        format!("{flat:?}").contains("coupon_id_$n: {\"0\": \"a\"}"),
        "{flat:?}"
    );
    let secret = rt::Sensitive::new("张三");
    assert!(!format!("{secret:?} {:?}", Some(&secret)).contains('张'));
}

#[test]
fn an_open_enum_keeps_what_it_does_not_know() {
    assert_eq!(Kind::from("JSAPI"), Kind::Jsapi);
    assert_eq!(Kind::from("JSAPI".to_owned()).as_str(), "JSAPI");
    assert_eq!(
        Kind::Unknown("JSAPI".into()),
        Kind::Jsapi,
        "the same text is the same value"
    );
    assert_eq!(Kind::from("X").to_string(), "X");
    assert_eq!(Kind::from("X").clone(), Kind::Unknown("X".into()));
    assert_eq!(serde_json::to_value(Kind::from("X")).unwrap(), json!("X"));
    assert_eq!(read::<Kind>(&json!("NATIVE")), Kind::Native);
}

#[test]
fn numbers_that_json_lacks_are_refused() {
    let mut order = Order::new("a", 1, "JSAPI");
    order.rate = Some(f64::INFINITY);
    let error = serde_json::to_string(&order).unwrap_err();
    assert!(
        error.to_string().starts_with("rate: inf is no number"),
        "{error}"
    );
    order.rate = Some(2.0);
    assert!(
        serde_json::to_string(&order)
            .unwrap()
            .contains("\"rate\":2}"),
        "as the pages write it"
    );
}
