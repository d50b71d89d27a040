//! Sends with tokio and hyper.

mod connect;
mod streaming;

use super::failure::{Explained, invalid, no_certificate, too_late, too_long};
use super::options::TransportOptions;
use super::{
    Method, Opening, Pausing, Request, Response, Sending, Transport, TransportError,
    TransportErrorKind, Work, pause, tls, wire,
};
use connect::Connector;
use http::HeaderValue;
use http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

type Pool = Client<Connector, Full<Bytes>>;

/// Sends calls with `.await`, inside of a tokio runtime that has I/O and time enabled.
///
/// It speaks HTTP/1.1, with the feature `http2` HTTP/2 where the server offers it, keeps connections alive, and does not decompress.
/// A request is written to a second connection only if the first one was closed before any of it was sent. Dropping the future of a
/// call ends the exchange and harms no other call. Cloning is cheap; clones share their connections.
///
/// ```
/// use wechatpay_client::{AsyncTransport, Client, TransportOptions};
///
/// let options = TransportOptions::new().proxy("http://proxy.example:3128")?;
/// let client = Client::unsigned(AsyncTransport::new(options)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct AsyncTransport {
    anonymous: Pool,
    /// For the operations that want the merchant's certificate: connections are not shared with the others.
    identified: Option<Pool>,
    /// One for each exchange that may go on.
    slots: Arc<Semaphore>,
    options: Arc<TransportOptions>,
}

impl AsyncTransport {
    /// A transport with these options.
    ///
    /// # Errors
    /// When the client's certificate and private key do not fit each other, or no root certificate can be used.
    pub fn new(options: TransportOptions) -> Result<Self, TransportError> {
        let options = Arc::new(options);
        let pool = |tls| {
            Client::builder(TokioExecutor::new())
                .timer(TokioTimer::new())
                .pool_timer(TokioTimer::new())
                .pool_idle_timeout(options.idle_timeout)
                .build(Connector::new(tls, options.clone()))
        };
        let identified = match &options.identity {
            Some(identity) => Some(pool(tls::config(&options, Some(identity))?)),
            None => None,
        };
        Ok(Self {
            anonymous: pool(tls::config(&options, None)?),
            identified,
            slots: Arc::new(Semaphore::new(
                options.in_flight.min(Semaphore::MAX_PERMITS),
            )),
            options: options.clone(),
        })
    }

    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        let pool = self.pool(&request)?;
        let limit = TransportOptions::own_limit(&request).unwrap_or(self.options.timeout);
        let request = self.outgoing(request)?;
        let exchange = async {
            let _slot = self.slot().await?;
            self.answer(pool, request).await
        };
        tokio::time::timeout(limit, exchange)
            .await
            .unwrap_or_else(|_| Err(too_late(limit)))
    }

    /// The right to begin an exchange, given back when it is dropped.
    async fn slot(&self) -> Result<OwnedSemaphorePermit, TransportError> {
        let slot = self.slots.clone().acquire_owned().await;
        slot.map_err(|closed| TransportError::new(TransportErrorKind::Other, closed))
    }

    fn pool(&self, request: &Request) -> Result<&Pool, TransportError> {
        if Handle::try_current().is_err() {
            return Err(invalid("it runs on tokio, and this is no tokio runtime"));
        }
        match (request.client_certificate, &self.identified) {
            (false, _) => Ok(&self.anonymous),
            (true, Some(pool)) => Ok(pool),
            (true, None) => Err(no_certificate()),
        }
    }

    fn outgoing(&self, request: Request) -> Result<http::Request<Full<Bytes>>, TransportError> {
        let (target, mut headers) = (self.options.target(&request)?, wire::headers(&request)?);
        let method = method(request.method);
        if request.body.is_empty() && !matches!(request.method, Method::Get | Method::Delete) {
            // hyper does not say so by itself, and some servers insist.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let mut outgoing = http::Request::new(Full::new(request.body.into()));
        *outgoing.uri_mut() = target;
        *outgoing.method_mut() = method;
        *outgoing.headers_mut() = headers;
        Ok(outgoing)
    }

    async fn answer(
        &self,
        pool: &Pool,
        request: http::Request<Full<Bytes>>,
    ) -> Result<Response, TransportError> {
        let (head, body) = pool.request(request).await.map_err(failed)?.into_parts();
        let body = self.collect(body).await?;
        Ok(Response::new(
            head.status.as_u16(),
            wire::received(&head.headers),
            body,
        ))
    }

    async fn collect(&self, mut body: Incoming) -> Result<Vec<u8>, TransportError> {
        let mut bytes = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(interrupted)?;
            let data = frame.into_data().unwrap_or_default();
            if bytes.len() as u64 + data.len() as u64 > self.options.max_body {
                return Err(too_long(self.options.max_body));
            }
            bytes.extend_from_slice(&data);
        }
        Ok(bytes)
    }
}

impl Transport for AsyncTransport {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(self.exchange(request))
    }

    fn send_streaming(&self, request: Request) -> Opening<'_> {
        Box::pin(self.open(request))
    }

    fn pause(&self, time: Duration) -> Pausing<'_> {
        match Handle::try_current() {
            Ok(_) => Box::pin(tokio::time::sleep(time)),
            Err(_) => Box::pin(pause::with_thread(time)),
        }
    }

    fn spawn(&self, work: Work) -> Result<(), Work> {
        let Ok(runtime) = Handle::try_current() else {
            return Err(work);
        };
        runtime.spawn(work);
        Ok(())
    }
}

impl fmt::Debug for AsyncTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = &self.options;
        f.debug_struct("AsyncTransport")
            .field("options", options)
            .finish()
    }
}

fn method(method: Method) -> http::Method {
    match method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Patch => http::Method::PATCH,
        Method::Delete => http::Method::DELETE,
    }
}

/// Why the body does not come to its end.
fn interrupted(error: hyper::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Interrupted, Explained(error))
}

/// Why there is no head of an answer.
fn failed(error: Error) -> TransportError {
    let kind = if let Some(error) = find::<TransportError>(&error) {
        error.kind
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if find(&error).is_some_and(|e: &hyper::Error| e.is_parse() || e.is_user()) {
        TransportErrorKind::Other
    } else {
        TransportErrorKind::Interrupted
    };
    TransportError::new(kind, Explained(error))
}

/// The first error of one type among an error and its causes.
fn find<'e, T: std::error::Error + 'static>(
    error: &'e (dyn std::error::Error + 'static),
) -> Option<&'e T> {
    let mut error = Some(error);
    while let Some(cause) = error {
        if let Some(found) = cause.downcast_ref() {
            return Some(found);
        }
        error = cause.source();
    }
    None
}
