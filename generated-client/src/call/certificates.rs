//! `GET /v3/certificates`, whose answer is verified with what it carries.

use super::judge::{refused, signature};
use super::seal::{Seal, Sealed, seal_with};
use super::send::transmit;
use super::{Draft, Operation, Way};
use crate::client::Client;
use crate::error::CertificatesUnavailable;
use crate::keys::{KeySet, PlatformCertificate, read_certificates};
use std::sync::Arc;

/// Downloads the platform's certificates as the merchant of these keys.
pub(crate) async fn download_certificates(
    client: &Client,
    keys: &Arc<KeySet>,
    way: Way,
) -> Result<Vec<PlatformCertificate>, CertificatesUnavailable> {
    use CertificatesUnavailable::{Answer, Call, NoApiV3Key};
    let api_v3 = keys.api_v3().ok_or(NoApiV3Key)?;
    let draft = Draft::new(client.clone(), Operation::V3, "/v3/certificates".into());
    let Sealed { request, seal } = seal_with(&draft, keys.clone()).map_err(Call)?;
    let seal = match &seal {
        Some(Seal::V3(seal)) => Some(seal),
        _ => None,
    };
    let response = transmit(client, request, way).await;
    let response = response.map_err(|error| Call(error.into()))?;
    let now = client.now();
    if !(200..=299).contains(&response.status) {
        return Err(Call(refused(seal, now, response).into()));
    }
    read_certificates(
        &response.body,
        &signature(&response),
        api_v3,
        keys.platform(),
        now,
    )
    .map_err(Answer)
}
