//! What answers are taken for.

use crate::*;
use wechatpay_client::signature::v2::VerifyError;
use wechatpay_client::{ApiError, Binary, Error, Untrusted};

const DOWNLOAD: rt::Operation = rt::Operation {
    path: "/v2/pay/downloadbill",
    response: rt::ResponseKind::Text,
    ..ORDER
};

const COMMENTS: rt::Operation = rt::Operation {
    path: "/v2/billcommentsp/batchquerycomment",
    ..HMAC
};

const TOKEN: rt::Operation = rt::Operation {
    path: "/v2/appauth/getaccesstoken",
    response: rt::ResponseKind::Json,
    ..GET
};

fn answered(response: Response) -> Result<wechatpay_client::Reply<Paid>, Error> {
    let (client, _) = client([response]);
    call(&client, &CHOICE, Order::new("wx1")).send_blocking()
}

fn api_error<T>(result: Result<T, Error>) -> Box<ApiError> {
    match result {
        Err(Error::Api(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("no error"),
    }
}

const PAID: &[(&str, &str)] = &[
    ("return_code", "SUCCESS"),
    ("result_code", "SUCCESS"),
    ("total_fee", "100"),
    ("coupon_id_0", "c0"),
    ("coupon_id_1", "c1"),
    ("refund_fee_0_1", "7"),
    ("new_field", "<&>"),
    ("empty", ""),
];

/// Either kind of signature, over all fields as they came, those that no page lists included; lists are typed.
#[test]
fn a_signed_answer_is_read() {
    for sign_type in [SignType::Md5, SignType::HmacSha256] {
        let reply = answered(signed(PAID, sign_type)).unwrap();
        assert_eq!(reply.total_fee, Some(100));
        assert_eq!(reply.coupon_id.get(1).map(String::as_str), Some("c1"));
        assert_eq!(reply.refund_fee.get(0, 1), Some(&7));
        let raw = reply.xml_pairs().unwrap();
        assert!(raw.contains(&("new_field".into(), "<&>".into())));
    }
}

/// Anything changed, added or left out after the signature is noticed, and not read as a value.
#[test]
fn an_answer_that_is_not_proven_is_refused() {
    let good = signed(PAID, SignType::Md5);
    let text = String::from_utf8(good.body).unwrap();
    let other_key = ApiV2Key::new("x".repeat(32)).unwrap();
    let mismatch = |sign_type| Untrusted::SignatureV2(VerifyError::Mismatch { sign_type });
    let long = "0".repeat(33);
    for (body, reason) in [
        (text.replace("100", "101"), mismatch(SignType::Md5)),
        (text.replace("c1", "c2"), mismatch(SignType::Md5)),
        (
            text.replace("new_field", "old_field"),
            mismatch(SignType::Md5),
        ),
        (
            text.replace("</xml>", "<coupon_id_2>c2</coupon_id_2></xml>"),
            mismatch(SignType::Md5),
        ),
        (document(PAID), Untrusted::SignatureV2(VerifyError::Missing)),
        (
            document(&[PAID, &[("sign", &long)]].concat()),
            Untrusted::SignatureV2(VerifyError::Length { length: 33 }),
        ),
        (
            String::from_utf8(signed_with(&other_key, PAID, SignType::HmacSha256).body).unwrap(),
            mismatch(SignType::HmacSha256),
        ),
        ("success".into(), Untrusted::NotXml),
        (String::new(), Untrusted::NotXml),
        (
            text.replace(
                "<xml>",
                "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml>",
            ),
            Untrusted::NotXml,
        ),
        (text.replace("c1", "]]>&e;<![CDATA["), Untrusted::NotXml),
    ] {
        match answered(Response::xml(body.clone())) {
            Err(Error::Verify(error)) => {
                assert_eq!(*error.reason(), reason, "{body}");
                assert_eq!(error.body(), body.as_bytes());
            }
            Err(other) => panic!("{body}: {other}"),
            Ok(_) => panic!("{body}"),
        }
    }
}

/// A failure is told as one, proven or not.
#[test]
fn failures_have_their_code() {
    let refused = [("return_code", "FAIL"), ("return_msg", "签名错误")];
    let error = api_error(answered(Response::xml(document(&refused))));
    assert_eq!((error.code(), error.message()), (None, Some("签名错误")));
    assert!(!error.is_authenticated());

    let failed = [
        ("return_code", "SUCCESS"),
        ("return_msg", "OK"),
        ("result_code", "FAIL"),
        ("err_code", "ORDERPAID"),
        ("err_code_des", "paid"),
    ];
    let error = api_error(answered(signed(&failed, SignType::HmacSha256)));
    assert_eq!(
        (error.code(), error.message(), error.status()),
        (Some("ORDERPAID"), Some("paid"), 200)
    );
    assert!(error.is_authenticated());
    let error = api_error(answered(Response::xml(document(&failed))));
    assert_eq!(error.code(), Some("ORDERPAID"));
    assert!(!error.is_authenticated());

    let gateway = Response::new(502, wechatpay_client::Headers::new(), "<html><p>Bad</html>");
    let error = api_error(answered(gateway));
    assert_eq!((error.code(), error.status()), (None, 502));
}

/// Files come as they are, and a failure in their place is told as one.
#[test]
fn files_and_failures_in_their_place_are_told_apart() {
    let get = |body: &[u8]| {
        let response = Response::new(200, wechatpay_client::Headers::new(), body);
        let (client, _) = client([response]);
        let call: rt::Call<rt::Text> = rt::Path::new(&client)
            .call(&DOWNLOAD)
            .body(Order::new("wx1"));
        call.send_blocking()
    };
    let csv = "\u{feff}交易时间,商户号\r\n`2025-01-15,`10000100\r\n";
    assert_eq!(get(csv.as_bytes()).unwrap().as_str().unwrap(), csv);
    assert_eq!(
        get(b"\x1f\x8b\x08\x00").unwrap().content,
        b"\x1f\x8b\x08\x00"
    );
    let none = document(&[
        ("return_code", "FAIL"),
        ("return_msg", "No Bill Exist"),
        ("error_code", "20002"),
    ]);
    let error = api_error(get(none.as_bytes()));
    assert_eq!(
        (error.code(), error.message()),
        (Some("20002"), Some("No Bill Exist"))
    );

    let (client, _) = client([Response::new(200, wechatpay_client::Headers::new(), csv)]);
    let chained = client
        .chain("v2/pay/downloadbill")
        .post(serde_json::json!({ "bill_date": "20250115" }));
    let file: Binary = chained.file().send_blocking().unwrap().into_value();
    assert_eq!(file.content, csv.as_bytes());
}

/// An operation that answers with a text of its own instead of XML: the text is kept, a failure is told.
#[test]
fn a_text_in_place_of_xml_is_kept() {
    let get = |body: &str| {
        let response = Response::new(200, wechatpay_client::Headers::new(), body);
        let (client, _) = client([response]);
        call(&client, &COMMENTS, Order::new("wx1")).send_blocking()
    };
    let reply = get("100\n`2025-01-15 00:00:00,`4200,`5,`good").unwrap();
    assert!(reply.return_code.is_none());
    assert!(reply.body().starts_with(b"100\n"));
    let failed = [
        ("return_code", "SUCCESS"),
        ("result_code", "FAIL"),
        ("err_code", "PARAM_ERROR"),
    ];
    assert_eq!(
        api_error(get(&document(&failed))).code(),
        Some("PARAM_ERROR")
    );
}

/// The few answers in JSON have an error code of their own.
#[test]
fn json_answers_have_a_code() {
    let get = |body: &str| {
        let (client, _) = client([Response::json(200, body)]);
        let call: rt::Call<rt::Value> =
            rt::Path::new(&client).call(&TOKEN).query(Order::new("wx1"));
        call.send_blocking()
    };
    assert_eq!(
        get(r#"{"retcode":"0","access_token":"t"}"#).unwrap()["access_token"],
        "t"
    );
    assert_eq!(get(r#"{"retcode":0}"#).unwrap()["retcode"], 0);
    let error = api_error(get(r#"{"retcode":"88888888","retmsg":"no"}"#));
    assert_eq!(
        (error.code(), error.message()),
        (Some("88888888"), Some("no"))
    );
}

mod any_bytes {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// Whatever comes, nothing that is not signed is read as a value.
        #[test]
        fn are_never_taken_for_an_answer(
            bytes in prop_oneof![
                prop::collection::vec(any::<u8>(), 0..200),
                "<xml>(<(return_code|result_code|sign|a)>(SUCCESS|FAIL|<!\\[CDATA\\[x\\]\\]>|&lt;)?</(a|sign|return_code)>){0,4}</xml>?"
                    .prop_map(String::into_bytes),
            ],
            status in prop_oneof![Just(200u16), 100u16..600],
        ) {
            let response = Response::new(status, wechatpay_client::Headers::new(), bytes);
            let (client, _) = client([response]);
            let result = call(&client, &CHOICE, Order::new("wx1")).send_blocking();
            prop_assert!(matches!(result, Err(Error::Verify(_) | Error::Api(_))));
        }
    }
}
