// Sample, written by hand, in the form of what the generator emits.
//! `/v3/pay/transactions`

use crate::rt;

pub mod jsapi;

/// Path item `/v3/pay/transactions`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// `/v3/pay/transactions/jsapi`
    #[inline]
    pub fn jsapi(self) -> jsapi::PathItem {
        jsapi::PathItem(self.0)
    }
}
