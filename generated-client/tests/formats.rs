//! Formats other than JSON: text formats get the wire form, binary ones every field.

mod support;

use serde_json::json;
use support::*;

fn order() -> Order {
    serde_json::from_value(json!({
        "appid": "wx1", "total": 100, "kind": "JSAPI", "tags": ["a"], "rate": 2.0, "payer": { "openid": "o", "name": "n" },
        "goods": [{ "id": "g", "quantity": 2 }], "detail": { "cost": 1 }, "scene": "ip%3D1%26port%3D2", "extra": { "x": [1, "y"] },
    }))
    .unwrap()
}

fn flat() -> Flat {
    serde_json::from_value(json!({
        "return_code": "SUCCESS", "coupon_id_0": "a", "coupon_id_1": "b", "coupon_refund_fee_0_1": 3,
        "hblist": { "hbinfo": [{ "openid": "o" }] }, "detail": "{\"amount\":1}",
    }))
    .unwrap()
}

fn upload() -> Upload {
    let file = wechatpay_client::FilePart::new("a.png", [0, 159, 255]);
    Upload::new(file, Meta::new("a.png", "00"))
}

/// The debug texts of the values, before and after a format.
macro_rules! round_trip {
    ($write:expr, $read:expr) => {
        assert_eq!(
            format!("{:?}", $read(&$write(&order()))),
            format!("{:?}", order())
        );
    };
}

#[test]
fn toml_is_written_and_read() {
    let text = toml::to_string(&order()).unwrap();
    assert!(
        text.contains("[[goods]]\nid = \"g\"\nquantity = 2\n"),
        "{text}"
    );
    round_trip!(
        |order: &Order| toml::to_string(order).unwrap(),
        |text: &String| toml::from_str::<Order>(text).unwrap()
    );
    let text = toml::to_string(&flat()).unwrap();
    assert!(text.contains("coupon_refund_fee_0_1 = 3"), "{text}");
    assert_eq!(
        format!("{:?}", toml::from_str::<Flat>(&text).unwrap()),
        format!("{:?}", flat())
    );
    let error = toml::from_str::<Order>("appid = 1")
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("appid: expected text, found 1"), "{error}");
}

#[test]
fn postcard_which_describes_nothing() {
    fn same<T: serde::Serialize + for<'de> serde::Deserialize<'de> + std::fmt::Debug>(value: &T) {
        let bytes = postcard::to_allocvec(value).unwrap();
        assert_eq!(
            format!("{:?}", postcard::from_bytes::<T>(&bytes).unwrap()),
            format!("{value:?}")
        );
        for cut in 0..bytes.len() {
            let _ = postcard::from_bytes::<T>(&bytes[..cut]);
        }
    }
    same(&order());
    same(&flat());
    same(&upload());
    same(&Kind::Jsapi);
    same(&Answer::default());
}

#[test]
fn message_pack_in_both_its_forms() {
    fn same<T: serde::Serialize + for<'de> serde::Deserialize<'de> + std::fmt::Debug>(value: &T) {
        let compact = rmp_serde::to_vec(value).unwrap();
        assert_eq!(
            format!("{:?}", rmp_serde::from_slice::<T>(&compact).unwrap()),
            format!("{value:?}")
        );
        let named = rmp_serde::to_vec_named(value).unwrap();
        assert_eq!(
            format!("{:?}", rmp_serde::from_slice::<T>(&named).unwrap()),
            format!("{value:?}")
        );
    }
    same(&order());
    same(&flat());
    same(&upload());
}
