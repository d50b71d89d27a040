//! A notification that is signed with a certificate which the client does not know yet.

use crate::data::*;
use crate::sender::*;
use crate::support::block_on;
use serde_json::json;
use wechatpay_client::notification::NotificationError;
use wechatpay_client::signature::{FixedClock, VerifyError};
use wechatpay_client::{Client, MemoryTransport, Response};

/// The answer of `GET /v3/certificates`.
fn certificates() -> Response {
    let new = platform_certificate("new");
    let pem = generated("platform_certificate_new");
    let body = json!({ "data": [{
        "serial_no": new.serial(),
        "encrypt_certificate": {
            "algorithm": "AEAD_AES_256_GCM", "nonce": "61f9c719728a", "associated_data": "certificate",
            "ciphertext": api_v3_key().encrypt("61f9c719728a", "certificate", &pem).unwrap(),
        },
    }] });
    let signed = signed_by(new.serial(), NOW, body.to_string());
    Response::new(200, signed.headers, signed.body)
}

fn client(answers: impl IntoIterator<Item = Response>) -> (Client, MemoryTransport) {
    let transport = answers
        .into_iter()
        .fold(MemoryTransport::new(), MemoryTransport::answer);
    let client = Client::builder()
        .merchant(MCHID, SERIAL, merchant_key())
        .api_v3_key(published("aes_256_gcm/key"))
        .retries(0)
        .clock(FixedClock::new(NOW))
        .transport(transport.clone())
        .build();
    (client.unwrap(), transport)
}

fn paid_by_certificate() -> Sent {
    signed_by(platform_certificate("new").serial(), NOW, paid().body)
}

#[test]
fn they_are_downloaded_once() {
    let (client, transport) = client([certificates()]);
    let notifications = client.notifications();
    let sent = paid_by_certificate();
    assert!(sent.read(&notifications).is_err(), "`read` uses no network");
    assert!(transport.requests().is_empty());
    block_on(notifications.receive(&sent.headers, &sent.body)).unwrap();
    sent.read(&notifications).unwrap();
    notifications
        .receive_blocking(&sent.headers, &sent.body)
        .unwrap();
    assert_eq!(transport.requests().len(), 1);
}

/// Anybody can name a serial number that does not exist.
#[test]
fn unknown_serial_numbers_do_not_start_one_download_each() {
    let (client, transport) = client([certificates()]);
    let notifications = client.notifications();
    for number in 0..10 {
        let forged = paid().header("Wechatpay-Serial", format!("{number:040}"));
        let error = notifications
            .receive_blocking(&forged.headers, &forged.body)
            .unwrap_err();
        assert!(matches!(
            error,
            NotificationError::Signature(VerifyError::UnknownKey { .. })
        ));
    }
    assert_eq!(transport.requests().len(), 1);
}

#[test]
fn a_download_that_fails_leaves_the_notification_refused() {
    let (client, _) = client([Response::json(500, "{}")]);
    let sent = paid_by_certificate();
    let error = client
        .notifications()
        .receive_blocking(&sent.headers, &sent.body)
        .unwrap_err();
    assert_eq!(error.acknowledgement().status(), 401);
}
