//! A notification that was verified and decrypted.

use super::{Acknowledgement, Event};
use crate::call::Version;
use std::fmt;

/// What proves that a notification comes from WeChat Pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Proof {
    /// A signature over all that came: the platform's (v3), or one with the APIv2 key (v2). The text that v2 signs does not mark where a
    /// value ends, so a value with `&name=` in it could be told as two fields, and two fields as such a value.
    Signature,
    /// Only that it could be decrypted, as refund notices of API v2, which are not signed: nothing proves the fields around the
    /// encrypted one, and the cipher notices changes only mostly. Query the refund before acting on it.
    Decryption,
}

/// All of a notification but its typed content.
#[derive(Clone)]
pub struct Received {
    pub(super) version: Version,
    pub(super) proof: Proof,
    pub(super) event: String,
    pub(super) id: Option<String>,
    pub(super) event_type: Option<String>,
    pub(super) original_type: Option<String>,
    pub(super) create_time: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) key: String,
    pub(super) body: Vec<u8>,
    pub(super) plaintext: Option<Vec<u8>>,
}

impl Received {
    /// Version of the API.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// What proves where it comes from.
    #[must_use]
    pub fn proof(&self) -> Proof {
        self.proof
    }

    /// The event as which the content is read. Mostly the [event type](Self::event_type), but not where one type stands for several
    /// contents, or where API v2 has no types and the fields tell what it is; empty if they do not.
    #[must_use]
    pub fn event_name(&self) -> &str {
        &self.event
    }

    /// Id of the notification, the same when it is sent again: `id` of API v3, `event_id` of those of API v2 that have one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The event type as it came, for example `TRANSACTION.SUCCESS`; most notifications of API v2 have none.
    #[must_use]
    pub fn event_type(&self) -> Option<&str> {
        self.event_type.as_deref()
    }

    /// What kind of object was encrypted (API v3), for example `transaction`.
    #[must_use]
    pub fn original_type(&self) -> Option<&str> {
        self.original_type.as_deref()
    }

    /// When the event happened, as it came: RFC 3339 in API v3.
    #[must_use]
    pub fn create_time(&self) -> Option<&str> {
        self.create_time.as_deref()
    }

    /// A note for people (API v3).
    #[must_use]
    pub fn summary(&self) -> Option<&str> {
        self.summary.as_deref()
    }

    /// Id of the request, for WeChat Pay's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The key by which a notification is dealt with once: text of at most 128 bytes, the same whenever it is sent again.
    ///
    /// WeChat Pay repeats a notification until it is acknowledged, and may send it twice at the same time. So, in **one transaction**:
    /// insert this key into a table where it is unique, and do what the notification asks. If the key is there already, do nothing;
    /// acknowledge with success in both cases, after the transaction. A failure rolls the key back with the rest, and the repetition
    /// finds a clean table. Keys may be deleted after some days; repetitions end after 24 hours and some minutes.
    ///
    /// It is the id of the notification. Where API v2 has none, it is the number of the object (payment, refund, contract) with its
    /// state, and else a digest of the content. Two different notifications may still tell the same, for example that an order is paid,
    /// or come in the wrong order: let states of the order only move on.
    #[must_use]
    pub fn idempotency_key(&self) -> &str {
        &self.key
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The content as it came, decrypted: JSON in API v3; in API v2 the XML of the encrypted field, or the body if there is none.
    /// What no page documents is in it too.
    #[must_use]
    pub fn plaintext(&self) -> &[u8] {
        self.plaintext.as_deref().unwrap_or(&self.body)
    }

    /// The answer that it is dealt with, or was before.
    pub fn success(&self) -> Acknowledgement {
        Acknowledgement::success(self.version)
    }

    /// The answer that it could not be dealt with and is to come again; see [`Acknowledgement::failure`].
    pub fn failure(&self, message: &str) -> Acknowledgement {
        Acknowledgement::failure(self.version, message)
    }
}

/// Without content, which is personal.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("version", &self.version)
            .field("proof", &self.proof)
            .field("event", &self.event)
            .field("original_type", &self.original_type)
            .field("id", &self.id)
            .field("create_time", &self.create_time)
            .field("request_id", &self.request_id)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// A notification: its event, and by dereference all else that [came](Received).
#[derive(Clone, Debug)]
pub struct Notification {
    pub(super) received: Received,
    pub(super) event: Event,
}

impl Notification {
    /// The event with its content.
    #[must_use]
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// Takes the event out.
    #[must_use]
    pub fn into_event(self) -> Event {
        self.event
    }
}

impl std::ops::Deref for Notification {
    type Target = Received;

    fn deref(&self) -> &Received {
        &self.received
    }
}
