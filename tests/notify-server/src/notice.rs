//! What an event tells about an order or a refund.

use wechatpay_client::notification::{Event, v3};

/// What is kept of a notice.
#[derive(Debug, PartialEq)]
pub enum Notice {
    /// An order.
    Payment(Change),
    /// A refund.
    Refund(Change),
}

/// The state that an order or a refund has now.
#[derive(Debug, Default, PartialEq)]
pub struct Change {
    /// The merchant's number of it.
    pub number: String,
    /// The order's number.
    pub order: String,
    /// State: `SUCCESS`, `CLOSED`, …
    pub state: String,
    /// Amount in fen, if it is told.
    pub amount: Option<i64>,
}

impl Notice {
    /// What is to be kept of an event; of others than these nothing is.
    pub fn of(event: &Event) -> Option<Self> {
        match event {
            Event::TransactionSuccess(paid) => payment(
                &paid.out_trade_no,
                paid.trade_state.as_ref().map(|state| state.as_str()),
                paid.amount.as_ref().and_then(|amount| amount.payer_total),
            ),
            Event::V2TransactionSuccess(paid) => payment(
                &paid.out_trade_no,
                paid.result_code.as_ref().map(|state| state.as_str()),
                fen(&paid.total_fee),
            ),
            Event::RefundSuccess(refund) => refund_v3(refund),
            Event::RefundAbnormal(refund) => refunded(
                &refund.out_refund_no,
                &refund.out_trade_no,
                refund.refund_status.as_ref().map(|state| state.as_str()),
                None,
            ),
            Event::RefundClosed(refund) => refunded(
                &refund.out_refund_no,
                &refund.out_trade_no,
                refund.refund_status.as_ref().map(|state| state.as_str()),
                None,
            ),
            // Nothing but its encryption proves this one: a shop would query the refund before it acts on it.
            Event::V2RefundProcessed(body) => {
                let refund = body.req_info.as_ref()?.document()?;
                refunded(
                    &refund.out_refund_no,
                    &refund.out_trade_no,
                    refund.refund_status.as_ref().map(|state| state.as_str()),
                    fen(&refund.refund_fee),
                )
            }
            _ => None,
        }
    }
}

fn refund_v3(refund: &v3::refund_success::Resource) -> Option<Notice> {
    refunded(
        &refund.out_refund_no,
        &refund.out_trade_no,
        refund.refund_status.as_ref().map(|state| state.as_str()),
        refund.amount.as_ref().and_then(|amount| amount.refund),
    )
}

fn payment(order: &Option<String>, state: Option<&str>, amount: Option<i64>) -> Option<Notice> {
    let number = order.clone()?;
    Some(Notice::Payment(Change {
        order: number.clone(),
        number,
        state: state?.to_owned(),
        amount,
    }))
}

fn refunded(
    number: &Option<String>,
    order: &Option<String>,
    state: Option<&str>,
    amount: Option<i64>,
) -> Option<Notice> {
    Some(Notice::Refund(Change {
        number: number.clone()?,
        order: order.clone().unwrap_or_default(),
        state: state?.to_owned(),
        amount,
    }))
}

fn fen(text: &Option<String>) -> Option<i64> {
    text.as_deref()?.parse().ok()
}
