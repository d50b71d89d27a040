// Sample, written by hand, in the form of what the generator emits.
//! `/v3/marketing/membercard-open`

use crate::rt;

pub mod cards;

/// Path item `/v3/marketing/membercard-open`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// `/v3/marketing/membercard-open/cards`
    #[inline]
    pub fn cards(self) -> cards::PathItem {
        cards::PathItem(self.0)
    }
}
