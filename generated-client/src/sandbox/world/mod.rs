//! What happened so far: orders, refunds, transfers. Pure, without input or output; the server asks it about every call.

use crate::call::Version;
use serde_json::{Map, Value};

/// A call that the server has found well formed.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Method and path template, as in the endpoint model: `POST /v3/pay/transactions/jsapi`, `POST /v2/pay/unifiedorder`.
    pub id: &'a str,
    /// The API version.
    pub version: Version,
    /// Values of path parameters, as texts.
    pub path: &'a Map<String, Value>,
    /// Values of the query, of the types that the page has for them.
    pub query: &'a Map<String, Value>,
    /// The body with everything decrypted. v2: an object of texts.
    pub body: &'a Value,
    /// The merchant that signed.
    pub mchid: &'a str,
    /// The sandbox's clock, Unix seconds.
    pub now: i64,
    /// Where the sandbox is: `http://127.0.0.1:PORT`, without a slash at the end. For URLs in answers, such as `download_url`.
    pub base_url: &'a str,
}

/// What a call did.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What is answered.
    pub answer: Answer,
    /// What is notified.
    pub events: Vec<Event>,
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Self {
        Self {
            answer,
            events: Vec::new(),
        }
    }
}

/// An answer to a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// No state: the model's sample answer, with echoes of what the request said.
    Synthesised,
    /// Fields merged over the synthesised answer; `null` removes one, a list replaces the list.
    Fields(Value),
    /// The whole body.
    Exactly(Value),
    /// A file.
    File {
        /// Its bytes.
        bytes: Vec<u8>,
        /// Its media type.
        content_type: &'static str,
    },
    /// No content.
    Empty,
    /// An error. v3: the status and the body's `code`, `message`, `detail`. v2: `err_code` and `err_code_des` of an answer whose
    /// `return_code` is `SUCCESS`.
    Refused {
        /// The HTTP status of v3.
        status: u16,
        /// The error code.
        code: &'static str,
        /// What it says.
        message: String,
        /// More of it, only v3.
        detail: Option<Value>,
    },
}

/// Something that the app is told at its `notify_url`.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The API version of the notification.
    pub version: Version,
    /// v3: `event_type`, such as `TRANSACTION.SUCCESS`. v2: the name of the page, such as `PAY.SUCCESS`.
    pub event_type: String,
    /// v3: `original_type` of the resource, such as `transaction`.
    pub original_type: String,
    /// The content before it is encrypted (v3) or signed (v2: an object of texts).
    pub resource: Value,
    /// v3: the short text of the envelope.
    pub summary: String,
    /// Where it is posted.
    pub notify_url: String,
}

/// Orders, refunds, transfers and what else has state.
#[derive(Debug, Default)]
pub struct World {}

impl World {
    /// What a call does and what it answers.
    pub fn handle(&mut self, _call: &Call<'_>) -> Outcome {
        Answer::Synthesised.into()
    }
}
