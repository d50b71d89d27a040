//! Profit sharing: what a seller gives others of an order, and gets back. Both versions of the API share it; what is v2's own is in `v2_sharing`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::control::Due;
use super::fields::{Fields, essence, list, parameter, text, text_or_empty, truth, whole};
use super::ledger::{Account, Movement};
use super::order::present;
use super::returns::Return;
use super::rules::Rule;
use super::{Answer, Call, Event, Handler, World, time};
use crate::call::Version;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    let rest = path
        .strip_prefix("/v3/profitsharing/")
        .or_else(|| path.strip_prefix("/v3/ecommerce/profitsharing/"))
        .or_else(|| path.strip_prefix("/v3/brand/profitsharing/"))?;
    Some(match (method, rest) {
        ("POST", "orders") => World::share_order,
        ("POST", "orders/unfreeze" | "finish-order") => World::unfreeze_order,
        ("GET", "orders" | "orders/{out_order_no}") => World::query_share,
        ("GET", "transactions/{transaction_id}/amounts" | "orders/{transaction_id}/amounts") => {
            World::query_unshared
        }
        ("POST", "receivers/add") => World::add_receiver,
        ("POST", "receivers/delete") => World::delete_receiver,
        _ => return None,
    })
}

/// All that was shared.
#[derive(Debug, Default)]
pub(super) struct Sharing {
    /// Type and account of those who may be given money.
    receivers: BTreeSet<(String, String)>,
    /// By the merchant's number.
    pub shares: BTreeMap<String, Share>,
    /// By the merchant's number.
    pub returns: BTreeMap<String, Return>,
    /// Numbers of the orders of which nothing is frozen any more.
    finished: BTreeSet<String>,
}

/// Who gets how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Receiver {
    pub kind: String,
    pub account: String,
    pub amount: i64,
    pub description: String,
    pub detail_id: String,
    pub returned: i64,
}

/// A request to share.
#[derive(Clone, Debug)]
pub(super) struct Share {
    pub number: String,
    pub order_id: String,
    /// The number of the order that is shared.
    pub order: String,
    pub transaction_id: String,
    pub seller: String,
    pub receivers: Vec<Receiver>,
    pub created: i64,
    pub arrived: Option<i64>,
    pub request: Value,
}

/// What a share is made of.
pub(super) struct Draft<'a> {
    pub number: String,
    pub transaction_id: String,
    pub receivers: Vec<Receiver>,
    pub finish: bool,
    /// Whether all that is left goes to the seller.
    pub unfreeze: bool,
    /// Whether receivers have to be added before. Platforms and v2 have no documented operation that adds one.
    pub added: bool,
    pub request: &'a Value,
}

/// A receiver under the names of a dialect.
fn receiver(value: &Value) -> Receiver {
    let account = ["account", "receiver_account", "receiver_mchid"]
        .into_iter()
        .find_map(|name| text(value, name));
    Receiver {
        kind: text(value, "type").unwrap_or("MERCHANT_ID").to_owned(),
        account: account.unwrap_or_default().to_owned(),
        amount: whole(value, "amount").unwrap_or(0),
        description: text_or_empty(value, "description"),
        detail_id: String::new(),
        returned: 0,
    }
}

pub(super) fn receivers(values: &[Value]) -> Vec<Receiver> {
    values.iter().map(receiver).collect()
}

impl Share {
    pub(super) fn state(&self) -> &'static str {
        if self.arrived.is_some() {
            "FINISHED"
        } else {
            "PROCESSING"
        }
    }

    pub(super) fn result(&self) -> &'static str {
        if self.arrived.is_some() {
            "SUCCESS"
        } else {
            "PENDING"
        }
    }

    fn v3(&self, ecommerce: bool) -> Value {
        let (state, account) = if ecommerce {
            ("status", "receiver_account")
        } else {
            ("state", "account")
        };
        let own = !ecommerce;
        let receivers: Vec<Value> = self
            .receivers
            .iter()
            .map(|receiver| {
                Fields::default()
                    .set("type", receiver.kind.as_str())
                    .set(account, receiver.account.as_str())
                    .set("amount", receiver.amount)
                    .set("description", receiver.description.as_str())
                    .set("result", self.result())
                    .maybe("detail_id", own.then_some(receiver.detail_id.as_str()))
                    .maybe("create_time", own.then(|| time::rfc3339(self.created)))
                    .maybe("finish_time", self.arrived.map(time::rfc3339))
                    .value()
            })
            .collect();
        Fields::default()
            .copy(&self.request, &["sub_mchid"])
            .set("transaction_id", self.transaction_id.as_str())
            .set("out_order_no", self.number.as_str())
            .set("order_id", self.order_id.as_str())
            .set(state, self.state())
            .set("receivers", receivers)
            .value()
    }
}

impl World {
    fn share_order(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let share = self.share(Draft {
            number: text_or_empty(body, "out_order_no"),
            transaction_id: text_or_empty(body, "transaction_id"),
            receivers: receivers(list(body, "receivers")),
            finish: truth(body, "unfreeze_unsplit") || truth(body, "finish"),
            unfreeze: false,
            added: call.id.starts_with("POST /v3/profitsharing/"),
            request: body,
        })?;
        Ok(Answer::Exactly(accepted(call, &share)))
    }

    fn unfreeze_order(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let share = self.share(Draft {
            number: text_or_empty(body, "out_order_no"),
            transaction_id: text_or_empty(body, "transaction_id"),
            receivers: Vec::new(),
            finish: true,
            unfreeze: true,
            added: false,
            request: body,
        })?;
        Ok(Answer::Exactly(accepted(call, &share)))
    }

    /// Gives receivers money of an order, or finds the share that the same request made.
    pub(super) fn share(&mut self, mut draft: Draft<'_>) -> Result<Share, Rule> {
        let request = essence(draft.request);
        if let Some(share) = self.sharing.shares.get(&draft.number) {
            return if share.request == request {
                Ok(share.clone())
            } else {
                Err(Rule::SharingConflict)
            };
        }
        let order = self
            .find_order(&draft.transaction_id, "")
            .filter(|order| order.is_paid() && !draft.transaction_id.is_empty())
            .cloned()
            .ok_or(Rule::SharingUnknown)?;
        if !order.sharing {
            return Err(Rule::SharingNotAllowed);
        }
        if self.sharing.finished.contains(&order.number) {
            return Err(Rule::SharingFinished);
        }
        let left = self.unshared(&order.number);
        if draft.unfreeze {
            draft.receivers.push(Receiver {
                kind: "MERCHANT_ID".to_owned(),
                account: order.party.seller().to_owned(),
                amount: left,
                description: text_or_empty(draft.request, "description"),
                detail_id: String::new(),
                returned: 0,
            });
        } else {
            self.check_receivers(&draft, order.party.seller(), left)?;
        }
        for receiver in &mut draft.receivers {
            receiver.detail_id = self.identifier("3600000000");
        }
        let share = Share {
            number: draft.number.clone(),
            order_id: self.identifier("3008450000"),
            order: order.number.clone(),
            transaction_id: draft.transaction_id,
            seller: order.party.seller().to_owned(),
            receivers: draft.receivers,
            created: self.now,
            arrived: None,
            request,
        };
        if draft.finish {
            self.sharing.finished.insert(order.number);
        }
        self.settle_later(Due::Shares(share.number.clone()));
        self.sharing.shares.insert(draft.number, share.clone());
        Ok(share)
    }

    fn check_receivers(&self, draft: &Draft<'_>, seller: &str, left: i64) -> Result<(), Rule> {
        let receivers = &draft.receivers;
        if receivers.iter().any(|receiver| receiver.amount <= 0) {
            return Err(Rule::Parameter {
                field: "/receivers",
                issue: "each needs an amount greater than 0",
            });
        }
        let unknown = |receiver: &Receiver| {
            let key = (receiver.kind.clone(), receiver.account.clone());
            receiver.account != seller && !self.sharing.receivers.contains(&key)
        };
        if draft.added && receivers.iter().any(unknown) {
            return Err(Rule::ReceiverUnknown);
        }
        let sum = receivers
            .iter()
            .fold(0_i64, |sum, receiver| sum.saturating_add(receiver.amount));
        if sum > left {
            return Err(Rule::SharingTooMuch);
        }
        Ok(())
    }

    /// What of an order can still be shared, in fen.
    pub(super) fn unshared(&self, number: &str) -> i64 {
        let Some(order) = self.orders.get(number).filter(|order| order.sharing) else {
            return 0;
        };
        if self.sharing.finished.contains(number) {
            return 0;
        }
        let shared = self
            .sharing
            .shares
            .values()
            .filter(|share| share.order == number)
            .flat_map(|share| &share.receivers)
            .fold(0_i64, |sum, receiver| sum.saturating_add(receiver.amount));
        order
            .total
            .saturating_sub(order.refunded)
            .saturating_sub(shared)
            .max(0)
    }

    fn query_share(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = match parameter(call.path, "out_order_no") {
            number if number.is_empty() => parameter(call.query, "out_order_no"),
            number => number,
        };
        let share = self
            .sharing
            .shares
            .get(&number)
            .filter(|share| share.transaction_id == parameter(call.query, "transaction_id"))
            .ok_or(Rule::SharingUnknown)?;
        Ok(Answer::Exactly(share.v3(is_ecommerce(call))))
    }

    fn query_unshared(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let transaction_id = parameter(call.path, "transaction_id");
        let order = self
            .find_order(&transaction_id, "")
            .ok_or(Rule::SharingUnknown)?;
        Ok(Answer::Exactly(json!({
            "transaction_id": transaction_id,
            "unsplit_amount": self.unshared(&order.number),
        })))
    }

    fn add_receiver(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        self.know_receiver(call.body, true);
        // What the pages have as the answer is what the request said.
        Ok(Answer::Synthesised)
    }

    fn delete_receiver(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        self.know_receiver(call.body, false);
        Ok(Answer::Synthesised)
    }

    pub(super) fn know_receiver(&mut self, value: &Value, known: bool) {
        let receiver = receiver(value);
        let key = (receiver.kind, receiver.account);
        if known {
            self.sharing.receivers.insert(key);
        } else {
            self.sharing.receivers.remove(&key);
        }
    }

    pub(super) fn shares_arrive(&mut self, number: &str) {
        let now = self.now;
        let Some(share) = self.sharing.shares.get_mut(number) else {
            return;
        };
        share.arrived = Some(now);
        let share = share.clone();
        for receiver in &share.receivers {
            if receiver.account == share.seller {
                continue;
            }
            self.move_share(&share, receiver, receiver.amount, "分账", number);
            self.tell_share("PROFITSHARING.SUCCESS", &share, receiver, receiver.amount);
        }
    }

    /// Moves money from the seller to the receiver.
    pub(super) fn move_share(
        &mut self,
        share: &Share,
        receiver: &Receiver,
        amount: i64,
        business: &'static str,
        voucher: &str,
    ) {
        let mut movement = Movement {
            at: self.now,
            merchant: &share.seller,
            account: Account::Basic,
            payment_id: &share.order_id,
            business,
            amount: amount.saturating_neg(),
            voucher,
        };
        self.ledger.post(&movement);
        if receiver.kind == "MERCHANT_ID" {
            movement.merchant = &receiver.account;
            movement.amount = amount;
            self.ledger.post(&movement);
        }
    }

    pub(super) fn tell_share(
        &mut self,
        event_type: &str,
        share: &Share,
        receiver: &Receiver,
        amount: i64,
    ) {
        let resource = Fields::default()
            .set("mchid", share.seller.as_str())
            .set("transaction_id", share.transaction_id.as_str())
            .set("order_id", share.order_id.as_str())
            .set("out_order_no", share.number.as_str())
            .set(
                "receiver",
                json!({
                    "type": receiver.kind,
                    "account": receiver.account,
                    "amount": amount,
                    "description": receiver.description,
                }),
            )
            .set("success_time", time::rfc3339(self.now))
            .value();
        let notify_url = self.settings.merchant_notify_url.clone();
        self.notify(Event {
            version: Version::V3,
            event_type: event_type.to_owned(),
            original_type: "profitsharing".to_owned(),
            resource,
            summary: present(if event_type.ends_with("RETURN") {
                "分账回退成功"
            } else {
                ""
            })
            .unwrap_or("分账成功")
            .to_owned(),
            notify_url,
        });
    }
}

/// Platforms and brands have other names for the same.
pub(super) fn is_ecommerce(call: &Call<'_>) -> bool {
    !call.id.contains(" /v3/profitsharing/")
}

fn accepted(call: &Call<'_>, share: &Share) -> Value {
    let answer = share.v3(is_ecommerce(call));
    if !is_ecommerce(call) {
        return answer;
    }
    Fields::default()
        .copy(
            &answer,
            &["sub_mchid", "transaction_id", "out_order_no", "order_id"],
        )
        .value()
}
