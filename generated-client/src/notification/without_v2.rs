//! Notifications of API v2 without the feature `v2`: refused.

use super::{HeaderSource, NotificationError, Received};
use crate::client::Client;
use crate::keys::ApiV3Key;

/// There is none.
#[derive(Clone, Debug, Default)]
pub(super) struct OwnKey;

impl OwnKey {
    pub(super) fn open(
        &self,
        _: Option<&Client>,
        _: Option<&ApiV3Key>,
        _: &(impl HeaderSource + ?Sized),
        _: &[u8],
    ) -> Result<Received, NotificationError> {
        Err(NotificationError::WithoutV2)
    }
}
