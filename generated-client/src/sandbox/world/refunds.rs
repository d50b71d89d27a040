//! Refunds, in parts, of a merchant, a partner and an e-commerce platform.

use serde_json::{Value, json};

use super::control::{ControlError, Due};
use super::fields::{Fields, parameter, text, text_or_empty, whole};
use super::ledger::{Account, Movement};
use super::order::{Order, State as OrderState};
use super::rules::Rule;
use super::{Answer, Call, Handler, World, time};
use crate::call::Version;

/// Refunds that an order can have.
const MOST: usize = 50;
/// Seconds after the payment in which an order can be refunded.
const PERIOD: i64 = 365 * time::DAY;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    Some(match id {
        "POST /v3/refund/domestic/refunds" | "POST /v3/ecommerce/refunds/apply" => {
            World::apply_refund
        }
        "GET /v3/refund/domestic/refunds/{out_refund_no}"
        | "GET /v3/ecommerce/refunds/out-refund-no/{out_refund_no}"
        | "GET /v3/ecommerce/refunds/id/{refund_id}" => World::query_refund,
        "POST /v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund"
        | "POST /v3/ecommerce/refunds/{refund_id}/apply-abnormal-refund" => World::mend_refund,
        _ => return None,
    })
}

/// What happened to a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Processing,
    Success,
    Closed,
    /// The money could not be given to the user.
    Abnormal,
}

impl State {
    pub(super) fn wire(self) -> &'static str {
        match self {
            Self::Processing => "PROCESSING",
            Self::Success => "SUCCESS",
            Self::Closed => "CLOSED",
            Self::Abnormal => "ABNORMAL",
        }
    }
}

/// A refund.
#[derive(Clone, Debug)]
pub(super) struct Refund {
    pub version: Version,
    /// Of an e-commerce platform, whose answers have fewer fields.
    pub ecommerce: bool,
    pub number: String,
    pub refund_id: String,
    /// The number of the order.
    pub order: String,
    pub transaction_id: String,
    pub amount: i64,
    pub total: i64,
    pub currency: String,
    pub created: i64,
    pub arrived: Option<i64>,
    pub state: State,
    pub notify_url: String,
}

/// What a refund is made of.
pub(super) struct Draft {
    pub version: Version,
    pub ecommerce: bool,
    pub number: String,
    pub transaction_id: String,
    pub order: String,
    pub amount: Option<i64>,
    pub total: Option<i64>,
    pub notify_url: String,
    /// The field of the amount, for errors.
    pub amount_field: &'static str,
}

impl Refund {
    fn v3(&self) -> Value {
        let mut amount = Fields::default()
            .set("refund", self.amount)
            .set("payer_refund", self.amount)
            .set("discount_refund", 0)
            .set("currency", self.currency.as_str())
            .set("from", json!([]));
        if !self.ecommerce {
            amount = amount
                .set("total", self.total)
                .set("payer_total", self.total)
                .set("settlement_refund", self.amount)
                .set("settlement_total", self.total);
        }
        Fields::default()
            .set("refund_id", self.refund_id.as_str())
            .set("out_refund_no", self.number.as_str())
            .set("transaction_id", self.transaction_id.as_str())
            .set("out_trade_no", self.order.as_str())
            .set("channel", "ORIGINAL")
            .set("user_received_account", "支付用户零钱")
            .set("create_time", time::rfc3339(self.created))
            .maybe("success_time", self.arrived.map(time::rfc3339))
            .set("status", self.state.wire())
            .set("funds_account", "AVAILABLE")
            .set("amount", amount.value())
            .set("promotion_detail", json!([]))
            .value()
    }

    fn accepted(&self) -> Value {
        let answer = self.v3();
        if !self.ecommerce {
            return answer;
        }
        Fields::default()
            .copy(
                &answer,
                &[
                    "refund_id",
                    "out_refund_no",
                    "create_time",
                    "amount",
                    "promotion_detail",
                ],
            )
            .value()
    }
}

impl World {
    fn apply_refund(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let refund = self.refund(Draft {
            version: Version::V3,
            ecommerce: call.id.contains("/ecommerce/"),
            number: text_or_empty(body, "out_refund_no"),
            transaction_id: text_or_empty(body, "transaction_id"),
            order: text_or_empty(body, "out_trade_no"),
            amount: whole(body, "amount.refund"),
            total: whole(body, "amount.total"),
            notify_url: text_or_empty(body, "notify_url"),
            amount_field: "/amount/refund",
        })?;
        Ok(Answer::Exactly(refund.accepted()))
    }

    /// Gives money of an order back, or finds the refund that the same request made.
    pub(super) fn refund(&mut self, draft: Draft) -> Result<Refund, Rule> {
        let order = self
            .find_order(&draft.transaction_id, &draft.order)
            .cloned()
            .ok_or(Rule::RefundedOrderUnknown)?;
        let amount = draft.amount.unwrap_or(0);
        if let Some(refund) = self.refunds.get(&draft.number) {
            let same = refund.order == order.number
                && refund.amount == amount
                && draft.total.is_none_or(|total| total == refund.total);
            return if same {
                Ok(refund.clone())
            } else {
                Err(Rule::RefundConflict)
            };
        }
        self.check_refund(&order, &draft, amount)?;
        let refund = Refund {
            version: draft.version,
            ecommerce: draft.ecommerce,
            number: draft.number,
            refund_id: self.identifier("5030000000"),
            order: order.number.clone(),
            transaction_id: order.transaction_id().to_owned(),
            amount,
            total: order.total,
            currency: order.currency.clone(),
            created: self.now,
            arrived: None,
            state: State::Processing,
            notify_url: draft.notify_url,
        };
        self.pay_back(&order, amount, "退款", &refund.number);
        if let Some(order) = self.orders.get_mut(&order.number) {
            order.state = OrderState::Refund;
            order.refunded = order.refunded.saturating_add(amount);
            order.refunds += 1;
        }
        self.settle_later(Due::Refund(refund.number.clone()));
        self.refunds.insert(refund.number.clone(), refund.clone());
        Ok(refund)
    }

    fn check_refund(&self, order: &Order, draft: &Draft, amount: i64) -> Result<(), Rule> {
        let payment = order
            .payment
            .as_ref()
            .filter(|_| order.is_paid())
            .ok_or(Rule::NotPaid)?;
        if amount <= 0 {
            return Err(Rule::Parameter {
                field: draft.amount_field,
                issue: "the amount must be greater than 0",
            });
        }
        if draft.total.is_some_and(|total| total != order.total) {
            return Err(Rule::RefundConflict);
        }
        if self.now > payment.at.saturating_add(PERIOD) {
            return Err(Rule::RefundTooLate);
        }
        if order.refunded.saturating_add(amount) > order.total {
            return Err(Rule::RefundTooMuch);
        }
        if order.refunds >= MOST {
            return Err(Rule::RefundTooMany);
        }
        if self.ledger.balance(order.party.seller(), Account::Basic) < amount {
            return Err(Rule::NotEnough);
        }
        Ok(())
    }

    /// Takes money of an order from its seller.
    pub(super) fn pay_back(
        &mut self,
        order: &Order,
        amount: i64,
        business: &'static str,
        voucher: &str,
    ) {
        self.ledger.post(&Movement {
            at: self.now,
            merchant: order.party.seller(),
            account: Account::Basic,
            payment_id: order.transaction_id(),
            business,
            amount: amount.saturating_neg(),
            voucher,
        });
    }

    fn query_refund(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let refund = self
            .find_refund(
                &parameter(call.path, "refund_id"),
                &parameter(call.path, "out_refund_no"),
            )
            .ok_or(Rule::RefundUnknown)?;
        Ok(Answer::Exactly(refund.v3()))
    }

    fn find_refund(&self, refund_id: &str, number: &str) -> Option<&Refund> {
        if refund_id.is_empty() {
            return self.refunds.get(number);
        }
        self.refunds
            .values()
            .find(|refund| refund.refund_id == refund_id)
    }

    /// An abnormal refund is sent again, to an account that the request names.
    fn mend_refund(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = self
            .find_refund(&parameter(call.path, "refund_id"), "")
            .filter(|refund| {
                text(call.body, "out_refund_no").is_none_or(|number| number == refund.number)
            })
            .map(|refund| refund.number.clone())
            .ok_or(Rule::RefundUnknown)?;
        let refund = self.refunds.get_mut(&number).ok_or(Rule::RefundUnknown)?;
        if refund.state != State::Abnormal {
            return Err(Rule::RefundNotAbnormal);
        }
        refund.state = State::Processing;
        let answer = refund.v3();
        self.settle_later(Due::Refund(number));
        Ok(Answer::Exactly(answer))
    }

    pub(super) fn refund_arrives(&mut self, number: &str) {
        let now = self.now;
        let Some(refund) = self.refunds.get_mut(number) else {
            return;
        };
        if refund.state == State::Processing {
            refund.state = State::Success;
            refund.arrived = Some(now);
            self.tell_refund(number);
        }
    }

    pub(super) fn fail_refund(&mut self, number: &str, reason: &str) -> Result<(), ControlError> {
        let refund = self
            .refunds
            .get_mut(number)
            .ok_or_else(|| ControlError::unknown(number))?;
        match refund.state {
            State::Processing => {}
            // An abnormal refund can be given up.
            State::Abnormal if reason == "CLOSED" => {}
            state => return Err(ControlError::state(number, state.wire())),
        }
        refund.state = if reason == "CLOSED" {
            State::Closed
        } else {
            State::Abnormal
        };
        let refund = refund.clone();
        if refund.state == State::Closed
            && let Some(order) = self.orders.get_mut(&refund.order)
        {
            order.refunded = order.refunded.saturating_sub(refund.amount);
            let order = order.clone();
            self.pay_back(&order, -refund.amount, "退款关闭", number);
        }
        self.tell_refund(number);
        Ok(())
    }
}
