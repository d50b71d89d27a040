//! Profit sharing by API v2, whose lists are JSON in a text.

use serde_json::{Value, json};

use super::fields::{Fields, list, text, text_or_empty, whole};
use super::order::present;
use super::returns::{Return, ReturnDraft};
use super::rules::Rule;
use super::sharing::{Draft, Share, receivers};
use super::{Answer, Call, Handler, World, time};

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    Some(match id {
        // Once: what is left goes back to the seller. Several times: it stays frozen.
        "POST /v2/secapi/pay/profitsharing" => |world, call| world.share_v2(call, true),
        "POST /v2/secapi/pay/multiprofitsharing" => |world, call| world.share_v2(call, false),
        "POST /v2/secapi/pay/profitsharingfinish" => World::finish_v2,
        "POST /v2/pay/profitsharingquery" => World::query_share_v2,
        "POST /v2/pay/profitsharingorderamountquery" => World::query_unshared_v2,
        "POST /v2/secapi/pay/profitsharingreturn" => World::return_v2,
        "POST /v2/pay/profitsharingreturnquery" => World::query_return_v2,
        "POST /v2/pay/profitsharingaddreceiver" => |world, call| world.receiver_v2(call, true),
        "POST /v2/pay/profitsharingremovereceiver" => |world, call| world.receiver_v2(call, false),
        _ => return None,
    })
}

/// What a text of JSON says; a field that was already read is taken as it is.
fn decoded(body: &Value, name: &str) -> Value {
    match body.get(name) {
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or(Value::Null),
        Some(other) => other.clone(),
        None => Value::Null,
    }
}

fn entries(value: &Value) -> &[Value] {
    value
        .as_array()
        .map_or_else(|| list(value, "receiver"), Vec::as_slice)
}

impl World {
    fn share_v2(&mut self, call: &Call<'_>, finish: bool) -> Result<Answer, Rule> {
        let body = call.body;
        let share = self.share(Draft {
            number: text_or_empty(body, "out_order_no"),
            transaction_id: text_or_empty(body, "transaction_id"),
            receivers: receivers(entries(&decoded(body, "receivers"))),
            finish,
            unfreeze: false,
            added: false,
            request: body,
        })?;
        let state = finish.then(|| share.state());
        Ok(Answer::Exactly(
            told(call, &share).maybe("status", state).texts(),
        ))
    }

    fn finish_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
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
        let answer = told(call, &share).value();
        Ok(Answer::Exactly(
            super::v2_orders::party(call)
                .v2(Fields::default())
                .copy(&answer, &["transaction_id", "out_order_no", "order_id"])
                .texts(),
        ))
    }

    fn query_share_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let share = text(call.body, "out_order_no")
            .and_then(|number| self.sharing.shares.get(number))
            .filter(|share| {
                text(call.body, "transaction_id").is_none_or(|id| id == share.transaction_id)
            })
            .ok_or(Rule::SharingUnknown)?;
        Ok(Answer::Exactly(
            told(call, share).set("status", share.state()).texts(),
        ))
    }

    fn query_unshared_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let id = text_or_empty(call.body, "transaction_id");
        let order = self.find_order(&id, "").ok_or(Rule::SharingUnknown)?;
        let fields = Fields::default()
            .set("mch_id", super::v2_orders::party(call).mchid)
            .set("unsplit_amount", self.unshared(&order.number))
            .set("transaction_id", id);
        Ok(Answer::Exactly(fields.texts()))
    }

    fn return_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let made = self.take_back(ReturnDraft {
            number: text_or_empty(body, "out_return_no"),
            order_id: text_or_empty(body, "order_id"),
            share: text_or_empty(body, "out_order_no"),
            account: text_or_empty(body, "return_account"),
            amount: whole(body, "return_amount").unwrap_or(0),
            description: text_or_empty(body, "description"),
        })?;
        Ok(Answer::Exactly(returned(call, &made)))
    }

    fn query_return_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let made = text(call.body, "out_return_no")
            .and_then(|number| self.find_return(number))
            .ok_or(Rule::SharingUnknown)?;
        Ok(Answer::Exactly(returned(call, made)))
    }

    fn receiver_v2(&mut self, call: &Call<'_>, known: bool) -> Result<Answer, Rule> {
        self.know_receiver(&decoded(call.body, "receiver"), known);
        Ok(Answer::Fields(
            Fields::default().copy(call.body, &["receiver"]).value(),
        ))
    }
}

fn told(call: &Call<'_>, share: &Share) -> Fields {
    let receivers: Vec<Value> = share
        .receivers
        .iter()
        .map(|receiver| {
            json!({
                "type": receiver.kind,
                "account": receiver.account,
                "amount": receiver.amount,
                "description": receiver.description,
                "detail_id": receiver.detail_id,
                "result": share.result(),
                "finish_time": share.arrived.map(time::compact).unwrap_or_default(),
            })
        })
        .collect();
    super::v2_orders::party(call)
        .v2(Fields::default())
        .set("transaction_id", share.transaction_id.as_str())
        .set("out_order_no", share.number.as_str())
        .set("order_id", share.order_id.as_str())
        .set("receivers", Value::from(receivers).to_string())
}

fn returned(call: &Call<'_>, made: &Return) -> Value {
    super::v2_orders::party(call)
        .v2(Fields::default())
        .set("order_id", made.order_id.as_str())
        .set("out_order_no", made.share.as_str())
        .set("out_return_no", made.number.as_str())
        .set("return_no", made.return_id.as_str())
        .set("return_account_type", "MERCHANT_ID")
        .set("return_account", made.account.as_str())
        .set("return_amount", made.amount)
        .maybe("description", present(&made.description))
        .set("result", "SUCCESS")
        .set("finish_time", time::compact(made.at))
        .texts()
}
