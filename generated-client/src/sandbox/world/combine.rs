//! Combined orders: several orders of several merchants that the user pays at once.

use serde_json::{Value, json};

use super::control::ControlError;
use super::fields::{Fields, essence, list, parameter, text, text_or_empty, truth, whole};
use super::order::{Channel, Draft, Order, Party, State};
use super::rules::Rule;
use super::{Answer, Call, Event, Handler, World, orders, time};

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    let rest = path.strip_prefix("/v3/combine-transactions/")?;
    Some(match (method, rest) {
        ("POST", "jsapi" | "miniprogram") => |world, call| world.combine(call, Channel::Jsapi),
        ("POST", "app") => |world, call| world.combine(call, Channel::App),
        ("POST", "h5") => |world, call| world.combine(call, Channel::H5),
        ("POST", "native") => |world, call| world.combine(call, Channel::Native),
        ("GET", "out-trade-no/{combine_out_trade_no}" | "id/{combine_transaction_id}") => {
            World::query_combined
        }
        ("POST", "out-trade-no/{combine_out_trade_no}/close") => World::close_combined,
        _ => return None,
    })
}

/// A combined order.
#[derive(Clone, Debug)]
pub(super) struct Combined {
    pub appid: String,
    pub mchid: String,
    /// The numbers of its orders, as the request has them.
    pub numbers: Vec<String>,
    pub prepay_id: String,
    pub channel: Channel,
    pub transaction_id: String,
    pub notify_url: String,
    request: Value,
}

impl World {
    fn combine(&mut self, call: &Call<'_>, channel: Channel) -> Result<Answer, Rule> {
        let body = call.body;
        let number = text_or_empty(body, "combine_out_trade_no");
        let request = essence(body);
        if let Some(combined) = self.combined.get(&number) {
            if combined.request != request || combined.channel != channel {
                return Err(Rule::NumberUsed);
            }
            let mut orders = combined
                .numbers
                .iter()
                .filter_map(|number| self.orders.get(number));
            if let Some(rule) = orders.find_map(Order::ended) {
                return Err(rule);
            }
            return Ok(Answer::Exactly(
                orders::opening(channel, &combined.prepay_id).value(),
            ));
        }
        let subs = list(body, "sub_orders");
        // All or none: nothing is made before all are known to be possible.
        if subs.is_empty()
            || subs
                .iter()
                .any(|sub| whole(sub, "amount.total_amount").unwrap_or(0) <= 0)
        {
            return Err(Rule::Parameter {
                field: "/sub_orders",
                issue: "each needs an amount greater than 0",
            });
        }
        let mut numbers: Vec<String> = Vec::new();
        for sub in subs {
            let number = text_or_empty(sub, "out_trade_no");
            if self.orders.contains_key(&number) || numbers.contains(&number) {
                return Err(Rule::NumberUsed);
            }
            numbers.push(number);
        }
        let mut prepay_id = String::new();
        for sub in subs {
            let order = self.place(draft(call, channel, sub))?;
            order.combined = Some(number.clone());
            prepay_id.clone_from(&order.prepay_id);
        }
        let answer = orders::opening(channel, &prepay_id).value();
        let combined = Combined {
            appid: text_or_empty(body, "combine_appid"),
            mchid: text(body, "combine_mchid").unwrap_or(call.mchid).to_owned(),
            numbers,
            prepay_id,
            channel,
            transaction_id: String::new(),
            notify_url: text_or_empty(body, "notify_url"),
            request,
        };
        self.combined.insert(number, combined);
        Ok(Answer::Exactly(answer))
    }

    fn query_combined(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let id = parameter(call.path, "combine_transaction_id");
        let number = if id.is_empty() {
            parameter(call.path, "combine_out_trade_no")
        } else {
            self.combined
                .iter()
                .find(|(_, combined)| combined.transaction_id == id)
                .map(|(number, _)| number.clone())
                .ok_or(Rule::OrderUnknown)?
        };
        self.tell_combined(&number)
            .map(Answer::Exactly)
            .ok_or(Rule::OrderUnknown)
    }

    fn close_combined(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = parameter(call.path, "combine_out_trade_no");
        let combined = self
            .combined
            .get(&number)
            .ok_or(Rule::OrderUnknown)?
            .clone();
        for sub in list(call.body, "sub_orders") {
            if !combined
                .numbers
                .contains(&text_or_empty(sub, "out_trade_no"))
            {
                return Err(Rule::OrderUnknown);
            }
        }
        for number in &combined.numbers {
            self.close(number)?;
        }
        Ok(Answer::Empty)
    }

    pub(super) fn pay_combined(
        &mut self,
        number: &str,
        payer: Option<&str>,
    ) -> Result<(), ControlError> {
        let combined = self
            .combined
            .get(number)
            .ok_or_else(|| ControlError::unknown(number))?
            .clone();
        for sub in &combined.numbers {
            match self.orders.get(sub) {
                Some(order) if order.is_open() => {}
                Some(order) => return Err(ControlError::state(sub, order.state.wire().0)),
                None => return Err(ControlError::unknown(sub)),
            }
        }
        let transaction_id = self.identifier("4200000000");
        for sub in &combined.numbers {
            self.settle(sub, payer);
        }
        if let Some(combined) = self.combined.get_mut(number) {
            combined.transaction_id = transaction_id;
        }
        if let Some(resource) = self.tell_combined(number) {
            self.notify(Event {
                version: crate::call::Version::V3,
                event_type: "TRANSACTION.SUCCESS".to_owned(),
                original_type: "transaction".to_owned(),
                resource,
                summary: "支付成功".to_owned(),
                notify_url: combined.notify_url,
            });
        }
        Ok(())
    }

    /// As a query answers and as the notification says.
    fn tell_combined(&self, number: &str) -> Option<Value> {
        let combined = self.combined.get(number)?;
        let orders: Vec<&Order> = combined
            .numbers
            .iter()
            .filter_map(|number| self.orders.get(number))
            .collect();
        let payer = orders.iter().find_map(|order| order.payment.as_ref());
        let fields = Fields::default()
            .set("combine_appid", combined.appid.as_str())
            .set("combine_mchid", combined.mchid.as_str())
            .set("combine_out_trade_no", number)
            .maybe(
                "combine_transaction_id",
                super::order::present(&combined.transaction_id),
            )
            .maybe(
                "combine_payer_info",
                payer.map(|payment| json!({"openid": payment.openid})),
            )
            .set(
                "sub_orders",
                orders.into_iter().map(sub_order).collect::<Vec<_>>(),
            );
        Some(fields.value())
    }
}

fn sub_order(order: &Order) -> Value {
    let state = match order.state {
        State::Paying => State::NotPaid,
        state => state,
    };
    let mut fields = Fields::default()
        .set("mchid", order.party.mchid.as_str())
        .maybe("sub_mchid", super::order::present(&order.party.sub_mchid))
        .maybe("sub_appid", super::order::present(&order.party.sub_appid))
        .set("out_trade_no", order.number.as_str())
        .set("trade_state", state.wire().0)
        .maybe("attach", super::order::present(&order.attach));
    let mut amount = Fields::default()
        .set("total_amount", order.total)
        .set("currency", order.currency.as_str());
    if let Some(payment) = &order.payment {
        fields = fields
            .set("transaction_id", payment.transaction_id.as_str())
            .set("trade_type", order.channel.trade_type())
            .set("bank_type", "OTHERS")
            .set("success_time", time::rfc3339(payment.at));
        amount = amount
            .set("payer_amount", order.total)
            .set("payer_currency", order.currency.as_str());
    }
    fields.set("amount", amount.value()).value()
}

fn draft<'a>(call: &Call<'a>, channel: Channel, sub: &'a Value) -> Draft<'a> {
    let body = call.body;
    Draft {
        version: call.version,
        channel,
        party: Party {
            appid: text_or_empty(body, "combine_appid"),
            mchid: text(sub, "mchid").unwrap_or(call.mchid).to_owned(),
            sub_appid: text_or_empty(sub, "sub_appid"),
            sub_mchid: text_or_empty(sub, "sub_mchid"),
        },
        number: text_or_empty(sub, "out_trade_no"),
        total: whole(sub, "amount.total_amount"),
        currency: text(sub, "amount.currency").unwrap_or("CNY").to_owned(),
        description: text_or_empty(sub, "description"),
        attach: text_or_empty(sub, "attach"),
        notify_url: text_or_empty(body, "notify_url"),
        payer: text_or_empty(body, "combine_payer_info.openid"),
        expires: text(body, "time_expire").and_then(time::parse_rfc3339),
        sharing: truth(sub, "settle_info.profit_sharing"),
        contract_id: String::new(),
        request: sub,
        amount_field: "/sub_orders",
    }
}
