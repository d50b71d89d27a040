//! A rendered request with what proves who sends it.

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

/// The keys of a call, and what was signed with them.
pub(crate) struct Seal {
    pub(crate) keys: Arc<KeySet>,
    pub(crate) signed: SignedRequest,
}

/// Headers that follow from the keys.
const OWN: [&str; 2] = ["Authorization", "Wechatpay-Serial"];

/// The request of a call, encrypted and signed if the client has keys.
pub(crate) fn seal(draft: &Draft) -> Result<Sealed, Error> {
    let Some(keys) = draft.client.keys() else {
        let request = render::render(draft, Secrets::Plain)?;
        return Ok(Sealed {
            request,
            seal: None,
        });
    };
    seal_with(draft, keys)
}

/// The request of a call, encrypted and signed with these keys.
pub(crate) fn seal_with(draft: &Draft, keys: Arc<KeySet>) -> Result<Sealed, Error> {
    refuse(draft)?;
    let now = draft.client.now();
    let call_keys = keys.at(now);
    let mut request = render::render(draft, Secrets::Cipher(&call_keys))?;
    let signed = sign_request(&draft.client, call_keys, now, &mut request)?;
    let seal = Some(Seal { keys, signed });
    Ok(Sealed { request, seal })
}

/// What a client with keys does not send.
fn refuse(draft: &Draft) -> Result<(), BuildError> {
    if draft.operation.version == Version::V2 {
        let message =
            "this client does not sign calls of API v2, and sends none without a signature";
        return Err(BuildError::new("client", "version", message));
    }
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
