// Sample, written by hand, in the form of what the generator emits.
//! `/v3/pay`

use crate::rt;

pub mod transactions;

/// Path item `/v3/pay`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// `/v3/pay/transactions`
    #[inline]
    pub fn transactions(self) -> transactions::PathItem {
        transactions::PathItem(self.0)
    }
}
