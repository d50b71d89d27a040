use serde_json::json;

use super::*;

const SIGNED: &[u8] = b"POST\n/v3/pay/transactions/jsapi?a=%2F\n1700000000\nabcdefghijklmnopqrstuvwxyz012345\n{\"amount\":{\"total\":1}}\n";

fn information(message: &str, length: usize) -> SignInformation {
    SignInformation {
        method: Some("POST".into()),
        url: Some("/v3/pay/transactions/jsapi?a=%2F".into()),
        truncated_message: Some(message.into()),
        message_length: Some(length as u64),
    }
}

/// The four nestings seen in the wild, and the length as text.
#[test]
fn finds_the_information_wherever_it_is() {
    let inner = json!({"method": "GET", "url": "/v3/x", "truncated_sign_message": "GET\n/v3/x\n1\nn\n\n", "sign_message_length": 17});
    let bodies = [
        json!({"code": "SIGN_ERROR", "detail": {"field": "signature", "issue": "sign not match", "sign_information": inner}}),
        json!({"code": "SIGN_ERROR", "detail": {"detail": {"issue": "sign not match"}, "sign_information": inner}}),
        json!({"code": "SIGN_ERROR", "detail": {"detail": {"sign_information": inner}}}),
        json!({"code": "SIGN_ERROR", "sign_information": inner}),
        json!({"code": "SIGN_ERROR", "detail": [{"sign_information": inner}]}),
        json!({"code": "SIGN_ERROR", "detail": json!({"sign_information": inner}).to_string()}),
        json!({"code": "SIGN_ERROR", "detail": {"sign_information": inner.to_string()}}),
    ];
    for body in bodies {
        let found = SignInformation::find(body.to_string().as_bytes()).unwrap();
        assert_eq!(found.method.as_deref(), Some("GET"));
        assert_eq!(found.url.as_deref(), Some("/v3/x"));
        assert_eq!(found.message_length, Some(17));
        assert_eq!(
            compare(&found, b"GET\n/v3/x\n1\nn\n\n"),
            Difference::Length {
                server: 17,
                signed: 15
            }
        );
    }
    let text = json!({"detail": {"sign_information": {"sign_message_length": "157"}}}).to_string();
    assert_eq!(
        SignInformation::find(text.as_bytes())
            .unwrap()
            .message_length,
        Some(157)
    );
}

#[test]
fn finds_nothing_where_there_is_nothing() {
    for body in [
        "",
        "<html>",
        "null",
        r#"{"code":"SIGN_ERROR"}"#,
        r#"{"detail":{"sign_information":null}}"#,
        r#"{"detail":"sign_information"}"#,
    ] {
        assert_eq!(SignInformation::find(body.as_bytes()), None, "{body}");
    }
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(SignInformation::find(deep.as_bytes()), None);
}

/// The server shows eight bytes of the body and a line feed.
#[test]
fn the_same_message_points_at_the_key() {
    let shown = "POST\n/v3/pay/transactions/jsapi?a=%2F\n1700000000\nabcdefghijklmnopqrstuvwxyz012345\n{\"amount\n";
    let escaped = shown.replace('\n', "\\n");
    for message in [shown, &escaped] {
        let difference = compare(&information(message, SIGNED.len()), SIGNED);
        assert_eq!(difference, Difference::Same);
        assert!(difference.to_string().contains("private key"));
    }
    assert_eq!(
        compare(&SignInformation::default(), SIGNED),
        Difference::Same
    );
}

#[test]
fn names_the_first_difference() {
    let line = |replace: &str, by: &str| {
        let shown = "POST\n/v3/pay/transactions/jsapi?a=%2F\n1700000000\nabcdefghijklmnopqrstuvwxyz012345\n{\"amount\n";
        compare(
            &information(&shown.replacen(replace, by, 1), SIGNED.len()),
            SIGNED,
        )
    };
    let table = [
        (line("POST", "PUT"), 1, "method", 1, "UT", "OST"),
        (line("?a=%2F", "?a=/"), 2, "path with query", 29, "/", "%2F"),
        (
            line("1700000000", "1700000001"),
            3,
            "timestamp",
            9,
            "1",
            "0",
        ),
        (
            line("abc", "xbc"),
            4,
            "nonce",
            0,
            "xbcdefghijklmnop…",
            "abcdefghijklmnop…",
        ),
        (
            line("{\"amount", "{\\n\"amou"),
            5,
            "body",
            1,
            "\\\\n\\\"amou",
            "\\\"amount",
        ),
        (line("{\"amount", ""), 5, "body", 0, "", "{"),
    ];
    for (difference, number, name, at, server, signed) in table {
        let expected = Difference::Line {
            number,
            name,
            at,
            server: server.into(),
            signed: signed.into(),
        };
        assert_eq!(difference, expected);
        assert!(
            difference
                .to_string()
                .starts_with(&format!("line {number} of the signed message ({name})"))
        );
    }
}

#[test]
fn method_and_url_come_first() {
    let mut server = information("", 0);
    server.url = Some("/pay/transactions/jsapi?a=%2F".into());
    let difference = compare(&server, SIGNED);
    assert_eq!(
        difference,
        Difference::Url {
            at: 1,
            server: "pay/transactions…".into(),
            signed: "v3/pay/transacti…".into()
        }
    );
    server.method = Some("GET".into());
    assert_eq!(
        compare(&server, SIGNED),
        Difference::Method {
            server: "GET".into(),
            signed: "POST".into()
        }
    );
}

/// A body changed after the shown part is only seen by its length.
#[test]
fn another_length_points_at_the_body() {
    let shown = "POST\n/v3/pay/transactions/jsapi?a=%2F\n1700000000\nabcdefghijklmnopqrstuvwxyz012345\n{\"amount\n";
    let difference = compare(&information(shown, 200), SIGNED);
    assert_eq!(
        difference,
        Difference::Length {
            server: 200,
            signed: SIGNED.len() as u64
        }
    );
    assert!(difference.to_string().contains("200"));
}

/// A GET has no body; the server shows an empty line.
#[test]
fn an_empty_body_is_the_same_as_an_empty_body() {
    let message = "GET\n/v3/x\n1\nn\n\n";
    let server = SignInformation {
        truncated_message: Some(message.into()),
        message_length: Some(15),
        ..Default::default()
    };
    assert_eq!(compare(&server, message.as_bytes()), Difference::Same);
    let signed_with_body = compare(&server, b"GET\n/v3/x\n1\nn\n{}\n");
    assert_eq!(
        signed_with_body,
        Difference::Line {
            number: 5,
            name: "body",
            at: 0,
            server: String::new(),
            signed: "{".into()
        }
    );
}

/// A multi-byte character cut in the middle does not look like a difference.
#[test]
fn a_cut_inside_a_character_is_no_difference() {
    let signed = "POST\n/v3/x\n1\nn\n{\"a\":\"商品\"}\n";
    for cut in [
        "{\"a\":\"\u{FFFD}",
        "{\"a\":\"商...",
        "{\"a\":\"商…",
        "{\"a\":\"商\n",
    ] {
        let server = SignInformation {
            truncated_message: Some(format!("POST\n/v3/x\n1\nn\n{cut}")),
            ..Default::default()
        };
        assert_eq!(
            compare(&server, signed.as_bytes()),
            Difference::Same,
            "{cut}"
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn any_answer_and_any_message_compare(body in ".{0,80}", message in ".{0,80}", signed in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80)) {
        let _ = SignInformation::find(body.as_bytes());
        let server = SignInformation { method: None, url: None, truncated_message: Some(message), message_length: Some(3) };
        let _ = compare(&server, &signed).to_string();
    }
}
