//! v3 orders of a merchant and of a partner.

use serde_json::json;

use super::fields::{Fields, parameter, text, text_or_empty, truth, whole};
use super::order::{Channel, Draft, Order, Party, State};
use super::rules::Rule;
use super::{Answer, Call, Handler, World, time};

/// From this amount on, in fen, a code payment asks the user for the password.
pub(super) const PASSWORD_FROM: i64 = 100_001;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    let rest = path
        .strip_prefix("/v3/pay/partner/transactions/")
        .or_else(|| path.strip_prefix("/v3/pay/transactions/"))?;
    Some(match (method, rest) {
        ("POST", "jsapi" | "jsapi-with-contract") => {
            |world, call| world.prepay(call, Channel::Jsapi)
        }
        ("POST", "app" | "app-with-contract") => |world, call| world.prepay(call, Channel::App),
        ("POST", "h5") => |world, call| world.prepay(call, Channel::H5),
        ("POST", "native") => |world, call| world.prepay(call, Channel::Native),
        ("POST", "codepay") => World::pay_by_code,
        ("GET", "id/{transaction_id}" | "out-trade-no/{out_trade_no}") => World::query_order,
        ("POST", "out-trade-no/{out_trade_no}/close") => World::close_order,
        ("POST", "out-trade-no/{out_trade_no}/reverse") => World::reverse_order,
        _ => return None,
    })
}

/// Who a v3 request is for.
pub(super) fn party(call: &Call<'_>) -> Party {
    let body = call.body;
    let own = |names: [&str; 2]| names.into_iter().find_map(|name| text(body, name));
    Party {
        appid: own(["sp_appid", "appid"]).unwrap_or_default().to_owned(),
        mchid: own(["sp_mchid", "mchid"]).unwrap_or(call.mchid).to_owned(),
        sub_appid: text_or_empty(body, "sub_appid"),
        sub_mchid: text_or_empty(body, "sub_mchid"),
    }
}

fn draft<'a>(call: &Call<'a>, channel: Channel) -> Draft<'a> {
    let body = call.body;
    let payer = ["payer.openid", "payer.sp_openid", "payer.sub_openid"]
        .into_iter()
        .find_map(|path| text(body, path));
    Draft {
        version: call.version,
        channel,
        party: party(call),
        number: text_or_empty(body, "out_trade_no"),
        total: whole(body, "amount.total"),
        currency: text(body, "amount.currency").unwrap_or("CNY").to_owned(),
        description: text_or_empty(body, "description"),
        attach: text_or_empty(body, "attach"),
        notify_url: text_or_empty(body, "notify_url"),
        payer: payer.unwrap_or_default().to_owned(),
        expires: text(body, "time_expire").and_then(time::parse_rfc3339),
        sharing: truth(body, "settle_info.profit_sharing"),
        contract_id: String::new(),
        request: body,
        amount_field: "/amount/total",
    }
}

/// What opens the payment of an order by its channel.
pub(super) fn opening(channel: Channel, prepay_id: &str) -> Fields {
    // The last characters tell one order from another.
    let short = prepay_id
        .get(prepay_id.len().saturating_sub(10)..)
        .unwrap_or_default();
    match channel {
        Channel::H5 => Fields::default().set(
            "h5_url",
            format!("https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id={prepay_id}"),
        ),
        Channel::Native => {
            Fields::default().set("code_url", format!("weixin://wxpay/bizpayurl?pr={short}"))
        }
        _ => Fields::default().set("prepay_id", prepay_id),
    }
}

impl World {
    fn prepay(&mut self, call: &Call<'_>, channel: Channel) -> Result<Answer, Rule> {
        if let Some(expires) = text(call.body, "time_expire")
            && time::parse_rfc3339(expires).is_none()
        {
            return Err(Rule::Parameter {
                field: "/time_expire",
                issue: "no time in the form of RFC 3339",
            });
        }
        let prepay_id = self.place(draft(call, channel))?.prepay_id.clone();
        self.contract_with_order(call);
        Ok(Answer::Exactly(opening(channel, &prepay_id).value()))
    }

    fn pay_by_code(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = self.charge_code(draft(call, Channel::Code))?;
        let order = self.orders.get(&number).ok_or(Rule::OrderUnknown)?;
        Ok(Answer::Exactly(order.v3()))
    }

    /// Makes an order of a code payment and pays it, or asks the user for the password if it is much. Gives its number.
    pub(super) fn charge_code(&mut self, draft: Draft<'_>) -> Result<String, Rule> {
        let order = self.place(draft)?;
        let number = order.number.clone();
        if order.total >= PASSWORD_FROM {
            order.state = State::Paying;
        } else {
            self.settle(&number, None);
        }
        Ok(number)
    }

    fn query_order(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let order = self
            .find_order(
                &parameter(call.path, "transaction_id"),
                &parameter(call.path, "out_trade_no"),
            )
            .filter(|order| belongs(order, call))
            .ok_or(Rule::OrderUnknown)?;
        Ok(Answer::Exactly(order.v3()))
    }

    fn close_order(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        self.close(&parameter(call.path, "out_trade_no"))?;
        Ok(Answer::Empty)
    }

    /// Closes an order that is not paid.
    pub(super) fn close(&mut self, number: &str) -> Result<(), Rule> {
        let order = self.orders.get_mut(number).ok_or(Rule::OrderUnknown)?;
        if let Some(rule) = order.ended() {
            return Err(rule);
        }
        order.state = State::Closed;
        Ok(())
    }

    fn reverse_order(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = parameter(call.path, "out_trade_no");
        self.reverse(&number)?;
        let order = self.orders.get(&number).ok_or(Rule::OrderUnknown)?;
        let fields = order.party.v3(Fields::default());
        Ok(Answer::Exactly(fields.set("out_trade_no", number).value()))
    }

    /// Takes a code payment back, with its money if it was paid.
    pub(super) fn reverse(&mut self, number: &str) -> Result<(), Rule> {
        let order = self.orders.get_mut(number).ok_or(Rule::OrderUnknown)?;
        match (order.channel, order.state) {
            (_, State::Revoked) => return Ok(()),
            (_, State::Closed) => return Err(Rule::OrderClosed),
            (Channel::Code, State::Success) => {}
            (Channel::Code, _) if !order.is_paid() => {
                order.state = State::Revoked;
                return Ok(());
            }
            _ => return Err(Rule::NotReversible),
        }
        order.state = State::Revoked;
        let order = order.clone();
        self.pay_back(&order, order.total, "撤销", &order.number);
        Ok(())
    }
}

/// Whether the order is the merchant's that asks for it.
fn belongs(order: &Order, call: &Call<'_>) -> bool {
    let query = json!(call.query);
    let same = |names: [&str; 2], value: &str| {
        names
            .into_iter()
            .filter_map(|name| text(&query, name))
            .all(|asked| asked == value)
    };
    same(["mchid", "sp_mchid"], &order.party.mchid)
        && same(["sub_mchid", "sub_mchid"], &order.party.sub_mchid)
}
