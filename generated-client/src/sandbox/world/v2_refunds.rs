//! Refunds by API v2.

use super::fields::{Fields, text, text_or_empty, whole};
use super::refunds::{Draft, Refund};
use super::rules::Rule;
use super::{Answer, Call, Handler, World, time};
use crate::call::Version;

/// Refunds that one answer of a query has.
const PAGE: usize = 10;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    Some(match id {
        "POST /v2/secapi/pay/refund" | "POST /v2/secapi/pay/refundv2" => World::refund_v2,
        "POST /v2/pay/refundquery" | "POST /v2/pay/refundqueryv2" => World::query_refunds_v2,
        _ => return None,
    })
}

impl World {
    fn refund_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let refund = self.refund(Draft {
            version: Version::V2,
            ecommerce: false,
            number: text_or_empty(body, "out_refund_no"),
            transaction_id: text_or_empty(body, "transaction_id"),
            order: text_or_empty(body, "out_trade_no"),
            amount: whole(body, "refund_fee"),
            total: whole(body, "total_fee"),
            notify_url: text_or_empty(body, "notify_url"),
            amount_field: "refund_fee",
        })?;
        let fields = super::v2_orders::party(call)
            .v2(Fields::default())
            .set("transaction_id", refund.transaction_id)
            .set("out_trade_no", refund.order)
            .set("out_refund_no", refund.number)
            .set("refund_id", refund.refund_id)
            .set("refund_fee", refund.amount)
            .set("settlement_refund_fee", refund.amount)
            .set("total_fee", refund.total)
            .set("settlement_total_fee", refund.total)
            .set("fee_type", refund.currency)
            .set("cash_fee", refund.total)
            .set("cash_refund_fee", refund.amount);
        Ok(Answer::Exactly(fields.texts()))
    }

    /// All refunds of an order, or one of them, numbered from 0.
    fn query_refunds_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let (refund_id, number) = (text(body, "refund_id"), text(body, "out_refund_no"));
        let matching = |refund: &&Refund| match (refund_id, number) {
            (Some(id), _) => refund.refund_id == id,
            (None, Some(number)) => refund.number == number,
            (None, None) => {
                text(body, "transaction_id").is_none_or(|id| refund.transaction_id == id)
                    && text(body, "out_trade_no").is_none_or(|number| refund.order == number)
            }
        };
        let mut refunds: Vec<&Refund> = self.refunds.values().filter(matching).collect();
        // In the order in which they were asked for.
        refunds.sort_by(|a, b| a.refund_id.get(18..).cmp(&b.refund_id.get(18..)));
        let first = refunds.first().copied().ok_or(Rule::RefundUnknown)?;
        let offset = whole(body, "offset").and_then(|offset| usize::try_from(offset).ok());
        let page: Vec<&Refund> = refunds
            .iter()
            .skip(offset.unwrap_or(0))
            .take(PAGE)
            .copied()
            .collect();
        let mut fields = super::v2_orders::party(call)
            .v2(Fields::default())
            .set("transaction_id", first.transaction_id.as_str())
            .set("out_trade_no", first.order.as_str())
            .set("total_fee", first.total)
            .set("settlement_total_fee", first.total)
            .set("fee_type", first.currency.as_str())
            .set("cash_fee", first.total)
            .set("total_refund_count", refunds.len())
            .set("refund_count", page.len());
        for (index, refund) in page.into_iter().enumerate() {
            let name = |name: &str| format!("{name}_{index}");
            fields = fields
                .set(&name("out_refund_no"), refund.number.as_str())
                .set(&name("refund_id"), refund.refund_id.as_str())
                .set(&name("refund_channel"), "ORIGINAL")
                .set(&name("refund_fee"), refund.amount)
                .set(&name("settlement_refund_fee"), refund.amount)
                .set(&name("refund_status"), state(refund))
                .set(&name("refund_account"), "REFUND_SOURCE_RECHARGE_FUNDS")
                .set(&name("refund_recv_accout"), "支付用户零钱")
                .maybe(
                    &name("refund_success_time"),
                    refund.arrived.map(time::spaced),
                );
        }
        Ok(Answer::Exactly(fields.texts()))
    }
}

fn state(refund: &Refund) -> &'static str {
    match refund.state.wire() {
        "CLOSED" => "REFUNDCLOSE",
        "ABNORMAL" => "CHANGE",
        state => state,
    }
}
