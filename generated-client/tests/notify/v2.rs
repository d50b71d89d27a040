//! API v2: fields and their signature, refund notices, encrypted events.

use crate::data::*;
use crate::once::key;
use crate::sender::*;
use crate::sender_v2::*;
use wechatpay_client::keys::{ApiV2Key, DecryptError, V2Keys};
use wechatpay_client::notification::{Event, NotificationError, Notifications, Proof};
use wechatpay_client::signature::v2::{SignType, VerifyError};
use wechatpay_client::{Client, MemoryTransport, Version};

const PAYMENT: &[(&str, &str)] = &[
    ("return_code", "SUCCESS"),
    ("result_code", "SUCCESS"),
    ("appid", "wx2f7a9c41e0d85b36"),
    ("mch_id", "1900000109"),
    ("nonce_str", "n1"),
    ("out_trade_no", "order-1"),
    ("transaction_id", "4200001"),
    ("total_fee", "100"),
    ("attach", "a=1&b=<2>"),
    ("coupon_id_0", "7"),
    ("device_info", ""),
];

fn with(fields: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    [PAYMENT, fields].concat()
}

#[test]
fn a_payment_is_verified_over_all_its_fields() {
    for kind in [SignType::Md5, SignType::HmacSha256] {
        let notification = v2(PAYMENT, kind).read(&receiver()).unwrap();
        assert_eq!(notification.version(), Version::V2);
        assert_eq!(notification.proof(), Proof::Signature);
        assert_eq!(notification.event_name(), "transaction-success");
        assert_eq!(notification.event_type(), None);
        assert_eq!(notification.request_id(), Some("08F2-0"));
        assert_eq!(
            notification.idempotency_key(),
            "v2/transaction-success/4200001/SUCCESS"
        );
        assert_eq!(notification.plaintext(), notification.body());
        #[cfg(feature = "webhook-v2")]
        {
            let Event::V2TransactionSuccess(paid) = notification.event() else {
                panic!()
            };
            assert_eq!(paid.out_trade_no.as_deref(), Some("order-1"));
            assert_eq!(paid.attach.as_deref(), Some("a=1&b=<2>"));
        }
        #[cfg(not(feature = "webhook-v2"))]
        assert!(matches!(notification.event(), Event::Unknown(_)));
    }
}

/// A client's own key reads what is signed with it, also after it was replaced; a key that is given stands before it.
#[test]
fn the_keys_of_a_client_are_enough() {
    let keys = |key: ApiV2Key| V2Keys::new("1900000109", key).unwrap();
    let other = || ApiV2Key::new("0123456789abcdef0123456789abcdef").unwrap();
    let client = Client::builder()
        .v2_keys(keys(other()))
        .transport(MemoryTransport::new())
        .build()
        .unwrap();
    let signed = v2(PAYMENT, SignType::Md5);
    let notifications = client.notifications();
    assert!(signed.read(&notifications).is_err());
    assert!(
        signed
            .read(&client.notifications().api_v2_key(api_v2_key()))
            .is_ok()
    );
    client.replace_v2_keys(keys(api_v2_key())).unwrap();
    assert!(signed.read(&notifications).is_ok());
}

#[test]
fn what_is_changed_is_refused() {
    let signed = v2(PAYMENT, SignType::Md5);
    let changed = |from: &str, to: &str| {
        let mut sent = signed.clone();
        let text = String::from_utf8(sent.body.clone()).unwrap();
        assert!(text.contains(from), "{from}");
        sent.body = text.replacen(from, to, 1).into_bytes();
        sent.refused()
    };
    let signature = |error| {
        assert!(
            matches!(error, NotificationError::SignatureV2(_)),
            "{error}"
        );
        assert_eq!(error.acknowledgement().status(), 401);
        assert!(error.acknowledgement().body().starts_with(b"<xml>"));
    };
    signature(changed("order-1", "order-2"));
    signature(changed("[7]", "[8]"));
    signature(changed("<xml>", "<xml><coupon_id_1>1</coupon_id_1>"));
    signature(changed("<total_fee><![CDATA[100]]></total_fee>", ""));
    signature(changed(
        "<total_fee>",
        "<total_fee>1</total_fee><total_fee>",
    ));
    signature(changed("<sign>", "<sign>0"));
    signature(changed("<sign>", "<sing>").or_malformed());
    // What is nested is not signed, so it is not taken.
    let nested = changed("<xml>", "<xml><extra><total_fee>1</total_fee></extra>");
    assert!(
        matches!(nested, NotificationError::Malformed { .. }),
        "{nested}"
    );
}

trait OrMalformed {
    fn or_malformed(self) -> NotificationError;
}

/// An element that is not closed is no XML at all; either way it is refused.
impl OrMalformed for NotificationError {
    fn or_malformed(self) -> NotificationError {
        match self {
            NotificationError::Malformed { .. } => {
                NotificationError::SignatureV2(VerifyError::Missing)
            }
            other => other,
        }
    }
}

#[test]
fn the_kind_of_signature_that_a_notification_names_is_required() {
    let named = with(&[("sign_type", "HMAC-SHA256")]);
    v2(&named, SignType::HmacSha256).read(&receiver()).unwrap();
    let weaker = v2(&named, SignType::Md5).refused();
    assert!(matches!(
        weaker,
        NotificationError::SignatureV2(VerifyError::Kind { .. })
    ));
}

#[test]
fn what_is_not_signed_is_refused() {
    assert!(matches!(
        v2_unsigned(PAYMENT).refused(),
        NotificationError::SignatureV2(VerifyError::Missing)
    ));
    let other = receiver().api_v2_key(ApiV2Key::new("0123456789abcdef0123456789abcdef").unwrap());
    assert!(matches!(
        v2(PAYMENT, SignType::Md5).read(&other).unwrap_err(),
        NotificationError::SignatureV2(VerifyError::Mismatch { .. })
    ));
    let error = v2(PAYMENT, SignType::Md5)
        .read(&Notifications::new())
        .unwrap_err();
    assert!(matches!(
        error,
        NotificationError::NoKey {
            key: "APIv2 key",
            ..
        }
    ));
}

#[test]
fn what_is_no_flat_xml_is_refused() {
    for body in [
        "<",
        "<xml>",
        "<xml></xml>",
        "<xml>text</xml>",
        "<html><a>1</a></html>",
        "<xml><a>1</a></xml><xml/>",
        "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><xml><a>&e;</a></xml>",
        "<xml><a>&other;</a></xml>",
    ] {
        let sent = Sent {
            headers: Default::default(),
            body: body.into(),
        };
        let error = sent.refused();
        assert!(
            matches!(error, NotificationError::Malformed { .. }),
            "{body}: {error}"
        );
        assert_eq!(error.acknowledgement().status(), 400);
    }
}

fn refund(req_info: &str) -> Sent {
    v2_unsigned(&[
        ("return_code", "SUCCESS"),
        ("appid", "wx2f7a9c41e0d85b36"),
        ("mch_id", "1900000109"),
        ("nonce_str", "n1"),
        ("req_info", req_info),
    ])
}

/// Nothing but the encryption proves them, and the type says so.
#[test]
fn a_refund_notice_is_decrypted() {
    let notification = refund(published("v2_refund_req_info/req_info"))
        .read(&receiver())
        .unwrap();
    assert_eq!(notification.event_name(), "refund-processed");
    assert_eq!(notification.proof(), Proof::Decryption);
    assert_eq!(
        notification.plaintext(),
        published("v2_refund_req_info/plaintext").as_bytes()
    );
    #[cfg(feature = "webhook-v2")]
    {
        let Event::V2RefundProcessed(refund) = notification.event() else {
            panic!()
        };
        let info = refund.req_info.as_ref().unwrap();
        assert_eq!(info.ciphertext(), published("v2_refund_req_info/req_info"));
        let info = info.document().unwrap();
        assert_eq!(info.out_refund_no.as_deref(), Some("131811191610442717309"));
    }
    // One that is signed all the same must be signed rightly.
    let forged = v2_unsigned(&[
        ("req_info", published("v2_refund_req_info/req_info")),
        ("sign", "00000000000000000000000000000000"),
    ]);
    assert!(matches!(
        forged.refused(),
        NotificationError::SignatureV2(_)
    ));
}

#[test]
fn a_refund_notice_that_cannot_be_decrypted_is_refused() {
    let other = receiver().api_v2_key(ApiV2Key::new("0123456789abcdef0123456789abcdef").unwrap());
    let error = refund(published("v2_refund_req_info/req_info"))
        .read(&other)
        .unwrap_err();
    assert!(
        matches!(
            error,
            NotificationError::Decrypt {
                version: Version::V2,
                ..
            }
        ),
        "{error}"
    );
    for req_info in ["AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAA=="] {
        let error = refund(req_info).refused();
        assert!(
            matches!(error, NotificationError::Decrypt { .. }),
            "{error}"
        );
    }
    let sealed = |text: &str| refund(&api_v2_key().encrypt_refund(text).unwrap()).refused();
    assert!(matches!(
        sealed("<root><refund_id>\u{1}</refund_id></root>"),
        NotificationError::Decrypt {
            error: DecryptError::NotText,
            ..
        }
    ));
    assert!(matches!(
        sealed("<root><refund_id>1"),
        NotificationError::Malformed { .. }
    ));
}

/// Events of API v2 that are named and encrypted with the APIv3 key.
#[test]
fn an_encrypted_event_is_verified_and_decrypted() {
    let inside = "<xml><state>DOING</state><out_order_no>order-1</out_order_no></xml>";
    let ciphertext = api_v3_key()
        .encrypt(CONTENT_NONCE, "payscore", inside)
        .unwrap();
    let fields = [
        ("mch_id", "1900000109"),
        ("algorithm", "HMAC-SHA256"),
        ("event_id", "EV-7"),
        ("event_type", "CHECK.SUCCESS"),
        ("event_algorithm", "AEAD_AES_256_GCM"),
        ("event_nonce", CONTENT_NONCE),
        ("event_associated_data", "payscore"),
        ("event_ciphertext", &ciphertext),
    ];
    let notification = v2(&fields, SignType::HmacSha256).read(&receiver()).unwrap();
    assert_eq!(notification.event_name(), "CHECK.SUCCESS");
    assert_eq!(notification.idempotency_key(), "v2/EV-7");
    assert_eq!(notification.plaintext(), inside.as_bytes());
    #[cfg(feature = "webhook-v2")]
    {
        let Event::V2CheckSuccess(checked) = notification.event() else {
            panic!()
        };
        let content = checked
            .event_ciphertext
            .as_ref()
            .unwrap()
            .document()
            .unwrap();
        assert_eq!(content.out_order_no.as_deref(), Some("order-1"));
    }
    assert!(matches!(
        v2(&fields, SignType::Md5).refused(),
        NotificationError::SignatureV2(VerifyError::Kind { .. })
    ));
}

#[test]
fn without_an_id_a_repetition_has_the_same_key() {
    let fields = |nonce| [("a", "1"), ("nonce_str", nonce), ("b", "2")];
    let unknown = key(&v2(&fields("n1"), SignType::Md5));
    assert!(unknown.starts_with("v2/sha256/"), "{unknown}");
    assert_eq!(unknown, key(&v2(&fields("n2"), SignType::HmacSha256)));
    assert_ne!(unknown, key(&v2(&[("a", "1"), ("b", "3")], SignType::Md5)));
}

#[test]
fn states_of_one_object_have_different_keys() {
    let refund = |status: &str| {
        let inside = format!(
            "<root><refund_id>5000</refund_id><refund_status>{status}</refund_status></root>"
        );
        key(&v2_unsigned(&[(
            "req_info",
            &api_v2_key().encrypt_refund(&inside).unwrap(),
        )]))
    };
    assert_eq!(refund("SUCCESS"), "v2/refund-processed/5000/SUCCESS");
    assert_ne!(refund("SUCCESS"), refund("CHANGE"));
}
