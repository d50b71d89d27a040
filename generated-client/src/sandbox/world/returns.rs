//! Profit sharing: what receivers give back.

use serde_json::Value;

use super::fields::{Fields, parameter, text_or_empty, whole};
use super::ledger::Account;
use super::rules::Rule;
use super::sharing::is_ecommerce;
use super::{Answer, Call, Handler, World, time};

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    Some(match id {
        "POST /v3/profitsharing/return-orders"
        | "POST /v3/ecommerce/profitsharing/returnorders"
        | "POST /v3/brand/profitsharing/returnorders" => World::return_share,
        "GET /v3/profitsharing/return-orders/{out_return_no}"
        | "GET /v3/ecommerce/profitsharing/returnorders"
        | "GET /v3/brand/profitsharing/returnorders" => World::query_return,
        _ => return None,
    })
}

/// Money that came back from a receiver.
#[derive(Clone, Debug)]
pub(super) struct Return {
    pub number: String,
    pub return_id: String,
    pub share: String,
    pub order_id: String,
    pub account: String,
    pub amount: i64,
    pub description: String,
    pub at: i64,
}

/// What a return is made of.
pub(super) struct ReturnDraft {
    pub number: String,
    pub order_id: String,
    pub share: String,
    pub account: String,
    pub amount: i64,
    pub description: String,
}

impl World {
    fn return_share(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let made = self.take_back(ReturnDraft {
            number: text_or_empty(body, "out_return_no"),
            order_id: text_or_empty(body, "order_id"),
            share: text_or_empty(body, "out_order_no"),
            account: text_or_empty(body, "return_mchid"),
            amount: whole(body, "amount").unwrap_or(0),
            description: text_or_empty(body, "description"),
        })?;
        Ok(Answer::Exactly(self.returned(call, &made)))
    }

    /// Takes money back from a receiver, or finds the return that the same request made.
    pub(super) fn take_back(&mut self, draft: ReturnDraft) -> Result<Return, Rule> {
        let share = self
            .sharing
            .shares
            .values()
            .find(|share| {
                (draft.order_id.is_empty() || share.order_id == draft.order_id)
                    && (draft.share.is_empty() || share.number == draft.share)
            })
            .filter(|_| !(draft.order_id.is_empty() && draft.share.is_empty()))
            .cloned()
            .ok_or(Rule::SharingUnknown)?;
        if let Some(made) = self.sharing.returns.get(&draft.number) {
            let same = made.share == share.number
                && made.account == draft.account
                && made.amount == draft.amount;
            return if same {
                Ok(made.clone())
            } else {
                Err(Rule::SharingConflict)
            };
        }
        let receiver = share
            .receivers
            .iter()
            .position(|receiver| receiver.account == draft.account)
            .filter(|_| share.arrived.is_some())
            .ok_or(Rule::ReceiverUnknown)?;
        let now = self.now;
        let taken = self
            .sharing
            .shares
            .get_mut(&share.number)
            .and_then(|share| share.receivers.get_mut(receiver))
            .ok_or(Rule::SharingUnknown)?;
        if draft.amount <= 0 || taken.returned.saturating_add(draft.amount) > taken.amount {
            return Err(Rule::SharingTooMuch);
        }
        if self.ledger.balance(&draft.account, Account::Basic) < draft.amount {
            return Err(Rule::NotEnough);
        }
        taken.returned = taken.returned.saturating_add(draft.amount);
        let receiver = taken.clone();
        let made = Return {
            number: draft.number.clone(),
            return_id: self.identifier("3008460000"),
            share: share.number.clone(),
            order_id: share.order_id.clone(),
            account: draft.account,
            amount: draft.amount,
            description: draft.description,
            at: now,
        };
        self.move_share(&share, &receiver, -made.amount, "分账回退", &made.number);
        self.tell_share("PROFITSHARING.RETURN", &share, &receiver, made.amount);
        self.sharing.returns.insert(draft.number, made.clone());
        Ok(made)
    }

    fn query_return(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = match parameter(call.path, "out_return_no") {
            number if number.is_empty() => parameter(call.query, "out_return_no"),
            number => number,
        };
        let made = self.find_return(&number).ok_or(Rule::SharingUnknown)?;
        Ok(Answer::Exactly(self.returned(call, made)))
    }

    pub(super) fn find_return(&self, number: &str) -> Option<&Return> {
        self.sharing.returns.get(number)
    }

    fn returned(&self, call: &Call<'_>, made: &Return) -> Value {
        let share = self.sharing.shares.get(&made.share);
        let id = if is_ecommerce(call) {
            "return_no"
        } else {
            "return_id"
        };
        let fields = match share {
            Some(share) => Fields::default().copy(&share.request, &["sub_mchid"]),
            None => Fields::default(),
        };
        let fields = fields
            .set("order_id", made.order_id.as_str())
            .set("out_order_no", made.share.as_str())
            .set("out_return_no", made.number.as_str())
            .set(id, made.return_id.as_str())
            .set("return_mchid", made.account.as_str())
            .set("amount", made.amount)
            .set("result", "SUCCESS")
            .set("finish_time", time::rfc3339(made.at));
        if is_ecommerce(call) {
            return fields.value();
        }
        fields
            .set("description", made.description.as_str())
            .set("create_time", time::rfc3339(made.at))
            .value()
    }
}
