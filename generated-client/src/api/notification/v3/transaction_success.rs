// Sample, written by hand, in the form of what the generator emits.
//! `TRANSACTION.SUCCESS`

use crate::rt;

/// The content.
#[non_exhaustive]
pub struct Resource {
    /// `out_trade_no`
    pub out_trade_no: Option<String>,
    /// `amount`
    pub amount: Option<Amount>,
}
rt::object!(response Resource: out_trade_no, amount);

/// `amount`
#[non_exhaustive]
pub struct Amount {
    /// `total`
    pub total: Option<i64>,
}
rt::object!(response Amount: total);
