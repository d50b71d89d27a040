//! The codec does what serde's derive does, where they should agree.

use serde_json::{Value, json};
use wechatpay_client::rt;

mod ours {
    use super::rt;

    #[non_exhaustive]
    pub struct Refund {
        pub out_refund_no: String,
        pub reason: Option<String>,
        pub amount: Amount,
        pub goods: Option<Vec<Goods>>,
    }
    rt::object!(Request Refund: 0 out_refund_no, 1 reason, 2 amount, 3 goods);

    #[non_exhaustive]
    pub struct Amount {
        pub refund: i64,
        pub rate: Option<f64>,
        pub from: Vec<String>,
    }
    rt::object!(Request Amount: 0 refund, 1 rate, 2 from);

    #[non_exhaustive]
    pub struct Goods {
        pub id: String,
        pub returned: bool,
    }
    rt::object!(Request Goods: 0 id, 1 returned);
}

mod derived {
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize, Debug, Clone)]
    pub struct Refund {
        pub out_refund_no: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
        pub amount: Amount,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub goods: Option<Vec<Goods>>,
    }

    #[derive(Serialize, Deserialize, Debug, Clone)]
    pub struct Amount {
        pub refund: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rate: Option<f64>,
        pub from: Vec<String>,
    }

    #[derive(Serialize, Deserialize, Debug, Clone)]
    pub struct Goods {
        pub id: String,
        pub returned: bool,
    }
}

fn full() -> Value {
    json!({
        "out_refund_no": "r\"1\\\n", "reason": "理由", "amount": { "refund": -5, "rate": 0.25, "from": ["a", "b"] },
        "goods": [{ "id": "g", "returned": true }, { "id": "h", "returned": false }],
    })
}

/// Same bytes written.
#[test]
fn both_write_the_same() {
    for value in [
        full(),
        json!({ "out_refund_no": "", "amount": { "refund": 0, "from": [] } }),
    ] {
        let ours: ours::Refund = serde_json::from_value(value.clone()).unwrap();
        let derived: derived::Refund = serde_json::from_value(value).unwrap();
        assert_eq!(
            serde_json::to_string(&ours).unwrap(),
            serde_json::to_string(&derived).unwrap()
        );
        assert_eq!(
            serde_json::to_string_pretty(&ours).unwrap(),
            serde_json::to_string_pretty(&derived).unwrap()
        );
    }
}

/// Same documents accepted and refused, for every value replaced by another of another type, removed, or joined by an unknown one.
/// Exceptions are meant: numbers and truth values as text, whole numbers with a fraction.
#[test]
fn both_accept_the_same() {
    let mut documents = vec![full(), json!([]), json!(null), json!("x")];
    let wrong = [
        json!(null),
        json!(1),
        json!("text"),
        json!(true),
        json!([]),
        json!({}),
        json!([1]),
        json!(1.5),
    ];
    let pointers = [
        "/out_refund_no",
        "/reason",
        "/amount",
        "/amount/refund",
        "/amount/rate",
        "/amount/from",
        "/amount/from/1",
        "/goods",
        "/goods/0",
        "/goods/1/returned",
    ];
    for pointer in pointers {
        for value in &wrong {
            let mut document = full();
            *document.pointer_mut(pointer).unwrap() = value.clone();
            documents.push(document);
        }
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let mut document = full();
        if let Some(Value::Object(map)) = document.pointer_mut(parent) {
            map.remove(name);
            map.insert("unknown".into(), json!({ "a": [1] }));
        }
        documents.push(document);
    }
    for document in documents {
        let ours = serde_json::from_value::<ours::Refund>(document.clone())
            .map(|value| serde_json::to_value(&value).unwrap());
        let derived = serde_json::from_value::<derived::Refund>(document.clone())
            .map(|value| serde_json::to_value(&value).unwrap());
        // `null` in a list is skipped here, and refused by derive.
        let null_in_list = document.pointer("/amount/from/1") == Some(&Value::Null)
            || document.pointer("/goods/0") == Some(&Value::Null);
        // A whole number is written without a fraction, by derive with `.0`.
        let whole = document.pointer("/amount/rate") == Some(&json!(1));
        if !null_in_list && !whole {
            assert_eq!(ours.ok(), derived.ok(), "{document}");
        }
    }
}
