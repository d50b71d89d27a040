//! Notifications on their way: posted to the app, and again by the documented schedule until it accepts them.

use super::answer::{encrypted, sign_v3, v2_body};
use super::catalogue::{Field, Key, catalogue};
use super::journal::{Direction, Exchange, shown};
use super::keys::SandboxKeys;
use super::loopback;
use super::shared::{Shared, lock};
use super::text;
use super::world::Event;
use crate::call::Version;
use crate::codec::secrets::{Context, Rules, Secrets};
use crate::codec::{View, xml};
use crate::crypto::random;
use crate::signature::v2::SignType;
use crate::transport::Headers;
use serde_json::{Map, Value, json};
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Seconds from one attempt to the next: 15 s, 15 s, 30 s, 3 min, 10 min, 20 min, 30 min (3 times), 60 min, 3 h (3 times), 6 h (twice).
/// Source: guide of the documentation site on notifications.
const PAUSES: [i64; 15] = [
    15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800, 21_600, 21_600,
];
/// The app has so long to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Deliveries that are kept.
const KEPT: usize = 500;

/// One notification and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delivery {
    /// Counted from 1.
    pub number: u64,
    /// Id of the notification, the same in every attempt.
    pub id: String,
    /// `event_type`, or the name of the page for API v2.
    pub event: String,
    /// Where it is posted.
    pub notify_url: String,
    /// Attempts so far.
    pub attempts: u32,
    /// Whether the app has accepted it.
    pub accepted: bool,
    /// Why the last attempt failed; empty if it did not, or there was none.
    pub failure: String,
    /// When the next attempt is, on the sandbox's clock, Unix seconds; `None` if there is none.
    pub next: Option<i64>,
    what: Event,
}

impl Delivery {
    /// As JSON, whose keys are the names of the fields.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "number": self.number,
            "id": self.id,
            "event": self.event,
            "notify_url": self.notify_url,
            "attempts": self.attempts,
            "accepted": self.accepted,
            "failure": self.failure,
            "next": self.next,
            "resource": self.what.resource,
        })
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Deliveries {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Queue {
    last: u64,
    kept: VecDeque<Delivery>,
    /// Whether one is being posted.
    busy: bool,
}

impl Queue {
    fn next_due(&self) -> Option<(i64, u64)> {
        let due = self
            .kept
            .iter()
            .filter_map(|one| Some((one.next?, one.number)));
        due.min()
    }
}

impl Deliveries {
    /// Has an event posted; nothing happens if it has no address.
    pub(super) fn add(&self, what: Event, now: i64) -> Option<u64> {
        if what.notify_url.is_empty() {
            return None;
        }
        let mut queue = lock(&self.queue);
        queue.last += 1;
        let number = queue.last;
        let id = random::alphanumeric(32).unwrap_or_default();
        if queue.kept.len() >= KEPT {
            queue.kept.pop_front();
        }
        queue.kept.push_back(Delivery {
            number,
            id: format!("EV-{id}"),
            event: what.event_type.clone(),
            notify_url: what.notify_url.clone(),
            attempts: 0,
            accepted: false,
            failure: String::new(),
            next: Some(now),
            what,
        });
        drop(queue);
        self.changed.notify_all();
        Some(number)
    }

    /// Has one posted once more, now.
    pub(super) fn again(&self, number: u64, now: i64) -> bool {
        let mut queue = lock(&self.queue);
        let found = queue.kept.iter_mut().find(|one| one.number == number);
        let is_there = found.map(|one| one.next = Some(now)).is_some();
        drop(queue);
        self.changed.notify_all();
        is_there
    }

    pub(super) fn all(&self) -> Vec<Delivery> {
        lock(&self.queue).kept.iter().cloned().collect()
    }

    /// The clock has been moved, or the sandbox stops.
    pub(super) fn wake(&self) {
        self.changed.notify_all();
    }

    /// Waits until nothing is due and nothing is being posted; `false` if that takes longer than `patience`.
    pub(super) fn settle(&self, now: impl Fn() -> i64, patience: Duration) -> bool {
        let queue = lock(&self.queue);
        let busy =
            |queue: &mut Queue| queue.busy || queue.next_due().is_some_and(|(at, _)| at <= now());
        let waited = self.changed.wait_timeout_while(queue, patience, busy);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

/// Posts what is due until the sandbox stops; also lets the world know of the time. The work of one thread.
pub(super) fn run(shared: &Shared) {
    while !shared.is_stopped() {
        let now = shared.now();
        let (events, world_due) = {
            let mut world = shared.world();
            let due = world.next_due().is_some_and(|due| due <= now);
            let events = if due { world.advance(now) } else { Vec::new() };
            (events, world.next_due())
        };
        shared.tell(events);
        let deliveries = &shared.deliveries;
        let mut queue = lock(&deliveries.queue);
        match queue.next_due() {
            Some((at, number)) if at <= now => {
                queue.busy = true;
                let one = queue.kept.iter().find(|one| one.number == number).cloned();
                drop(queue);
                if let Some(one) = one {
                    let result = attempt(shared, &one);
                    let mut queue = lock(&deliveries.queue);
                    settle_attempt(&mut queue, number, at, result);
                }
                lock(&deliveries.queue).busy = false;
                deliveries.changed.notify_all();
            }
            next => {
                let due = [next.map(|(at, _)| at), world_due]
                    .into_iter()
                    .flatten()
                    .min();
                let seconds = due.map_or(60, |at| at.saturating_sub(now).clamp(1, 60));
                let pause = Duration::from_secs(seconds.unsigned_abs());
                // A second may be nearly over; a poll each second at most is cheap.
                let pause = pause.min(Duration::from_secs(1));
                let waited = deliveries.changed.wait_timeout(queue, pause);
                drop(waited.unwrap_or_else(PoisonError::into_inner));
            }
        }
    }
}

fn settle_attempt(queue: &mut Queue, number: u64, at: i64, result: Result<(), Failed>) {
    let Some(one) = queue.kept.iter_mut().find(|one| one.number == number) else {
        return;
    };
    let pause = PAUSES.get(one.attempts as usize);
    one.attempts += 1;
    match result {
        Ok(()) => {
            one.accepted = true;
            one.failure.clear();
            one.next = None;
        }
        Err(Failed { why, is_final }) => {
            one.failure = why;
            // From when it was due, not from now: a clock that is moved far has all attempts made on the way.
            one.next = pause
                .filter(|_| !is_final)
                .map(|pause| at.saturating_add(*pause));
        }
    }
}

struct Failed {
    why: String,
    /// It would never succeed.
    is_final: bool,
}

/// Posts one, and writes that down.
fn attempt(shared: &Shared, one: &Delivery) -> Result<(), Failed> {
    let keys = shared.keys();
    let (headers, body, message) = match one.what.version {
        Version::V3 => v3(shared, one, &keys),
        Version::V2 => v2(one, &keys),
    };
    let mut record = Exchange::new(
        Direction::Notification,
        shared.now(),
        "POST",
        &one.notify_url,
        &headers,
        &body,
    );
    record.operation = Some(one.event.clone());
    record.request = one.what.resource.clone();
    record.request_message = message.map(|message| shown(&message));
    let result = match loopback::address(&one.notify_url) {
        Err(why) => Err(Failed {
            why: why.to_owned(),
            is_final: true,
        }),
        Ok(address) => {
            let sent = loopback::send(&address, "POST", &headers, &body, PATIENCE);
            match sent {
                Err(error) => Err(Failed {
                    why: error.to_string(),
                    is_final: false,
                }),
                Ok(answer) => {
                    record.status = Some(answer.status);
                    record.answer_headers = answer.headers.clone();
                    record.answer_body = shown(&answer.body);
                    accepted(one.what.version, answer.status, &answer.body).map_err(|why| Failed {
                        why,
                        is_final: false,
                    })
                }
            }
        }
    };
    if let Err(failed) = &result {
        record.problems.push(failed.why.clone());
    }
    shared.record(record);
    result
}

/// v3: the status tells. v2: the `return_code` of the answer.
fn accepted(version: Version, status: u16, body: &[u8]) -> Result<(), String> {
    if !matches!(status, 200 | 204) {
        return Err(format!("the app answered with status {status}"));
    }
    if version == Version::V3 {
        return Ok(());
    }
    let pairs = xml::pairs(body).unwrap_or_default();
    let code = pairs.iter().find(|(name, _)| name == "return_code");
    match code {
        Some((_, code)) if code == "SUCCESS" => Ok(()),
        _ => Err("the app's answer has no return_code SUCCESS".to_owned()),
    }
}

type Message = (Headers, Vec<u8>, Option<Vec<u8>>);

fn v3(shared: &Shared, one: &Delivery, keys: &SandboxKeys) -> Message {
    let fields = fields_of(Version::V3, &one.what.event_type);
    let content = encrypted(fields, &one.what.resource, &keys.secrets.merchant).to_string();
    let nonce = random::alphanumeric(12).unwrap_or_default();
    let original = one.what.original_type.as_str();
    let ciphertext = keys.secrets.api_v3.encrypt(&nonce, original, &content);
    let body = json!({
        "id": one.id,
        "create_time": text::rfc3339(shared.now()),
        "event_type": one.what.event_type,
        "resource_type": "encrypt-resource",
        "summary": one.what.summary,
        "resource": {
            "original_type": original,
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": ciphertext.unwrap_or_default(),
            "associated_data": original,
            "nonce": nonce,
        },
    });
    let body = body.to_string().into_bytes();
    let mut headers: Headers = [("Content-Type", "application/json"), ("Accept", "*/*")]
        .into_iter()
        .collect();
    // The platform signs with the key that the merchant uses.
    let named = shared.named_platform_key();
    let named = named
        .as_deref()
        .and_then(|id| Some((id, keys.platform(id)?)));
    let public = (keys.platform_public_key_id.as_str(), &keys.secrets.public);
    let signer = named.unwrap_or(public);
    let message = sign_v3(&mut headers, signer, &body, shared.real_now());
    (headers, body, Some(message))
}

fn v2(one: &Delivery, keys: &SandboxKeys) -> Message {
    let fields = fields_of(Version::V2, &one.event);
    let values = sealed_v2(fields, &one.what.resource, keys);
    let takes_sign = fields.is_empty() || fields.iter().any(|field| field.name == "sign");
    let named = values.get("sign_type").or_else(|| values.get("algorithm"));
    let kind = match named.and_then(Value::as_str) {
        Some("HMAC-SHA256") => SignType::HmacSha256,
        _ => SignType::Md5,
    };
    let (body, message) = v2_body(values, takes_sign.then_some(kind), keys);
    let headers = [("Content-Type", "text/xml"), ("Accept", "*/*")];
    let message = message.map(String::into_bytes);
    (headers.into_iter().collect(), body, message)
}

/// The fields of a message, with the document encrypted that some notifications carry.
fn sealed_v2(fields: &[Field], resource: &Value, keys: &SandboxKeys) -> Map<String, Value> {
    let said = resource.as_object().cloned().unwrap_or_default();
    let encrypted = |field: &&Field| {
        matches!(field.key, Some(Key::ApiV2 | Key::ApiV3)) && !field.fields.is_empty()
    };
    let Some(carrier) = fields.iter().find(encrypted) else {
        return said;
    };
    // What happened gives the document alone; a sample has the message around it, too.
    let mut values = match said.get(&carrier.name) {
        Some(_) => said.clone(),
        None => Map::from_iter([
            ("return_code".to_owned(), json!("SUCCESS")),
            ("appid".to_owned(), json!(keys.appid)),
            ("mch_id".to_owned(), json!(keys.mchid)),
            ("nonce_str".to_owned(), json!(random::alphanumeric(32))),
        ]),
    };
    let document = said.get(&carrier.name).unwrap_or(resource);
    let ciphertext = match carrier.key {
        Some(Key::ApiV3) => {
            let nonce = random::alphanumeric(12).unwrap_or_default();
            let text = xml_text(document);
            let ciphertext = keys.secrets.api_v3.encrypt(&nonce, "", &text);
            values.insert("event_algorithm".to_owned(), json!("AEAD_AES_256_GCM"));
            values.insert("event_nonce".to_owned(), json!(nonce));
            values.insert("event_associated_data".to_owned(), json!(""));
            ciphertext
        }
        // A refund notice.
        _ => keys.secrets.api_v2.encrypt_refund(&root(document)),
    };
    let ciphertext = ciphertext.unwrap_or_default();
    values.insert(carrier.name.clone(), Value::String(ciphertext));
    values
}

/// The document of a refund notice, whose root has another name than that of messages.
fn root(value: &Value) -> String {
    let text = xml_text(value);
    let inside = text
        .strip_prefix("<xml>")
        .and_then(|text| text.strip_suffix("</xml>"));
    format!("<root>{}</root>", inside.unwrap_or_default())
}

fn xml_text(value: &Value) -> String {
    let cx = Context::new(Secrets::Plain, Rules::Free);
    let xml = xml::to_vec(View::Value(value), &cx).unwrap_or_default();
    String::from_utf8_lossy(&xml).into_owned()
}

fn fields_of(version: Version, event: &str) -> &'static [Field] {
    catalogue()
        .notification(version, event)
        .map_or(&[], |notification| &notification.fields)
}
