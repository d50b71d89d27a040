//! Pay score: service orders that are paid afterwards.

use serde_json::{Value, json};

use super::control::{ControlError, Due};
use super::fields::{Fields, essence, list, parameter, text, text_or_empty, truth, whole};
use super::order::{Channel, Draft, Party, present};
use super::rules::Rule;
use super::{Answer, Call, Event, Handler, World, time};
use crate::call::Version;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    let rest = path
        .strip_prefix("/v3/payscore/partner/")
        .or_else(|| path.strip_prefix("/v3/payscore/"))?;
    Some(match (method, rest) {
        ("POST", "serviceorder") => World::create_score,
        ("POST", "serviceorder/direct-complete") => World::create_and_complete_score,
        ("GET", "serviceorder") => World::query_score,
        ("POST", "serviceorder/{out_order_no}/complete") => World::complete_score,
        ("POST", "serviceorder/{out_order_no}/cancel") => World::cancel_score,
        ("POST", "serviceorder/{out_order_no}/modify") => World::modify_score,
        ("POST", "serviceorder/{out_order_no}/pay") => World::deduct_score,
        ("POST", "serviceorder/{out_order_no}/sync") => World::sync_score,
        _ => return None,
    })
}

/// What happened to a service order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Created,
    Doing,
    Done,
    Revoked,
}

impl State {
    pub(super) fn wire(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Doing => "DOING",
            Self::Done => "DONE",
            Self::Revoked => "REVOKED",
        }
    }
}

/// A service order.
#[derive(Clone, Debug)]
pub(super) struct Score {
    pub number: String,
    order_id: String,
    party: Party,
    openid: String,
    pub state: State,
    /// In fen; 0 until it is done.
    pub total: i64,
    /// When it was paid, how, and the transaction.
    paid: Option<(i64, &'static str, String)>,
    /// Whether nothing can be deducted until the user pays.
    withheld: bool,
    /// What was asked at first, to compare another request with the same number.
    request: Value,
    /// What is told of it: what requests said last.
    told: Value,
}

/// Names of what requests say and answers repeat.
const TOLD: &[&str] = &[
    "service_id",
    "service_introduction",
    "post_payments",
    "post_discounts",
    "risk_fund",
    "time_range",
    "location",
    "attach",
    "notify_url",
];

impl Score {
    fn merchant(&self) -> Fields {
        Fields::default()
            .set("appid", self.party.appid.as_str())
            .set("mchid", self.party.mchid.as_str())
            .maybe("sub_appid", present(&self.party.sub_appid))
            .maybe("sub_mchid", present(&self.party.sub_mchid))
            .set("out_order_no", self.number.as_str())
            .set("order_id", self.order_id.as_str())
    }

    fn answer(&self) -> Value {
        let description = match self.state {
            State::Doing => Some("USER_CONFIRM"),
            State::Done if self.paid.is_none() && self.total > 0 => Some("MCH_COMPLETE"),
            _ => None,
        };
        let mut fields = self
            .merchant()
            .set("state", self.state.wire())
            .maybe("state_description", description)
            .copy(&self.told, TOLD)
            .maybe("openid", present(&self.openid));
        if self.state == State::Created {
            fields = fields.set("package", format!("sandbox-package-{}", self.order_id));
        }
        if self.state == State::Done {
            fields = fields
                .set("total_amount", self.total)
                .set("need_collection", self.total > 0);
            if self.total > 0 {
                fields = fields.set("collection", self.collection());
            }
        }
        fields.value()
    }

    /// The answer without some of its fields.
    fn answer_without(&self, names: &[&str]) -> Value {
        let mut answer = self.answer();
        if let Value::Object(fields) = &mut answer {
            fields.retain(|name, _| !names.contains(&name.as_str()));
        }
        answer
    }

    fn collection(&self) -> Value {
        let Some((at, how, transaction_id)) = &self.paid else {
            return json!({
                "state": "USER_PAYING",
                "total_amount": self.total,
                "paying_amount": self.total,
                "paid_amount": 0,
            });
        };
        let detail = Fields::default()
            .set("seq", 1)
            .set("amount", self.total)
            .set("paid_type", *how)
            .set("paid_time", time::rfc3339(*at))
            .maybe("transaction_id", present(transaction_id))
            .value();
        json!({
            "state": "USER_PAID",
            "total_amount": self.total,
            "paying_amount": 0,
            "paid_amount": self.total,
            "details": [detail],
        })
    }

    fn is_owed(&self) -> bool {
        self.state == State::Done && self.total > 0 && self.paid.is_none()
    }

    /// Takes what a later request says.
    fn tell(&mut self, body: &Value) {
        if let Value::Object(told) = &mut self.told {
            for name in TOLD {
                if let Some(value) = body.get(name) {
                    told.insert((*name).to_owned(), value.clone());
                }
            }
        }
    }
}

/// What the items of a request come to, which its total has to be.
fn total(body: &Value) -> Result<i64, Rule> {
    let sum = |name: &str| {
        list(body, name).iter().fold(0_i64, |sum, item| {
            sum.saturating_add(whole(item, "amount").unwrap_or(0))
        })
    };
    let items = sum("post_payments").saturating_sub(sum("post_discounts"));
    match whole(body, "total_amount") {
        Some(total) if total < 0 || total != items => Err(Rule::Parameter {
            field: "/total_amount",
            issue: "not what the payments less the discounts come to",
        }),
        Some(total) => Ok(total),
        None => Ok(items.max(0)),
    }
}

impl World {
    fn create_score(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let confirmed = body.get("need_user_confirm") == Some(&Value::Bool(false));
        let number = self.put_score(
            call,
            if confirmed {
                State::Doing
            } else {
                State::Created
            },
        )?;
        self.score_answer(&number, &["openid"])
    }

    /// Makes a service order, or finds the one that the same request made.
    fn put_score(&mut self, call: &Call<'_>, state: State) -> Result<String, Rule> {
        let body = call.body;
        let number = text_or_empty(body, "out_order_no");
        let request = essence(body);
        if let Some(score) = self.scores.get(&number) {
            return if score.request == request {
                Ok(number)
            } else {
                Err(Rule::ScoreConflict)
            };
        }
        let order_id = format!("{}{:012}", self.today(), self.count());
        let openid = text(body, "openid").or_else(|| text(body, "sub_openid"));
        let score = Score {
            number: number.clone(),
            order_id,
            party: Party {
                appid: text_or_empty(body, "appid"),
                mchid: call.mchid.to_owned(),
                sub_appid: text_or_empty(body, "sub_appid"),
                sub_mchid: text_or_empty(body, "sub_mchid"),
            },
            openid: openid.unwrap_or_default().to_owned(),
            state,
            total: 0,
            paid: None,
            withheld: false,
            told: Fields::default().copy(body, TOLD).value(),
            request,
        };
        self.scores.insert(number.clone(), score);
        Ok(number)
    }

    fn create_and_complete_score(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let total = total(call.body)?;
        let number = self.put_score(call, State::Doing)?;
        self.finish_score(&number, total, call.body)?;
        self.score_answer(
            &number,
            &["collection", "openid", "need_collection", "risk_fund"],
        )
    }

    /// What is told of a service order, without the fields that the operation does not answer.
    fn score_answer(&self, number: &str, without: &[&str]) -> Result<Answer, Rule> {
        let score = self.scores.get(number).ok_or(Rule::ScoreUnknown)?;
        Ok(Answer::Exactly(score.answer_without(without)))
    }

    fn query_score(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        self.score_answer(&parameter(call.query, "out_order_no"), &["package"])
    }

    fn complete_score(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = parameter(call.path, "out_order_no");
        let total = total(call.body)?;
        self.finish_score(&number, total, call.body)?;
        if is_partner(call) {
            return Ok(Answer::Empty);
        }
        self.score_answer(&number, &["collection", "openid", "notify_url"])
    }

    fn finish_score(&mut self, number: &str, total: i64, body: &Value) -> Result<(), Rule> {
        let score = self.scores.get_mut(number).ok_or(Rule::ScoreUnknown)?;
        match score.state {
            State::Doing => {}
            // The same request again.
            State::Done if score.total == total => return Ok(()),
            _ => return Err(Rule::ScoreState),
        }
        score.state = State::Done;
        score.total = total;
        score.tell(body);
        if truth(body, "profit_sharing")
            && let Value::Object(told) = &mut score.told
        {
            told.insert("profit_sharing".to_owned(), Value::Bool(true));
        }
        if total > 0 {
            self.settle_later(Due::Score(number.to_owned()));
        }
        Ok(())
    }

    fn cancel_score(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = parameter(call.path, "out_order_no");
        let score = self.scores.get_mut(&number).ok_or(Rule::ScoreUnknown)?;
        if score.state == State::Done {
            return Err(Rule::ScoreState);
        }
        score.state = State::Revoked;
        Ok(Answer::Exactly(named(score)))
    }

    /// The amount of what is owed can only become less.
    fn modify_score(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = parameter(call.path, "out_order_no");
        let total = total(call.body)?;
        let score = self.scores.get_mut(&number).ok_or(Rule::ScoreUnknown)?;
        if !score.is_owed() || total > score.total {
            return Err(Rule::ScoreState);
        }
        score.total = total;
        score.tell(call.body);
        if is_partner(call) {
            return Ok(Answer::Empty);
        }
        self.score_answer(&number, &["openid"])
    }

    fn deduct_score(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = parameter(call.path, "out_order_no");
        let score = self.scores.get_mut(&number).ok_or(Rule::ScoreUnknown)?;
        if !score.is_owed() {
            return Err(Rule::ScoreState);
        }
        let answer = named(score);
        self.settle_later(Due::Score(number));
        Ok(Answer::Exactly(answer))
    }

    /// The merchant says that the user paid otherwise.
    fn sync_score(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = parameter(call.path, "out_order_no");
        let now = self.now;
        let at = text(call.body, "detail.paid_time");
        let at = at
            .and_then(|at| time::parse_compact(at).or_else(|| time::parse_rfc3339(at)))
            .unwrap_or(now);
        let score = self.scores.get_mut(&number).ok_or(Rule::ScoreUnknown)?;
        if !score.is_owed() {
            return Err(Rule::ScoreState);
        }
        score.paid = Some((at, "MCH", String::new()));
        self.score_answer(&number, &[])
    }

    pub(super) fn confirm_score(&mut self, number: &str) -> Result<(), ControlError> {
        let openid = self.settings.openid.clone();
        let score = self
            .scores
            .get_mut(number)
            .ok_or_else(|| ControlError::unknown(number))?;
        if score.state != State::Created {
            return Err(ControlError::state(number, score.state.wire()));
        }
        score.state = State::Doing;
        if score.openid.is_empty() {
            score.openid = openid;
        }
        self.tell_score(number, "PAYSCORE.USER_CONFIRM", "用户确认成功");
        Ok(())
    }

    pub(super) fn withhold_score(&mut self, number: &str) -> Result<(), ControlError> {
        let score = self
            .scores
            .get_mut(number)
            .ok_or_else(|| ControlError::unknown(number))?;
        if !score.is_owed() {
            return Err(ControlError::state(number, score.state.wire()));
        }
        score.withheld = true;
        Ok(())
    }

    pub(super) fn pay_score(&mut self, number: &str) -> Result<(), ControlError> {
        let score = self
            .scores
            .get_mut(number)
            .ok_or_else(|| ControlError::unknown(number))?;
        if !score.is_owed() {
            return Err(ControlError::state(number, score.state.wire()));
        }
        score.withheld = false;
        self.collect_score(number);
        Ok(())
    }

    /// Deducts what a service order costs. The transaction is an order of its own, so that it can be refunded, shared and billed.
    pub(super) fn collect_score(&mut self, number: &str) {
        let Some(score) = self
            .scores
            .get(number)
            .filter(|score| score.is_owed() && !score.withheld)
            .cloned()
        else {
            return;
        };
        let draft = Draft {
            version: Version::V3,
            channel: Channel::Contract,
            party: score.party.clone(),
            number: score.order_id.clone(),
            total: Some(score.total),
            currency: "CNY".to_owned(),
            description: text_or_empty(&score.told, "service_introduction"),
            attach: text_or_empty(&score.told, "attach"),
            notify_url: String::new(),
            payer: score.openid.clone(),
            expires: None,
            sharing: truth(&score.told, "profit_sharing"),
            contract_id: String::new(),
            request: &score.request,
            amount_field: "/total_amount",
        };
        if self.place(draft).is_err() {
            return;
        }
        self.settle(&score.order_id, None);
        let transaction_id = self
            .orders
            .get(&score.order_id)
            .map_or_else(String::new, |order| order.transaction_id().to_owned());
        let now = self.now;
        if let Some(score) = self.scores.get_mut(number) {
            score.paid = Some((now, "NEWTON", transaction_id));
        }
        self.tell_score(number, "PAYSCORE.USER_PAID", "用户支付成功");
    }

    fn tell_score(&mut self, number: &str, event_type: &str, summary: &str) {
        let Some(score) = self.scores.get(number) else {
            return;
        };
        let event = Event {
            version: Version::V3,
            event_type: event_type.to_owned(),
            original_type: "payscore".to_owned(),
            resource: score.answer_without(&["notify_url"]),
            summary: summary.to_owned(),
            notify_url: text_or_empty(&score.told, "notify_url"),
        };
        self.notify(event);
    }
}

/// Partners are answered less.
fn is_partner(call: &Call<'_>) -> bool {
    call.id.contains("/payscore/partner/")
}

fn named(score: &Score) -> Value {
    score.merchant().copy(&score.told, &["service_id"]).value()
}
