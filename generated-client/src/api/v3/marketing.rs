// Sample, written by hand, in the form of what the generator emits.
//! `/v3/marketing`

use crate::rt;

pub mod membercard_open;

/// Path item `/v3/marketing`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// `/v3/marketing/membercard-open`
    #[inline]
    pub fn membercard_open(self) -> membercard_open::PathItem {
        membercard_open::PathItem(self.0)
    }
}
