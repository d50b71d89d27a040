//! `GET /v3/certificates`, whose answer is verified with what it carries.

use super::judge::signature;
use super::send::attempts;
use super::{Draft, Limit, Operation, Way};
use crate::client::Client;
use crate::error::CertificatesUnavailable;
use crate::keys::{KeySet, PlatformCertificate, read_certificates};
use std::pin::Pin;
use std::sync::Arc;

/// What [`download_certificates`] gives. It has a type of its own because calls wait for downloads, which are calls.
pub(crate) type Download<'a> = Pin<
    Box<dyn Future<Output = Result<Vec<PlatformCertificate>, CertificatesUnavailable>> + Send + 'a>,
>;

/// Downloads the platform's certificates as the merchant of these keys; tried again as every `GET` is.
pub(crate) fn download_certificates<'a>(
    client: &'a Client,
    keys: &'a Arc<KeySet>,
    limit: Limit,
    way: Way,
) -> Download<'a> {
    use CertificatesUnavailable::{Answer, Call, NoApiV3Key};
    Box::pin(async move {
        let api_v3 = keys.api_v3().ok_or(NoApiV3Key)?;
        let draft = Draft::new(client.clone(), Operation::V3, "/v3/certificates".into());
        let answered = attempts(&draft, Some(keys), limit, way).await;
        let response = answered.map_err(Call)?.response;
        let (headers, now) = (signature(&response), client.now());
        read_certificates(&response.body, &headers, api_v3, keys.platform(), now).map_err(Answer)
    })
}
