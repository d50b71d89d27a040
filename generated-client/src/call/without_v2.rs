//! Calls of API v2 without the feature `v2`: refused before anything is sent, so that none has a seal or an answer.

use super::seal::Sealed;
use super::{Draft, Operation, ResponseKind};
use crate::codec::secrets::Cipher;
use crate::error::{BuildError, Error};
use crate::transport::Response;

/// There is none.
pub(crate) enum V2Seal {}

impl V2Seal {
    pub(crate) fn cipher(&self) -> &dyn Cipher {
        match *self {}
    }

    pub(crate) fn kind(&self, _: ResponseKind, _: &Response) -> ResponseKind {
        match *self {}
    }
}

pub(crate) fn seal(_: &Draft) -> Result<Sealed, Error> {
    Err(refused())
}

pub(crate) fn judge(_: &Operation, _: Option<&V2Seal>, _: Response) -> Result<Response, Error> {
    Err(refused())
}

pub(crate) fn sandbox_prefix(_: &Draft) -> &'static str {
    ""
}

fn refused() -> Error {
    let message =
        "this is a call of API v2, which needs the feature `v2` of the crate wechatpay-client";
    BuildError::new("client", "features", message).into()
}
