//! Money to users by API v2: transfers to their balance, and red packets.

use serde_json::{Value, json};

use super::control::{ControlError, Due};
use super::fields::{Fields, essence, text, text_or_empty, whole};
use super::ledger::{Account, Movement};
use super::rules::Rule;
use super::{Answer, Call, Handler, World, time};

/// Seconds in which a red packet can be received.
const OPEN_SECONDS: i64 = time::DAY;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    Some(match id {
        "POST /v2/mmpaymkttransfers/promotion/transfers" => World::transfer_v2,
        "POST /v2/mmpaymkttransfers/gettransferinfo" => World::query_transfer_v2,
        "POST /v2/mmpaymkttransfers/sendredpack"
        | "POST /v2/mmpaymkttransfers/sendgroupredpack"
        | "POST /v2/mmpaymkttransfers/sendminiprogramhb" => World::send_packet,
        "POST /v2/mmpaymkttransfers/gethbinfo" => World::query_packet,
        _ => return None,
    })
}

/// What happened to a gift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// A red packet waits for the user.
    Sent,
    /// A transfer arrived, or a red packet was received.
    Received,
    /// Nobody received it: the money went back.
    Refunded,
}

impl State {
    /// As `gethbinfo` writes it.
    pub(super) fn wire(self) -> &'static str {
        match self {
            Self::Sent => "SENT",
            Self::Received => "RECEIVED",
            Self::Refunded => "REFUND",
        }
    }
}

/// A transfer or a red packet.
#[derive(Clone, Debug)]
pub(super) struct Gift {
    pub number: String,
    id: String,
    mchid: String,
    openid: String,
    pub amount: i64,
    pub state: State,
    sent: i64,
    /// When it was received or went back.
    ended: Option<i64>,
    request: Value,
}

/// What a gift is made of.
struct Draft<'a> {
    number: String,
    mchid: String,
    openid: String,
    amount: i64,
    amount_field: &'static str,
    state: State,
    business: &'static str,
    request: &'a Value,
}

impl World {
    fn transfer_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let gift = self.give(Draft {
            number: text_or_empty(body, "partner_trade_no"),
            mchid: text(body, "mchid").unwrap_or(call.mchid).to_owned(),
            openid: text_or_empty(body, "openid"),
            amount: whole(body, "amount").unwrap_or(0),
            amount_field: "amount",
            state: State::Received,
            business: "企业付款",
            request: body,
        })?;
        Ok(Answer::Exactly(
            Fields::default()
                .copy(body, &["mch_appid", "mchid", "device_info"])
                .set("partner_trade_no", gift.number)
                .set("payment_no", gift.id)
                .set("payment_time", time::spaced(gift.sent))
                .texts(),
        ))
    }

    fn query_transfer_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let gift = self.find_gift(call, "partner_trade_no")?;
        Ok(Answer::Exactly(
            Fields::default()
                .copy(call.body, &["appid", "mch_id"])
                .set("partner_trade_no", gift.number.as_str())
                .set("detail_id", gift.id.as_str())
                .set("status", "SUCCESS")
                .set("openid", gift.openid.as_str())
                .set("payment_amount", gift.amount)
                .set("transfer_time", time::spaced(gift.sent))
                .set("payment_time", time::spaced(gift.sent))
                .copy(&gift.request, &["desc"])
                .texts(),
        ))
    }

    fn send_packet(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let gift = self.give(Draft {
            number: text_or_empty(body, "mch_billno"),
            mchid: text(body, "mch_id").unwrap_or(call.mchid).to_owned(),
            openid: text_or_empty(body, "re_openid"),
            amount: whole(body, "total_amount").unwrap_or(0),
            amount_field: "total_amount",
            state: State::Sent,
            business: "现金红包",
            request: body,
        })?;
        let package = call.id.ends_with("/sendminiprogramhb");
        Ok(Answer::Exactly(
            Fields::default()
                .copy(
                    body,
                    &[
                        "mch_billno",
                        "mch_id",
                        "wxappid",
                        "re_openid",
                        "total_amount",
                    ],
                )
                .set("send_listid", gift.id.as_str())
                .maybe(
                    "package",
                    package.then(|| format!("sendid={}&ver=8&sign=0", gift.id)),
                )
                .texts(),
        ))
    }

    fn query_packet(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let gift = self.find_gift(call, "mch_billno")?;
        let fields = Fields::default()
            .copy(call.body, &["mch_id"])
            .set("mch_billno", gift.number.as_str())
            .set("detail_id", gift.id.as_str())
            .set("status", gift.state.wire())
            .set("send_type", "API")
            .set("hb_type", "NORMAL")
            .set("total_amount", gift.amount)
            .set("send_time", time::spaced(gift.sent))
            .copy(
                &gift.request,
                &["total_num", "wishing", "remark", "act_name"],
            );
        let ended = gift.ended.map(time::spaced);
        let mut answer = match gift.state {
            State::Refunded => fields
                .maybe("refund_time", ended.clone())
                .set("refund_amount", gift.amount),
            _ => fields,
        }
        .texts();
        if let (State::Received, Value::Object(values)) = (gift.state, &mut answer) {
            let info = json!([{
                "openid": gift.openid,
                "amount": gift.amount.to_string(),
                "rcv_time": ended,
            }]);
            values.insert("hblist".to_owned(), json!({"hbinfo": info}));
        }
        Ok(Answer::Exactly(answer))
    }

    fn find_gift(&self, call: &Call<'_>, name: &str) -> Result<&Gift, Rule> {
        self.gifts
            .get(text(call.body, name).unwrap_or_default())
            .ok_or(Rule::TransferUnknown)
    }

    /// Gives money to a user, or finds the gift that the same request made.
    fn give(&mut self, draft: Draft<'_>) -> Result<Gift, Rule> {
        let request = essence(draft.request);
        if let Some(gift) = self.gifts.get(&draft.number) {
            return if gift.request == request {
                Ok(gift.clone())
            } else {
                Err(Rule::TransferConflict)
            };
        }
        if draft.amount <= 0 {
            return Err(Rule::Parameter {
                field: draft.amount_field,
                issue: "the amount must be greater than 0",
            });
        }
        let gift = Gift {
            number: draft.number.clone(),
            id: self.identifier("1000000000"),
            mchid: draft.mchid,
            openid: draft.openid,
            amount: draft.amount,
            state: draft.state,
            sent: self.now,
            ended: None,
            request,
        };
        self.spend(
            &gift.mchid,
            gift.amount,
            &gift.id,
            &gift.number,
            draft.business,
        )?;
        if gift.state == State::Sent {
            let over = self.now.saturating_add(OPEN_SECONDS);
            self.due.insert((over, Due::Gift(gift.number.clone())));
        }
        self.gifts.insert(draft.number, gift.clone());
        Ok(gift)
    }

    /// A user receives a red packet.
    pub(super) fn receive_gift(&mut self, number: &str) -> Result<(), ControlError> {
        let now = self.now;
        let gift = self
            .gifts
            .get_mut(number)
            .ok_or_else(|| ControlError::unknown(number))?;
        if gift.state != State::Sent {
            return Err(ControlError::state(number, gift.state.wire()));
        }
        (gift.state, gift.ended) = (State::Received, Some(now));
        Ok(())
    }

    /// A red packet that nobody received goes back.
    pub(super) fn gift_is_due(&mut self, number: &str) {
        let now = self.now;
        let Some(gift) = self.gifts.get_mut(number) else {
            return;
        };
        if gift.state != State::Sent {
            return;
        }
        (gift.state, gift.ended) = (State::Refunded, Some(now));
        self.ledger.post(&Movement {
            at: now,
            merchant: &gift.mchid,
            account: Account::Operation,
            payment_id: &gift.id,
            business: "红包退回",
            amount: gift.amount,
            voucher: number,
        });
    }
}
