// Sample, written by hand, in the form of what the generator emits.
//! `/v2`

use crate::rt;

pub mod pay;

/// Path item `/v2`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// `/v2/pay`
    #[inline]
    pub fn pay(self) -> pay::PathItem {
        pay::PathItem(self.0)
    }
}
