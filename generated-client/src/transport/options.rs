//! What both transports are told when they are made.

use super::failure::invalid;
use super::{Request, TransportError};
use http::Uri;
use http::uri::Scheme;
use percent_encoding::percent_decode_str;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

/// Longer limits are cut to this: the end of a limit must be a time that exists.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Timeouts, proxy and certificates of [`AsyncTransport`](crate::AsyncTransport) and
/// [`BlockingTransport`](crate::BlockingTransport).
///
/// Environment variables are not read: a proxy is used only if it is named here. No limit of time is longer than a day.
#[derive(Debug)]
pub struct TransportOptions {
    pub(super) connect_timeout: Duration,
    pub(super) timeout: Duration,
    pub(super) idle_timeout: Duration,
    pub(super) max_body: u64,
    /// Only the transport for tokio has so many at once: a blocking one has a thread for each.
    #[cfg_attr(not(feature = "async-transport"), allow(dead_code))]
    pub(super) in_flight: usize,
    pub(super) proxy: Option<Proxy>,
    pub(super) roots: Option<Vec<CertificateDer<'static>>>,
    pub(super) identity: Option<Identity>,
    plain_http: bool,
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            // WeChat Pay closes idle connections after 8 s; one that is closed while a request is on its way loses it.
            idle_timeout: Duration::from_secs(7),
            max_body: 256 << 20,
            in_flight: 256,
            proxy: None,
            roots: None,
            identity: None,
            plain_http: false,
        }
    }
}

impl TransportOptions {
    /// 5 s to connect, 30 s in all, no proxy, the certificate authorities of Mozilla.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How long it may take to find the host, connect, pass the proxy and agree on TLS. Default: 5 s.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout.min(LONGEST);
        self
    }

    /// How long a whole exchange may take if its request does not say; of a download, how long each wait for more of it. Default: 30 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(LONGEST);
        self
    }

    /// How long an idle connection is kept. Default: 7 s, because WeChat Pay closes it after 8 s.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout.min(LONGEST);
        self
    }

    /// How many exchanges of an [`AsyncTransport`](crate::AsyncTransport) go on at the same time, at least one; further ones wait, and
    /// their time runs. Each may need a connection, and so a file of the process. Default: 256.
    #[must_use]
    pub fn in_flight(mut self, exchanges: usize) -> Self {
        self.in_flight = exchanges.max(1);
        self
    }

    /// The longest body of an answer that is held in memory, in bytes; a [download](crate::download) is not, and has its own limit.
    /// Default: 256 MiB.
    #[must_use]
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sends everything through an HTTP proxy, by `CONNECT` whether the target has TLS or not: `http://proxy.example:3128`, or with
    /// percent-encoded credentials `http://user:password@proxy.example:3128`. The proxy finds the host and never sees what is sent
    /// with TLS. Proxies that are reached by TLS themselves (`https://`) and SOCKS are not supported.
    ///
    /// # Errors
    /// When the URL is not that of an HTTP proxy.
    pub fn proxy(mut self, url: &str) -> Result<Self, TransportError> {
        self.proxy = Some(Proxy::parse(url).ok_or_else(|| {
            invalid(
                "the URL of a proxy is http://[user:password@]host[:port], percent-encoded; \
                 https:// and SOCKS proxies are not supported",
            )
        })?);
        Ok(self)
    }

    /// Trusts these certificate authorities, in PEM, and no others.
    ///
    /// # Errors
    /// When the text has no certificate, or a broken one.
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Result<Self, TransportError> {
        self.roots = Some(certificates(pem.as_ref())?);
        Ok(self)
    }

    /// The merchant's certificate with its chain and private key, in PEM (`apiclient_cert.pem`, `apiclient_key.pem`), for
    /// the operations that want it. Other operations do not show it.
    ///
    /// # Errors
    /// When one of the texts cannot be read. That both belong together is checked when the transport is made.
    pub fn client_certificate(
        mut self,
        certificate: impl AsRef<[u8]>,
        private_key: impl AsRef<[u8]>,
    ) -> Result<Self, TransportError> {
        let key = PrivateKeyDer::from_pem_slice(private_key.as_ref())
            .map_err(|error| invalid(format!("no private key in the PEM text: {error}")))?;
        self.identity = Some(Identity {
            chain: certificates(certificate.as_ref())?,
            key,
        });
        Ok(self)
    }

    /// As [`client_certificate`](Self::client_certificate), from `apiclient_cert.p12`, whose password is the merchant id (feature `pkcs12`).
    ///
    /// # Errors
    /// When the container cannot be opened, or has no private key with its certificate.
    #[cfg(feature = "pkcs12")]
    pub fn client_pkcs12(
        mut self,
        container: impl AsRef<[u8]>,
        password: &str,
    ) -> Result<Self, TransportError> {
        let (key, _, chain) = crate::keys::MerchantKey::with_chain(container.as_ref(), password)
            .map_err(|error| invalid(error.to_string()))?;
        let key = key
            .to_pkcs8_der()
            .map_err(|error| invalid(error.to_string()))?;
        self.identity = Some(Identity {
            chain: chain.into_iter().map(CertificateDer::from).collect(),
            key: PrivateKeyDer::Pkcs8(key.to_vec().into()),
        });
        Ok(self)
    }

    /// Allows `http://` to every host. Without this only the machine itself is reached without TLS.
    #[must_use]
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// How long the exchange of a request may take, if the request says so itself.
    pub(super) fn own_limit(request: &Request) -> Option<Duration> {
        request.timeout.map(|limit| limit.min(LONGEST))
    }

    /// The URL of a request, if it may be asked for.
    pub(super) fn target(&self, request: &Request) -> Result<Uri, TransportError> {
        // The URL is not repeated: it carries personal data.
        let target: Uri = request
            .url
            .parse()
            .map_err(|error| invalid(format!("the URL is not one: {error}")))?;
        let host = target.host().unwrap_or_default();
        if host.is_empty() {
            return Err(invalid("the URL has no host"));
        }
        match target.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => Ok(target),
            Some(scheme) if *scheme == Scheme::HTTP => {
                if self.plain_http || is_loopback(host) {
                    return Ok(target);
                }
                Err(invalid(format!(
                    "http://{host} would be reached without TLS: `allow_plain_http` allows it"
                )))
            }
            _ => Err(invalid("the URL begins neither with https:// nor http://")),
        }
    }
}

/// A certificate with its chain, and its private key.
pub(super) struct Identity {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity")
    }
}

/// An HTTP proxy.
pub(super) struct Proxy {
    /// `http://host:port`
    pub(super) uri: Uri,
    pub(super) credentials: Option<(String, String)>,
}

impl Proxy {
    fn parse(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        if uri.scheme() != Some(&Scheme::HTTP) || !matches!(uri.path(), "" | "/") {
            return None;
        }
        let authority = uri.authority()?;
        let credentials = match authority.as_str().rsplit_once('@') {
            Some((credentials, _)) => {
                let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
                let decode = |text| percent_decode_str(text).decode_utf8().ok();
                Some((decode(user)?.into_owned(), decode(password)?.into_owned()))
            }
            None => None,
        };
        let host = Some(authority.host()).filter(|host| !host.is_empty())?;
        let port = authority.port_u16().unwrap_or(80);
        Some(Self {
            uri: format!("http://{host}:{port}").parse().ok()?,
            credentials,
        })
    }
}

// Without the credentials.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.uri)
    }
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TransportError> {
    let certificates = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| invalid(format!("a certificate in PEM cannot be read: {error}")))?;
    if certificates.is_empty() {
        return Err(invalid("no certificate in the PEM text"));
    }
    Ok(certificates)
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::Method;

    #[test]
    fn only_the_machine_itself_is_reached_without_tls() {
        let may = |options: &TransportOptions, url: &str| {
            options.target(&Request::new(Method::Get, url)).is_ok()
        };
        let options = TransportOptions::new();
        for url in [
            "https://api.mch.weixin.qq.com/v3/x?a=%20b",
            "http://localhost:80/",
            "http://127.0.0.1:8080/v3",
            "http://127.9.9.9/",
            "http://[::1]:8080/",
        ] {
            assert!(may(&options, url), "{url}");
        }
        for url in [
            "http://api.mch.weixin.qq.com/",
            "http://localhost.example/",
            "http://10.0.0.1/",
            "http://[::2]/",
            "ftp://localhost/",
            "/v3/x",
            "",
            "http://",
        ] {
            assert!(!may(&options, url), "{url}");
        }
        let options = options.allow_plain_http();
        assert!(may(&options, "http://10.0.0.1/"));
        assert!(!may(&options, "ftp://localhost/"));
    }

    #[test]
    fn a_proxy_is_a_host_a_port_and_maybe_credentials() {
        let parse = |url| Proxy::parse(url).map(|p| (p.uri.to_string(), p.credentials));
        let plain = parse("http://proxy.example:3128/").unwrap();
        assert_eq!(plain, ("http://proxy.example:3128/".into(), None));
        let full = parse("http://me:p%40ss@proxy.example").unwrap();
        let credentials = Some(("me".into(), "p@ss".into()));
        assert_eq!(full, ("http://proxy.example:80/".into(), credentials));
        for url in [
            "",
            "proxy.example:3128",
            "socks5://proxy.example",
            "http://",
            "http://x/path",
        ] {
            assert!(parse(url).is_none(), "{url}");
        }
    }

    #[test]
    fn debug_prints_no_secret() {
        let options = TransportOptions::new()
            .proxy("http://me:secret@proxy.example:1")
            .unwrap();
        let text = format!("{options:?}");
        assert!(text.contains("proxy.example:1"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}
