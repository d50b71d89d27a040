//! Encrypted fields: plain in the program, encrypted on the wire.

use crate::data::*;
use crate::platform::*;
use crate::support::{GET, Promotion, block_on, path};
use serde_json::{Value, json};
use wechatpay_client::keys::{PlatformKey, PlatformPublicKey};
use wechatpay_client::rt;
use wechatpay_client::{BankSensitive, Error, Sensitive};

#[non_exhaustive]
struct Form {
    name: Option<Sensitive>,
    people: Vec<Person>,
    names: Option<Vec<Sensitive>>,
    card: Option<BankSensitive>,
}
rt::object!(Request Form: 0 name, 1 people, 2 names, 3 card);

#[non_exhaustive]
struct Person {
    phone: Option<Sensitive>,
}
rt::object!(Request Person: 0 phone);

#[non_exhaustive]
struct Search {
    account: Option<Sensitive>,
}
rt::object!(Request Search: 0 account);

#[non_exhaustive]
struct Found {
    name: Option<Sensitive>,
    promotion_detail: Vec<Promotion>,
}
rt::object!(Response Found: 0 name, 1 promotion_detail);

const POST: rt::Operation = rt::Operation {
    method: rt::Method::Post,
    path: "/v3/forms",
    request: rt::BodyKind::Json,
    ..rt::Operation::V3
};

fn form() -> Form {
    Form {
        name: Some("张三".into()),
        people: vec![
            Person {
                phone: Some("13800000000".into()),
            },
            Person { phone: None },
        ],
        names: Some(vec!["a".into(), "".into()]),
        card: None,
    }
}

/// As the platform reads it.
fn opened(value: &Value) -> String {
    second_key()
        .decrypt(value.as_str().unwrap())
        .unwrap()
        .to_string()
}

/// A text that the platform encrypted for the merchant.
fn for_merchant(text: &str) -> String {
    let key = PlatformPublicKey::from_pem("PUB_KEY_ID_1", generated("public_spki")).unwrap();
    PlatformKey::from(key).encrypt(text).unwrap()
}

#[test]
fn fields_are_encrypted_wherever_they_stand() {
    let (client, script) = connected([signed(200, "{}")]);
    let call: rt::Call<Found> = path(&client).call(&POST).body(form());
    call.send_blocking().unwrap();
    let request = &script.requests()[0];
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(opened(&body["name"]), "张三");
    assert_eq!(opened(&body["people"][0]["phone"]), "13800000000");
    assert_eq!(body["people"][1], json!({}), "absent stays absent");
    assert_eq!(opened(&body["names"][0]), "a");
    assert_eq!(body["names"][1], "", "empty stays empty");
    assert_eq!(request.headers.get("Wechatpay-Serial"), Some(PUBLIC_KEY_ID));
}

#[test]
fn a_query_parameter_is_encrypted_then_percent_encoded() {
    let (client, script) = connected([signed(200, "{}")]);
    let search = Search {
        account: Some("6222000000000000".into()),
    };
    let call: rt::Call<Found> = path(&client).parameter("1").call(&GET).query(search);
    block_on(call).unwrap();
    let url = script.requests()[0].url.clone();
    let (_, value) = url.split_once("?account=").unwrap();
    assert!(!value.contains(['+', '/', '=']), "{value}");
    let base64 = value
        .replace("%2B", "+")
        .replace("%2F", "/")
        .replace("%3D", "=");
    assert_eq!(opened(&json!(base64)), "6222000000000000");
}

#[test]
fn fields_of_answers_are_decrypted() {
    let body = json!({
        "name": for_merchant("李四"),
        "promotion_detail": [{ "name": for_merchant("a") }, { "name": "" }, { "name": null }],
    });
    let (client, _) = connected([signed(200, &body.to_string())]);
    let call: rt::Call<Found> = path(&client).parameter("1").call(&GET);
    let reply = call.send_blocking().unwrap();
    assert_eq!(reply.name.as_ref().unwrap().reveal(), "李四");
    let names = reply
        .promotion_detail
        .iter()
        .map(|one| one.name.as_ref().map(|name| name.reveal().to_owned()));
    let names: Vec<_> = names.collect();
    assert_eq!(names, [Some("a".to_owned()), Some(String::new()), None]);
    assert!(!format!("{reply:?}").contains("李四"));
}

#[test]
fn what_cannot_be_decrypted_names_the_field() {
    let body = json!({ "promotion_detail": [{ "name": platform_key_text() }] });
    let (client, _) = connected([signed(200, &body.to_string())]);
    let call: rt::Call<Found> = path(&client).parameter("1").call(&GET);
    let Err(Error::Decode(error)) = call.send_blocking() else {
        panic!()
    };
    assert_eq!(error.path(), "promotion_detail[0].name");
    assert!(
        error
            .message()
            .contains("the merchant private key does not open")
    );
    assert_eq!(error.body(), body.to_string().as_bytes());
}

/// Encrypted for another key than the merchant's.
fn platform_key_text() -> String {
    PlatformKey::from(platform_public_key())
        .encrypt("x")
        .unwrap()
}

#[test]
fn a_text_that_is_too_long_names_the_field_and_is_not_sent() {
    let (client, script) = connected([]);
    let long = "长".repeat(72);
    let mut body = form();
    body.people[1].phone = Some(long.as_str().into());
    let call: rt::Call<Found> = path(&client).call(&POST).body(body);
    let error = call.send_blocking().unwrap_err().to_string();
    assert!(error.contains("people[1].phone"), "{error}");
    assert!(
        error.contains("216 bytes") && error.contains("at most 214"),
        "{error}"
    );
    assert!(!error.contains('长'));

    let mut body = form();
    body.card = Some("6222".into());
    let call: rt::Call<Found> = path(&client).call(&POST).body(body);
    let error = call.send_blocking().unwrap_err().to_string();
    assert!(
        error.contains("card") && error.contains("bank cards"),
        "{error}"
    );
    assert!(script.requests().is_empty());
}
