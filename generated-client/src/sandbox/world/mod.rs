//! What happened so far: orders, refunds, transfers. Pure, without input or output; the server asks it about every call.
//!
//! The same calls at the same times give the same answers: identifiers come from a counter and the clock. Money is whole fen, and every fen that
//! moves is in a ledger, of which the bills are made.
//!
//! | file | what has state |
//! |---|---|
//! | `orders`, `order`, `combine` | orders of a merchant and of a partner, combined ones, code payments |
//! | `refunds`, `refund_notices` | refunds, in parts, also of e-commerce platforms |
//! | `transfers`, `batches` | transfers to users, one by one and in batches |
//! | `sharing`, `returns` | profit sharing: receivers, shares, what is left, what comes back |
//! | `contracts`, `contract`, `deductions` | entrusted deductions: contracts, deductions, their announcement |
//! | `scores`, `permissions` | pay score: service orders, permissions |
//! | `v2_…` | the same by API v2, where transfers are to the balance or as red packets |
//! | `bills`, `bill_rows` | trade bills and fund-flow bills of the days that are over |
//! | `control` | what users do: pay, confirm, refuse, end a contract; and the clock |
//! | `ledger`, `rules`, `fields`, `time` | money, errors, JSON, times |
//!
//! The pages have no lists of error codes. Those here are the ones of the official documentation; `rules` holds them in one table.
//!
//! Simplifications: a merchant's number names one thing, whoever of the merchants used it; there are no fees, coupons or exchange rates; accounts begin
//! with [`Settings::opening_balance`].

mod batches;
mod bill_rows;
mod bills;
mod combine;
mod contract;
mod contracts;
mod control;
mod deductions;
mod fields;
mod ledger;
mod order;
mod orders;
mod permissions;
mod refund_notices;
mod refunds;
mod returns;
mod rules;
mod scores;
mod sharing;
mod time;
mod transfers;
mod v2_contracts;
mod v2_orders;
mod v2_refunds;
mod v2_sharing;
mod v2_transfers;

use std::collections::{BTreeMap, BTreeSet};

use crate::call::Version;
use serde_json::{Map, Value};

pub use control::ControlError;
use rules::Rule;

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
    /// The whole body, sensitive fields in plain. v2: an object of texts, to which the server adds what every answer has and this one has not
    /// (`return_code`, `result_code`, `appid`, `mch_id`, `nonce_str`, `sign`).
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
    /// v3: `event_type`, such as `TRANSACTION.SUCCESS`. v2: the name of the page, such as `transaction-success`.
    pub event_type: String,
    /// v3: `original_type` of the resource, such as `transaction`.
    pub original_type: String,
    /// The content before it is encrypted (v3) or signed (v2: an object of texts).
    pub resource: Value,
    /// v3: the short text of the envelope.
    pub summary: String,
    /// Where it is posted. Empty if the app named no place.
    pub notify_url: String,
}

/// How the world is at its beginning, and how fast it goes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The user who pays what names no payer.
    pub openid: String,
    /// What is in each account of each merchant at the beginning, in fen.
    pub opening_balance: i64,
    /// Seconds after which refunds, transfers, shares and deductions that were accepted are done.
    pub settle_seconds: i64,
    /// Where events are posted whose operation has no `notify_url`, as a merchant sets it on the merchant platform.
    pub merchant_notify_url: String,
    /// Whether what would be refused (an order that is not there, an amount that is too much) gets the sample answer instead, for programs that only
    /// want to see each answer's form.
    pub forgiving: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            openid: "oSandbox0000000000000000user".to_owned(),
            opening_balance: 100_000_000,
            settle_seconds: 2,
            merchant_notify_url: String::new(),
            forgiving: false,
        }
    }
}

/// Orders, refunds, transfers and what else has state.
#[derive(Debug, Default)]
pub struct World {
    settings: Settings,
    now: i64,
    counter: u64,
    orders: BTreeMap<String, order::Order>,
    /// Numbers of the orders that were paid, by transaction.
    transactions: BTreeMap<String, String>,
    combined: BTreeMap<String, combine::Combined>,
    refunds: BTreeMap<String, refunds::Refund>,
    transfers: BTreeMap<String, transfers::Transfer>,
    batches: BTreeMap<String, batches::Batch>,
    /// Transfers and red packets of v2.
    gifts: BTreeMap<String, v2_transfers::Gift>,
    sharing: sharing::Sharing,
    contracts: BTreeMap<String, contract::Contract>,
    permissions: BTreeMap<String, permissions::Permission>,
    scores: BTreeMap<String, scores::Score>,
    ledger: ledger::Ledger,
    /// Bills that can be downloaded, by their token.
    files: BTreeMap<String, Vec<u8>>,
    due: BTreeSet<(i64, control::Due)>,
    outbox: Vec<Event>,
}

/// What answers an operation.
type Handler = fn(&mut World, &Call<'_>) -> Result<Answer, Rule>;

/// Each gives the handler of an operation that is its own.
const ROUTES: &[fn(&str) -> Option<Handler>] = &[
    orders::route,
    combine::route,
    refunds::route,
    transfers::route,
    batches::route,
    sharing::route,
    returns::route,
    contracts::route,
    deductions::route,
    scores::route,
    permissions::route,
    bills::route,
    v2_orders::route,
    v2_refunds::route,
    v2_sharing::route,
    v2_contracts::route,
    v2_transfers::route,
];

impl World {
    /// A world in which nothing has happened.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            ledger: ledger::Ledger::new(settings.opening_balance),
            settings,
            ..Self::default()
        }
    }

    /// What a call does and what it answers. The clock is brought to the call's time before; what that makes happen is among the events.
    pub fn handle(&mut self, call: &Call<'_>) -> Outcome {
        self.bring_to(call.now);
        let answer = match ROUTES.iter().find_map(|route| route(call.id)) {
            Some(handler) => match handler(self, call) {
                Ok(answer) => answer,
                Err(_) if self.settings.forgiving => Answer::Synthesised,
                Err(rule) => rule.refuse(call.version),
            },
            None => Answer::Synthesised,
        };
        Outcome {
            answer,
            events: std::mem::take(&mut self.outbox),
        }
    }

    /// An identifier of WeChat Pay: a prefix of ten digits, the day, a counter.
    fn identifier(&mut self, prefix: &str) -> String {
        let counter = self.count();
        format!("{prefix}{}{counter:010}", self.today())
    }

    fn count(&mut self) -> u64 {
        self.counter = self.counter.wrapping_add(1);
        self.counter
    }

    /// The day as `20241125`.
    fn today(&self) -> String {
        time::compact(self.now).chars().take(8).collect()
    }

    fn notify(&mut self, event: Event) {
        self.outbox.push(event);
    }
}

#[cfg(test)]
mod tests;
