//! Every notification of the pages, as WeChat Pay would send it, becomes the event of its page with all the fields of the page.
#![allow(missing_docs)]

use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use wechatpay_client::conformance::{self, NotificationCase};
use wechatpay_client::keys::{
    ApiV2Key, ApiV3Key, Merchant, MerchantKey, PlatformKey, PlatformKeys, PlatformPublicKey,
};
use wechatpay_client::notification::{Event, NotificationError, Notifications, Proof};
use wechatpay_client::signature::v2::{SignType, sign};
use wechatpay_client::signature::{FixedClock, VerifyError};
use wechatpay_client::{Headers, Version as ClientVersion};
use wechatpay_codegen::model::{Algorithm, Field, Model, Notification, Version};
use wechatpay_codegen::passes::roots::plaintext;
use wechatpay_tests::sample::object;
use wechatpay_tests::{model, repository, texts};

static PAGES: LazyLock<Model> = LazyLock::new(|| model(&repository().join("specs")));
const NOW: i64 = 1_736_900_000;
const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000001092024010100000000000001";
const API_V3_KEY: &str = "0123456789abcdefghijklmnopqrstuv";
const API_V2_KEY: &str = "vutsrqponmlkjihgfedcba9876543210";

/// Both sides of the protocol, with the keys of the client's own tests.
struct World {
    /// The platform's private key.
    platform: MerchantKey,
    /// The merchant's public key, with which the platform encrypts fields.
    merchant: PlatformKey,
    notifications: Notifications,
}

impl World {
    fn new() -> Self {
        let data = |file: &str| -> Value {
            let path = repository().join("generated-client/tests/data").join(file);
            serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
        };
        let (published, generated) = (data("published.json"), data("generated.json"));
        let private = |vector: &str| {
            let pem = published[vector]["private_key_pkcs8"].as_str().unwrap();
            MerchantKey::from_pem(pem.replace("TESTING KEY", "PRIVATE KEY")).unwrap()
        };
        let public = |name: &str| {
            let pem = generated[name].as_str().unwrap();
            PlatformKey::from(PlatformPublicKey::from_pem(PUBLIC_KEY_ID, pem).unwrap())
        };
        let merchant = private("rsa_sha256_pkcs1v15");
        let merchant = Merchant::new("1900000109", "5DEA10EF55877E3CF6C3", merchant).unwrap();
        let platform = public("public_spki_of_second_key");
        Self {
            platform: private("rsa_oaep_sha1_decrypt"),
            merchant: public("public_spki"),
            notifications: Notifications::new()
                .platform(PlatformKeys::new([platform]).unwrap())
                .api_v3_key(api_v3_key())
                .api_v2_key(api_v2_key())
                .signer(merchant)
                .clock(FixedClock::new(NOW)),
        }
    }

    /// The sample with the fields encrypted that are encrypted for the merchant.
    fn encrypted(&self, fields: &[Field], sample: &Value) -> Value {
        let Value::Object(values) = sample else {
            return sample.clone();
        };
        let one = |(name, value): (&String, &Value)| {
            let field = fields.iter().find(|field| field.name == *name);
            let value = match field {
                Some(field) => self.encrypted_field(field, value),
                None => value.clone(),
            };
            (name.clone(), value)
        };
        Value::Object(values.iter().map(one).collect())
    }

    fn encrypted_field(&self, field: &Field, value: &Value) -> Value {
        let algorithm = field.encryption.map(|encryption| encryption.algorithm);
        match value {
            Value::Array(list) => {
                let list = list.iter().map(|one| self.encrypted_field(field, one));
                Value::Array(list.collect())
            }
            Value::String(text) if algorithm == Some(Algorithm::RsaOaep) => {
                json!(self.merchant.encrypt(text).unwrap())
            }
            Value::Object(_) => self.encrypted(&field.fields, value),
            other => other.clone(),
        }
    }

    /// The notification of a page, with all its fields: headers and body.
    fn send(&self, notification: &Notification) -> (Headers, Vec<u8>) {
        match notification.version {
            Version::V3 => self.send_v3(notification),
            Version::V2 => send_v2(notification),
        }
    }

    fn send_v3(&self, notification: &Notification) -> (Headers, Vec<u8>) {
        self.send_v3_of(notification, "text")
    }

    fn send_v3_of(&self, notification: &Notification, original: &str) -> (Headers, Vec<u8>) {
        let fields = plaintext(&notification.body.fields);
        let content = self.encrypted(fields, &object(fields)).to_string();
        let ciphertext = api_v3_key().encrypt("0123456789ab", "", &content).unwrap();
        let body = json!({
            "id": "EV-1", "create_time": "2025-01-15T08:13:20+08:00", "resource_type": "encrypt-resource", "summary": "text",
            "event_type": notification.event,
            "resource": {
                "original_type": original, "algorithm": "AEAD_AES_256_GCM", "ciphertext": ciphertext, "nonce": "0123456789ab",
            },
        })
        .to_string();
        let message = format!("{NOW}\nnonce\n{body}\n");
        let headers = [
            ("Wechatpay-Timestamp", NOW.to_string()),
            ("Wechatpay-Nonce", "nonce".to_owned()),
            ("Wechatpay-Serial", PUBLIC_KEY_ID.to_owned()),
            (
                "Wechatpay-Signature",
                self.platform.sign(message.as_bytes()).unwrap(),
            ),
        ];
        (headers.into_iter().collect(), body.into_bytes())
    }
}

fn api_v3_key() -> ApiV3Key {
    ApiV3Key::new(API_V3_KEY).unwrap()
}

fn api_v2_key() -> ApiV2Key {
    ApiV2Key::new(API_V2_KEY).unwrap()
}

fn send_v2(notification: &Notification) -> (Headers, Vec<u8>) {
    let fields = &notification.body.fields;
    let mut body = object(fields);
    let values = body.as_object_mut().unwrap();
    values.remove("sign");
    // The sample of a list of values is its first, which is the kind that the page fixes.
    values
        .entry("event_nonce")
        .and_modify(|nonce| *nonce = json!("0123456789ab"));
    for field in fields.iter().filter(|field| field.encryption.is_some()) {
        let root = if field.name == "req_info" {
            "root"
        } else {
            "xml"
        };
        let inside = xml(root, object(&field.fields).as_object().unwrap());
        let sealed = match field.encryption.unwrap().algorithm {
            Algorithm::Aes256Ecb => api_v2_key().encrypt_refund(&inside),
            _ => {
                let data = values.get("event_associated_data").map(text);
                api_v3_key().encrypt("0123456789ab", &data.unwrap_or_default(), &inside)
            }
        };
        values.insert(field.name.clone(), json!(sealed.unwrap()));
    }
    if fields.iter().any(|field| field.name == "sign") {
        let kind = match values.get("sign_type").or_else(|| values.get("algorithm")) {
            Some(kind) if kind == "MD5" => SignType::Md5,
            Some(_) => SignType::HmacSha256,
            None => SignType::Md5,
        };
        let texts: Vec<_> = values
            .iter()
            .map(|(name, value)| (name.as_str(), text(value)))
            .collect();
        let pairs = texts.iter().map(|(name, value)| (*name, value.as_str()));
        let signature = sign(pairs, kind, &api_v2_key());
        values.insert("sign".to_owned(), json!(signature));
    }
    (Headers::new(), xml("xml", values).into_bytes())
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn xml(root: &str, values: &Map<String, Value>) -> String {
    let elements = values
        .iter()
        .map(|(name, value)| format!("<{name}><![CDATA[{}]]></{name}>", text(value)));
    format!("<{root}>{}</{root}>", elements.collect::<String>())
}

fn case_of(notification: &Notification) -> &'static NotificationCase {
    let is = |case: &&&NotificationCase| {
        case.event == notification.event
            && (case.version == ClientVersion::V2) == (notification.version == Version::V2)
    };
    let all = conformance::notifications();
    all.iter()
        .find(is)
        .copied()
        .unwrap_or_else(|| panic!("{} has no case", notification.event))
}

/// What is wrong with the event that a notification became.
fn wrong(world: &World, notification: &Notification) -> Option<String> {
    let (headers, body) = world.send(notification);
    let read = match world.notifications.read(&headers, &body) {
        Ok(read) => read,
        Err(error) => return Some(error.to_string()),
    };
    if read.event().event() != notification.event {
        return Some(format!("became {}", read.event().event()));
    }
    let Some(content) = (case_of(notification).content)(read.event()) else {
        return Some("became another variant".to_owned());
    };
    let expected = match notification.version {
        Version::V3 => object(plaintext(&notification.body.fields)),
        // As it was sent, which for an encrypted document is its text.
        Version::V2 => fields_of(&body),
    };
    if texts(&content) != texts(&expected) {
        return Some(format!("{expected} became {content}"));
    }
    let debug = format!("{:?}", read.event());
    if debug.contains("[encrypted]") {
        return Some(format!("was not opened: {debug}"));
    }
    let signed = notification
        .body
        .fields
        .iter()
        .any(|field| field.name == "sign");
    let proof = match notification.version == Version::V3 || signed {
        true => Proof::Signature,
        false => Proof::Decryption,
    };
    (read.proof() != proof).then(|| format!("is proven by {:?}", read.proof()))
}

fn fields_of(body: &[u8]) -> Value {
    wechatpay_client::Unknown::new(ClientVersion::V2, "", body)
        .value()
        .unwrap()
}

#[test]
fn every_notification_of_the_pages_is_its_event() {
    let (world, model) = (World::new(), &*PAGES);
    let failures: Vec<String> = model
        .notifications
        .iter()
        .filter_map(|one| {
            Some(format!(
                "{:?} {}: {}",
                one.version,
                one.event,
                wrong(&world, one)?
            ))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(
        model.notifications.len(),
        conformance::notifications().len()
    );
}

/// Of every notification, one byte less and one byte changed.
#[test]
fn no_notification_of_the_pages_is_accepted_with_a_changed_body() {
    let (world, model) = (World::new(), &*PAGES);
    for notification in &model.notifications {
        let (headers, body) = world.send(notification);
        if notification.event == "refund-processed" {
            continue; // It is not signed: nothing but the encrypted field is proven.
        }
        let at = body.len() / 2;
        let mut changed = body.clone();
        changed[at] ^= 1;
        for body in [&changed[..], &body[..body.len() - 1], &body[1..]] {
            let error = world.notifications.read(&headers, body).unwrap_err();
            let refused = matches!(
                error,
                NotificationError::Signature(VerifyError::Mismatch { .. })
                    | NotificationError::SignatureV2(_)
                    | NotificationError::Malformed {
                        version: ClientVersion::V2,
                        ..
                    }
            );
            // Without `<` it does not look like API v2.
            let headless = matches!(
                error,
                NotificationError::Signature(VerifyError::MissingHeaders { .. })
            );
            assert!(refused || headless, "{}: {error}", notification.event);
        }
    }
}

/// With the fields that the page marks as required and no others, an event of API v2 without type is still told apart.
#[test]
fn required_fields_tell_events_of_api_v2_apart() {
    let (world, model) = (World::new(), &*PAGES);
    for notification in model
        .notifications
        .iter()
        .filter(|one| one.version == Version::V2)
    {
        let mut least = notification.clone();
        least.body.fields.retain(|field| field.required);
        let (headers, body) = world.send(&least);
        let read = world.notifications.read(&headers, &body).unwrap();
        assert!(
            !matches!(read.event(), Event::Unknown(_)),
            "{}",
            notification.event
        );
        assert_eq!(read.event().event(), notification.event);
    }
}

/// All events without any field, which real ones may leave out whatever the pages say.
#[test]
fn an_empty_content_is_read() {
    let (world, model) = (World::new(), &*PAGES);
    for notification in model
        .notifications
        .iter()
        .filter(|one| one.version == Version::V3)
    {
        let mut bare = notification.clone();
        bare.body.fields.clear();
        let (headers, body) = world.send(&bare);
        let read = world.notifications.read(&headers, &body).unwrap();
        assert_eq!(read.event().event(), notification.event);
    }
}

/// Profit sharing comes as `TRANSACTION.SUCCESS`; what was encrypted tells it from a payment.
#[test]
fn one_event_type_stands_for_two_events() {
    let (world, model) = (World::new(), &*PAGES);
    let is = |one: &&Notification| one.event == "PROFITSHARING.SUCCESS";
    let mut shared = model.notifications.iter().find(is).unwrap().clone();
    shared.event = "TRANSACTION.SUCCESS".to_owned();
    for (original, expected) in [
        ("profitsharing", "PROFITSHARING.SUCCESS"),
        ("transaction", "TRANSACTION.SUCCESS"),
    ] {
        let (headers, body) = world.send_v3_of(&shared, original);
        let read = world.notifications.read(&headers, &body).unwrap();
        assert_eq!(read.event().event(), expected);
        assert_eq!(
            matches!(read.event(), Event::ProfitsharingSuccess(_)),
            original == "profitsharing"
        );
    }
}
