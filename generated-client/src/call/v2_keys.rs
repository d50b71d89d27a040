//! The keys of API v2 that an operation gives: the one for bank-card fields, and that of the sandbox.

use super::judge_v2::judge_v2;
use super::seal::{Seal, Sealed};
use super::seal_v2::seal_v2;
use super::send::transmit;
use super::{Body, Draft, Operation, SignRule, Way};
use crate::client::Client;
use crate::codec::path::{FieldError, Path};
use crate::codec::xml;
use crate::error::{DecodeError, Error};
use crate::keys::{ApiV2Key, BankPublicKey, V2Keys};
use serde_json::json;
use std::sync::Arc;

const BANK_KEY: Operation = Operation {
    path: "/v2/risk/getpublickey",
    base_url: Some("https://fraud.mch.weixin.qq.com/"),
    base_url_required: true,
    mtls: true,
    sign: SignRule::Choice,
    ..Operation::V2
};

const SANDBOX_KEY: Operation = Operation {
    path: "/v2/xdc/apiv2getsignkey/sign/getsignkey",
    ..Operation::V2
};

/// Downloads the key for bank-card fields. The answer is not signed: the connection proves where it comes from.
pub(crate) async fn download_bank_key(
    client: &Client,
    keys: &Arc<V2Keys>,
    way: Way,
) -> Result<BankPublicKey, Error> {
    let pem = field(client, keys, BANK_KEY, "pub_key", way).await?;
    Ok(BankPublicKey::from_pem(pem)?)
}

/// Downloads the key of the sandbox. The answer is not signed either.
pub(crate) async fn download_sandbox_key(
    client: &Client,
    keys: &Arc<V2Keys>,
    way: Way,
) -> Result<ApiV2Key, Error> {
    let key = field(client, keys, SANDBOX_KEY, "sandbox_signkey", way).await?;
    Ok(ApiV2Key::new(key)?)
}

/// One field of the answer to an operation that takes nothing but who asks.
async fn field(
    client: &Client,
    keys: &Arc<V2Keys>,
    operation: Operation,
    name: &str,
    way: Way,
) -> Result<String, Error> {
    let mut draft = Draft::new(client.clone(), operation, operation.path.into());
    draft.body = Body::Value(json!({}));
    let Sealed { request, seal } = seal_v2(&draft, keys.clone())?;
    let response = transmit(client, request, way).await?;
    let seal = match &seal {
        Some(Seal::V2(seal)) => Some(seal),
        _ => None,
    };
    let response = judge_v2(&operation, seal, response)?;
    let fields = xml::pairs(&response.body).unwrap_or_default();
    let found = fields.into_iter().find(|(other, _)| other == name);
    found.map(|(_, text)| text).ok_or_else(|| {
        let error = FieldError::new(&Path::ROOT.field(name), "it is not in the answer");
        DecodeError { error, response }.into()
    })
}
