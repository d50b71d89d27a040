//! Orders by API v2.

use serde_json::Value;

use super::fields::{Fields, text, text_or_empty, truth, whole};
use super::order::{Channel, Draft, Order, Party, State};
use super::rules::Rule;
use super::{Answer, Call, Handler, World, orders, time};

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    Some(match id {
        "POST /v2/pay/unifiedorder" => World::unified_order,
        "POST /v2/pay/micropay" | "POST /v2/pay/facepay" => World::micropay,
        "POST /v2/pay/orderquery"
        | "POST /v2/pay/facepayquery"
        | "POST /v2/pay/paporderquery"
        | "POST /v2/pay/partner/paporderquery" => World::query_order_v2,
        "POST /v2/pay/closeorder" => World::close_order_v2,
        "POST /v2/secapi/pay/reverse" | "POST /v2/secapi/pay/facepayreverse" => {
            World::reverse_order_v2
        }
        _ => return None,
    })
}

/// Who a v2 request is for.
pub(super) fn party(call: &Call<'_>) -> Party {
    let body = call.body;
    Party {
        appid: text_or_empty(body, "appid"),
        mchid: text(body, "mch_id").unwrap_or(call.mchid).to_owned(),
        sub_appid: text_or_empty(body, "sub_appid"),
        sub_mchid: text_or_empty(body, "sub_mch_id"),
    }
}

/// An order of a v2 request.
pub(super) fn draft<'a>(call: &Call<'a>, channel: Channel) -> Draft<'a> {
    let body = call.body;
    let payer = text(body, "openid").or_else(|| text(body, "sub_openid"));
    Draft {
        version: call.version,
        channel,
        party: party(call),
        number: text_or_empty(body, "out_trade_no"),
        total: whole(body, "total_fee"),
        currency: text(body, "fee_type").unwrap_or("CNY").to_owned(),
        description: text_or_empty(body, "body"),
        attach: text_or_empty(body, "attach"),
        notify_url: text_or_empty(body, "notify_url"),
        payer: payer.unwrap_or_default().to_owned(),
        expires: text(body, "time_expire").and_then(time::parse_compact),
        sharing: truth(body, "profit_sharing"),
        contract_id: text_or_empty(body, "contract_id"),
        request: body,
        amount_field: "total_fee",
    }
}

/// The channel of `trade_type`.
pub(super) fn channel(body: &Value) -> Result<Channel, Rule> {
    Ok(match text(body, "trade_type") {
        Some("JSAPI") => Channel::Jsapi,
        Some("APP") => Channel::App,
        Some("MWEB") => Channel::H5,
        Some("NATIVE") => Channel::Native,
        _ => {
            return Err(Rule::Parameter {
                field: "trade_type",
                issue: "JSAPI, NATIVE, APP or MWEB",
            });
        }
    })
}

/// What answers an order that is to be paid.
pub(super) fn prepaid(order: &Order) -> Fields {
    let opening = orders::opening(order.channel, &order.prepay_id).value();
    order
        .party
        .v2(Fields::default())
        .set("trade_type", order.channel.trade_type())
        .set("prepay_id", order.prepay_id.as_str())
        .maybe("code_url", opening.get("code_url").cloned())
        .maybe("mweb_url", opening.get("h5_url").cloned())
}

impl World {
    fn unified_order(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let channel = channel(call.body)?;
        let order = self.place(draft(call, channel))?;
        Ok(Answer::Exactly(prepaid(order).texts()))
    }

    /// A code payment of more than the limit asks the user: the answer says so with the error `USERPAYING`.
    fn micropay(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = self.charge_code(draft(call, Channel::Code))?;
        let order = self.orders.get(&number).ok_or(Rule::OrderUnknown)?;
        if order.state == State::Paying {
            return Err(Rule::UserPaying);
        }
        Ok(Answer::Exactly(order.v2().texts()))
    }

    fn query_order_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let order = self.find_order_v2(call).ok_or(Rule::OrderUnknown)?;
        let (state, text) = order.state.wire();
        Ok(Answer::Exactly(
            order
                .v2()
                .set("trade_state", state)
                .set("trade_state_desc", text)
                .texts(),
        ))
    }

    /// The order that a v2 request names, of the merchant that the request names.
    pub(super) fn find_order_v2(&self, call: &Call<'_>) -> Option<&Order> {
        let body = call.body;
        let order = self.find_order(
            text(body, "transaction_id").unwrap_or_default(),
            text(body, "out_trade_no").unwrap_or_default(),
        )?;
        let party = party(call);
        let same = order.party.mchid == party.mchid
            && (party.sub_mchid.is_empty() || party.sub_mchid == order.party.sub_mchid);
        same.then_some(order)
    }

    fn close_order_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = self
            .find_order_v2(call)
            .ok_or(Rule::OrderUnknown)?
            .number
            .clone();
        self.close(&number)?;
        let fields = party(call).v2(Fields::default());
        Ok(Answer::Exactly(fields.set("result_msg", "OK").texts()))
    }

    fn reverse_order_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = self
            .find_order_v2(call)
            .ok_or(Rule::OrderUnknown)?
            .number
            .clone();
        self.reverse(&number)?;
        let fields = party(call).v2(Fields::default());
        Ok(Answer::Exactly(fields.set("recall", "N").texts()))
    }
}
