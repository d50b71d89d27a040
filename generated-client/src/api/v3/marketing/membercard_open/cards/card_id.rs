// Sample, written by hand, in the form of what the generator emits.
//! `/v3/marketing/membercard-open/cards/{card_id}`

use crate::rt;

pub mod qrcode;

/// Path item `/v3/marketing/membercard-open/cards/{card_id}`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// `/v3/marketing/membercard-open/cards/{card_id}/qrcode`
    #[inline]
    pub fn qrcode(self) -> qrcode::PathItem {
        qrcode::PathItem(self.0)
    }
}
