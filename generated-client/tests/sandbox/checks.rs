//! What the sandbox refuses, as the platform does.

use super::http::send;
use super::{api, create, order, query};
use serde_json::{Value, json};
use wechatpay_client::keys::{MerchantKey, PlatformPublicKey};
use wechatpay_client::sandbox::Sandbox;
use wechatpay_client::{Client, Error};

#[test]
fn all_problems_of_a_request_are_told_at_once() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let mut wrong = order(&sandbox, "CHECK-1", 100, "http://127.0.0.1:1/");
    wrong["amount"]["total"] = json!("100");
    wrong["colour"] = json!("red");
    wrong.as_object_mut().unwrap().remove("description");
    let error = api(create(&client, &wrong).unwrap_err());
    assert_eq!((error.status(), error.code()), (400, Some("PARAM_ERROR")));
    let detail = error.detail().unwrap();
    assert_eq!(detail["location"], "body");
    let mut fields: Vec<&str> = detail["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["field"].as_str())
        .collect();
    // What comes after what is missing depends on the order of the object, which a feature of serde_json decides.
    fields.sort_unstable();
    assert_eq!(fields, ["/amount/total", "/colour", "/description"]);
    let journal = sandbox.journal();
    let problems = &journal.last().unwrap().problems;
    assert!(
        problems
            .iter()
            .any(|problem| problem == "body /colour: unknown"),
        "{problems:?}"
    );
    // An unknown order is another kind of error.
    let error = api(query(&sandbox, &client, "CHECK-2").unwrap_err());
    assert_eq!(
        (error.status(), error.code()),
        (404, Some("ORDER_NOT_EXIST"))
    );
}

#[test]
fn who_cannot_prove_who_it_is_is_refused() {
    let sandbox = Sandbox::start().unwrap();
    let keys = sandbox.keys();
    let other = Sandbox::start().unwrap().keys();
    let base = |mchid: &str, serial: &str, key: &str| {
        Client::builder()
            .base_url(sandbox.base_url())
            .merchant(mchid, serial, MerchantKey::from_pem(key).unwrap())
            .platform_public_key(&keys.platform_public_key_id, &keys.platform_public_key)
            .transport(wechatpay_client::sandbox::LoopbackTransport::default())
            .build()
            .unwrap()
    };
    let refused = |client: Client| {
        let error = client
            .chain("v3/certificates")
            .get()
            .send_blocking()
            .unwrap_err();
        let error = api(error);
        assert_eq!((error.status(), error.code()), (401, Some("SIGN_ERROR")));
        (
            error.message().unwrap_or_default().to_owned(),
            error.detail().cloned().unwrap_or_default(),
            error.sign_difference().is_some(),
        )
    };
    // The key of another merchant: the sandbox shows what it verified, and the client compares.
    let (_, detail, compared) = refused(base(
        &keys.mchid,
        &keys.merchant_serial,
        &other.merchant_key,
    ));
    assert_eq!(detail["sign_information"]["url"], "/v3/certificates");
    assert_eq!(detail["sign_information"]["method"], "GET");
    assert!(compared);
    let (message, ..) = refused(base(
        "1900000999",
        &keys.merchant_serial,
        &keys.merchant_key,
    ));
    assert!(message.contains("1900000999"), "{message}");
    let (message, ..) = refused(base(
        &keys.mchid,
        &other.merchant_serial,
        &keys.merchant_key,
    ));
    assert!(message.contains(&other.merchant_serial), "{message}");
    let serial = &keys.platform_certificates[0].0;
    let (message, ..) = refused(base(&keys.mchid, serial, &keys.merchant_key));
    assert!(message.contains("platform"), "{message}");

    let (status, body) = send(sandbox.base_url(), "GET", "/v3/certificates", &[], "");
    assert_eq!(status, 401);
    assert!(body.contains("Authorization"), "{body}");
    let (status, _) = send(sandbox.base_url(), "GET", "/v3/no/such/path", &[], "");
    assert_eq!(status, 404);
    let (status, _) = send(sandbox.base_url(), "DELETE", "/v3/certificates", &[], "");
    assert_eq!(status, 405);
}

/// Sensitive fields are decrypted, and journalled as they were before they were encrypted.
#[test]
fn sensitive_fields_are_decrypted() {
    let sandbox = Sandbox::builder().stateless().start().unwrap();
    let keys = sandbox.keys();
    let client = sandbox.client().unwrap();
    let platform =
        PlatformPublicKey::from_pem(&keys.platform_public_key_id, &keys.platform_public_key)
            .unwrap();
    let platform = wechatpay_client::keys::PlatformKey::from(platform);
    let echo = |text: String| {
        let body = json!({ "echo_message": "plain", "encrypted_echo_message": text, "notify_url": "http://127.0.0.1:1/" });
        client.chain("v3/security/echo").post(body).send_blocking()
    };
    echo(platform.encrypt("秘密").unwrap()).unwrap();
    // The notification may have been posted meanwhile.
    let said = |sandbox: &Sandbox| -> Value {
        let mut calls = sandbox.journal().into_iter().filter(|one| one.is_call());
        calls.next_back().unwrap().request
    };
    assert_eq!(said(&sandbox)["body"]["encrypted_echo_message"], "秘密");
    assert_eq!(sandbox.deliveries()[0].event, "SECURITY_ECHO.SUCCESS");
    let error = api(echo("not encrypted".to_owned()).unwrap_err());
    assert_eq!(error.detail().unwrap()["field"], "/encrypted_echo_message");
}

/// Without a public key the client downloads certificates, and verifies the download with what is in it.
#[test]
fn certificates_are_downloaded_and_rotated() {
    let sandbox = Sandbox::start().unwrap();
    let keys = sandbox.keys();
    let client = || {
        Client::builder()
            .base_url(sandbox.base_url())
            .merchant(
                &keys.mchid,
                &keys.merchant_serial,
                MerchantKey::from_pem(&keys.merchant_key).unwrap(),
            )
            .api_v3_key(&keys.api_v3_key)
            .transport(wechatpay_client::sandbox::LoopbackTransport::default())
            .build()
            .unwrap()
    };
    let old = client();
    create(&old, &order(&sandbox, "CERT-1", 100, "http://127.0.0.1:1/")).unwrap();
    let serial = sandbox.rotate_platform_key().unwrap();
    // The one that is known still holds; a new client gets the new one.
    create(&old, &order(&sandbox, "CERT-2", 100, "http://127.0.0.1:1/")).unwrap();
    create(
        &client(),
        &order(&sandbox, "CERT-3", 100, "http://127.0.0.1:1/"),
    )
    .unwrap();
    let last = sandbox.journal().pop().unwrap();
    assert_eq!(
        last.answer_headers.get("Wechatpay-Serial"),
        Some(serial.as_str())
    );
}

#[test]
fn the_same_number_with_other_parameters_is_refused() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let mut same = order(&sandbox, "SAME-1", 100, "http://127.0.0.1:1/");
    let first = create(&client, &same).unwrap();
    assert_eq!(create(&client, &same).unwrap(), first);
    same["amount"]["total"] = json!(101);
    let error: Error = create(&client, &same).unwrap_err();
    assert!(api(error).code().is_some());
}
