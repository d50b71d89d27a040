//! What holds for all values and all bytes.

mod support;

use proptest::prelude::*;
use serde_json::Value;
use support::*;
use wechatpay_client::{Response, Sensitive, rt};

/// Texts without characters that XML or the API cannot take.
fn text() -> impl Strategy<Value = String> {
    "[ -~\r\n\t张三<>&'\"]{1,12}".prop_map(String::from)
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text().prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn goods() -> impl Strategy<Value = Vec<Goods>> {
    let one = (text(), any::<i64>()).prop_map(|(id, quantity)| Goods { id, quantity });
    prop::collection::vec(one, 1..4)
}

prop_compose! {
    fn order()(
        appid in text(), total in any::<i64>(), kind in text(), tags in prop::collection::vec(text(), 1..4),
        rate in prop::option::of(-1e12f64..1e12), paid in any::<Option<bool>>(), name in prop::option::of(text()),
        goods in prop::option::of(goods()), cost in any::<Option<i64>>(), listed in prop::option::of(goods()),
        scene in prop::option::of((text(), any::<i64>())), r#type in prop::option::of(text()),
    ) -> Order {
        Order {
            rate, paid, goods, r#type, tags,
            payer: name.map(|name| Payer { openid: Some("o".into()), name: Some(Sensitive::new(name)), card: None }),
            detail: listed.map(|goods| Detail { cost, goods: Some(goods) }.into()),
            scene: scene.map(|(ip, port)| Scene { ip: Some(ip), port: Some(port) }.into()),
            ..Order::new(appid, total, kind)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// JSON: what is written is read back as the same value.
    #[test]
    fn json_round_trip(mut order in order(), extra in prop::option::of(json_value())) {
        order.extra = extra;
        let text = serde_json::to_vec(&order).unwrap();
        let back: Order = serde_json::from_slice(&text).unwrap();
        prop_assert_eq!(serde_json::to_vec(&back).unwrap(), text.clone());
        prop_assert_eq!(serde_json::to_vec(&order.clone()).unwrap(), text);
        prop_assert_eq!(format!("{back:?}"), format!("{order:?}"));
    }

    /// A query string carries the texts unchanged, and only unreserved characters besides `&`, `=` and `%`.
    #[test]
    fn query_round_trip(ip in "\\PC{0,12}", port in any::<i64>()) {
        prop_assume!(!ip.chars().any(|c| c > '\u{ffff}'));
        let (client, _) = client([]);
        let scene = Scene { ip: Some(ip.clone()), port: Some(port) };
        let call: rt::Call<rt::Empty> = path(&client).parameter("1").call(&GET).query(scene);
        let url = call.render().unwrap().url;
        let query = url.split_once('?').unwrap().1;
        prop_assert!(query.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%=&".contains(&b)), "{}", query);
        let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
        let pairs: Vec<_> = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name, decode(value))).collect();
        prop_assert_eq!(pairs, [("ip", ip), ("port", port.to_string())]);
    }

    /// A path parameter is refused or stays one segment that decodes to itself.
    #[test]
    fn path_parameter(id in "\\PC{0,8}|[./%?#\\\\]{0,4}") {
        let (client, _) = client([]);
        let call: rt::Call<rt::Empty> = path(&client).parameter(id.clone()).call(&GET);
        if let Ok(request) = call.render() {
            let segment = request.url.strip_prefix("https://api.mch.weixin.qq.com/v3/orders/").unwrap().to_owned();
            prop_assert!(segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
            prop_assert!(segment != "." && segment != ".." && !segment.is_empty());
            prop_assert_eq!(percent_encoding::percent_decode_str(&segment).decode_utf8().unwrap(), id);
        }
    }

    /// Any bytes as an answer give a value or an error.
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        answers(&bytes);
    }

    /// Texts that look like documents, too.
    #[test]
    fn document_like_text(text in "(<xml>|</xml>|<total_fee>|</total_fee>|<hblist>|</hblist>|<!\\[CDATA\\[|\\]\\]>|<!--|-->|&#6;|&lt;|&amp|\\{|\\}|\\[|\\]|\"total\"|:|,|\"|1|null|\\\\ud800|\u{feff}){0,24}") {
        answers(text.as_bytes());
    }
}

fn answers(bytes: &[u8]) {
    let (client, _) = client([Response::json(200, bytes), Response::json(400, bytes)]);
    let _ = path(&client).call::<Answer>(&POST).send_blocking();
    let _ = path(&client).call::<Answer>(&POST).send_blocking();
    #[cfg(feature = "v2")]
    xml_answers(bytes);
}

#[cfg(feature = "v2")]
fn xml_answers(bytes: &[u8]) {
    let (client, _) = client([Response::xml(bytes), Response::xml(bytes)]);
    let _ = path(&client).call::<Flat>(&POST_V2).send_blocking();
    let _ = path(&client).call::<rt::Value>(&POST_V2).send_blocking();
}

#[cfg(feature = "v2")]
fn xml(order: &Order) -> Vec<u8> {
    let (client, _) = client([]);
    let call: rt::Call<rt::Empty> = path(&client).call(&POST_V2).body(order.clone());
    call.render().unwrap().body
}

#[cfg(feature = "v2")]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// XML: the same, for values that are not empty (an empty value is not written).
    #[test]
    fn xml_round_trip(order in order()) {
        const ECHO: rt::Operation = POST_V2;
        let sent = xml(&order);
        let (client, _) = client([Response::xml(sent.clone())]);
        let call: rt::Call<Order> = path(&client).call(&ECHO).body(Order::new("a", 1, "b"));
        let back = call.send_blocking().unwrap().into_value();
        prop_assert_eq!(xml(&back), sent);
        prop_assert_eq!(format!("{back:?}"), format!("{order:?}"));
    }
}
