// Sample, written by hand, in the form of what the generator emits.
//! `/v3/marketing/membercard-open/cards`

use crate::rt;

pub mod card_id;

/// Path item `/v3/marketing/membercard-open/cards`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// `/v3/marketing/membercard-open/cards/{card_id}`
    #[inline]
    pub fn card_id(self, card_id: impl Into<String>) -> card_id::PathItem {
        card_id::PathItem(self.0.parameter(card_id))
    }
}
