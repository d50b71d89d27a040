//! Calls of API v2: flat texts, signed with the APIv2 key, as XML.

mod judge;
mod keys;
mod seal;

pub(crate) use judge::judge;
pub(crate) use keys::{download_bank_key, download_sandbox_key};
pub(crate) use seal::{V2Seal, is_sandbox, needs_bank_key, sandbox_prefix, seal};
