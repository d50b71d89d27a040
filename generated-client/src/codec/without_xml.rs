//! XML without the feature `v2`: refused.

use super::path::{FieldError, Path};
use super::secrets::Context;
use super::{Field, View};

pub(crate) fn to_vec(_: View<'_>, _: &Context<'_>) -> Result<Vec<u8>, FieldError> {
    Err(refused())
}

pub(crate) fn from_pairs(_: &[(String, String)]) -> Result<Vec<u8>, FieldError> {
    Err(refused())
}

pub(crate) fn read(_: &[u8], _: &mut dyn Field, _: &Context<'_>) -> Result<bool, FieldError> {
    Err(refused())
}

fn refused() -> FieldError {
    FieldError::new(
        &Path::ROOT,
        "XML needs the feature `v2` of the crate wechatpay-client",
    )
}
