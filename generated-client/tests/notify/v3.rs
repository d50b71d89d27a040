//! API v3: signature, envelope, content, in this order.

use crate::data::*;
use crate::sender::*;
use serde_json::{Value, json};
use wechatpay_client::keys::{ApiV3Key, DecryptError, PlatformCertificate, PlatformKeys};
use wechatpay_client::notification::{Event, NotificationError, Notifications, Proof};
use wechatpay_client::signature::{FixedClock, VerifyError};
use wechatpay_client::{Client, MemoryTransport, Version};

fn mismatch(error: &NotificationError) -> bool {
    matches!(
        error,
        NotificationError::Signature(VerifyError::Mismatch { .. })
    )
}

#[test]
fn a_genuine_one_is_an_event_with_its_content() {
    let notification = paid().read(&receiver()).unwrap();
    assert_eq!(notification.version(), Version::V3);
    assert_eq!(notification.proof(), Proof::Signature);
    assert_eq!(notification.id(), Some("EV-2025011500000001"));
    assert_eq!(notification.event_type(), Some("TRANSACTION.SUCCESS"));
    assert_eq!(notification.event_name(), "TRANSACTION.SUCCESS");
    assert_eq!(notification.original_type(), Some("transaction"));
    assert_eq!(
        notification.create_time(),
        Some("2025-01-15T08:13:20+08:00")
    );
    assert_eq!(notification.summary(), Some("a summary"));
    assert_eq!(notification.request_id(), Some("08F1-0"));
    assert_eq!(notification.body(), paid().body);
    // What no page documents (here `amount.total`) is still there.
    let all: Value = serde_json::from_slice(notification.plaintext()).unwrap();
    assert_eq!(all, payment());
    let Event::TransactionSuccess(paid) = notification.into_event() else {
        panic!()
    };
    assert_eq!(paid.out_trade_no.as_deref(), Some("order-1"));
    assert_eq!(paid.amount.unwrap().payer_total, Some(90));
}

#[test]
fn associated_data_may_be_absent() {
    let mut envelope = envelope("TRANSACTION.SUCCESS", "", &payment().to_string());
    for absent in [Value::Null, json!("")] {
        envelope["resource"]["associated_data"] = absent;
        signed(envelope.to_string()).read(&receiver()).unwrap();
    }
    let resource = envelope["resource"].as_object_mut().unwrap();
    resource.remove("associated_data");
    signed(envelope.to_string()).read(&receiver()).unwrap();
}

/// While WeChat Pay moves a merchant from certificates to a public key, either may come.
#[test]
fn public_key_and_certificate_are_both_accepted() {
    let body = paid().body;
    let new = platform_certificate("new");
    for serial in [PUBLIC_KEY_ID, new.serial()] {
        signed_by(serial, NOW, body.clone())
            .read(&receiver())
            .unwrap();
    }
    let old = platform_certificate("old");
    let expired = signed_by(old.serial(), NOW, body).refused();
    assert!(matches!(
        expired,
        NotificationError::Signature(VerifyError::Expired { .. })
    ));
}

/// Its key has 16 bytes, which no APIv3 key has, so only the signature is accepted; the content is opened in a test of `aes`.
#[test]
fn the_published_signature_is_accepted() {
    let webhook = |name: &str| published(&format!("webhook/{name}"));
    let certificate = PlatformCertificate::from_pem(webhook("platform_certificate_pem")).unwrap();
    let timestamp = webhook("timestamp");
    let notifications = Notifications::new()
        .platform(PlatformKeys::new([certificate.into()]).unwrap())
        .api_v3_key(api_v3_key())
        .clock(FixedClock::new(timestamp.parse().unwrap()));
    let sent = signed(webhook("body"))
        .header("Wechatpay-Timestamp", timestamp)
        .header("Wechatpay-Nonce", webhook("nonce"))
        .header("Wechatpay-Signature", webhook("signature_b64"))
        .header("Wechatpay-Serial", webhook("serial"));
    let refused = |sent: &Sent| sent.read(&notifications).unwrap_err();
    assert!(matches!(
        refused(&sent),
        NotificationError::Decrypt {
            error: DecryptError::Refused { .. },
            ..
        }
    ));
    let mut changed = sent.clone();
    changed.body[10] ^= 1;
    assert!(mismatch(&refused(&changed)));
}

#[test]
fn what_is_changed_is_refused() {
    let mut body = paid();
    let at = body.body.len() - 40;
    body.body[at] ^= 1;
    assert!(mismatch(&body.refused()));
    let mut space = paid();
    space.body.push(b' ');
    assert!(mismatch(&space.refused()));
    assert!(mismatch(
        &paid().header("Wechatpay-Nonce", "another").refused()
    ));
    let later = paid().header("Wechatpay-Timestamp", (NOW + 1).to_string());
    assert!(mismatch(&later.refused()));
    let other = signed("{}")
        .headers
        .get("Wechatpay-Signature")
        .unwrap()
        .to_owned();
    assert!(mismatch(
        &paid().header("Wechatpay-Signature", other).refused()
    ));
    let unknown = paid().header("Wechatpay-Serial", platform_certificate("future").serial());
    assert!(matches!(
        unknown.refused(),
        NotificationError::Signature(VerifyError::UnknownKey { .. })
    ));
    let base64 = paid().header("Wechatpay-Signature", "not base64!");
    assert!(matches!(
        base64.refused(),
        NotificationError::Signature(VerifyError::NotBase64)
    ));
    let kind = paid().header("Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3");
    assert!(matches!(
        kind.refused(),
        NotificationError::Signature(VerifyError::SignatureType { .. })
    ));
    for name in ["Timestamp", "Nonce", "Signature", "Serial"] {
        let error = paid().without(&format!("Wechatpay-{name}")).refused();
        assert!(
            matches!(&error, NotificationError::Signature(VerifyError::MissingHeaders { missing }) if missing.len() == 1),
            "{error:?}"
        );
        assert_eq!(error.acknowledgement().status(), 401);
    }
}

#[test]
fn another_key_of_the_same_name_is_refused() {
    let platform = wechatpay_client::keys::PlatformPublicKey::from_pem(
        PUBLIC_KEY_ID,
        generated("public_spki"),
    );
    let notifications = receiver().platform(PlatformKeys::new([platform.unwrap().into()]).unwrap());
    assert!(mismatch(&paid().read(&notifications).unwrap_err()));
}

/// Five minutes, in both directions. Within them a replay is accepted: its idempotency key tells it.
#[test]
fn what_is_old_is_refused() {
    for (age, accepted) in [
        (0, true),
        (300, true),
        (301, false),
        (-300, true),
        (-301, false),
    ] {
        let notifications = receiver().clock(FixedClock::new(NOW + age));
        match paid().read(&notifications) {
            Ok(_) => assert!(accepted, "{age}"),
            Err(NotificationError::Signature(VerifyError::Stale { .. })) => {
                assert!(!accepted, "{age}")
            }
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn a_probe_is_told_apart_and_refused() {
    let probe = paid().header("Wechatpay-Signature", "WECHATPAY/SIGNTEST/AAAA");
    let error = probe.refused();
    assert!(error.is_probe());
    assert_eq!(error.acknowledgement().status(), 401);
    assert!(!paid().header("Wechatpay-Nonce", "x").refused().is_probe());
}

/// The tag and what is authenticated beside the content, though the signature around them is right.
#[test]
fn a_content_that_was_encrypted_otherwise_is_refused() {
    let genuine = envelope("TRANSACTION.SUCCESS", "transaction", "{}");
    let changed = |name: &str, value: &str| {
        let mut envelope = genuine.clone();
        envelope["resource"][name] = json!(value);
        signed(envelope.to_string()).refused()
    };
    let ciphertext = genuine["resource"]["ciphertext"].as_str().unwrap();
    let flipped = if ciphertext.starts_with('A') {
        "B"
    } else {
        "A"
    };
    for (name, value) in [
        ("ciphertext", format!("{flipped}{}", &ciphertext[1..])),
        ("ciphertext", "not base64!".to_owned()),
        ("ciphertext", "AAAA".to_owned()),
        ("nonce", "0123456789ac".to_owned()),
        ("nonce", "short".to_owned()),
        ("associated_data", "refund".to_owned()),
        ("algorithm", "AEAD_SM4_GCM".to_owned()),
    ] {
        let error = changed(name, &value);
        assert!(
            matches!(error, NotificationError::Decrypt { .. }),
            "{name}: {error}"
        );
        // It may be this side's fault (a new key that is not configured yet), so it must come again.
        assert_eq!(error.acknowledgement().status(), 500);
    }
    let other = receiver().api_v3_key(ApiV3Key::new("0123456789abcdef0123456789abcdef").unwrap());
    assert!(matches!(
        paid().read(&other).unwrap_err(),
        NotificationError::Decrypt {
            error: DecryptError::Refused { .. },
            ..
        }
    ));
}

#[test]
fn what_is_signed_but_no_notification_is_refused() {
    for body in [
        "",
        "null",
        "[]",
        "1",
        "{",
        "{}",
        r#"{"event_type":"A"}"#,
        r#"{"event_type":"A","resource":{}}"#,
        r#"{"event_type":"A","resource":"text"}"#,
        r#"{"resource":{"algorithm":"AEAD_AES_256_GCM"}}"#,
    ] {
        let error = signed(body).refused();
        assert!(
            matches!(error, NotificationError::Malformed { .. }),
            "{body}: {error}"
        );
        assert_eq!(error.acknowledgement().status(), 400);
    }
}

/// Of a body that is too large nothing is looked at, not even its signature.
#[test]
fn a_large_body_is_refused() {
    let notifications = receiver().body_limit(paid().body.len() - 1);
    let error = paid().read(&notifications).unwrap_err();
    assert!(matches!(error, NotificationError::TooLarge { .. }));
    assert_eq!(error.acknowledgement().status(), 413);
    paid()
        .read(&receiver().body_limit(paid().body.len()))
        .unwrap();
}

#[test]
fn keys_that_are_missing_are_named() {
    let bare = Notifications::new().clock(FixedClock::new(NOW));
    assert!(matches!(
        paid().read(&bare).unwrap_err(),
        NotificationError::Signature(VerifyError::UnknownKey { .. })
    ));
    let platform = PlatformKeys::new([platform_public_key().into()]).unwrap();
    let error = paid().read(&bare.platform(platform)).unwrap_err();
    assert!(matches!(
        error,
        NotificationError::NoKey {
            key: "APIv3 key",
            ..
        }
    ));
    assert_eq!(error.acknowledgement().status(), 500);
}

/// Profit sharing comes under the name of a payment. Where its family is off it is unknown, and never taken for a payment.
#[test]
fn one_event_type_may_stand_for_another_event() {
    let shared = json!({ "mchid": "1900000109", "order_id": "30001", "receiver": { "type": "MERCHANT_ID" } });
    let sent = v3("TRANSACTION.SUCCESS", "profitsharing", &shared);
    let notification = sent.read(&receiver()).unwrap();
    assert_eq!(notification.event_name(), "PROFITSHARING.SUCCESS");
    assert_eq!(notification.event_type(), Some("TRANSACTION.SUCCESS"));
    assert_eq!(notification.event().event(), "PROFITSHARING.SUCCESS");
    assert!(!matches!(
        notification.event(),
        Event::TransactionSuccess(_)
    ));
}

#[test]
fn an_unknown_event_keeps_everything() {
    let content = json!({ "a": { "b": 1 } });
    let notification = v3("SOMETHING.NEW", "thing", &content)
        .read(&receiver())
        .unwrap();
    assert_eq!(notification.original_type(), Some("thing"));
    let Event::Unknown(unknown) = notification.event() else {
        panic!()
    };
    assert_eq!(
        (unknown.event.as_str(), unknown.value().unwrap()),
        ("SOMETHING.NEW", content)
    );
    assert_eq!(notification.success().status(), 200);
}

/// The content is not lost: it can be read in another way, and acknowledged.
#[test]
fn a_content_that_cannot_be_read_keeps_everything() {
    let content = json!({ "out_trade_no": "order-1", "amount": { "payer_total": "much" } });
    let sent = v3("TRANSACTION.SUCCESS", "transaction", &content);
    let NotificationError::Content(unreadable) = sent.refused() else {
        panic!()
    };
    assert_eq!(unreadable.error().path, "amount.payer_total");
    assert_eq!(unreadable.plaintext(), content.to_string().as_bytes());
    assert_eq!(unreadable.body(), sent.body);
    assert_eq!(unreadable.idempotency_key(), "v3/EV-2025011500000001");
    assert_eq!(unreadable.success().status(), 200);
    assert_eq!(sent.refused().acknowledgement().status(), 500);
    let text = v3("TRANSACTION.SUCCESS", "transaction", &json!("text")).refused();
    assert!(matches!(text, NotificationError::Content(_)));
}

#[test]
fn a_client_receives_with_its_keys() {
    let client = Client::builder()
        .merchant(MCHID, SERIAL, merchant_key())
        .platform_public_key(PUBLIC_KEY_ID, generated("public_spki_of_second_key"))
        .api_v3_key(published("aes_256_gcm/key"))
        .clock(FixedClock::new(NOW))
        .transport(MemoryTransport::new())
        .build()
        .unwrap();
    paid().read(&client.notifications()).unwrap();
    let none = Client::unsigned(MemoryTransport::new()).notifications();
    assert!(paid().read(&none.clock(FixedClock::new(NOW))).is_err());
}

/// Neither keys nor contents are printed.
#[test]
fn debug_is_silent() {
    let notification = paid().read(&receiver()).unwrap();
    let received = format!("{:?}", *notification);
    assert!(
        !received.contains("order-1") && received.contains("TRANSACTION.SUCCESS"),
        "{received}"
    );
    let text = format!("{:?}", receiver());
    assert!(!text.contains(published("aes_256_gcm/key")) && text.contains(PUBLIC_KEY_ID));
}
