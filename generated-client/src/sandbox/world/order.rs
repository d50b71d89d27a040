//! An order: what it is, what happens to it, how it is told. Both versions of the API and combined orders share it.

use serde_json::{Value, json};

use super::control::Due;
use super::fields::{Fields, essence};
use super::ledger::{Account, Movement};
use super::rules::Rule;
use super::{Event, World, time};
use crate::call::Version;

/// Seconds for which a `prepay_id` opens the payment.
const PREPAY_SECONDS: i64 = 2 * 3600;
/// Seconds after which an order that names no time expires.
const ORDER_SECONDS: i64 = 7 * time::DAY;

/// How the user comes to the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    Jsapi,
    App,
    H5,
    Native,
    /// The merchant scans the user's code.
    Code,
    /// The merchant deducts by a contract.
    Contract,
}

impl Channel {
    pub(super) fn trade_type(self) -> &'static str {
        match self {
            Self::Jsapi => "JSAPI",
            Self::App => "APP",
            Self::H5 => "MWEB",
            Self::Native => "NATIVE",
            Self::Code => "MICROPAY",
            Self::Contract => "PAP",
        }
    }
}

/// What happened to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    NotPaid,
    /// The user was asked for the password.
    Paying,
    /// Deduction by contract: accepted, not yet done.
    Accepted,
    Success,
    /// Paid, and at least one refund was asked for.
    Refund,
    Closed,
    Revoked,
    Failed,
}

impl State {
    pub(super) fn wire(self) -> (&'static str, &'static str) {
        match self {
            Self::NotPaid => ("NOTPAY", "订单未支付"),
            Self::Paying => ("USERPAYING", "需要用户输入支付密码"),
            Self::Accepted => ("ACCEPT", "已接收，等待扣款"),
            Self::Success => ("SUCCESS", "支付成功"),
            Self::Refund => ("REFUND", "转入退款"),
            Self::Closed => ("CLOSED", "订单已关闭"),
            Self::Revoked => ("REVOKED", "订单已撤销"),
            Self::Failed => ("PAYERROR", "支付失败"),
        }
    }
}

/// Who sells: a merchant, or a merchant of a partner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Party {
    pub appid: String,
    pub mchid: String,
    pub sub_appid: String,
    pub sub_mchid: String,
}

impl Party {
    /// The merchant who gets the money.
    pub(super) fn seller(&self) -> &str {
        if self.sub_mchid.is_empty() {
            &self.mchid
        } else {
            &self.sub_mchid
        }
    }

    /// Under the names of v3: `appid` and `mchid`, or for partners `sp_appid`, `sp_mchid`, `sub_appid`, `sub_mchid`.
    pub(super) fn v3(&self, fields: Fields) -> Fields {
        if self.sub_mchid.is_empty() {
            return fields
                .set("appid", self.appid.as_str())
                .set("mchid", self.mchid.as_str());
        }
        fields
            .set("sp_appid", self.appid.as_str())
            .set("sp_mchid", self.mchid.as_str())
            .maybe("sub_appid", present(&self.sub_appid))
            .set("sub_mchid", self.sub_mchid.as_str())
    }

    /// Under the names of v2.
    pub(super) fn v2(&self, fields: Fields) -> Fields {
        fields
            .set("appid", self.appid.as_str())
            .set("mch_id", self.mchid.as_str())
            .maybe("sub_appid", present(&self.sub_appid))
            .maybe("sub_mch_id", present(&self.sub_mchid))
    }
}

/// A text that is not empty.
pub(super) fn present(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// A payment that was made.
#[derive(Clone, Debug)]
pub(super) struct Payment {
    pub transaction_id: String,
    pub at: i64,
    pub openid: String,
}

/// An order.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The API that it was made by, which its notification follows.
    pub version: Version,
    pub channel: Channel,
    pub party: Party,
    pub number: String,
    pub total: i64,
    pub currency: String,
    pub description: String,
    pub attach: String,
    pub notify_url: String,
    /// The payer whom the request names.
    pub payer: String,
    /// Whether the money waits to be shared.
    pub sharing: bool,
    /// The contract by which it is deducted.
    pub contract_id: String,
    /// The combined order of which it is one.
    pub combined: Option<String>,
    pub state: State,
    pub prepay_id: String,
    pub prepaid_at: i64,
    pub payment: Option<Payment>,
    /// What was asked back and not given up, in fen.
    pub refunded: i64,
    /// How many refunds it has, whatever became of them.
    pub refunds: usize,
    /// The request, to compare another one with the same number.
    request: Value,
}

/// What an order is made of.
pub(super) struct Draft<'a> {
    pub version: Version,
    pub channel: Channel,
    pub party: Party,
    pub number: String,
    pub total: Option<i64>,
    pub currency: String,
    pub description: String,
    pub attach: String,
    pub notify_url: String,
    pub payer: String,
    pub expires: Option<i64>,
    pub sharing: bool,
    pub contract_id: String,
    pub request: &'a Value,
    /// The field of the amount, for errors.
    pub amount_field: &'static str,
}

impl Order {
    pub(super) fn is_paid(&self) -> bool {
        matches!(self.state, State::Success | State::Refund)
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, State::NotPaid | State::Paying | State::Failed)
    }

    pub(super) fn transaction_id(&self) -> &str {
        self.payment
            .as_ref()
            .map_or("", |payment| payment.transaction_id.as_str())
    }

    /// Why nothing more can be done with it, if so.
    pub(super) fn ended(&self) -> Option<Rule> {
        match self.state {
            State::Success | State::Refund => Some(Rule::OrderPaid),
            State::Closed => Some(Rule::OrderClosed),
            State::Revoked => Some(Rule::OrderReversed),
            _ => None,
        }
    }

    /// As a v3 query answers and as its notification says.
    pub(super) fn v3(&self) -> Value {
        let (state, text) = self.state.wire();
        let mut fields = self
            .party
            .v3(Fields::default())
            .set("out_trade_no", self.number.as_str())
            .set("trade_state", state)
            .set("trade_state_desc", text)
            .maybe("attach", present(&self.attach));
        let mut amount = Fields::default()
            .set("total", self.total)
            .set("currency", self.currency.as_str());
        if let Some(payment) = &self.payment {
            let openid = if self.party.sub_mchid.is_empty() {
                "openid"
            } else {
                "sp_openid"
            };
            fields = fields
                .set("transaction_id", payment.transaction_id.as_str())
                .set("trade_type", self.channel.trade_type())
                .set("bank_type", "OTHERS")
                .set("success_time", time::rfc3339(payment.at))
                .set("payer", json!({ openid: payment.openid }));
            amount = amount
                .set("payer_total", self.total)
                .set("payer_currency", self.currency.as_str());
        }
        fields.set("amount", amount.value()).value()
    }

    /// As a v2 query answers.
    pub(super) fn v2(&self) -> Fields {
        let fields = self
            .party
            .v2(Fields::default())
            .set("out_trade_no", self.number.as_str())
            .set("trade_type", self.channel.trade_type())
            .maybe("attach", present(&self.attach))
            .set("total_fee", self.total)
            .set("fee_type", self.currency.as_str());
        let Some(payment) = &self.payment else {
            return fields;
        };
        fields
            .set("transaction_id", payment.transaction_id.as_str())
            .set("openid", payment.openid.as_str())
            .set("is_subscribe", "N")
            .set("bank_type", "OTHERS")
            .set("cash_fee", self.total)
            .set("cash_fee_type", self.currency.as_str())
            .set("time_end", time::compact(payment.at))
    }
}

impl Order {
    /// As a v2 notification says.
    pub(super) fn v2_notice(&self, result: &str) -> Fields {
        self.v2()
            .maybe("contract_id", present(&self.contract_id))
            .set("return_code", "SUCCESS")
            .set("result_code", result)
    }
}

impl World {
    /// Makes an order, or finds the one that the same request made.
    pub(super) fn place(&mut self, draft: Draft<'_>) -> Result<&mut Order, Rule> {
        let total = draft.total.unwrap_or(0);
        if total <= 0 {
            return Err(Rule::Parameter {
                field: draft.amount_field,
                issue: "the amount must be greater than 0",
            });
        }
        let now = self.now;
        let request = essence(draft.request);
        let prepay_id = self.prepay_id();
        if let Some(order) = self.orders.get_mut(&draft.number) {
            if order.request != request || order.channel != draft.channel {
                return Err(Rule::NumberUsed);
            }
            if let Some(rule) = order.ended() {
                return Err(rule);
            }
            if now >= order.prepaid_at.saturating_add(PREPAY_SECONDS) {
                (order.prepay_id, order.prepaid_at) = (prepay_id, now);
            }
        } else {
            let expires = draft
                .expires
                .unwrap_or_else(|| now.saturating_add(ORDER_SECONDS));
            if expires <= now {
                return Err(Rule::Parameter {
                    field: "time_expire",
                    issue: "the time is over",
                });
            }
            self.due.insert((expires, Due::Order(draft.number.clone())));
            let order = Order {
                version: draft.version,
                channel: draft.channel,
                party: draft.party,
                number: draft.number.clone(),
                total,
                currency: draft.currency,
                description: draft.description,
                attach: draft.attach,
                notify_url: draft.notify_url,
                payer: draft.payer,
                sharing: draft.sharing,
                contract_id: draft.contract_id,
                combined: None,
                state: State::NotPaid,
                prepay_id,
                prepaid_at: now,
                payment: None,
                refunded: 0,
                refunds: 0,
                request,
            };
            self.orders.insert(draft.number.clone(), order);
        }
        self.orders.get_mut(&draft.number).ok_or(Rule::OrderUnknown)
    }

    fn prepay_id(&mut self) -> String {
        let counter = self.count();
        format!("wx{}{counter:020}", time::compact(self.now))
    }

    /// Marks an order paid and moves the money. Tells nobody.
    pub(super) fn settle(&mut self, number: &str, payer: Option<&str>) {
        let transaction_id = self.identifier("4200000000");
        let now = self.now;
        let fallback = self.settings.openid.clone();
        let Some(order) = self.orders.get_mut(number) else {
            return;
        };
        let openid = payer
            .or(present(&order.payer))
            .map_or(fallback, str::to_owned);
        order.state = State::Success;
        order.payment = Some(Payment {
            transaction_id: transaction_id.clone(),
            at: now,
            openid,
        });
        let movement = Movement {
            at: now,
            merchant: order.party.seller(),
            account: Account::Basic,
            payment_id: &transaction_id,
            business: "交易",
            amount: order.total,
            voucher: &order.number,
        };
        self.ledger.post(&movement);
        self.transactions.insert(transaction_id, number.to_owned());
    }

    /// Tells the app that an order is paid.
    pub(super) fn tell_paid(&mut self, number: &str) {
        let Some(order) = self.orders.get(number) else {
            return;
        };
        let (event_type, resource) = match order.version {
            Version::V2 => ("transaction-success", order.v2_notice("SUCCESS").texts()),
            Version::V3 => ("TRANSACTION.SUCCESS", order.v3()),
        };
        let event = Event {
            version: order.version,
            event_type: event_type.to_owned(),
            original_type: "transaction".to_owned(),
            resource,
            summary: "支付成功".to_owned(),
            notify_url: order.notify_url.clone(),
        };
        self.notify(event);
    }

    /// The order of a transaction, or of a number if no transaction is named.
    pub(super) fn find_order(&self, transaction_id: &str, number: &str) -> Option<&Order> {
        if transaction_id.is_empty() {
            return self.orders.get(number);
        }
        self.orders
            .get(self.transactions.get(transaction_id)?)
            .filter(|order| number.is_empty() || order.number == number)
    }
}
