//! The platform's certificates, downloaded when they are needed.

use crate::certificates_answer::*;
use crate::data::*;
use crate::platform::*;
use crate::support::block_on;
use std::future::{IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use wechatpay_client::keys::CertificatesError;
use wechatpay_client::signature::FixedClock;
use wechatpay_client::{
    CertificatesUnavailable, Client, Error, MemoryTransport, Request, Response, Sending, Transport,
    TransportError,
};

/// A client that has nothing but the APIv3 key.
fn bare(answers: impl IntoIterator<Item = Response>) -> (Client, MemoryTransport) {
    let (builder, script) = builder(answers);
    let builder = builder.api_v3_key(published("aes_256_gcm/key"));
    (builder.build().unwrap(), script)
}

pub fn paths(script: &MemoryTransport) -> Vec<String> {
    let path = |request: &Request| {
        request
            .url
            .trim_start_matches("https://api.mch.weixin.qq.com")
            .to_owned()
    };
    script.requests().iter().map(path).collect()
}

pub fn get(client: &Client) -> Result<(), Error> {
    client.chain("v3/x").get().send_blocking().map(drop)
}

#[test]
fn the_first_call_downloads_them() {
    let (client, script) = bare([certificates(&["old", "new"]), answer(), answer()]);
    get(&client).unwrap();
    block_on(client.chain("v3/x").get()).unwrap();
    assert_eq!(paths(&script), ["/v3/certificates", "/v3/x", "/v3/x"]);
    let requests = script.requests();
    let new = platform_certificate("new");
    assert_eq!(requests[0].headers.get("Wechatpay-Serial"), None);
    assert!(requests[0].headers.get("Authorization").is_some());
    assert_eq!(
        requests[1].headers.get("Wechatpay-Serial"),
        Some(new.serial())
    );
    let keys = client.keys().unwrap();
    let known: Vec<_> = keys.platform().iter().map(|key| key.id()).collect();
    assert_eq!(known, [new.serial()], "the old one has expired");
}

#[test]
fn they_can_be_downloaded_before() {
    let (client, script) = bare([certificates(&["new"]), certificates(&["new"]), answer()]);
    client.refresh_certificates_blocking().unwrap();
    block_on(client.refresh_certificates()).unwrap();
    get(&client).unwrap();
    assert_eq!(paths(&script).len(), 3);
    let unsigned = Client::unsigned(MemoryTransport::new());
    assert!(matches!(
        unsigned.refresh_certificates_blocking(),
        Err(Error::Build(_))
    ));
    let (without, script) = connected([]);
    let error = without.refresh_certificates_blocking().unwrap_err();
    assert!(error.to_string().contains("APIv3 key"), "{error}");
    assert!(script.requests().is_empty());
}

#[test]
fn an_answer_with_a_new_certificate_starts_a_download() {
    let clock = FixedClock::new(NOW);
    let future = platform_certificate("future");
    let unknown = || signed_as(future.serial(), NOW, 200, "{}");
    let (builder, script) = builder([
        unknown(),
        certificates(&["new", "future"]),
        unknown(),
        signed_as("3A99", NOW, 200, "{}"),
        signed_as("PUB_KEY_ID_9", NOW, 200, "{}"),
    ]);
    let client = builder
        .clock(clock.clone())
        .platform_certificate(generated("platform_certificate_new"))
        .api_v3_key(published("aes_256_gcm/key"))
        .build()
        .unwrap();
    get(&client).unwrap();
    assert_eq!(paths(&script), ["/v3/x", "/v3/certificates"]);
    get(&client).unwrap();
    assert_eq!(paths(&script).len(), 3, "it is known now");
    assert!(matches!(get(&client), Err(Error::Verify(_))));
    assert_eq!(paths(&script).len(), 4, "not twice within a minute");
    clock.advance(61);
    assert!(matches!(get(&client), Err(Error::Verify(_))));
    assert_eq!(paths(&script).len(), 5, "a public key cannot be downloaded");
}

#[test]
fn a_merchant_without_certificates_is_told_what_to_do() {
    let refusal = r#"{"code":"RESOURCE_NOT_EXISTS","message":"none"}"#;
    let (client, script) = bare([
        Response::json(404, refusal),
        Response::json(503, "{}"),
        certificates(&["old"]),
        tampered(certificates(&["new"])),
    ]);
    let error = get(&client).unwrap_err();
    assert!(error.to_string().contains("RESOURCE_NOT_EXISTS"), "{error}");
    assert!(error.to_string().contains("PUB_KEY_ID_"), "{error}");
    assert!(!error.is_retryable());
    assert!(get(&client).unwrap_err().is_retryable());
    let next = || match get(&client).unwrap_err() {
        Error::Certificates(error) => error,
        other => panic!("{other:?}"),
    };
    assert!(matches!(
        &*next(),
        CertificatesUnavailable::Answer(CertificatesError::Verify(_))
    ));
    assert!(matches!(
        &*next(),
        CertificatesUnavailable::Answer(CertificatesError::Verify(_))
    ));
    assert!(client.keys().unwrap().platform().is_empty());
    let all_downloads = paths(&script).iter().all(|path| path == "/v3/certificates");
    assert!(all_downloads, "the call itself was never sent");
}

fn tampered(mut response: Response) -> Response {
    response.body.push(b' ');
    response
}

/// Answers only after it has been asked three times.
#[derive(Clone)]
struct Slow(MemoryTransport);

impl Transport for Slow {
    fn send(&self, request: Request) -> Sending<'_> {
        let mut left = 3;
        Box::pin(async move {
            poll_fn(|_| match left {
                0 => Poll::Ready(()),
                _ => {
                    left -= 1;
                    Poll::Pending
                }
            })
            .await;
            self.0.send_blocking(request)
        })
    }

    fn send_blocking(&self, request: Request) -> Result<Response, TransportError> {
        std::thread::sleep(std::time::Duration::from_millis(20));
        self.0.send_blocking(request)
    }
}

type Calls = Vec<Pin<Box<dyn Future<Output = Result<(), Error>>>>>;

fn calls(client: &Client, count: usize) -> Calls {
    let one = || {
        let call = client.chain("v3/x").get().into_future();
        let call: Pin<Box<dyn Future<Output = _>>> = Box::pin(async move { call.await.map(drop) });
        call
    };
    (0..count).map(|_| one()).collect()
}

/// Polls all once; those that are done leave.
fn poll(calls: &mut Calls) {
    let mut cx = Context::from_waker(Waker::noop());
    calls.retain_mut(|call| match call.as_mut().poll(&mut cx) {
        Poll::Ready(result) => {
            result.unwrap();
            false
        }
        Poll::Pending => true,
    });
}

fn slow(calls: usize) -> (Client, MemoryTransport) {
    let answers = (0..calls).map(|_| answer());
    let (builder, script) = builder([certificates(&["new"])].into_iter().chain(answers));
    let builder = builder
        .transport(Slow(script.clone()))
        .api_v3_key(published("aes_256_gcm/key"));
    (builder.build().unwrap(), script)
}

#[test]
fn many_calls_share_one_download() {
    let (client, script) = slow(100);
    let mut all = calls(&client, 100);
    for _ in 0..20 {
        poll(&mut all);
    }
    assert!(all.is_empty());
    let paths = paths(&script);
    assert_eq!(paths.len(), 101);
    assert_eq!(
        paths
            .iter()
            .filter(|path| *path == "/v3/certificates")
            .count(),
        1
    );
}

#[test]
fn a_call_that_is_given_up_leaves_the_download_to_another() {
    let (client, script) = slow(2);
    let mut all = calls(&client, 3);
    poll(&mut all);
    drop(all.remove(0));
    for _ in 0..20 {
        poll(&mut all);
    }
    assert!(all.is_empty(), "nobody waits for ever");
    assert_eq!(paths(&script).len(), 3);
}

#[test]
fn threads_share_one_download() {
    let (client, script) = slow(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| get(&client).unwrap());
        }
    });
    assert_eq!(paths(&script).len(), 9);
}
