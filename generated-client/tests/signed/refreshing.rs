//! Certificates are looked up again before they expire, and no call waits longer than it may.

use crate::certificates::{get, paths};
use crate::certificates_answer::*;
use crate::data::*;
use crate::platform::*;
use crate::support::block_on;
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use wechatpay_client::keys::{KeySet, PlatformKeys};
use wechatpay_client::rt;
use wechatpay_client::signature::FixedClock;
use wechatpay_client::{
    CertificatesUnavailable, Client, ClientBuilder, Error, MemoryTransport, Request, Response,
    Sending, Transport, TransportError, TransportErrorKind, Work,
};

const HOUR: i64 = 60 * 60;

/// A client that has one certificate and the APIv3 key.
fn with_certificate(
    now: i64,
    answers: impl IntoIterator<Item = Response>,
) -> (ClientBuilder, MemoryTransport, FixedClock) {
    let clock = FixedClock::new(now);
    let (builder, script) = builder(answers);
    let builder = builder
        .clock(clock.clone())
        .platform_certificate(generated("platform_certificate_new"))
        .api_v3_key(published("aes_256_gcm/key"));
    (builder, script, clock)
}

fn call(client: &Client) -> Result<(), Error> {
    block_on(client.chain("v3/x").get()).map(drop)
}

#[test]
fn twelve_hours_after_the_last_download() {
    let later = NOW + 12 * HOUR;
    let (builder, script, clock) = with_certificate(
        NOW,
        [
            answer(),
            answer_at(later - 1),
            answer_at(later),
            certificates_at(later, &["new"]),
            answer_at(later),
        ],
    );
    let client = builder.build().unwrap();
    call(&client).unwrap();
    clock.advance(12 * HOUR - 1);
    call(&client).unwrap();
    assert_eq!(paths(&script), ["/v3/x", "/v3/x"]);
    clock.advance(1);
    call(&client).unwrap();
    call(&client).unwrap();
    assert_eq!(
        paths(&script)[2..],
        ["/v3/x", "/v3/certificates", "/v3/x"],
        "after the call's own answer, and once"
    );
}

#[test]
fn a_day_before_the_newest_expires() {
    let new = platform_certificate("new");
    let future = platform_certificate("future");
    let now = new.not_after() - 23 * HOUR;
    let (builder, script, _) = with_certificate(
        now,
        [
            answer_at(now),
            certificates_at(now, &["new", "future"]),
            signed_as(future.serial(), now, 200, "{}"),
        ],
    );
    let client = builder.build().unwrap();
    call(&client).unwrap();
    call(&client).unwrap();
    assert_eq!(paths(&script), ["/v3/x", "/v3/certificates", "/v3/x"]);
    let requests = script.requests();
    let serial = |index: usize| requests[index].headers.get("Wechatpay-Serial");
    assert_eq!(serial(0), Some(new.serial()));
    assert_eq!(serial(2), Some(future.serial()), "the newest is used");
    assert_eq!(client.keys().unwrap().platform().iter().count(), 2);
}

#[test]
fn a_failure_harms_no_call_and_is_not_repeated_at_once() {
    let now = platform_certificate("new").not_after() - HOUR;
    let (builder, script, clock) = with_certificate(
        now,
        [
            answer_at(now),
            Response::json(404, "{}"),
            answer_at(now),
            answer_at(now + 600),
            certificates_at(now + 600, &["new", "future"]),
        ],
    );
    let client = builder.build().unwrap();
    call(&client).unwrap();
    call(&client).unwrap();
    assert_eq!(paths(&script).len(), 3);
    clock.advance(600);
    call(&client).unwrap();
    assert_eq!(paths(&script)[3..], ["/v3/x", "/v3/certificates"]);
}

#[test]
fn with_a_public_key_nothing_is_looked_up() {
    let (builder, script, clock) = with_certificate(NOW, [signed(200, "{}")]);
    let client = builder.platform_key(platform_public_key()).build().unwrap();
    clock.advance(100);
    call(&client).unwrap();
    clock.advance(13 * HOUR);
    assert!(call(&client).is_err(), "the script is over");
    assert_eq!(paths(&script), ["/v3/x", "/v3/x"]);
}

/// A transport that can spawn: here what it is given waits for the test to run it.
#[derive(Clone)]
struct Spawning(MemoryTransport, Arc<Mutex<Vec<Work>>>);

impl Transport for Spawning {
    fn send(&self, request: Request) -> Sending<'_> {
        self.0.send(request)
    }

    fn spawn(&self, work: Work) -> Result<(), Work> {
        self.1.lock().unwrap().push(work);
        Ok(())
    }
}

#[test]
fn no_call_waits_where_tasks_can_be_spawned_and_one_begins_for_many() {
    let now = platform_certificate("new").not_after() - HOUR;
    let answers = (0..100).map(|_| answer_at(now));
    let last = [certificates_at(now, &["new", "future"])];
    let (builder, script, _) = with_certificate(now, answers.chain(last));
    let transport = Spawning(script.clone(), Arc::default());
    let client = builder
        .transport(Arc::new(transport.clone()))
        .build()
        .unwrap();
    for _ in 0..100 {
        call(&client).unwrap();
    }
    assert!(paths(&script).iter().all(|path| path == "/v3/x"));
    let mut works = std::mem::take(&mut *transport.1.lock().unwrap());
    assert_eq!(works.len(), 1);
    block_on(works.remove(0));
    assert_eq!(paths(&script)[100], "/v3/certificates");
    assert_eq!(client.keys().unwrap().platform().iter().count(), 2);
}

#[test]
fn a_thread_does_it_for_calls_that_block() {
    let now = platform_certificate("new").not_after() - HOUR;
    let answers = [answer_at(now), certificates_at(now, &["new", "future"])];
    let (builder, script, _) = with_certificate(now, answers);
    let client = builder.build().unwrap();
    get(&client).unwrap();
    let started = Instant::now();
    while client.keys().unwrap().platform().iter().count() < 2 {
        assert!(started.elapsed() < Duration::from_secs(10));
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(paths(&script), ["/v3/x", "/v3/certificates"]);
}

#[test]
fn a_download_is_tried_again_as_every_query_is() {
    let (builder, script) = builder([Response::json(503, "{}"), certificates(&["new"]), answer()]);
    let client = builder
        .api_v3_key(published("aes_256_gcm/key"))
        .retries(1)
        .build()
        .unwrap();
    get(&client).unwrap();
    assert_eq!(
        paths(&script),
        ["/v3/certificates", "/v3/certificates", "/v3/x"]
    );
    assert_eq!(script.pauses().len(), 1);
}

/// Keeps a download waiting: as long as its request says, then it fails; one without a limit succeeds after a while.
#[derive(Clone)]
struct Stuck(MemoryTransport);

impl Transport for Stuck {
    fn send(&self, request: Request) -> Sending<'_> {
        match request.url.ends_with("/certificates") {
            true => Box::pin(std::future::pending()),
            false => self.0.send(request),
        }
    }

    fn send_blocking(&self, request: Request) -> Result<Response, TransportError> {
        if !request.url.ends_with("/certificates") {
            return self.0.send_blocking(request);
        }
        let Some(limit) = request.timeout else {
            thread::sleep(Duration::from_millis(200));
            return self.0.send_blocking(request);
        };
        thread::sleep(limit);
        Err(TransportError::new(TransportErrorKind::Timeout, "test"))
    }
}

fn stuck(answers: impl IntoIterator<Item = Response>) -> (Client, MemoryTransport) {
    let (builder, script) = builder(answers);
    let builder = builder
        .transport(Stuck(script.clone()))
        .api_v3_key(published("aes_256_gcm/key"));
    (builder.build().unwrap(), script)
}

#[test]
fn a_call_waits_for_the_download_of_another_no_longer_than_it_may() {
    use std::future::IntoFuture;
    use std::task::{Context, Waker};
    let (client, script) = stuck([]);
    let mut first = client.chain("v3/x").get().into_future();
    let mut cx = Context::from_waker(Waker::noop());
    let poll = std::pin::Pin::new(&mut first).poll(&mut cx);
    assert!(poll.is_pending(), "it downloads, without end");
    let second = || {
        client
            .chain("v3/x")
            .get()
            .timeout(Duration::from_millis(30))
    };
    for result in [block_on(second()), second().send_blocking()] {
        let error = result.unwrap_err();
        assert!(matches!(error, Error::Certificates(_)), "{error:?}");
        assert!(error.is_retryable());
        assert!(error.to_string().contains("the time of the call was up"));
    }
    assert!(script.requests().is_empty());
}

#[test]
fn the_time_of_one_call_does_not_end_the_download_for_others() {
    let (client, script) = stuck([certificates(&["new"]), answer()]);
    thread::scope(|scope| {
        let hasty = scope.spawn(|| {
            let call = client.chain("v3/x").get();
            call.timeout(Duration::from_millis(100)).send_blocking()
        });
        thread::sleep(Duration::from_millis(30));
        get(&client).unwrap();
        assert!(hasty.join().unwrap().unwrap_err().is_retryable());
    });
    assert_eq!(paths(&script), ["/v3/certificates", "/v3/x"]);
}

/// Replaces the keys while it downloads.
struct Replacing(MemoryTransport, Mutex<Option<(Client, KeySet)>>);

impl Transport for Replacing {
    fn send_blocking(&self, request: Request) -> Result<Response, TransportError> {
        if let Some((client, keys)) = self.1.lock().unwrap().take() {
            client.replace_keys(keys).unwrap();
        }
        self.0.send_blocking(request)
    }
}

#[test]
fn keys_that_are_replaced_during_a_download_win() {
    let (builder, script) = builder([certificates(&["new"]), signed(200, "{}")]);
    let transport = Arc::new(Replacing(script.clone(), Mutex::default()));
    let client = builder
        .transport(transport.clone())
        .api_v3_key(published("aes_256_gcm/key"))
        .build()
        .unwrap();
    let platform = PlatformKeys::new([platform_public_key().into()]).unwrap();
    let keys = KeySet::new(merchant(), platform, None).unwrap();
    *transport.1.lock().unwrap() = Some((client.clone(), keys));
    get(&client).unwrap();
    assert_eq!(paths(&script), ["/v3/certificates", "/v3/x"]);
    let requests = script.requests();
    let serial = requests[1].headers.get("Wechatpay-Serial");
    assert_eq!(serial, Some(PUBLIC_KEY_ID));
    let keys = client.keys().unwrap();
    assert_eq!(keys.platform().iter().count(), 1, "nothing was added");
}

#[test]
fn certificates_that_are_not_valid_yet_are_told_apart() {
    let (builder, script) = builder([certificates(&["future"])]);
    let client = builder
        .api_v3_key(published("aes_256_gcm/key"))
        .build()
        .unwrap();
    let Error::Certificates(error) = get(&client).unwrap_err() else {
        panic!()
    };
    assert!(matches!(*error, CertificatesUnavailable::NoneValid));
    assert!(error.to_string().contains("clock"), "{error}");
    assert_eq!(paths(&script), ["/v3/certificates"]);
    assert!(client.keys().unwrap().platform().is_empty());
}

#[test]
fn what_is_rendered_before_the_first_download_names_no_key() {
    let (builder, script) = builder([]);
    let client = builder
        .api_v3_key(published("aes_256_gcm/key"))
        .build()
        .unwrap();
    let request = client.chain("v3/x").post(json!({})).render().unwrap();
    assert_eq!(request.headers.get("Wechatpay-Serial"), None);
    assert!(request.headers.get("Authorization").is_some());
    let payer = crate::support::Payer {
        name: Some("张三".into()),
        ..rt::empty()
    };
    let mut order = crate::support::Order::new("a", 1, "JSAPI");
    order.payer = Some(payer);
    let call: rt::Call<crate::support::Answer> = crate::support::path(&client)
        .call(&crate::support::POST)
        .body(order);
    let error = call.render().unwrap_err().to_string();
    assert!(error.contains("payer.name"), "{error}");
    assert!(script.requests().is_empty());
}
