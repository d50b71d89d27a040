//! The golden output `obstacles` compiles: keywords, `self` and `Self`, digits first, names of the prelude, names that
//! fold to one, and texts that try to be markup or code. On the wire every name is what the page said.
#![allow(missing_docs, unexpected_cfgs)]

#[rustfmt::skip]
#[path = "../golden/obstacles/src/api/mod.rs"]
mod api;

pub use api::{notification, v2, v3};
use serde_json::{Value, json};
use v3::type_::self_::{self, PostResponseSelf};
use wechatpay_client::rt;

/// Stands for the client's own type, which the golden files add their methods to.
pub struct Client(wechatpay_client::Client);

impl std::ops::Deref for Client {
    type Target = wechatpay_client::Client;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

fn url<R>(call: rt::Call<R>) -> String {
    let url = call.render().unwrap().url;
    url[url.find("/v").unwrap()..].to_owned()
}

#[test]
fn every_name_comes_back_as_it_was() {
    let fields = [
        "as", "type", "self", "Self", "super", "crate", "gen", "try", "async", "match", "move",
        "box", "abstract",
    ];
    let more = [
        "union",
        "new",
        "clone",
        "fields",
        "value",
        "payNo",
        "pay_no",
        "Pay-No",
        "3ds",
        "",
        "_",
        "中文",
        "a__b",
        "a\"b\\c\n",
    ];
    let value: Value = fields
        .iter()
        .chain(&more)
        .map(|name| ((*name).to_owned(), json!(format!("<{name}>"))))
        .collect();
    let request: self_::PostRequest = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&request).unwrap(), value);
    assert_eq!(serde_json::to_value(request.clone()).unwrap(), value);
}

#[test]
fn types_of_the_prelude_are_out_of_the_way() {
    let required = self_::PostRequestRequired {
        as_: "1",
        type_: "2",
        self_x1669: "3",
    };
    let request = self_::PostRequest::new(required)
        .option(self_::PostRequestOption::new("x"))
        .vec(self_::PostRequestVec::new("y"));
    let value = serde_json::to_value(request).unwrap();
    assert_eq!(value["option"], json!({ "a_option": "x" }));
}

#[test]
fn every_value_comes_back_as_it_was() {
    let values = [
        "Self",
        "self",
        "UNKNOWN",
        "unknown",
        "",
        "1",
        "1.0",
        "-1",
        "01",
        "Under review",
        "Under Review",
        "一级",
        "a\"b\\",
        "#",
    ];
    for text in values {
        let value = PostResponseSelf::from(text);
        assert!(
            !matches!(value, PostResponseSelf::Unknown(_)),
            "{text:?} has a variant"
        );
        assert_eq!(value.as_str(), text);
    }
    assert!(
        matches!(PostResponseSelf::from("Unknown"), PostResponseSelf::Unknown(text) if text == "Unknown")
    );
}

#[test]
fn every_path_is_reached() {
    let client = Client(
        wechatpay_client::Client::builder()
            .unsigned()
            .transport(wechatpay_client::MemoryTransport::new())
            .build()
            .unwrap(),
    );
    let v3 = || client.v3();
    assert_eq!(url(v3().delete_().get_().get()), "/v3/delete/get");
    assert_eq!(url(v3().delete_().delete()), "/v3/delete");
    assert_eq!(url(v3().a_b().get()), "/v3/a-b");
    assert_eq!(url(v3().a_b().get_x049e()), "/v3/a_b");
    assert_eq!(
        url(v3().a_b().post(v3::a_b::PostRequest::new("1"))),
        "/v3/a_b/"
    );
    assert_eq!(url(v3().items().id().get()), "/v3/items/id");
    assert_eq!(url(v3().items().by_id("7").get()), "/v3/items/7");
    assert_eq!(
        url(v3().items().item_id("7").operation_().get()),
        "/v3/items/7/operation"
    );
    assert_eq!(url(v3().items().type_("7").get()), "/v3/items/7");
    assert_eq!(url(v3().n3ds().aux_().rt_().get()), "/v3/3ds/aux/rt");
}

#[test]
fn an_event_may_be_called_unknown() {
    let event = notification::Event::decode(rt::Version::V3, "UNKNOWN", b"{}").unwrap();
    assert!(
        matches!(event, notification::Event::UnknownEvent(_)),
        "{event:?}"
    );
}
