//! TLS, with an authority that is made for the test.

use crate::senders;
use crate::server::{Do, Server, ok};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair,
};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::sync::Arc;
use wechatpay_client::TransportErrorKind::{Interrupted, Tls, Unsupported};
use wechatpay_client::{Method, Request, TransportOptions};

/// An authority, and certificates from it.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// Certificate and key in PEM, for a name.
    pub fn issue(&self, name: &str, usage: ExtendedKeyUsagePurpose) -> (String, String) {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.extended_key_usages = vec![usage];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        (certificate.pem(), key.serialize_pem())
    }

    /// A server that asks for no certificate.
    pub fn server(&self, name: &str) -> ServerConfig {
        self.configure(name, false, &[])
    }

    /// A server that asks for a certificate or not, and offers these protocols.
    pub fn configure(&self, name: &str, wants_certificate: bool, alpn: &[&str]) -> ServerConfig {
        self.server_for(name, wants_certificate.then(|| self.0.der().clone()), alpn)
    }

    /// A server that asks for this certificate, or one that it has issued.
    #[cfg(feature = "pkcs12")]
    pub fn asking(&self, name: &str, trusted: CertificateDer<'static>) -> ServerConfig {
        self.server_for(name, Some(trusted), &[])
    }

    fn server_for(
        &self,
        name: &str,
        trusted: Option<CertificateDer<'static>>,
        alpn: &[&str],
    ) -> ServerConfig {
        let (certificate, key) = self.issue(name, ExtendedKeyUsagePurpose::ServerAuth);
        let provider = Arc::new(default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .unwrap();
        let builder = if let Some(trusted) = trusted {
            let mut roots = RootCertStore::empty();
            roots.add(trusted).unwrap();
            let roots = Arc::new(roots);
            let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        } else {
            builder.with_no_client_auth()
        };
        let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
        let mut config = builder.with_single_cert(chain, key).unwrap();
        config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        config
    }
}

#[test]
fn a_certificate_from_a_trusted_authority_is_accepted() {
    let authority = Authority::new();
    let server = Server::secure(
        authority.configure("localhost", false, &["http/1.1"]),
        |_| Do::Answer(ok("secure")),
    );
    for sender in senders(|options| options.root_certificates(authority.pem()).unwrap()) {
        let url = format!("https://localhost:{}/", server.address.port());
        for _ in 0..3 {
            assert_eq!(sender.body(&url), "secure", "{}", sender.name);
        }
    }
    assert_eq!(server.connections(), senders(|options| options).len());
}

#[test]
fn an_unknown_authority_and_a_wrong_name_are_refused_before_anything_is_sent() {
    let (authority, other) = (Authority::new(), Authority::new());
    let server = Server::secure(authority.server("pay.example"), |_| panic!("it was sent"));
    let url = format!("https://localhost:{}/?secret", server.address.port());
    for sender in senders(|options| options)
        .into_iter()
        .chain(senders(|o| o.root_certificates(other.pem()).unwrap()))
        .chain(senders(|o| o.root_certificates(authority.pem()).unwrap()))
    {
        let error = sender.get(&url).unwrap_err();
        assert_eq!(error.kind, Tls, "{} {error}", sender.name);
        assert!(error.to_string().contains("certificate"), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn the_merchants_certificate_is_shown_only_where_it_is_wanted() {
    let authority = Authority::new();
    let server = Server::secure(authority.configure("localhost", true, &[]), |_| {
        Do::Answer(ok("known"))
    });
    let url = format!("https://localhost:{}/", server.address.port());
    let mut wanted = Request::new(Method::Post, url.as_str());
    wanted.client_certificate = true;
    let (certificate, key) = authority.issue("1900000001", ExtendedKeyUsagePurpose::ClientAuth);
    for sender in senders(|options| {
        let options = options.root_certificates(authority.pem()).unwrap();
        options.client_certificate(&certificate, &key).unwrap()
    }) {
        for _ in 0..2 {
            assert_eq!(sender.send(wanted.clone()).unwrap().body, b"known");
            // With TLS 1.3 the server refuses after the handshake, when the request may be there.
            let kind = sender.kind(&url);
            assert!(
                matches!(kind, Interrupted | Tls),
                "{} {kind:?}",
                sender.name
            );
        }
        assert_eq!(sender.send(wanted.clone()).unwrap().body, b"known");
    }
    for sender in senders(|options| options) {
        let error = sender.send(wanted.clone()).unwrap_err();
        assert_eq!(error.kind, Unsupported, "{}", sender.name);
        for way in ["client_certificate", "feature `pkcs12`"] {
            assert!(error.to_string().contains(way), "{error}");
        }
    }
}

/// The container that the merchant platform gives, over a connection whose server asks for the certificate in it.
#[cfg(feature = "pkcs12")]
#[test]
fn the_merchants_certificate_may_be_a_pkcs12_container() {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    let data: serde_json::Value =
        serde_json::from_str(include_str!("../data/generated.json")).unwrap();
    let text = |name: &str| data[name].as_str().unwrap().to_owned();
    let container = |name: &str| STANDARD.decode(text(name)).unwrap();
    let authority = Authority::new();
    let trusted =
        CertificateDer::from_pem_slice(text("authority_of_pkcs12_for_tls").as_bytes()).unwrap();
    let server = Server::secure(authority.asking("localhost", trusted), |_| {
        Do::Answer(ok("known"))
    });
    let mut request = Request::new(
        Method::Post,
        format!("https://localhost:{}/", server.address.port()),
    );
    request.client_certificate = true;
    for sender in senders(|options| {
        let options = options.root_certificates(authority.pem()).unwrap();
        options
            .client_pkcs12(container("pkcs12_for_tls"), "1900000109")
            .unwrap()
    }) {
        let answer = sender.send(request.clone()).unwrap();
        assert_eq!(answer.body, b"known", "{}", sender.name);
    }
    for (name, password) in [
        ("pkcs12_for_tls", "1900000108"),
        ("pkcs12_without_key", "1900000109"),
    ] {
        let refused = TransportOptions::new().client_pkcs12(container(name), password);
        assert_eq!(refused.unwrap_err().kind, Unsupported);
    }
}

#[test]
fn certificates_and_keys_that_do_not_fit_are_refused_when_the_transport_is_made() {
    let authority = Authority::new();
    let (certificate, key) = authority.issue("a", ExtendedKeyUsagePurpose::ClientAuth);
    let (_, other) = authority.issue("b", ExtendedKeyUsagePurpose::ClientAuth);
    let options = TransportOptions::new;
    for broken in [
        options().client_certificate("", &key),
        options().client_certificate(&certificate, ""),
        options().client_certificate(&key, &key),
        options().client_certificate(&certificate, &certificate),
        options().root_certificates("none"),
    ] {
        assert_eq!(broken.unwrap_err().kind, Unsupported);
    }
    let mismatch = || options().client_certificate(&certificate, &other).unwrap();
    #[cfg(feature = "async-transport")]
    {
        let transport = wechatpay_client::AsyncTransport::new(mismatch());
        assert_eq!(transport.unwrap_err().kind, Unsupported);
    }
    #[cfg(feature = "blocking-transport")]
    {
        let transport = wechatpay_client::BlockingTransport::new(mismatch());
        assert_eq!(transport.unwrap_err().kind, Unsupported);
    }
}
