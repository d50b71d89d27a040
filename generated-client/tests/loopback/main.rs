//! Whole calls over real sockets of this machine: keys, signatures, transports and the faults of servers together. What both
//! transports promise is checked for both.
#![cfg(any(feature = "async-transport", feature = "blocking-transport"))]

#[path = "../signed/certificates_answer.rs"]
#[allow(dead_code)]
mod certificates_answer;
#[path = "../security/data.rs"]
#[allow(dead_code)]
mod data;
mod examples;
mod faults;
mod hosts;
#[cfg(feature = "async-transport")]
mod many;
#[path = "../signed/platform.rs"]
#[allow(dead_code)]
mod platform;
#[path = "../transports/server.rs"]
#[allow(dead_code)]
mod server;

use serde_json::Value;
use server::{Do, Received, Server};
use std::sync::Arc;
use std::time::Duration;
use wechatpay_client::signature::RandomNonces;
use wechatpay_client::{
    Call, Client, ClientBuilder, Error, Reply, Response, Transport, TransportOptions,
};

type Run = Box<dyn Fn(Call<Value>) -> Result<Reply<Value>, Error>>;

/// A transport, and how calls are sent with it.
struct Way {
    name: &'static str,
    transport: Arc<dyn Transport>,
    run: Run,
}

impl Way {
    fn builder(&self) -> ClientBuilder {
        let (builder, _) = platform::builder([]);
        builder
            .platform_key(data::platform_public_key())
            .nonces(RandomNonces)
            .transport(self.transport.clone())
    }

    fn client(&self, server: &Server, retries: u32) -> Client {
        let builder = self.builder().base_url(server.url("")).retries(retries);
        builder.build().unwrap()
    }
}

/// Both ways, as far as they are compiled in.
fn ways(options: impl Fn(TransportOptions) -> TransportOptions) -> Vec<Way> {
    let mut ways = Vec::new();
    #[cfg(feature = "async-transport")]
    {
        let runtime = runtime();
        let transport =
            wechatpay_client::AsyncTransport::new(options(TransportOptions::new())).unwrap();
        ways.push(Way {
            name: "async",
            transport: Arc::new(transport),
            run: Box::new(move |call| runtime.block_on(std::future::IntoFuture::into_future(call))),
        });
    }
    #[cfg(feature = "blocking-transport")]
    {
        let transport =
            wechatpay_client::BlockingTransport::new(options(TransportOptions::new())).unwrap();
        ways.push(Way {
            name: "blocking",
            transport: Arc::new(transport),
            run: Box::new(Call::send_blocking),
        });
    }
    ways
}

#[cfg(feature = "async-transport")]
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// An answer as it goes over the wire.
fn wire(response: &Response) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} Status\r\n", response.status);
    for (name, value) in response.headers.iter() {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("Content-Length: {}\r\n\r\n", response.body.len());
    [head.as_bytes(), &response.body].concat()
}

fn answer(response: &Response) -> Do {
    Do::Answer(wire(response))
}

/// Whether the merchant signed exactly what arrived.
fn is_signed(received: &Received) -> bool {
    let authorization = received.header("authorization").unwrap_or_default();
    let part = |name: &str| {
        let (_, rest) = authorization.split_once(&format!("{name}=\"")).unwrap();
        rest.split_once('"').unwrap().0
    };
    let mut line = received.line.split(' ');
    let (method, target) = (line.next().unwrap(), line.next().unwrap());
    let (timestamp, nonce) = (part("timestamp"), part("nonce_str"));
    let mut message = format!("{method}\n{target}\n{timestamp}\n{nonce}\n").into_bytes();
    message.extend_from_slice(&received.body);
    message.push(b'\n');
    // The only signature that the key makes of this message.
    data::merchant_key().sign(&message).unwrap() == part("signature")
}

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}
