// Sample, written by hand, in the form of what the generator emits.
//! `/v2/pay`

use crate::rt;

pub mod refundquery;

/// Path item `/v2/pay`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// `/v2/pay/refundquery`
    #[inline]
    pub fn refundquery(self) -> refundquery::PathItem {
        refundquery::PathItem(self.0)
    }
}
