//! Connects: TCP, then the proxy's `CONNECT`, then TLS, all within one limit of time.

use crate::transport::failure::Explained;
use crate::transport::options::{Proxy, TransportOptions};
use crate::transport::{TransportError, TransportErrorKind};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use http::uri::Scheme;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tower_service::Service;

/// HTTP/2's name in TLS.
const HTTP2: &[u8] = b"h2";

/// Makes connections to the host of a URL.
#[derive(Clone)]
pub(super) struct Connector {
    tcp: HttpConnector,
    tls: TlsConnector,
    options: Arc<TransportOptions>,
}

impl Connector {
    pub(super) fn new(mut tls: ClientConfig, options: Arc<TransportOptions>) -> Self {
        if cfg!(feature = "http2") {
            tls.alpn_protocols.push(HTTP2.to_vec());
        }
        tls.alpn_protocols.push(b"http/1.1".to_vec());
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        Self {
            tcp,
            tls: Arc::new(tls).into(),
            options,
        }
    }

    async fn connect(mut self, target: Uri) -> Result<Stream, TransportError> {
        let stream = match &self.options.proxy {
            None => dial(&mut self.tcp, target.clone()).await?,
            Some(proxy) => {
                let mut stream = dial(&mut self.tcp, proxy.uri.clone()).await?;
                pass(&mut stream, proxy, &target).await?;
                stream
            }
        };
        if target.scheme() != Some(&Scheme::HTTPS) {
            return Ok(Stream {
                io: Box::pin(TokioIo::new(stream)),
                http2: false,
            });
        }
        let host = target.host().unwrap_or_default();
        let name = ServerName::try_from(host.trim_start_matches('[').trim_end_matches(']'))
            .map_err(no_connection)?
            .to_owned();
        let stream = self.tls.connect(name, stream).await.map_err(refused)?;
        let http2 = stream.get_ref().1.alpn_protocol() == Some(HTTP2);
        Ok(Stream {
            io: Box::pin(TokioIo::new(stream)),
            http2,
        })
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, TransportError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let limit = self.options.connect_timeout;
        let connecting = self.clone().connect(target);
        Box::pin(async move {
            tokio::time::timeout(limit, connecting)
                .await
                .unwrap_or_else(|_| Err(no_connection(format!("no connection after {limit:?}"))))
        })
    }
}

async fn dial(tcp: &mut HttpConnector, target: Uri) -> Result<TcpStream, TransportError> {
    let stream = tcp.call(target).await;
    stream
        .map(TokioIo::into_inner)
        .map_err(|error| no_connection(Explained(error)))
}

/// Asks the proxy for a tunnel to the target.
async fn pass(stream: &mut TcpStream, proxy: &Proxy, target: &Uri) -> Result<(), TransportError> {
    let secure = target.scheme() == Some(&Scheme::HTTPS);
    let host = target.host().unwrap_or_default();
    let port = target.port_u16().unwrap_or(if secure { 443 } else { 80 });
    let mut request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
    if let Some((user, password)) = &proxy.credentials {
        let credentials = STANDARD.encode(format!("{user}:{password}"));
        request += &format!("Proxy-Authorization: Basic {credentials}\r\n");
    }
    request += "\r\n";
    stream
        .write_all(request.as_bytes())
        .await
        .map_err(no_connection)?;

    // Byte by byte: what follows the head belongs to the tunnel. The head is short, and there is one for each connection.
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() > 16 << 10 {
            return Err(no_connection("the proxy's answer is too long"));
        }
        head.push(stream.read_u8().await.map_err(no_connection)?);
    }
    let head = String::from_utf8_lossy(&head);
    match head.split_ascii_whitespace().nth(1) {
        Some(status) if status.len() == 3 && status.starts_with('2') => Ok(()),
        status => Err(no_connection(format!(
            "the proxy refuses: status {}",
            status.unwrap_or("unknown")
        ))),
    }
}

/// A handshake that failed: because of what one side is, or because the connection broke.
fn refused(error: io::Error) -> TransportError {
    let tls = error
        .get_ref()
        .is_some_and(|cause| cause.is::<rustls::Error>());
    let kind = if tls {
        TransportErrorKind::Tls
    } else {
        TransportErrorKind::Connect
    };
    TransportError::new(kind, error)
}

fn no_connection(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::Connect, cause)
}

/// A connection, with or without TLS.
pub(super) struct Stream {
    io: Pin<Box<dyn Io>>,
    http2: bool,
}

trait Io: Read + Write + Send {}

impl<T: Read + Write + Send> Io for T {}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        if self.http2 {
            Connected::new().negotiated_h2()
        } else {
            Connected::new()
        }
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        self.io.as_mut().poll_read(cx, buffer)
    }
}

impl Write for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.io.as_mut().poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.io.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.io.as_mut().poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.io.as_mut().poll_write_vectored(cx, slices)
    }
}
