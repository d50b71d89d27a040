//! The other side: notifications as WeChat Pay sends them.

use crate::data::*;
use serde_json::{Value, json};
use wechatpay_client::Headers;
use wechatpay_client::keys::PlatformKeys;
use wechatpay_client::notification::{Notification, NotificationError, Notifications};
use wechatpay_client::signature::FixedClock;

pub const NONCE: &str = "notificationnonce";
pub const CONTENT_NONCE: &str = "0123456789ab";

/// A request.
#[derive(Clone)]
pub struct Sent {
    pub headers: Headers,
    pub body: Vec<u8>,
}

impl Sent {
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.set(name, value);
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        let rest = self
            .headers
            .iter()
            .filter(|(other, _)| !other.eq_ignore_ascii_case(name));
        self.headers = rest
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        self
    }

    pub fn read(&self, notifications: &Notifications) -> Result<Notification, NotificationError> {
        notifications.read(&self.headers, &self.body)
    }

    pub fn refused(&self) -> NotificationError {
        self.read(&receiver()).expect_err("it is not genuine")
    }
}

/// With all keys, at `NOW`.
pub fn receiver() -> Notifications {
    let platform = [
        platform_public_key().into(),
        platform_certificate("old").into(),
        platform_certificate("new").into(),
    ];
    let receiver = Notifications::new()
        .platform(PlatformKeys::new(platform).unwrap())
        .api_v3_key(api_v3_key())
        .clock(FixedClock::new(NOW));
    #[cfg(feature = "v2")]
    let receiver = receiver.api_v2_key(crate::sender_v2::api_v2_key());
    receiver
}

/// A notification of API v3 with this content, signed with the public key.
pub fn v3(event: &str, original: &str, content: &Value) -> Sent {
    signed(envelope(event, original, &content.to_string()).to_string())
}

/// The envelope around a content.
pub fn envelope(event: &str, original: &str, content: &str) -> Value {
    json!({
        "id": "EV-2025011500000001",
        "create_time": "2025-01-15T08:13:20+08:00",
        "resource_type": "encrypt-resource",
        "event_type": event,
        "summary": "a summary",
        "resource": {
            "original_type": original,
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": api_v3_key().encrypt(CONTENT_NONCE, original, content).unwrap(),
            "associated_data": original,
            "nonce": CONTENT_NONCE,
        },
    })
}

pub fn signed(body: impl Into<Vec<u8>>) -> Sent {
    signed_by(PUBLIC_KEY_ID, NOW, body)
}

pub fn signed_by(serial: &str, timestamp: i64, body: impl Into<Vec<u8>>) -> Sent {
    let body = body.into();
    let message = [format!("{timestamp}\n{NONCE}\n").as_bytes(), &body, b"\n"].concat();
    let headers = [
        ("Content-Type", "application/json".to_owned()),
        ("Request-ID", "08F1-0".to_owned()),
        ("wechatpay-timestamp", timestamp.to_string()),
        ("Wechatpay-Nonce", NONCE.to_owned()),
        ("Wechatpay-Signature", second_key().sign(&message).unwrap()),
        (
            "Wechatpay-Signature-Type",
            "WECHATPAY2-SHA256-RSA2048".to_owned(),
        ),
        ("Wechatpay-Serial", serial.to_owned()),
    ];
    Sent {
        headers: headers.into_iter().collect(),
        body,
    }
}

/// What a shop gets when an order is paid.
pub fn paid() -> Sent {
    v3("TRANSACTION.SUCCESS", "transaction", &payment())
}

pub fn payment() -> Value {
    json!({
        "mchid": "1900000109", "out_trade_no": "order-1", "transaction_id": "4200001", "trade_state": "SUCCESS",
        "amount": { "total": 100, "payer_total": 90, "currency": "CNY" }, "payer": { "openid": "oUpF8" },
    })
}

/// A notification of API v2 with these fields.
pub fn v2_unsigned(fields: &[(&str, &str)]) -> Sent {
    let fields = fields
        .iter()
        .map(|(name, value)| format!("<{name}><![CDATA[{value}]]></{name}>\n"));
    let body = format!("<xml>{}</xml>", fields.collect::<String>()).into_bytes();
    let headers = [("Content-Type", "text/xml"), ("Request-ID", "08F2-0")];
    Sent {
        headers: headers.into_iter().collect(),
        body,
    }
}
