//! Calls as requests: URL, headers, bodies, and what is refused before anything is sent.

mod support;

use serde_json::json;
use std::time::Duration;
use support::*;
use wechatpay_client::rt::{self, Method};
use wechatpay_client::{Client, Error, MemoryTransport, Request, Sensitive};

fn refused<R>(call: rt::Call<R>) -> String {
    match call.render() {
        Err(Error::Build(error)) => format!("{}: {}", error.part, error.error),
        other => panic!("{other:?}"),
    }
}

fn get(client: &Client, id: &str) -> rt::Call<rt::Empty> {
    path(client).parameter(id).call(&GET)
}

fn url(request: &Request) -> &str {
    &request.url
}

#[test]
fn a_path_parameter_is_one_segment() {
    let (client, _) = client([]);
    let cases = [
        ("1217", "1217"),
        ("a/b", "a%2Fb"),
        ("a b?c#d%e&f=+", "a%20b%3Fc%23d%25e%26f%3D%2B"),
        ("-._~", "-._~"),
        ("...", "..."),
        ("张", "%E5%BC%A0"),
        ("{id}", "%7Bid%7D"),
    ];
    for (id, segment) in cases {
        let request = get(&client, id).render().unwrap();
        assert_eq!(
            url(&request),
            format!("https://api.mch.weixin.qq.com/v3/orders/{segment}")
        );
    }
    let cases = [
        ("", "path: id: a path parameter cannot be empty"),
        (
            ".",
            "path: id: a path parameter cannot be a step in the path",
        ),
        (
            "..",
            "path: id: a path parameter cannot be a step in the path",
        ),
        (
            "a\n",
            "path: id: a path parameter cannot have control characters",
        ),
        (
            "a\u{7f}",
            "path: id: a path parameter cannot have control characters",
        ),
        (
            "😀",
            "path: id: a path parameter cannot have characters beyond three bytes of UTF-8",
        ),
    ];
    for (id, expected) in cases {
        assert_eq!(refused(get(&client, id)), expected);
    }
    let call: rt::Call<rt::Empty> = path(&client).call(&GET);
    assert_eq!(refused(call), "path: id: required, but missing");
}

#[test]
fn hosts_follow_the_documented_rules() {
    const HK: rt::Operation = rt::Operation {
        base_url: Some("https://api.mch.weixin.qq.com/hk/"),
        base_url_required: true,
        path: "/v3/x",
        ..rt::Operation::V3
    };
    const ALSO: rt::Operation = rt::Operation {
        base_url: Some("https://apihk.mch.weixin.qq.com/"),
        path: "/v3/x",
        ..rt::Operation::V3
    };
    #[cfg(feature = "v2")]
    const V2: rt::Operation = rt::Operation {
        path: "/v2/pay/x",
        ..rt::Operation::V2
    };
    const SLASH: rt::Operation = rt::Operation {
        path: "/v3/applyment/",
        ..rt::Operation::V3
    };
    // (operation, host of the client, host of the call, URL)
    let cases = [
        (&ALSO, None, None, "https://api.mch.weixin.qq.com/v3/x"),
        (&HK, None, None, "https://api.mch.weixin.qq.com/hk/v3/x"),
        #[cfg(feature = "v2")]
        (&V2, None, None, "https://api.mch.weixin.qq.com/pay/x"),
        (
            &SLASH,
            None,
            None,
            "https://api.mch.weixin.qq.com/v3/applyment/",
        ),
        (
            &ALSO,
            None,
            Some("apihk.mch.weixin.qq.com"),
            "https://apihk.mch.weixin.qq.com/v3/x",
        ),
        (
            &HK,
            None,
            Some("https://apihk.mch.weixin.qq.com"),
            "https://apihk.mch.weixin.qq.com/hk/v3/x",
        ),
        (
            &HK,
            None,
            Some("https://apihk.mch.weixin.qq.com/"),
            "https://apihk.mch.weixin.qq.com/hk/v3/x",
        ),
        (
            &HK,
            None,
            Some("https://apihk.mch.weixin.qq.com/global/"),
            "https://apihk.mch.weixin.qq.com/global/v3/x",
        ),
        (
            &HK,
            Some("http://127.0.0.1:8080"),
            None,
            "http://127.0.0.1:8080/hk/v3/x",
        ),
        (
            &ALSO,
            Some("http://127.0.0.1:8080/base"),
            None,
            "http://127.0.0.1:8080/base/v3/x",
        ),
        (
            &ALSO,
            Some("http://127.0.0.1:8080"),
            Some("h"),
            "https://h/v3/x",
        ),
        #[cfg(feature = "v2")]
        (
            &V2,
            Some("http://[::1]:8080"),
            None,
            "http://[::1]:8080/pay/x",
        ),
    ];
    for (operation, base, host, expected) in cases {
        let mut builder = Client::builder()
            .unsigned()
            .transport(MemoryTransport::new());
        if let Some(base) = base {
            builder = builder.base_url(base);
        }
        let client = builder.build().unwrap();
        let mut call: rt::Call<rt::Empty> = path(&client).call(operation);
        if let Some(host) = host {
            call = call.host(host);
        }
        assert_eq!(url(&call.render().unwrap()), expected);
    }
    let (client, _) = client([]);
    for host in [
        "",
        "ftp://x",
        "https://",
        "a b",
        "h?x",
        "user@h",
        "h#x",
        "https://h\n",
    ] {
        assert!(
            refused(get(&client, "1").host(host)).starts_with("url: host: expected a host"),
            "{host}"
        );
        assert!(
            Client::builder()
                .unsigned()
                .transport(MemoryTransport::new())
                .base_url(host)
                .build()
                .is_err()
        );
    }
    assert!(matches!(Client::builder().build(), Err(Error::Build(_))));
}

#[cfg(feature = "v2")]
#[test]
fn a_redirect_has_its_fragment() {
    const PAGE: rt::Operation = rt::Operation {
        method: Method::Get,
        path: "/v2/papay/entrustweb",
        fragment: Some("#wechat_redirect"),
        request: rt::BodyKind::None,
        response: rt::ResponseKind::Redirect,
        ..rt::Operation::V2
    };
    let (client, _) = client([]);
    let scene: Scene = serde_json::from_value(json!({ "ip": "a b" })).unwrap();
    let call: rt::Call<rt::Redirect> = path(&client).call(&PAGE).query(scene);
    assert_eq!(
        url(&call.render().unwrap()),
        "https://api.mch.weixin.qq.com/papay/entrustweb?ip=a%20b#wechat_redirect"
    );
}

#[test]
fn query_values_are_encoded_once_and_lists_repeat() {
    let (client, _) = client([]);
    let mut order = Order::new("a+b/c=&%20", 5, "JSAPI");
    order.tags = vec!["x".into(), "y,z".into()];
    order.detail = Some(
        serde_json::from_value::<Detail>(json!({ "cost": 1 }))
            .unwrap()
            .into(),
    );
    order.paid = Some(false);
    let call: rt::Call<rt::Empty> = path(&client).parameter("1").call(&GET).query(order.clone());
    assert_eq!(
        url(&call.render().unwrap()),
        "https://api.mch.weixin.qq.com/v3/orders/1?appid=a%2Bb%2Fc%3D%26%2520&total=5&kind=JSAPI&tags=x&tags=y%2Cz&paid=false&detail=%7B%22cost%22%3A1%7D"
    );
    order.payer = Some(serde_json::from_str("{}").unwrap());
    let call: rt::Call<rt::Empty> = path(&client).parameter("1").call(&GET).query(order);
    assert_eq!(refused(call), "query: payer: an object cannot stand here");
    let call: rt::Call<rt::Empty> = path(&client)
        .parameter("1")
        .call(&GET)
        .query(serde_json::from_str::<Scene>("{}").unwrap());
    assert!(!url(&call.render().unwrap()).contains('?'));
}

#[test]
fn characters_beyond_three_bytes_are_refused_where_they_stand() {
    let (client, _) = client([]);
    let post = |order: Order, operation| -> rt::Call<rt::Empty> {
        path(&client).call(operation).body(order)
    };
    let mut order = Order::new("a", 1, "JSAPI");
    order.tags = vec!["ok 张".into(), "no 😀".into()];
    let expected = "tags[1]: U+1F600 takes four bytes in UTF-8, the API takes at most three";
    assert_eq!(
        refused(post(order.clone(), &POST)),
        format!("body: {expected}")
    );
    #[cfg(feature = "v2")]
    assert_eq!(
        refused(post(order.clone(), &POST_V2)),
        format!("body: {expected}")
    );
    let call: rt::Call<rt::Empty> = path(&client).parameter("1").call(&GET).query(order);
    assert_eq!(refused(call), format!("query: {expected}"));

    let mut order = Order::new("a", 1, "JSAPI");
    order.extra = Some(json!({ "x": [{ "y😀": 1 }] }));
    assert!(refused(post(order, &POST)).starts_with("body: extra.x[0].y😀: U+1F600"));
    let mut order = Order::new("a", 1, "JSAPI");
    order.detail = Some(
        serde_json::from_value::<Detail>(json!({ "goods": [{ "id": "😀", "quantity": 1 }] }))
            .unwrap()
            .into(),
    );
    assert!(refused(post(order, &POST)).starts_with("body: detail.goods[0].id: U+1F600"));
    let mut order = Order::new("a", 1, "JSAPI");
    let mut payer: Payer = serde_json::from_str("{}").unwrap();
    payer.name = Some(Sensitive::new("😀"));
    order.payer = Some(payer);
    assert!(refused(post(order, &POST)).starts_with("body: payer.name: U+1F600"));
    let call = client.chain("v3/x").query("q", "😀").get();
    assert!(refused(call).starts_with("query: q: U+1F600"));
}

#[test]
fn headers_are_set_and_checked() {
    let (client, _) = client([]);
    let scene: Scene = serde_json::from_value(json!({ "ip": "1.2.3.4" })).unwrap();
    let call: rt::Call<rt::Empty> = path(&client)
        .call(&POST)
        .body(Order::new("a", 1, "JSAPI"))
        .headers(scene);
    let call = call
        .header("accept", "x/y")
        .idempotency_key("k-1")
        .timeout(Duration::from_secs(3));
    let request = call.render().unwrap();
    assert_eq!(
        request.headers.get("Accept"),
        Some("x/y"),
        "the caller's word is the last"
    );
    assert_eq!(request.headers.get("IP"), Some("1.2.3.4"));
    assert_eq!(request.headers.get("Idempotency-Key"), Some("k-1"));
    assert_eq!(
        request.headers.get("Content-Type"),
        Some("application/json")
    );
    assert!(
        request
            .headers
            .get("User-Agent")
            .unwrap()
            .starts_with("wechatpay-client/")
    );
    assert_eq!(request.timeout, Some(Duration::from_secs(3)));
    for (name, value) in [
        ("a b", "x"),
        ("", "x"),
        ("a", "x\r\nb: c"),
        ("a", "张"),
        ("a", " x"),
    ] {
        assert!(
            refused(get(&client, "1").header(name, value)).starts_with("headers: "),
            "{name:?}: {value:?}"
        );
    }
    let request = get(&client, "1").render().unwrap();
    assert!(request.body.is_empty() && request.headers.get("Content-Type").is_none());
}

#[test]
fn a_form_has_its_parts_in_order_and_signs_its_document() {
    let (client, _) = client([]);
    let upload = Upload::new(
        rt::FilePart::new("shop.PNG", *b"\x89PNG\r\n"),
        Meta::new("shop.PNG", "00ff"),
    );
    let call: rt::Call<rt::Empty> = path(&client).call(&UPLOAD).body(upload.clone());
    let request = call.render().unwrap();
    let boundary = "wechatpay-form-boundary";
    let meta = r#"{"filename":"shop.PNG","sha256":"00ff"}"#;
    let expected = [
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"shop.PNG\"\r\nContent-Type: image/png\r\n\r\n").as_bytes(),
        b"\x89PNG\r\n\r\n",
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{meta}\r\n--{boundary}--\r\n").as_bytes(),
    ]
    .concat();
    assert_eq!(
        request.body,
        expected,
        "{}",
        String::from_utf8_lossy(&request.body)
    );
    assert_eq!(
        request.headers.get("Content-Type"),
        Some(format!("multipart/form-data; boundary={boundary}").as_str())
    );
    assert_eq!(request.signed_body(), meta.as_bytes());
    assert_eq!(
        call.render().unwrap(),
        request,
        "the same call, the same bytes"
    );

    let mut hostile = upload.clone();
    hostile.file.content = format!("\r\n--{boundary}--\r\n{boundary}-1").into_bytes();
    let call: rt::Call<rt::Empty> = path(&client).call(&UPLOAD).body(hostile);
    let request = call.render().unwrap();
    assert_eq!(
        request.headers.get("Content-Type"),
        Some("multipart/form-data; boundary=wechatpay-form-boundary-2")
    );
    for name in ["", "a\"b", "a\r\nb", "a\\b"] {
        let mut wrong = upload.clone();
        wrong.file.file_name = name.into();
        let call: rt::Call<rt::Empty> = path(&client).call(&UPLOAD).body(wrong);
        assert!(refused(call).starts_with("body: file: "), "{name:?}");
    }
}

#[test]
fn a_chain_renders_like_a_documented_call() {
    let (client, _) = client([]);
    let call = client
        .chain("v3/marketing/cards/{card_id}/qrcode")
        .param("card_id", "p/1")
        .query("a", "1 2")
        .post(json!({ "b": 1 }));
    let request = call.render().unwrap();
    assert_eq!(request.method, Method::Post);
    assert_eq!(
        url(&request),
        "https://api.mch.weixin.qq.com/v3/marketing/cards/p%2F1/qrcode?a=1%202"
    );
    assert_eq!(text(&request), r#"{"b":1}"#);
    assert_eq!(
        request.headers.get("Content-Type"),
        Some("application/json")
    );
    assert_eq!(request.headers.get("Accept"), Some("application/json"));

    assert_eq!(
        refused(client.chain("v3/{a}/x").get()),
        "path: a: required, but missing"
    );
    assert_eq!(
        refused(client.chain("v3/x").param("a", "1").get()),
        "path: a: not in the path"
    );
    assert!(refused(client.chain("v3/x?y=1").get()).starts_with("path: v3/x?y=1: not a path"));
    assert!(refused(client.chain("v3/../x").delete()).starts_with("path: v3/../x: not a path"));
    let broken = std::collections::BTreeMap::from([((1, 2), 3)]);
    assert!(refused(client.chain("v3/x").patch(broken)).starts_with("body: "));
}

#[cfg(feature = "v2")]
#[test]
fn a_chain_of_api_v2_is_xml() {
    let (client, _) = client([]);
    let call = client
        .chain("/v2/pay/x")
        .client_certificate()
        .post(json!({ "a": "<", "list": [1, 2], "o": { "b": true }, "n": null, "e": "" }));
    let request = call.render().unwrap();
    assert_eq!(url(&request), "https://api.mch.weixin.qq.com/pay/x");
    assert_eq!(
        text(&request),
        "<xml><a>&lt;</a><list>1</list><list>2</list><o><b>true</b></o></xml>"
    );
    assert!(request.client_certificate);
    assert!(
        refused(client.chain("v2/x").put(json!({ "a b": 1 }))).starts_with("body: a b: not a name")
    );
}
