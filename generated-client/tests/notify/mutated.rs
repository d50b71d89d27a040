//! Ten thousand changed requests: no panic, and none accepted.

use crate::sender::*;
use wechatpay_client::Headers;
use wechatpay_client::notification::NotificationError;

/// Xorshift: the same numbers in every run.
pub struct Random(pub u64);

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

    pub fn change(&mut self, bytes: &mut Vec<u8>) {
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
    pub fn changed(&mut self, sent: &Sent) -> Sent {
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
