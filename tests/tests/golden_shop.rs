//! The golden output `shop` compiles against the runtime, and does what it says.
//!
//! The golden files are a crate's `src/api`; this file is the rest of that crate.
#![allow(missing_docs, unexpected_cfgs)]

#[rustfmt::skip]
#[path = "../golden/shop/src/api/mod.rs"]
mod api;

pub use api::{notification, v2, v3};
use notification::Event;
use serde_json::{Value, json};
use v3::shop::orders::{
    self, Note, PaidBy, Payer, PostRequestAmount, PostRequestGoods, Scene, Steps, Type,
};
use wechatpay_client::rt;

/// Stands for the client's own type, which the golden files add their methods to.
pub struct Client(wechatpay_client::Client);

impl std::ops::Deref for Client {
    type Target = wechatpay_client::Client;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

fn client() -> Client {
    let builder = wechatpay_client::Client::builder().unsigned();
    Client(
        builder
            .transport(wechatpay_client::MemoryTransport::new())
            .build()
            .unwrap(),
    )
}

fn body(request: &rt::Request) -> Value {
    serde_json::from_slice(request.signed_body()).unwrap()
}

#[test]
fn a_request_has_the_names_of_the_wire() {
    let required = orders::PostRequestRequired {
        appid: "wx1",
        mchid: "19",
        order_no: "7",
        amount: PostRequestAmount::new(100).currency("CNY"),
        payer: Payer::new("Zhang").phone("130"),
    };
    let order = orders::PostRequest::new(required)
        .type_(Type::Gift)
        .paid_by(vec![PaidBy::Card, "COIN".into()])
        .goods(vec![PostRequestGoods::new("g").tags(["a", "b"])])
        .ttl(60)
        .weight(1.5)
        .gift(true)
        .extra(json!({ "any": ["thing"] }))
        .note(Note::new("hi"))
        .steps(vec![Steps::new("door")])
        .scene(Scene::new().bus_no("9"));
    let value = serde_json::to_value(&order).unwrap();
    assert_eq!(
        value,
        json!({
            "appid": "wx1", "mchid": "19", "order_no": "7", "amount": { "total": 100, "currency": "CNY" },
            "goods": [{ "id": "g", "tags": ["a", "b"] }], "type": "GIFT", "paid_by": ["CARD", "COIN"],
            "payer": { "name": "Zhang", "phone": "130" }, "ttl": 60, "weight": 1.5, "gift": true,
            "extra": { "any": ["thing"] }, "note": value["note"], "steps": value["steps"], "scene": value["scene"],
        })
    );
    assert!(
        !format!("{order:?}").contains("Zhang"),
        "personal data stays out of Debug"
    );
}

#[test]
fn a_call_mirrors_the_url() {
    let client = client();
    let query = orders::GetQuery::new(0, 20).state("SUCCESS");
    let request = client.v3().shop().orders().get(query).render().unwrap();
    assert!(
        request
            .url
            .ends_with("/v3/shop/orders?offset=0&limit=20&state=SUCCESS"),
        "{}",
        request.url
    );
    let request = client
        .v3()
        .shop()
        .orders()
        .order_no("a b")
        .delete()
        .render()
        .unwrap();
    assert!(
        request.url.ends_with("/v3/shop/orders/a%20b"),
        "{}",
        request.url
    );

    let refund = v3::shop::refunds::PostRequest::new("7", v3::shop::refunds::Amount::new(1));
    let headers = v3::shop::refunds::PostHeaders::new("secret").accept_language("en");
    let request = client
        .v3()
        .shop()
        .refunds()
        .post(refund, headers)
        .render()
        .unwrap();
    assert_eq!(request.url, "https://hk.example.com/v3/shop/refunds");
    assert_eq!(request.headers.get("Authorization-Code"), Some("secret"));
    assert_eq!(
        body(&request),
        json!({ "order_no": "7", "amount": { "total": 1 } })
    );

    let gift = client
        .v3()
        .shop()
        .cards()
        .card_id("1")
        .gift()
        .post()
        .render()
        .unwrap();
    assert!(gift.url.ends_with("/v3/shop/cards/1/gift"), "{}", gift.url);
}

#[test]
fn equal_shapes_of_one_side_are_one_type() {
    let amount: orders::PostRequestAmount = v3::shop::refunds::Amount::new(1);
    let _: v3::shop::orders::order_no::refund::Amount = amount;
    let goods: Option<orders::GetResponseGoods> = notification::v3::order_paid::Resource::default()
        .goods
        .pop();
    assert!(goods.is_none());
}

#[test]
fn an_answer_is_lenient() {
    let answer: orders::GetResponse = serde_json::from_value(
        json!({ "total_count": "2", "orders": [{ "order_no": "1", "new": 1 }, {}], "x": null }),
    )
    .unwrap();
    assert_eq!((answer.total_count, answer.orders.len()), (Some(2), 2));
    assert!(answer.orders[1].goods.is_empty() && answer.orders[1].amount.is_none());
}

#[test]
fn events_are_told_apart() {
    let paid = Event::decode(
        rt::Version::V3,
        "ORDER.SETTLED",
        br#"{"order_no":"7","amount":{"total":5}}"#,
    )
    .unwrap();
    let Event::OrderPaid(resource) = &paid else {
        panic!("{paid:?}")
    };
    assert_eq!(
        (
            resource.order_no.as_deref(),
            resource.amount.as_ref().and_then(|amount| amount.total)
        ),
        (Some("7"), Some(5))
    );
    assert_eq!(paid.event(), "ORDER.PAID");
    let refund = Event::decode(
        rt::Version::V2,
        "refund-done",
        b"<xml><return_code>SUCCESS</return_code></xml>",
    )
    .unwrap();
    assert!(matches!(refund, Event::V2RefundDone(_)), "{refund:?}");
    let other = Event::decode(rt::Version::V3, "ORDER.LOST", b"{}").unwrap();
    assert_eq!(other.event(), "ORDER.LOST");
    let reply = notification::v3::order_asked::Reply::new("YES").code("SUCCESS");
    assert_eq!(
        serde_json::to_value(reply).unwrap(),
        json!({ "code": "SUCCESS", "answer": "YES" })
    );
    // Its page asks for the header `Authorization`.
    const { assert!(<notification::v3::order_asked::Reply as rt::notification::ReplyBody>::SIGNED) }
}
