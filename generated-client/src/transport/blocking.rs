//! Sends with ureq: no runtime.

mod connect;

use super::failure::{Explained, invalid, no_certificate, too_late, too_long};
use super::options::{Identity, Proxy, TransportOptions};
use super::{
    Method, ReadBody, Request, Response, Streaming, Transport, TransportError, TransportErrorKind,
    tls, wire,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use connect::{Connect, Later, NotConnected};
use http::HeaderMap;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;
use ureq::config::{AutoHeaderValue, Config};
use ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig, TlsProvider};
use ureq::typestate::WithoutBody;
use ureq::{Agent, Body, BodyReader, Error, ProxyProtocol, RequestBuilder, Timeout};
use zeroize::Zeroizing;

/// Sends calls with `send_blocking`, on the calling thread, without an asynchronous runtime.
///
/// It speaks HTTP/1.1, keeps connections alive, and does not decompress. Cloning is cheap; clones share their connections.
///
/// ```
/// use wechatpay_client::{BlockingTransport, Client, TransportOptions};
///
/// let transport = BlockingTransport::new(TransportOptions::new())?;
/// let client = Client::unsigned(transport);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct BlockingTransport {
    anonymous: Agent,
    /// For the operations that want the merchant's certificate: connections are not shared with the others.
    identified: Option<Agent>,
    options: Arc<TransportOptions>,
}

impl BlockingTransport {
    /// A transport with these options.
    ///
    /// # Errors
    /// When the client's certificate and private key do not fit each other, or a root certificate cannot be used.
    pub fn new(options: TransportOptions) -> Result<Self, TransportError> {
        // ureq would panic, or leave out what it does not understand.
        tls::config(&options, options.identity.as_ref())?;
        let identified = match &options.identity {
            Some(identity) => Some(agent(&options, Some(identity))?),
            None => None,
        };
        Ok(Self {
            anonymous: agent(&options, None)?,
            identified,
            options: Arc::new(options),
        })
    }

    fn exchange(&self, request: &Request) -> Result<Response, TransportError> {
        let (head, mut body) = self.start(request, false)?.into_parts();
        let body = body
            .with_config()
            .limit(self.options.max_body)
            .read_to_vec()
            .map_err(|error| failed(error, self.limit(request)))?;
        let headers = wire::received(&head.headers);
        Ok(Response::new(head.status.as_u16(), headers, body))
    }

    fn open(&self, request: &Request) -> Result<Streaming<ReadBody>, TransportError> {
        let (head, body) = self.start(request, true)?.into_parts();
        let headers = wire::received(&head.headers);
        let body = LimitedBody {
            reader: body.into_reader(),
            limit: self.limit(request),
        };
        Ok(Streaming::new(
            head.status.as_u16(),
            headers,
            Box::new(body),
        ))
    }

    /// Sends, and waits for the head of the answer.
    fn start(
        &self,
        request: &Request,
        streamed: bool,
    ) -> Result<http::Response<Body>, TransportError> {
        let agent = match (request.client_certificate, &self.identified) {
            (false, _) => &self.anonymous,
            (true, Some(agent)) => agent,
            (true, None) => return Err(no_certificate()),
        };
        let (target, headers) = (self.options.target(request)?, wire::headers(request)?);
        let (limits, body) = (self.limits(request, streamed), &*request.body);
        let answer = match request.method {
            Method::Get => bare(prepared(agent.get(target), headers, limits), body),
            Method::Delete => bare(prepared(agent.delete(target), headers, limits), body),
            Method::Post => prepared(agent.post(target), headers, limits).send(body),
            Method::Put => prepared(agent.put(target), headers, limits).send(body),
            Method::Patch => prepared(agent.patch(target), headers, limits).send(body),
        };
        answer.map_err(|error| failed(error, self.limit(request)))
    }

    /// The limit of time that an error names.
    fn limit(&self, request: &Request) -> Duration {
        TransportOptions::own_limit(request).unwrap_or(self.options.timeout)
    }

    fn limits(&self, request: &Request, streamed: bool) -> Limits {
        match TransportOptions::own_limit(request) {
            Some(limit) => Limits::Whole(limit),
            None if streamed => Limits::Each(self.options.timeout),
            None => Limits::Whole(self.options.timeout),
        }
    }
}

/// What may take how long.
#[derive(Clone, Copy)]
enum Limits {
    /// The whole exchange.
    Whole(Duration),
    /// Everything until the head of the answer is there, and then each wait.
    Each(Duration),
}

impl Transport for BlockingTransport {
    fn send_blocking(&self, request: Request) -> Result<Response, TransportError> {
        self.exchange(&request)
    }

    fn send_streaming_blocking(
        &self,
        request: Request,
    ) -> Result<Streaming<ReadBody>, TransportError> {
        self.open(&request)
    }
}

/// A body whose errors are ours.
struct LimitedBody {
    reader: BodyReader<'static>,
    limit: Duration,
}

impl Read for LimitedBody {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer).map_err(|error| {
            if error.kind() == io::ErrorKind::Interrupted {
                return error;
            }
            let (kind, error) = (error.kind(), failed(Error::from(error), self.limit));
            io::Error::new(kind, error)
        })
    }
}

impl fmt::Debug for BlockingTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingTransport")
            .field("options", &self.options)
            .finish()
    }
}

/// Sends what has no body as a rule.
fn bare(builder: RequestBuilder<WithoutBody>, body: &[u8]) -> Result<http::Response<Body>, Error> {
    if body.is_empty() {
        builder.call()
    } else {
        builder.force_send_body().send(body)
    }
}

fn prepared<B>(
    mut builder: RequestBuilder<B>,
    headers: HeaderMap,
    limits: Limits,
) -> RequestBuilder<B> {
    if let Some(all) = builder.headers_mut() {
        *all = headers;
    }
    let config = builder.config();
    match limits {
        Limits::Whole(limit) => config.timeout_global(Some(limit)).build(),
        Limits::Each(limit) => config
            .timeout_global(None)
            .timeout_send_request(Some(limit))
            .timeout_send_body(Some(limit))
            .timeout_recv_response(Some(limit))
            .timeout_per_read(Some(limit))
            .build(),
    }
}

fn agent(options: &TransportOptions, identity: Option<&Identity>) -> Result<Agent, TransportError> {
    let proxy = options.proxy.as_ref().map(proxy).transpose()?;
    let config = Config::builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(proxy)
        .tls_config(tls_config(options, identity)?)
        .user_agent(AutoHeaderValue::None)
        .accept(AutoHeaderValue::None)
        .accept_encoding(AutoHeaderValue::None)
        .max_idle_age(options.idle_timeout)
        .max_idle_connections(64)
        .max_idle_connections_per_host(64)
        .timeout_global(Some(options.timeout))
        .timeout_connect(Some(options.connect_timeout))
        .build();
    Ok(Agent::with_parts(config, Connect::default(), Later))
}

fn tls_config(
    options: &TransportOptions,
    identity: Option<&Identity>,
) -> Result<TlsConfig, TransportError> {
    let certificate = |der: &CertificateDer<'_>| Certificate::from_der(der).to_owned();
    let roots = match &options.roots {
        Some(roots) => {
            RootCerts::new_with_certs(&roots.iter().map(certificate).collect::<Vec<_>>())
        }
        None => RootCerts::WebPki,
    };
    let identity = match identity {
        Some(identity) => {
            let chain: Vec<_> = identity.chain.iter().map(certificate).collect();
            Some(ClientCert::new_with_certs(&chain, private_key(identity)?))
        }
        None => None,
    };
    Ok(TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        // The provider is named: the process may have another one, or none.
        .unversioned_rustls_crypto_provider(Arc::new(default_provider()))
        .root_certs(roots)
        .client_cert(identity)
        .build())
}

/// ureq takes any kind of key as PEM only.
fn private_key(identity: &Identity) -> Result<PrivateKey<'static>, TransportError> {
    let label = match &identity.key {
        PrivateKeyDer::Pkcs1(_) => "RSA PRIVATE KEY",
        PrivateKeyDer::Sec1(_) => "EC PRIVATE KEY",
        _ => "PRIVATE KEY",
    };
    let der = Zeroizing::new(STANDARD.encode(identity.key.secret_der()));
    let pem = Zeroizing::new(format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        der.as_str()
    ));
    PrivateKey::from_pem(pem.as_bytes()).map_err(|error| invalid(error.to_string()))
}

fn proxy(proxy: &Proxy) -> Result<ureq::Proxy, TransportError> {
    let mut builder = ureq::Proxy::builder(ProxyProtocol::Http)
        .host(proxy.uri.host().unwrap_or_default())
        .port(proxy.uri.port_u16().unwrap_or(80));
    if let Some((user, password)) = &proxy.credentials {
        builder = builder.username(user).password(password);
    }
    builder.build().map_err(|error| invalid(error.to_string()))
}

/// Why there is no answer.
fn failed(error: Error, limit: Duration) -> TransportError {
    use TransportErrorKind as Kind;
    let kind = match &error {
        Error::Timeout(Timeout::Connect) => Kind::Connect,
        Error::Timeout(_) => return too_late(limit),
        Error::BodyExceedsLimit(bytes) => return too_long(*bytes),
        Error::Other(cause) => match cause.downcast_ref::<NotConnected>() {
            Some(NotConnected(cause)) if is_tls(cause) => Kind::Tls,
            Some(_) => Kind::Connect,
            None => Kind::Other,
        },
        Error::Io(_) | Error::ConnectionFailed | Error::BodyStalled => Kind::Interrupted,
        _ => Kind::Other,
    };
    TransportError::new(kind, Explained(error))
}

fn is_tls(error: &Error) -> bool {
    match error {
        Error::Rustls(_) | Error::Tls(_) => true,
        Error::Io(error) => error.get_ref().is_some_and(|e| e.is::<rustls::Error>()),
        _ => false,
    }
}
