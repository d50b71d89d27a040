//! A client without the feature `v2`: it has nothing for API v2.

use super::Client;
use crate::call::{Draft, Limit, Way};
use crate::error::Error;
use crate::keys::Merchant;

/// Nothing can be given.
#[derive(Default)]
pub(super) struct Given;

impl Given {
    pub(super) fn together(self, _: Option<&Merchant>) -> Result<V2, Error> {
        Ok(V2)
    }
}

/// Nothing is there.
#[derive(Default)]
pub(super) struct V2;

impl V2 {
    pub(super) fn keys(&self) -> Option<()> {
        None
    }
}

impl Client {
    pub(crate) async fn need_v2_keys(&self, _: &Draft, _: Limit, _: Way) -> Result<(), Error> {
        Ok(())
    }
}
