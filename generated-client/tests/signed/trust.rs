//! Which answers are believed.

use crate::data::*;
use crate::platform::*;
use crate::support::*;
use serde_json::json;
use wechatpay_client::signature::{Difference, VerifyError};
use wechatpay_client::{Client, Error, Headers, Response, Untrusted, UntrustedAnswer};

fn get(client: &Client) -> Result<serde_json::Value, Error> {
    let reply = client.chain("v3/x").get().send_blocking()?;
    Ok(reply.into_value())
}

fn distrusted(client: &Client) -> Box<UntrustedAnswer> {
    match get(client) {
        Err(Error::Verify(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn without(response: Response, name: &str) -> Response {
    let headers: Vec<(String, String)> = response
        .headers
        .iter()
        .filter(|(other, _)| !other.eq_ignore_ascii_case(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Response::new(
        response.status,
        headers.into_iter().collect(),
        response.body,
    )
}

fn with(mut response: Response, name: &str, value: &str) -> Response {
    response.headers.set(name, value);
    response
}

#[test]
fn every_answer_must_be_signed_by_the_platform() {
    type Fits = fn(&VerifyError) -> bool;
    let body = r#"{"total":1}"#;
    let cases: Vec<(Response, Fits)> = vec![
        (Response::json(200, body), |e| {
            matches!(e, VerifyError::MissingHeaders { .. })
        }),
        (without(signed(200, body), "Wechatpay-Signature"), |e| {
            matches!(e, VerifyError::MissingHeaders { .. })
        }),
        (with_body(signed(200, body), r#"{"total":9}"#), |e| {
            matches!(e, VerifyError::Mismatch { .. })
        }),
        (with(signed(200, body), "Wechatpay-Nonce", "other"), |e| {
            matches!(e, VerifyError::Mismatch { .. })
        }),
        (signed_as("PUB_KEY_ID_77", NOW, 200, body), |e| {
            matches!(e, VerifyError::UnknownKey { .. })
        }),
        (signed_as(SERIAL, NOW, 200, body), |e| {
            matches!(e, VerifyError::UnknownKey { .. })
        }),
        (signed_as(PUBLIC_KEY_ID, NOW - 301, 200, body), |e| {
            matches!(e, VerifyError::Stale { .. })
        }),
        (signed_as(PUBLIC_KEY_ID, NOW + 301, 200, body), |e| {
            matches!(e, VerifyError::Stale { .. })
        }),
        (
            with(
                signed(200, body),
                "Wechatpay-Signature",
                "WECHATPAY/SIGNTEST/abc",
            ),
            |e| matches!(e, VerifyError::Probe),
        ),
        (with(signed(200, body), "Wechatpay-Signature", "%"), |e| {
            matches!(e, VerifyError::NotBase64)
        }),
        (Response::new(204, Headers::new(), ""), |e| {
            matches!(e, VerifyError::MissingHeaders { .. })
        }),
    ];
    let (client, _) = connected(cases.iter().map(|(response, _)| response.clone()));
    for (response, fits) in cases {
        let error = distrusted(&client);
        let Untrusted::Signature(reason) = error.reason() else {
            panic!("{error:?}")
        };
        assert!(fits(reason), "{reason:?}");
        assert_eq!(error.body(), response.body, "nothing is lost");
        assert_eq!(error.status(), response.status);
        let probe = matches!(reason, VerifyError::Probe);
        assert_eq!(Error::Verify(error).is_retryable(), probe);
    }
}

fn with_body(mut response: Response, body: &str) -> Response {
    response.body = body.into();
    response
}

#[test]
fn a_signed_answer_is_believed_within_five_minutes() {
    let (client, _) = connected([
        signed_as(PUBLIC_KEY_ID, NOW - 300, 200, "{}"),
        signed_as(PUBLIC_KEY_ID, NOW + 300, 200, "{}"),
        signed(204, ""),
    ]);
    assert!(get(&client).is_ok());
    assert!(get(&client).is_ok());
    assert_eq!(get(&client).unwrap(), json!(null));
}

#[test]
fn both_kinds_of_platform_keys_at_once() {
    let certificate = platform_certificate("new");
    let expired = platform_certificate("old");
    let (builder, script) = builder([
        signed(200, "{}"),
        signed_as(certificate.serial(), NOW, 200, "{}"),
        signed_as(expired.serial(), NOW, 200, "{}"),
    ]);
    let client = builder
        .platform_certificate(generated("platform_certificate_new"))
        .platform_certificate(generated("platform_certificate_old"))
        .platform_public_key(PUBLIC_KEY_ID, generated("public_spki_of_second_key"))
        .build()
        .unwrap();
    assert!(get(&client).is_ok());
    assert!(get(&client).is_ok());
    let error = distrusted(&client);
    assert!(matches!(
        error.reason(),
        Untrusted::Signature(VerifyError::Expired { .. })
    ));
    for request in script.requests() {
        assert_eq!(request.headers.get("Wechatpay-Serial"), Some(PUBLIC_KEY_ID));
    }
}

#[test]
fn an_error_without_signature_says_what_it_is() {
    let refusal = r#"{"code":"NO_AUTH","message":"no"}"#;
    let (client, _) = connected([
        Response::json(403, refusal),
        signed(403, refusal),
        with_body(signed(403, refusal), r#"{"code":"ORDER_NOT_EXIST"}"#),
        Response::new(502, Headers::new(), "<html>Bad Gateway</html>"),
        Response::new(302, Headers::new(), ""),
    ]);
    let next = || match get(&client) {
        Err(Error::Api(error)) => error,
        other => panic!("{other:?}"),
    };
    let error = next();
    assert_eq!((error.status(), error.code()), (403, Some("NO_AUTH")));
    assert!(!error.is_authenticated() && !error.is_retryable());
    let error = next();
    assert!(error.is_authenticated());
    assert_eq!(error.numeric_code(), Some(268_443_699));
    let error = next();
    assert_eq!(error.code(), Some("ORDER_NOT_EXIST"));
    assert!(!error.is_authenticated(), "its signature is another's");
    let error = next();
    assert_eq!((error.status(), error.code()), (502, None));
    assert_eq!(error.body(), b"<html>Bad Gateway</html>");
    assert!(Error::Api(error).is_retryable());
    assert_eq!(next().status(), 302);
}

#[test]
fn a_refused_signature_is_compared_with_what_was_signed() {
    let information = json!({
        "code": "SIGN_ERROR", "message": "wrong",
        "detail": { "detail": { "sign_information": { "method": "GET", "url": "/v3/y",
            "truncated_sign_message": "GET\n/v3/y\n", "sign_message_length": 30 } } },
    });
    let same = json!({ "code": "SIGN_ERROR", "detail": { "sign_information": { "method": "GET", "url": "/v3/x" } } });
    let (client, _) = connected([
        Response::json(401, information.to_string()),
        Response::json(401, same.to_string()),
        Response::json(401, r#"{"code":"SIGN_ERROR"}"#),
    ]);
    let next = || match get(&client) {
        Err(Error::Api(error)) => error,
        other => panic!("{other:?}"),
    };
    let error = next();
    assert!(matches!(
        error.sign_difference(),
        Some(Difference::Url { at: 4, .. })
    ));
    assert!(
        error
            .to_string()
            .contains("the server verified another path or query than was signed"),
        "{error}"
    );
    assert_eq!(next().sign_difference(), Some(&Difference::Same));
    assert_eq!(next().sign_difference(), None);
}

#[test]
fn downloads_are_not_signed() {
    let (client, script) = connected([
        Response::new(200, Headers::new(), "a,b"),
        Response::new(200, Headers::new(), "a,b"),
        Response::new(200, Headers::new(), "a,b"),
        Response::new(200, Headers::new(), "a,b"),
    ]);
    let file = |path: &str| client.chain(path).query("token", "1").get().file();
    let bill = file("v3/billdownload/file").send_blocking().unwrap();
    assert_eq!(bill.content, b"a,b");
    assert!(block_on(file("v3/merchant-service/images/{id}").host("h")).is_err());
    let image = client
        .chain("v3/merchant-service/images/{id}")
        .param("id", "1")
        .get()
        .file();
    assert!(image.send_blocking().is_ok());
    const MARKED: wechatpay_client::rt::Operation = wechatpay_client::rt::Operation {
        unsigned: true,
        ..GET
    };
    let call: wechatpay_client::rt::Call<wechatpay_client::Empty> =
        path(&client).parameter("1").call(&MARKED);
    assert!(call.send_blocking().is_ok());
    assert!(matches!(
        file("v3/other/file").send_blocking(),
        Err(Error::Verify(_))
    ));
    assert!(
        script
            .requests()
            .iter()
            .all(|request| request.headers.get("Authorization").is_some())
    );
}

/// As of a sandbox or a gateway of one's own.
#[test]
fn exceptions_hold_below_a_path_of_ones_own_host() {
    let sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
    let statement = || {
        let signed = signed(200, &format!(r#"{{"sha1":"{sha1}"}}"#));
        with_body(signed, "abc").header("Wechatpay-Statement-Sha1", sha1)
    };
    const HK: wechatpay_client::rt::Operation = wechatpay_client::rt::Operation {
        path: "/v3/statements",
        base_url: Some("https://apihk.mch.weixin.qq.com/hk/"),
        base_url_required: true,
        response: wechatpay_client::rt::ResponseKind::Binary,
        ..wechatpay_client::rt::Operation::V3
    };
    let (builder, script) = builder([
        Response::new(200, Headers::new(), "a,b"),
        statement(),
        statement(),
        statement(),
        Response::new(200, Headers::new(), "{}"),
    ]);
    let client = builder
        .platform_key(platform_public_key())
        .base_url("http://127.0.0.1:8080/gateway/pay")
        .build()
        .unwrap();
    let file = |path: &str| client.chain(path).get().file();
    assert!(file("v3/billdownload/file").send_blocking().is_ok());
    assert!(file("v3/global/statements").send_blocking().is_ok());
    let call: wechatpay_client::rt::Call<wechatpay_client::Binary> = path(&client).call(&HK);
    assert!(call.send_blocking().is_ok());
    let at_hk = file("v3/statements").host("https://apihk.mch.weixin.qq.com/hk/");
    assert!(at_hk.send_blocking().is_ok());
    assert!(matches!(
        file("v3/other/file").send_blocking(),
        Err(Error::Verify(_))
    ));
    let url = |index: usize| script.requests()[index].url.clone();
    assert_eq!(
        url(0),
        "http://127.0.0.1:8080/gateway/pay/v3/billdownload/file"
    );
    assert_eq!(url(2), "http://127.0.0.1:8080/gateway/pay/v3/statements");
}

#[test]
fn a_statement_is_proven_by_its_digest() {
    // Of "abc".
    let sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
    let over_digest = |csv: &str| {
        let signed = signed(200, &format!(r#"{{"sha1":"{sha1}"}}"#));
        with_body(signed, csv).header("Wechatpay-Statement-Sha1", sha1)
    };
    let (client, _) = connected([
        over_digest("abc"),
        over_digest("abd"),
        signed(200, "abc"),
        with(
            over_digest("abd"),
            "Wechatpay-Statement-Sha1",
            "b9993e364706816aba3e25717850c26c9cd0d89d",
        ),
    ]);
    let next = || {
        client
            .chain("v3/global/statements")
            .get()
            .file()
            .send_blocking()
    };
    assert_eq!(next().unwrap().content, b"abc");
    let reason = || match next() {
        Err(Error::Verify(error)) => error.reason().clone(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(reason(), Untrusted::Statement(_)));
    assert!(matches!(
        reason(),
        Untrusted::Signature(VerifyError::MissingHeaders { .. })
    ));
    assert!(matches!(
        reason(),
        Untrusted::Signature(VerifyError::Mismatch { .. })
    ));
}
