//! The transports over real sockets of this machine. Every promise that both make is checked for both.
#![cfg(any(feature = "async-transport", feature = "blocking-transport"))]

mod connections;
mod exchange;
mod faults;
#[cfg(feature = "http2")]
mod http2;
mod proxied;
mod secure;
mod server;
mod streaming;

use std::time::Duration;
use wechatpay_client::{
    Method, Request, Response, TransportError, TransportErrorKind, TransportOptions,
};

type Send = Box<dyn Fn(Request) -> Result<Response, TransportError> + std::marker::Send + Sync>;

/// One transport, and a name for messages.
struct Sender {
    name: &'static str,
    send: Send,
}

impl Sender {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        (self.send)(request)
    }

    fn get(&self, url: impl Into<String>) -> Result<Response, TransportError> {
        self.send(Request::new(Method::Get, url))
    }

    fn body(&self, url: impl Into<String>) -> String {
        let body = self
            .get(url)
            .unwrap_or_else(|e| panic!("{}: {e}", self.name));
        String::from_utf8(body.body).unwrap()
    }

    fn kind(&self, url: impl Into<String>) -> TransportErrorKind {
        match self.get(url) {
            Ok(response) => panic!("{}: {response:?}", self.name),
            Err(error) => error.kind,
        }
    }
}

/// Both transports, as far as they are compiled in.
fn senders(options: impl Fn(TransportOptions) -> TransportOptions) -> Vec<Sender> {
    let mut senders = Vec::new();
    #[cfg(feature = "async-transport")]
    {
        use wechatpay_client::{AsyncTransport, Transport};
        let runtime = runtime();
        let transport = AsyncTransport::new(options(TransportOptions::new())).unwrap();
        senders.push(Sender {
            name: "async",
            send: Box::new(move |request| {
                let answer = runtime.block_on(transport.send(request));
                // hyper takes the connection back on a task of its own, after the call.
                std::thread::sleep(millis(20));
                answer
            }),
        });
    }
    #[cfg(feature = "blocking-transport")]
    {
        use wechatpay_client::{BlockingTransport, Transport};
        let transport = BlockingTransport::new(options(TransportOptions::new())).unwrap();
        senders.push(Sender {
            name: "blocking",
            send: Box::new(move |request| transport.send_blocking(request)),
        });
    }
    senders
}

type Read =
    Box<dyn Fn(Request) -> Result<(u16, Vec<u8>), TransportError> + std::marker::Send + Sync>;

/// One transport that reads a body piece by piece.
struct Streamer {
    name: &'static str,
    read: Read,
}

impl Streamer {
    fn get(&self, url: impl Into<String>) -> Result<(u16, Vec<u8>), TransportError> {
        (self.read)(Request::new(Method::Get, url))
    }
}

/// Both transports, as far as they are compiled in.
fn streamers(options: impl Fn(TransportOptions) -> TransportOptions) -> Vec<Streamer> {
    let mut streamers = Vec::new();
    #[cfg(feature = "async-transport")]
    {
        use wechatpay_client::{AsyncTransport, Transport};
        let runtime = runtime();
        let transport = AsyncTransport::new(options(TransportOptions::new())).unwrap();
        let read = move |request| {
            runtime.block_on(async {
                let mut answer = transport.send_streaming(request).await?;
                let mut bytes = Vec::new();
                while let Some(chunk) = answer.body.chunk().await? {
                    bytes.extend(chunk);
                }
                Ok((answer.status, bytes))
            })
        };
        streamers.push(Streamer {
            name: "async",
            read: Box::new(read),
        });
    }
    #[cfg(feature = "blocking-transport")]
    {
        use wechatpay_client::{BlockingTransport, Transport};
        let transport = BlockingTransport::new(options(TransportOptions::new())).unwrap();
        let read = move |request| {
            let mut answer = transport.send_streaming_blocking(request)?;
            let mut bytes = Vec::new();
            match std::io::Read::read_to_end(&mut answer.body, &mut bytes) {
                Ok(_) => Ok((answer.status, bytes)),
                Err(error) => Err(error.downcast::<TransportError>().unwrap()),
            }
        };
        streamers.push(Streamer {
            name: "blocking",
            read: Box::new(read),
        });
    }
    streamers
}

#[cfg(feature = "async-transport")]
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}
