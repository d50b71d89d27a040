//! A rendered request with what proves who sends it.

use super::v2::{self, V2Seal};
use super::{Draft, Version, render, url};
use crate::client::Client;
use crate::codec::secrets::Secrets;
use crate::error::{BuildError, Error};
use crate::keys::{CallKeys, KeySet};
use crate::signature::{SignedRequest, sign};
use crate::transport::Request;
use std::sync::Arc;

/// A request, with what is needed to judge its answer.
pub(crate) struct Sealed {
    pub(crate) request: Request,
    pub(crate) seal: Option<Seal>,
}

/// The keys of a call.
pub(crate) enum Seal {
    V3(V3Seal),
    /// Without the feature there is none.
    #[cfg_attr(not(feature = "v2"), allow(dead_code))]
    V2(V2Seal),
}

impl Seal {
    pub(crate) fn v3(&self) -> Option<&V3Seal> {
        match self {
            Self::V3(seal) => Some(seal),
            Self::V2(_) => None,
        }
    }
}

/// The keys of a call of API v3, and what was signed with them.
pub(crate) struct V3Seal {
    pub(crate) keys: Arc<KeySet>,
    pub(crate) signed: SignedRequest,
}

/// Headers that follow from the keys.
const OWN: [&str; 2] = ["Authorization", "Wechatpay-Serial"];

/// The request of a call, encrypted and signed if the client has keys. A client with keys sends nothing without a signature.
pub(crate) fn seal(draft: &Draft) -> Result<Sealed, Error> {
    if draft.operation.version == Version::V2 {
        return v2::seal(draft);
    }
    match draft.client.keys() {
        _ if draft.client.is_unsigned() => unsigned(draft),
        Some(keys) => seal_with(draft, keys),
        None => Err(missing(
            "this client has keys for API v2 only, and this is a call of API v3; give it the merchant's private key and a platform key",
        )),
    }
}

/// The request of a client without keys.
pub(super) fn unsigned(draft: &Draft) -> Result<Sealed, Error> {
    let request = render::render(draft, Secrets::Plain, None)?;
    Ok(Sealed {
        request,
        seal: None,
    })
}

/// The client lacks the keys for a call.
pub(super) fn missing(message: &str) -> Error {
    BuildError::new("client", "keys", message).into()
}

/// The request of a call of API v3, encrypted and signed with these keys.
pub(crate) fn seal_with(draft: &Draft, keys: Arc<KeySet>) -> Result<Sealed, Error> {
    refuse(draft)?;
    let now = draft.client.now();
    let call_keys = keys.at(now);
    let mut request = render::render(draft, Secrets::Cipher(&call_keys), None)?;
    let signed = sign_request(&draft.client, call_keys, now, &mut request)?;
    let seal = Some(Seal::V3(V3Seal { keys, signed }));
    Ok(Sealed { request, seal })
}

/// What a client with keys does not send.
fn refuse(draft: &Draft) -> Result<(), BuildError> {
    let mut own = draft.own_headers.iter().map(|(name, _)| name);
    match own.find(|name| OWN.iter().any(|own| own.eq_ignore_ascii_case(name))) {
        Some(name) => Err(BuildError::new(
            "headers",
            name,
            "the client sets it itself, from its keys",
        )),
        None => Ok(()),
    }
}

/// Adds `Wechatpay-Serial` and `Authorization`; the signature covers exactly what is sent.
fn sign_request(
    client: &Client,
    keys: CallKeys<'_>,
    now: i64,
    request: &mut Request,
) -> Result<SignedRequest, Error> {
    if let Some(platform) = keys.platform {
        request.headers.set("Wechatpay-Serial", platform.id());
    }
    let signed = sign(
        keys.set.merchant(),
        request.method.as_str(),
        url::target(&request.url),
        now,
        &client.nonces().next()?,
        request.signed_body(),
    )?;
    request.headers.set("Authorization", signed.authorization());
    Ok(signed)
}
