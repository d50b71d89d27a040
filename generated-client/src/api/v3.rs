// Sample, written by hand, in the form of what the generator emits.
//! `/v3`

use crate::rt;

pub mod marketing;
pub mod pay;

/// Path item `/v3`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// `/v3/marketing`
    #[inline]
    pub fn marketing(self) -> marketing::PathItem {
        marketing::PathItem(self.0)
    }
    /// `/v3/pay`
    #[inline]
    pub fn pay(self) -> pay::PathItem {
        pay::PathItem(self.0)
    }
}
