//! What `tracing` is told.

use crate::data::*;
use crate::platform::*;
use serde_json::json;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use wechatpay_client::Response;

#[derive(Clone, Default)]
struct Told(Arc<Mutex<String>>);

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut told = self.0.lock().unwrap();
        told.push_str(&format!("{field}={value:?} "));
    }
}

impl Subscriber for Told {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("wechatpay_client")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn a_download_of_certificates_is_told_too() {
    let told = Told::default();
    let (builder, _) = builder([
        crate::certificates_answer::certificates(&["new"]),
        crate::certificates_answer::answer(),
    ]);
    let client = builder
        .api_v3_key(published("aes_256_gcm/key"))
        .build()
        .unwrap();
    tracing::subscriber::with_default(told.clone(), || {
        client.chain("v3/x").get().send_blocking().unwrap();
    });
    let told = told.0.lock().unwrap().clone();
    let download = told.find(r#"method="GET" path="/v3/certificates" attempt=1 "#);
    let call = told.find(r#"method="GET" path="v3/x" attempt=1 "#);
    assert!(download.unwrap() < call.unwrap(), "{told}");
    assert!(!told.contains(published("aes_256_gcm/key")), "{told}");
}

#[test]
fn every_attempt_is_told_without_values() {
    let told = Told::default();
    let (builder, script) = builder([
        Response::json(
            503,
            r#"{"code":"SYSTEM_ERROR","message":"for openid-4711"}"#,
        ),
        signed(200, r#"{"openid":"openid-4711"}"#),
    ]);
    let client = builder
        .platform_key(platform_public_key())
        .retries(1)
        .build()
        .unwrap();
    tracing::subscriber::with_default(told.clone(), || {
        let call = client
            .chain("v3/users/{openid}")
            .param("openid", "openid-4711")
            .query("name", "openid-4711")
            .put(json!({ "name": "openid-4711" }));
        call.send_blocking().unwrap();
    });
    let told = told.0.lock().unwrap().clone();
    for expected in [
        r#"method="PUT" path="v3/users/{openid}" attempt=1 "#,
        r#"status=503 error="api" code=SYSTEM_ERROR message=failed "#,
        "attempt=2 ",
        "status=200 request_id=08F1-268443699 message=answered",
        "duration_ms=",
    ] {
        assert!(told.contains(expected), "{expected:?} not in {told}");
    }
    assert!(!told.contains("4711"), "{told}");
    let authorization = script.requests()[0]
        .headers
        .get("Authorization")
        .unwrap()
        .to_owned();
    assert!(!told.contains(&authorization[40..80]));
}
