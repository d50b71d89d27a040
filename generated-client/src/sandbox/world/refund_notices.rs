//! What the app is told of refunds.

use serde_json::{Value, json};

use super::fields::Fields;
use super::order::{Order, present};
use super::refunds::{Refund, State};
use super::{Event, World, time};
use crate::call::Version;

impl World {
    pub(super) fn tell_refund(&mut self, number: &str) {
        let Some((refund, order)) = self
            .refunds
            .get(number)
            .and_then(|refund| Some((refund, self.orders.get(&refund.order)?)))
        else {
            return;
        };
        let (event_type, summary) = match refund.state {
            State::Abnormal => ("REFUND.ABNORMAL", "退款异常"),
            State::Closed => ("REFUND.CLOSED", "退款关闭"),
            _ => ("REFUND.SUCCESS", "退款成功"),
        };
        let event = match refund.version {
            Version::V3 => Event {
                version: Version::V3,
                event_type: event_type.to_owned(),
                original_type: "refund".to_owned(),
                resource: notice(refund, order),
                summary: summary.to_owned(),
                notify_url: refund.notify_url.clone(),
            },
            Version::V2 => Event {
                version: Version::V2,
                event_type: "refund-processed".to_owned(),
                original_type: String::new(),
                resource: notice_v2(refund),
                summary: summary.to_owned(),
                notify_url: refund.notify_url.clone(),
            },
        };
        self.notify(event);
    }
}

fn notice(refund: &Refund, order: &Order) -> Value {
    let fields = if order.party.sub_mchid.is_empty() {
        Fields::default().set("mchid", order.party.mchid.as_str())
    } else {
        Fields::default()
            .set("sp_mchid", order.party.mchid.as_str())
            .set("sub_mchid", order.party.sub_mchid.as_str())
    };
    fields
        .set("out_trade_no", refund.order.as_str())
        .set("transaction_id", refund.transaction_id.as_str())
        .set("out_refund_no", refund.number.as_str())
        .set("refund_id", refund.refund_id.as_str())
        .set("refund_status", refund.state.wire())
        .maybe("success_time", refund.arrived.map(time::rfc3339))
        .set("user_received_account", "支付用户零钱")
        .maybe(
            "refund_account",
            present(if refund.ecommerce {
                "REFUND_SOURCE_SUB_MERCHANT"
            } else {
                ""
            }),
        )
        .set(
            "amount",
            json!({
                "total": refund.total,
                "refund": refund.amount,
                "payer_total": refund.total,
                "payer_refund": refund.amount,
            }),
        )
        .value()
}

/// What `req_info` of the v2 notification is the ciphertext of.
fn notice_v2(refund: &Refund) -> Value {
    let status = match refund.state {
        State::Closed => "REFUNDCLOSE",
        State::Abnormal => "CHANGE",
        _ => "SUCCESS",
    };
    Fields::default()
        .set("out_refund_no", refund.number.as_str())
        .set("out_trade_no", refund.order.as_str())
        .set("refund_account", "REFUND_SOURCE_RECHARGE_FUNDS")
        .set("refund_fee", refund.amount)
        .set("refund_id", refund.refund_id.as_str())
        .set("refund_recv_accout", "支付用户零钱")
        .set("refund_request_source", "API")
        .set("refund_status", status)
        .set("settlement_refund_fee", refund.amount)
        .set("settlement_total_fee", refund.total)
        .maybe("success_time", refund.arrived.map(time::spaced))
        .set("total_fee", refund.total)
        .set("transaction_id", refund.transaction_id.as_str())
        .set("cash_refund_fee", refund.amount)
        .texts()
}
