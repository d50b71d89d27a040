//! XML of API v2, through calls: what is written, what is taken, what is refused.

mod support;

use serde_json::json;
use support::*;
use wechatpay_client::{Error, Reply, Response, Sensitive, rt};

fn written(body: impl rt::Object) -> Result<String, String> {
    let (client, _) = client([]);
    let call: rt::Call<rt::Empty> = path(&client).call(&POST_V2).body(body);
    match call.render() {
        Ok(request) => Ok(text(&request).to_owned()),
        Err(Error::Build(error)) => Err(error.error.to_string()),
        Err(error) => panic!("{error}"),
    }
}

fn taken(body: &str) -> Result<Reply<Flat>, Error> {
    let (client, _) = client([Response::xml(body)]);
    path(&client)
        .call(&POST_V2)
        .body(Order::new("a", 1, "JSAPI"))
        .send_blocking()
}

fn refused(body: &str) -> String {
    match taken(body).err().unwrap() {
        Error::Decode(error) => {
            assert_eq!(error.body(), body.as_bytes(), "the raw body is not lost");
            match error.path() {
                "" => error.message().to_owned(),
                path => format!("{path}: {}", error.message()),
            }
        }
        error => panic!("{error}"),
    }
}

#[test]
fn values_are_escaped_and_empty_ones_left_out() {
    let mut order = Order::new("<a&b>\"'", 100, "JSAPI");
    order.tags = vec!["x".into(), "y".into()];
    order.r#type = Some(String::new());
    order.detail = Some(
        serde_json::from_value::<Detail>(json!({ "cost": 1 }))
            .unwrap()
            .into(),
    );
    order.payer = Some(serde_json::from_value(json!({ "openid": "o\r\n" })).unwrap());
    order.paid = Some(true);
    assert_eq!(
        written(order).unwrap(),
        "<xml><appid>&lt;a&amp;b&gt;\"'</appid><total>100</total><kind>JSAPI</kind><tags>x</tags><tags>y</tags><paid>true</paid>\
         <payer><openid>o&#13;\n</openid></payer><detail>{\"cost\":1}</detail></xml>"
    );
    assert_eq!(
        written(Order::new("\u{1}", 1, "JSAPI")).unwrap_err(),
        "appid: XML has no way to write U+0001"
    );
}

#[test]
fn flat_nested_and_numbered_values_are_read() {
    let reply = taken(
        "\u{feff}<?xml version=\"1.0\"?>\n<xml>\n<return_code><![CDATA[SUCCESS]]></return_code><total_fee>1&#48;</total_fee><coupon_fee></coupon_fee>
         <coupon_id_0>a</coupon_id_0><coupon_id_1><![CDATA[b]]></coupon_id_1><coupon_refund_fee_0>7</coupon_refund_fee_0>
         <coupon_refund_fee_0_1>3</coupon_refund_fee_0_1><sign attribute=\"x\">S&amp;S</sign><!-- nothing --><unknown><x/></unknown>
         <hblist><hbinfo><openid>o1</openid><amount>1</amount></hbinfo><hbinfo><openid>o2</openid></hbinfo></hblist>
         <mchinfo><mch_id>only</mch_id></mchinfo><detail><![CDATA[{\"amount\":5}]]></detail>\n</xml>\n",
    )
    .unwrap();
    assert_eq!(reply.return_code.as_deref(), Some("SUCCESS"));
    assert_eq!(reply.total_fee, Some(10));
    assert_eq!(reply.coupon_fee, None, "empty is absent");
    assert_eq!(
        reply.coupon_id.iter().collect::<Vec<_>>(),
        [(0, &"a".to_owned()), (1, &"b".to_owned())]
    );
    assert_eq!(reply.coupon_refund_fee.get(0), Some(&7));
    assert_eq!(
        reply.coupon_refund_fee_n_m.of(0).collect::<Vec<_>>(),
        [(1, &3)]
    );
    let list = &reply.hblist.as_ref().unwrap().hbinfo;
    assert_eq!(
        list.iter()
            .map(|info| info.openid.as_deref().unwrap())
            .collect::<Vec<_>>(),
        ["o1", "o2"]
    );
    assert_eq!(
        reply.mchinfo.len(),
        1,
        "a list of one is written like a single value"
    );
    assert_eq!(reply.detail.as_ref().unwrap().amount, Some(5));
    let pairs = reply.xml_pairs().unwrap();
    assert!(
        pairs.contains(&("sign".into(), "S&S".into())),
        "what no page documents is reachable: {pairs:?}"
    );
    assert!(pairs.is_sorted());
    assert!(taken("<root><total_fee>1</total_fee></root>").is_ok());
    assert!(taken("<xml/>").is_ok());
    assert!(taken("").is_ok());
}

#[test]
fn wrong_documents_are_refused_with_their_reason() {
    let cases = [
        (
            "<xml><total_fee>x</total_fee></xml>",
            "total_fee: expected integer, found \"x\"",
        ),
        (
            "<xml><total_fee>1</total_fee><total_fee>2</total_fee></xml>",
            "total_fee: expected integer, found a list",
        ),
        (
            "<xml><total_fee><x>1</x></total_fee></xml>",
            "total_fee: expected integer, found an object",
        ),
        (
            "<xml><hblist>x</hblist></xml>",
            "hblist: expected object, found \"x\"",
        ),
        (
            "<xml><hblist><hbinfo><amount>1</amount></hbinfo><hbinfo><amount>x</amount></hbinfo></hblist></xml>",
            "hblist.hbinfo[1].amount: expected integer, found \"x\"",
        ),
        (
            "<xml><detail>{\"amount\":{}}</detail></xml>",
            "detail.amount: expected integer, found an object",
        ),
        (
            "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><return_code>&e;</return_code></xml>",
            "a document type is not allowed",
        ),
        (
            "<xml><return_code>&e;</return_code></xml>",
            "entity &e; is not allowed",
        ),
        (
            "<html></html>",
            "expected root <xml> or <root>, found <html>",
        ),
        ("<xml></xml><xml></xml>", "more than one root"),
        ("<xml><a>", "<a> is not closed"),
        ("nothing", "expected root <xml>, found no element"),
    ];
    for (body, expected) in cases {
        assert_eq!(refused(body), expected, "{body}");
    }
    assert!(refused("<xml><a></b></xml>").starts_with("not XML"));
    assert!(refused(&"<xml>".repeat(1000)).starts_with("nested too deep"));
}

#[test]
fn a_failed_call_is_an_error_though_its_status_is_200() {
    let body = "<xml><return_code>SUCCESS</return_code><result_code>FAIL</result_code><err_code>ORDERNOTEXIST</err_code><err_code_des>none</err_code_des></xml>";
    let Error::Api(error) = taken(body).err().unwrap() else {
        panic!()
    };
    assert_eq!(
        (error.status(), error.code(), error.message()),
        (200, Some("ORDERNOTEXIST"), Some("none"))
    );
    assert_eq!(error.body(), body.as_bytes());
    let Error::Api(error) =
        taken("<xml><return_code>FAIL</return_code><return_msg>sign</return_msg></xml>")
            .err()
            .unwrap()
    else {
        panic!()
    };
    assert_eq!((error.code(), error.message()), (None, Some("sign")));
}

#[test]
fn a_download_that_fails_answers_xml() {
    const BILL: rt::Operation = rt::Operation {
        response: rt::ResponseKind::Text,
        ..POST_V2
    };
    let (client, _) = client([
        Response::new(200, rt_headers(), "day,fee\n1,2\n"),
        Response::xml(
            "<xml><return_code>FAIL</return_code><error_code>20002</error_code><return_msg>No Bill Exist</return_msg></xml>",
        ),
    ]);
    let call =
        || -> rt::Call<rt::Text> { path(&client).call(&BILL).body(Order::new("a", 1, "JSAPI")) };
    assert_eq!(
        call().send_blocking().unwrap().as_str().unwrap(),
        "day,fee\n1,2\n"
    );
    let Error::Api(error) = call().send_blocking().err().unwrap() else {
        panic!()
    };
    assert_eq!(
        (error.code(), error.message()),
        (Some("20002"), Some("No Bill Exist"))
    );
}

fn rt_headers() -> wechatpay_client::Headers {
    wechatpay_client::Headers::new()
}

#[test]
fn a_secret_is_written_as_it_is_only_by_a_client_without_keys() {
    let mut order = Order::new("a", 1, "JSAPI");
    let mut payer: Payer = serde_json::from_str("{}").unwrap();
    payer.name = Some(Sensitive::new("n"));
    order.payer = Some(payer);
    assert!(written(order).unwrap().contains("<name>n</name>"));
}
