//! TLS: who is trusted, and who we are.

use super::failure::invalid;
use super::options::{Identity, TransportOptions};
use super::{TransportError, TransportErrorKind};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;

/// Who is trusted, and what is shown to those who ask for a certificate.
pub(super) fn config(
    options: &TransportOptions,
    identity: Option<&Identity>,
) -> Result<ClientConfig, TransportError> {
    // The provider is named: the process may have another one, or none.
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| TransportError::new(TransportErrorKind::Other, error))?
        .with_root_certificates(roots(options)?);
    match identity {
        Some(identity) => builder
            .with_client_auth_cert(identity.chain.clone(), identity.key.clone_key())
            .map_err(|error| invalid(format!("the client's certificate: {error}"))),
        None => Ok(builder.with_no_client_auth()),
    }
}

fn roots(options: &TransportOptions) -> Result<RootCertStore, TransportError> {
    let Some(certificates) = &options.roots else {
        return Ok(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect());
    };
    let mut roots = RootCertStore::empty();
    for certificate in certificates {
        roots
            .add(certificate.clone())
            .map_err(|error| invalid(format!("a root certificate: {error}")))?;
    }
    Ok(roots)
}
