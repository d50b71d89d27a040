//! What was exchanged.

use crate::transport::Headers;
use serde_json::{Map, Value, json};
use std::collections::VecDeque;

/// Exchanges that are kept; older ones are forgotten, so that memory does not grow.
const KEPT: usize = 500;
/// Bytes of a body that are kept.
const BODY: usize = 64 * 1024;

/// Who called whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Direction {
    /// The app called the sandbox.
    Call,
    /// The sandbox notified the app.
    Notification,
}

/// One exchange: what was sent, what was signed, what was checked, what was wrong, what was answered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// Counted from 1.
    pub number: u64,
    /// When, on the sandbox's clock, Unix seconds.
    pub at: i64,
    /// Who called whom.
    pub direction: Direction,
    /// Method and path template of the operation, or the event; `None` if nothing is at the path.
    pub operation: Option<String>,
    /// Title of the operation, as its page has it; empty if there is none.
    pub title: String,
    /// HTTP method.
    pub method: String,
    /// Path and query, or the URL of a notification.
    pub target: String,
    /// Headers of the request.
    pub request_headers: Headers,
    /// Body of the request, cut off if it is long.
    pub request_body: String,
    /// Values of the request, decrypted: `path`, `query`, `body`. Of a notification: what it says.
    pub request: Value,
    /// What the request's signature covers, cut off if it is long.
    pub request_message: Option<String>,
    /// What was found right.
    pub checked: Vec<String>,
    /// What was found wrong.
    pub problems: Vec<String>,
    /// Status of the answer; `None` if there was none.
    pub status: Option<u16>,
    /// Headers of the answer.
    pub answer_headers: Headers,
    /// Body of the answer, cut off if it is long.
    pub answer_body: String,
    /// The answer's values before they were encrypted.
    pub answer: Value,
    /// What the answer's signature covers, cut off if it is long.
    pub answer_message: Option<String>,
    /// What was scripted for it.
    pub scripted: Vec<String>,
}

impl Exchange {
    pub(super) fn new(
        direction: Direction,
        at: i64,
        method: &str,
        target: &str,
        headers: &Headers,
        body: &[u8],
    ) -> Self {
        Self {
            number: 0,
            at,
            direction,
            operation: None,
            title: String::new(),
            method: method.to_owned(),
            target: target.to_owned(),
            request_headers: headers.clone(),
            request_body: shown(body),
            request: Value::Null,
            request_message: None,
            checked: Vec::new(),
            problems: Vec::new(),
            status: None,
            answer_headers: Headers::new(),
            answer_body: String::new(),
            answer: Value::Null,
            answer_message: None,
            scripted: Vec::new(),
        }
    }

    /// Whether nothing was wrong with it: a good request, which got an answer that says so.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.problems.is_empty()
            && self
                .status
                .is_some_and(|status| (200..400).contains(&status))
    }

    /// Whether the app called the sandbox.
    #[must_use]
    pub fn is_call(&self) -> bool {
        self.direction == Direction::Call
    }

    /// As one JSON value, whose keys are the names of the fields.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut value = self.to_json_short();
        let more = json!({
            "request_headers": headers(&self.request_headers),
            "request_body": self.request_body,
            "request": self.request,
            "request_message": self.request_message,
            "checked": self.checked,
            "answer_headers": headers(&self.answer_headers),
            "answer_body": self.answer_body,
            "answer": self.answer,
            "answer_message": self.answer_message,
            "scripted": self.scripted,
        });
        super::answer::merge_all(&mut value, more);
        value
    }

    /// The line of a list.
    pub(super) fn to_json_short(&self) -> Value {
        json!({
            "number": self.number,
            "at": self.at,
            "direction": match self.direction { Direction::Call => "call", Direction::Notification => "notification" },
            "operation": self.operation,
            "title": self.title,
            "method": self.method,
            "target": self.target,
            "status": self.status,
            "problems": self.problems,
            "ok": self.is_ok(),
        })
    }
}

/// The beginning of a body as text.
pub(super) fn shown(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..BODY).unwrap_or(body));
    match body.len() > BODY {
        true => format!("{text}… ({} bytes)", body.len()),
        false => text.into_owned(),
    }
}

fn headers(headers: &Headers) -> Value {
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.to_owned(), Value::String(value.to_owned())));
    Value::Object(pairs.collect::<Map<_, _>>())
}

/// The last exchanges.
#[derive(Debug, Default)]
pub(super) struct Journal {
    last: u64,
    kept: VecDeque<Exchange>,
}

impl Journal {
    pub(super) fn add(&mut self, mut exchange: Exchange) {
        self.last += 1;
        exchange.number = self.last;
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(exchange);
    }

    pub(super) fn clear(&mut self) {
        self.kept.clear();
    }

    pub(super) fn all(&self) -> Vec<Exchange> {
        self.kept.iter().cloned().collect()
    }

    pub(super) fn get(&self, number: u64) -> Option<&Exchange> {
        self.kept.iter().find(|exchange| exchange.number == number)
    }

    /// A line for each exchange after this number.
    pub(super) fn lines(&self, after: u64) -> Value {
        let new = self.kept.iter().filter(|one| one.number > after);
        new.map(Exchange::to_json_short).collect()
    }
}
