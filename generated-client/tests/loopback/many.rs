//! One client, many tasks.

use crate::certificates_answer::{
    answer as signed_with_certificate, answer_at, certificates, certificates_at,
};
use crate::data::{generated, platform_certificate, published};
use crate::platform::{builder, signed};
use crate::server::{Do, Server};
use crate::{answer, is_signed, millis, runtime, ways, wire};
use serde_json::json;
use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use wechatpay_client::signature::{FixedClock, RandomNonces};
use wechatpay_client::{AsyncTransport, TransportOptions};

/// Also the first calls of a client that has no certificates yet: one download serves all.
#[test]
fn a_thousand_tasks_share_one_client_and_one_download() {
    const TASKS: usize = 1000;
    let (downloads, orders) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counted = (downloads.clone(), orders.clone());
    let certificates = wire(&certificates(&["new"]));
    let signed = wire(&signed_with_certificate());
    let server = Server::start(move |received| {
        if received.path() == "/v3/certificates" {
            counted.0.fetch_add(1, Ordering::SeqCst);
            return Do::Late(millis(50), certificates.clone());
        }
        counted.1.fetch_add(1, Ordering::SeqCst);
        Do::Answer(signed.clone())
    });
    // Both ends of a connection are files of this process.
    let transport = AsyncTransport::new(TransportOptions::new().in_flight(64)).unwrap();
    let (builder, _) = builder([]);
    let client = builder
        .api_v3_key(published("aes_256_gcm/key"))
        .nonces(RandomNonces)
        .base_url(server.url(""))
        .transport(transport)
        .build()
        .unwrap();
    runtime().block_on(async {
        let tasks: Vec<_> = (0..TASKS)
            .map(|number| {
                let order = json!({ "out_trade_no": number.to_string() });
                tokio::spawn(client.chain("v3/x").post(order).into_future())
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
    });
    // The pool may begin a connection and then take one that has just become free.
    let connections = server.connections();
    assert!(connections < TASKS / 4, "{connections}");
    assert_eq!(downloads.load(Ordering::SeqCst), 1);
    assert_eq!(orders.load(Ordering::SeqCst), TASKS);
    // hyper takes a connection back on a task of its own, so a few more are made than there are calls at once.
    assert!(server.connections() < TASKS / 2, "they are used again");
}

/// The runtime does it: the call that noticed has its answer before.
#[test]
fn certificates_are_looked_up_again_on_a_task_of_the_runtime() {
    let now = platform_certificate("new").not_after() - 3600;
    let server = Server::start(move |received| match received.path() {
        "/v3/certificates" => {
            Do::Late(millis(300), wire(&certificates_at(now, &["new", "future"])))
        }
        _ => answer(&answer_at(now)),
    });
    let (builder, _) = builder([]);
    let client = builder
        .clock(FixedClock::new(now))
        .platform_certificate(generated("platform_certificate_new"))
        .api_v3_key(published("aes_256_gcm/key"))
        .base_url(server.url(""))
        .transport(AsyncTransport::new(TransportOptions::new()).unwrap())
        .build()
        .unwrap();
    let known = || client.keys().unwrap().platform().iter().count();
    runtime().block_on(async {
        client.chain("v3/x").get().await.unwrap();
        assert_eq!(known(), 1, "the download is still on its way");
        let until = Instant::now() + Duration::from_secs(10);
        while known() == 1 && Instant::now() < until {
            tokio::time::sleep(millis(5)).await;
        }
        assert_eq!(known(), 2);
    });
}

#[test]
fn a_call_that_is_given_up_leaves_nothing_broken() {
    let server = Server::start(|received| {
        assert!(is_signed(received));
        match received.path() {
            "/v3/slow" => Do::Late(millis(500), wire(&signed(200, r#"{"slow":1}"#))),
            _ => answer(&signed(200, r#"{"fast":1}"#)),
        }
    });
    let way = ways(|options| options).into_iter().next().unwrap();
    let client = way.client(&server, 0);
    runtime().block_on(async {
        for _ in 0..10 {
            let slow = client.chain("v3/slow").get().into_future();
            assert!(tokio::time::timeout(millis(20), slow).await.is_err());
            let reply = client.chain("v3/fast").get().await.unwrap();
            assert_eq!(reply["fast"], 1, "not the answer of another call");
        }
    });
}
