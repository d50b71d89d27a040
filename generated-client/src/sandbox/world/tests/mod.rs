//! What the world promises, by calls as the server makes them.

mod bills;
mod conforms;
mod contracts;
mod orders;
mod refunds;
mod scores;
mod sharing;
mod transfers;
mod v2;
mod variants;
mod whole;

use serde_json::{Map, Value, json};

use super::{Answer, Call, Event, Outcome, Settings, World};
use crate::call::Version;

/// Monday 25 November 2024, 9:00 in Beijing.
pub(super) const START: i64 = 1_732_496_400;
pub(super) const MERCHANT: &str = "1900000109";

/// A world, its clock, and all that was notified.
pub(super) struct Play {
    pub world: World,
    pub now: i64,
    pub events: Vec<Event>,
    /// Whether what is said is compared with the pages. It is no use if the requests are nonsense.
    pub sense: bool,
}

impl Play {
    pub fn new() -> Self {
        Self {
            world: World::new(Settings {
                merchant_notify_url: "http://127.0.0.1:1/merchant".to_owned(),
                ..Settings::default()
            }),
            now: START,
            events: Vec::new(),
            sense: true,
        }
    }

    /// A call. `target` is the path with its values, `template` as in the model: where both differ is a path parameter.
    pub fn call(&mut self, template: &str, target: &str, body: Value) -> Answer {
        let (target, query) = target.split_once('?').unwrap_or((target, ""));
        let mut path = Map::new();
        let (_, pattern) = template.split_once(' ').unwrap();
        for (name, value) in pattern.split('/').zip(target.split('/')) {
            if let Some(name) = name.strip_prefix('{') {
                path.insert(name.trim_end_matches('}').to_owned(), value.into());
            } else {
                assert_eq!(name, value, "{template} and {target}");
            }
        }
        let query = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| {
                let value = value.parse().map_or_else(|_| value.into(), Value::Bool);
                (name.to_owned(), value)
            })
            .collect();
        let Outcome { answer, events } = self.world.handle(&Call {
            id: template,
            version: if pattern.starts_with("/v2") {
                Version::V2
            } else {
                Version::V3
            },
            path: &path,
            query: &query,
            body: &body,
            mchid: MERCHANT,
            now: self.now,
            base_url: "http://127.0.0.1:8080",
        });
        if self.sense {
            conforms::answer(template, &answer);
            events.iter().for_each(conforms::event);
        }
        self.events.extend(events);
        answer
    }

    /// A call without path parameters.
    pub fn plain(&mut self, id: &str, body: Value) -> Answer {
        let (_, target) = id.split_once(' ').unwrap();
        self.call(id, target, body)
    }

    pub fn wait(&mut self, seconds: i64) {
        self.now += seconds;
        let events = self.world.advance(self.now);
        events.iter().for_each(conforms::event);
        self.events.extend(events);
    }

    pub fn pay(&mut self, number: &str) {
        let events = self.world.pay(number, None, self.now).unwrap();
        events.iter().for_each(conforms::event);
        self.events.extend(events);
    }

    pub fn confirm(&mut self, number: &str) {
        let events = self.world.confirm(number, self.now).unwrap();
        events.iter().for_each(conforms::event);
        self.events.extend(events);
    }

    pub fn fail(&mut self, number: &str, reason: &str) {
        let events = self.world.fail(number, reason, self.now).unwrap();
        events.iter().for_each(conforms::event);
        self.events.extend(events);
    }

    /// The types of the events since the last time.
    pub fn told(&mut self) -> Vec<String> {
        self.events
            .drain(..)
            .map(|event| event.event_type)
            .collect()
    }

    pub fn balance(&self, merchant: &str) -> i64 {
        let account = super::ledger::Account::Basic;
        self.world.ledger.balance(merchant, account) - self.world.settings.opening_balance
    }

    /// An order that is paid; its transaction.
    pub fn paid(&mut self, number: &str, total: i64) -> String {
        self.plain(JSAPI, order(number, total)).body();
        self.pay(number);
        self.order(number)["transaction_id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub fn order(&mut self, number: &str) -> Value {
        let target = format!("/v3/pay/transactions/out-trade-no/{number}?mchid={MERCHANT}");
        self.call(BY_NUMBER, &target, Value::Null).body()
    }
}

pub(super) const JSAPI: &str = "POST /v3/pay/transactions/jsapi";
pub(super) const BY_NUMBER: &str = "GET /v3/pay/transactions/out-trade-no/{out_trade_no}";

pub(super) fn order(number: &str, total: i64) -> Value {
    json!({
        "appid": "wx0000000000000001",
        "mchid": MERCHANT,
        "description": "Tea, one pot",
        "out_trade_no": number,
        "notify_url": "http://127.0.0.1:1/paid",
        "amount": {"total": total, "currency": "CNY"},
        "payer": {"openid": "o-1"},
        "settle_info": {"profit_sharing": true},
    })
}

impl Answer {
    /// The body of an answer that is one.
    pub fn body(self) -> Value {
        match self {
            Self::Exactly(value) | Self::Fields(value) => value,
            other => panic!("{other:?}"),
        }
    }

    /// Status and code of a refusal.
    pub fn refused(self) -> (u16, &'static str) {
        match self {
            Self::Refused { status, code, .. } => (status, code),
            other => panic!("{other:?}"),
        }
    }
}
