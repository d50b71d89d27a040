//! Ten thousand changed requests: no panic, and none accepted.

use crate::sender::*;
use serde_json::Value;
use wechatpay_client::Headers;
use wechatpay_client::notification::{NotificationError, Proof, Unknown};
use wechatpay_client::signature::v2::SignType;

/// Xorshift: the same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        let likely = b"\0\t\n\r \"&'()*+,-./0123456789:;<=>ABCXYZ[]_abcxyz{}\x7f\x80\xe4\xff";
        match self.below(3) {
            0 => self.below(256) as u8,
            _ => likely[self.below(likely.len())],
        }
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        let end = at + self.below(bytes.len() - at);
        match self.below(8) {
            0 => bytes.insert(at, self.byte()),
            1 if !bytes.is_empty() => drop(bytes.remove(at)),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let part = bytes[at..end].to_vec();
                let to = self.below(bytes.len());
                bytes.splice(to..to, part);
            }
            5 if !bytes.is_empty() => {
                let other = self.below(bytes.len());
                bytes.swap(at, other);
            }
            6 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
            _ if !bytes.is_empty() => bytes[at] = self.byte(),
            _ => {}
        }
    }

    /// One to three changes of the body or of a header.
    fn changed(&mut self, sent: &Sent) -> Sent {
        let mut sent = sent.clone();
        for _ in 0..=self.below(3) {
            let headers: Vec<_> = sent.headers.iter().collect();
            match self.below(3) {
                0 if !headers.is_empty() => {
                    let (name, value) = headers[self.below(headers.len())];
                    let (name, mut value) = (name.to_owned(), value.as_bytes().to_vec());
                    self.change(&mut value);
                    sent.headers.set(name, String::from_utf8_lossy(&value));
                }
                _ => self.change(&mut sent.body),
            }
        }
        sent
    }
}

/// What is signed.
fn signed_part(sent: &Sent) -> (Vec<Option<&str>>, &[u8]) {
    let names = ["Timestamp", "Nonce", "Signature", "Serial"];
    let get = |name| sent.headers.get(&format!("Wechatpay-{name}"));
    (names.map(get).to_vec(), &sent.body)
}

#[test]
fn of_api_v3() {
    let (genuine, notifications, mut random) = (paid(), receiver(), Random(0x5EED));
    let (mut refused, mut other) = (0, 0);
    while refused < 6_000 {
        let sent = random.changed(&genuine);
        if signed_part(&sent) == signed_part(&genuine) {
            continue;
        }
        match sent.read(&notifications) {
            Ok(_) => panic!("accepted: {}", String::from_utf8_lossy(&sent.body)),
            Err(error) => {
                assert!(error.acknowledgement().status() >= 400);
                refused += 1;
                other += usize::from(!matches!(error, NotificationError::Signature(_)));
            }
        }
    }
    // Most are refused for their signature; some look like API v2.
    assert!(other < 500, "{other}");
}

/// The fields of a v2 body that are not empty.
fn fields(body: &[u8]) -> Value {
    let mut value = Unknown::new(wechatpay_client::Version::V2, "", body)
        .value()
        .unwrap();
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null() && value != "");
    }
    value
}

/// Changes that leave all fields as they were (a line feed between elements) are none.
#[test]
fn of_api_v2() {
    let genuine = v2(
        &[
            ("return_code", "SUCCESS"),
            ("result_code", "SUCCESS"),
            ("mch_id", "1900000109"),
            ("nonce_str", "n1"),
            ("out_trade_no", "order-1"),
            ("transaction_id", "4200001"),
            ("total_fee", "100"),
            ("attach", "shop 12"),
        ],
        SignType::HmacSha256,
    );
    let (notifications, mut random) = (receiver(), Random(0xF00D));
    let (mut refused, mut same) = (0, 0);
    while refused < 4_000 {
        let sent = random.changed(&genuine);
        match sent.read(&notifications) {
            Err(_) => refused += 1,
            Ok(notification) => {
                assert_eq!(fields(notification.body()), fields(&genuine.body));
                same += 1;
            }
        }
    }
    assert!(same < 1_600, "{same}");
}

/// Nothing proves the fields around the encrypted one, and `proof` says so; a changed encrypted field is mostly noticed.
#[test]
fn of_refund_notices() {
    let inside = crate::data::published("v2_refund_req_info/plaintext");
    let sealed = api_v2_key().encrypt_refund(inside).unwrap();
    let (notifications, mut random) = (receiver(), Random(0xCAFE));
    let mut accepted = 0;
    for _ in 0..1_000 {
        let mut changed = sealed.clone().into_bytes();
        random.change(&mut changed);
        let changed = String::from_utf8_lossy(&changed).into_owned();
        if changed == sealed {
            continue;
        }
        if let Ok(notification) = v2_unsigned(&[("req_info", &changed)]).read(&notifications) {
            assert_eq!(notification.proof(), Proof::Decryption);
            accepted += 1;
        }
    }
    assert!(accepted < 20, "{accepted}");
}

/// Headers and bodies that are no notification at all.
#[test]
fn of_any_bytes() {
    let (notifications, mut random) = (receiver(), Random(0xBEEF));
    for _ in 0..2_000 {
        let body: Vec<u8> = (0..random.below(60)).map(|_| random.byte()).collect();
        let header = String::from_utf8_lossy(&body).into_owned();
        let names = [
            "Timestamp",
            "Nonce",
            "Signature",
            "Serial",
            "Signature-Type",
        ];
        let headers: Headers = names
            .iter()
            .map(|name| (format!("Wechatpay-{name}"), header.clone()))
            .collect();
        assert!(notifications.read(&headers, &body).is_err());
    }
}
