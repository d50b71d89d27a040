//! The keys of API v2 that an operation gives: the one for bank-card fields, and that of the sandbox.

use super::judge::judge;
use super::seal::seal_with;
use crate::call::observe::Observed;
use crate::call::seal::{Seal, Sealed};
use crate::call::send::transmit;
use crate::call::{Body, Draft, Operation, SignRule, Way};
use crate::client::Client;
use crate::codec::path::{FieldError, Path};
use crate::codec::xml;
use crate::error::{DecodeError, Error};
use crate::keys::{ApiV2Key, BankPublicKey, V2Keys};
use crate::transport::Response;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tracing::Instrument;

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
    timeout: Option<Duration>,
    way: Way,
) -> Result<BankPublicKey, Error> {
    let draft = draft(client, BANK_KEY, timeout);
    let pem = field(&draft, keys, "pub_key", way).await?;
    Ok(BankPublicKey::from_pem(pem)?)
}

/// Downloads the key of the sandbox. The answer is not signed either.
pub(crate) async fn download_sandbox_key(
    client: &Client,
    keys: &Arc<V2Keys>,
    timeout: Option<Duration>,
    way: Way,
) -> Result<ApiV2Key, Error> {
    let draft = draft(client, SANDBOX_KEY, timeout);
    let key = field(&draft, keys, "sandbox_signkey", way).await?;
    Ok(ApiV2Key::new(key)?)
}

fn draft(client: &Client, operation: Operation, timeout: Option<Duration>) -> Draft {
    Draft {
        body: Body::Value(json!({})),
        timeout,
        ..Draft::new(client.clone(), operation, operation.path.into())
    }
}

/// One field of the answer to an operation that takes nothing but who asks.
async fn field(draft: &Draft, keys: &Arc<V2Keys>, name: &str, way: Way) -> Result<String, Error> {
    let observed = Observed::begin(draft, 1);
    let result = exchange(draft, keys, way)
        .instrument(observed.span.clone())
        .await;
    observed.end(result.as_ref());
    let response = result?;
    let fields = xml::pairs(&response.body).unwrap_or_default();
    let found = fields.into_iter().find(|(other, _)| other == name);
    found.map(|(_, text)| text).ok_or_else(|| {
        let error = FieldError::new(&Path::ROOT.field(name), "it is not in the answer");
        DecodeError { error, response }.into()
    })
}

async fn exchange(draft: &Draft, keys: &Arc<V2Keys>, way: Way) -> Result<Response, Error> {
    let Sealed { request, seal } = seal_with(draft, keys.clone())?;
    let response = transmit(&draft.client, request, way).await?;
    let seal = match &seal {
        Some(Seal::V2(seal)) => Some(seal),
        _ => None,
    };
    judge(&draft.operation, seal, response)
}
