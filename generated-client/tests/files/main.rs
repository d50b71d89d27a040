//! Files over sockets of this machine: downloads, bills and uploads, awaited and blocking, with keys. The server signs what WeChat Pay
//! signs.
#![cfg(all(
    feature = "pay",
    feature = "async-transport",
    feature = "blocking-transport"
))]

#[path = "../security/data.rs"]
#[allow(dead_code)]
mod data;
#[path = "../signed/platform.rs"]
#[allow(dead_code)]
mod platform;
#[path = "../transports/server.rs"]
#[allow(dead_code)]
mod server;

mod bills;
mod downloads;
mod memory;
mod uploads;
#[cfg(feature = "v2")]
mod v2;
mod variants;

use crate::data::{MCHID, NOW, PUBLIC_KEY_ID, SERIAL, generated, merchant_key};
use std::io::Read;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use wechatpay_client::download::Download;
use wechatpay_client::signature::FixedClock;
use wechatpay_client::{
    AsyncTransport, BlockingTransport, Client, ClientBuilder, Error, Response, TransportOptions,
};

/// A client of this server for each transport.
struct Clients {
    awaiting: Client,
    blocking: Client,
    runtime: tokio::runtime::Runtime,
}

impl Clients {
    fn of(url: String) -> Self {
        Self::with(url, |builder| builder)
    }

    fn with(url: String, adjust: impl Fn(ClientBuilder) -> ClientBuilder) -> Self {
        let options = || TransportOptions::new().timeout(Duration::from_millis(800));
        let builder = || {
            let builder = Client::builder()
                .merchant(MCHID, SERIAL, merchant_key())
                .platform_public_key(PUBLIC_KEY_ID, generated("public_spki_of_second_key"))
                .clock(FixedClock::new(NOW))
                .retries(0)
                .base_url(url.clone());
            adjust(builder)
        };
        let awaiting = builder().transport(AsyncTransport::new(options()).unwrap());
        let blocking = builder().transport(BlockingTransport::new(options()).unwrap());
        Self {
            awaiting: awaiting.build().unwrap(),
            blocking: blocking.build().unwrap(),
            runtime: tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap(),
        }
    }

    /// The same download in all six ways. Where it fails, no file may be there.
    fn fetch(
        &self,
        make: impl Fn(&Client) -> Download,
    ) -> Vec<(&'static str, Result<Vec<u8>, Error>)> {
        let (awaiting, blocking) = (|| make(&self.awaiting), || make(&self.blocking));
        let run = &self.runtime;
        vec![
            ("await to_vec", run.block_on(awaiting().to_vec())),
            (
                "await open",
                run.block_on(async {
                    let mut stream = awaiting().open().await?;
                    let mut all = Vec::new();
                    loop {
                        match stream.chunk().await {
                            Ok(Some(chunk)) => all.extend(chunk),
                            Ok(None) => return Ok(all),
                            Err(error) => {
                                // Asked again, it does not look complete.
                                assert!(stream.chunk().await.is_err());
                                return Err(error);
                            }
                        }
                    }
                }),
            ),
            (
                "await to_file",
                stored(|path| run.block_on(awaiting().to_file(path)).map(drop)),
            ),
            ("block to_vec", blocking().to_vec_blocking()),
            ("block open", blocking().open_blocking().and_then(read)),
            (
                "block to_file",
                stored(|path| blocking().to_file_blocking(path).map(drop)),
            ),
        ]
    }

    /// The content, which all ways agree on.
    fn content(&self, make: impl Fn(&Client) -> Download) -> Vec<u8> {
        let mut found = Vec::new();
        for (way, result) in self.fetch(make) {
            let content = result.unwrap_or_else(|error| panic!("{way}: {error}"));
            assert!(found.is_empty() || found == content, "{way}");
            found = content;
        }
        found
    }

    /// The error, of the same kind in all ways.
    fn error(&self, make: impl Fn(&Client) -> Download) -> Error {
        // The texts of transports differ.
        let kind = |error: &Error| match error {
            Error::Transport(error) => format!("{:?}", error.kind),
            error => error.to_string(),
        };
        let mut errors = self.fetch(make).into_iter().map(|(way, result)| {
            let error = result.err();
            error.unwrap_or_else(|| panic!("{way} succeeds"))
        });
        let first = errors.next().unwrap();
        errors.for_each(|error| assert_eq!(kind(&error), kind(&first)));
        first
    }
}

fn read(mut reader: wechatpay_client::download::DownloadReader) -> Result<Vec<u8>, Error> {
    let mut all = Vec::new();
    match reader.read_to_end(&mut all) {
        Ok(_) => Ok(all),
        Err(error) => {
            assert!(reader.read(&mut [0; 8]).is_err());
            Err(error.downcast::<Error>().unwrap())
        }
    }
}

fn stored(store: impl Fn(PathBuf) -> Result<(), Error>) -> Result<Vec<u8>, Error> {
    let folder = Folder::new();
    let path = folder.0.join("file.csv");
    let result = store(path.clone());
    match result {
        Ok(()) => {
            assert_eq!(folder.names(), ["file.csv"]);
            Ok(std::fs::read(path).unwrap())
        }
        Err(error) => {
            assert!(folder.names().is_empty(), "{:?}", folder.names());
            Err(error)
        }
    }
}

/// A folder of its own, deleted at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("wechatpay-files-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// An answer as bytes for the socket.
fn wire(response: Response) -> Vec<u8> {
    let length = response.body.len().to_string();
    let response = response.header("Content-Length", length);
    let mut bytes = format!("HTTP/1.1 {} X\r\n", response.status).into_bytes();
    for (name, value) in response.headers.iter() {
        bytes.extend(format!("{name}: {value}\r\n").into_bytes());
    }
    bytes.extend(b"\r\n");
    bytes.extend(&response.body);
    bytes
}
