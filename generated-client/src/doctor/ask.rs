//! The self-test is asked, once for each host.

use super::{Doctor, Report, Subject};
use crate::call::{Draft, Seal, Sealed, Way, seal_with, transmit, twin};
use crate::error::Error;
use crate::keys::KeySet;
use crate::transport::{Response, TransportError, TransportErrorKind};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// An answer, and what it answers.
pub(super) struct Heard {
    pub(super) response: Response,
    pub(super) seal: Option<Seal>,
    pub(super) took: Duration,
    /// What was sent encrypted, if there was a key for it.
    pub(super) secret: Option<String>,
}

/// Why there is no answer.
pub(super) enum Unheard {
    /// Nothing was sent.
    Unsent(Error),
    /// Nothing came back.
    Lost(TransportError),
}

/// Sends the self-test, encrypted and signed.
pub(super) async fn echo(
    doctor: &Doctor,
    report: &Report,
    keys: &Arc<KeySet>,
    way: Way,
) -> Result<Heard, Unheard> {
    let message = report.echo_message();
    let platform = keys.platform().for_encryption(doctor.client.now());
    let mut body = json!({ "echo_message": message });
    let mut secret = None;
    if let Some(platform) = platform {
        let text = format!("{message}-encrypted");
        // It is short enough for every key.
        if let Ok(encrypted) = platform.encrypt(&text) {
            body["encrypted_echo_message"] = encrypted.into();
            secret = Some(text);
        }
    }
    if let Some(url) = doctor
        .notify_url
        .as_deref()
        .filter(|url| doctor.unfit(url).is_none())
    {
        body["notify_url"] = url.into();
    }
    let draft = draft(doctor, body);
    let (response, seal, took) = send(doctor, &draft, keys, way, false).await?;
    Ok(Heard {
        response,
        seal,
        took,
        secret,
    })
}

/// Whether the host that takes over can be reached. Its answer is not looked at: it would say what the first one said.
pub(super) async fn second_host(
    report: &mut Report,
    doctor: &Doctor,
    keys: &Arc<KeySet>,
    way: Way,
) {
    const SUBJECT: Subject = Subject::SecondHost;
    if !doctor.client.uses_second_host() {
        report.skipped(SUBJECT, "switched off in this client");
        return;
    }
    let draft = draft(doctor, json!({ "echo_message": report.echo_message() }));
    let has_one =
        seal_with(&draft, keys.clone()).is_ok_and(|sealed| twin(&sealed.request.url).is_some());
    if !has_one {
        report.skipped(SUBJECT, "the host has none");
        return;
    }
    match send(doctor, &draft, keys, way, true).await {
        Ok((response, _, took)) => {
            let (status, took) = (response.status, took.as_millis());
            report.good(SUBJECT, format!("HTTP {status} in {took} ms"));
        }
        Err(Unheard::Unsent(error)) => report.skipped(SUBJECT, error.to_string()),
        Err(Unheard::Lost(error)) => report.warning(
            SUBJECT,
            error.to_string(),
            "let this machine connect to it as well, or switch it off with ClientBuilder::second_host: \
             while the main host cannot be reached, calls fail",
        ),
    }
}

/// What to do about a host that cannot be reached.
pub(super) fn advice(error: &TransportError) -> &'static str {
    match error.kind {
        TransportErrorKind::Connect => {
            "let this machine resolve the name and connect to port 443 (firewall, DNS, proxy); behind a proxy set TransportOptions::proxy"
        }
        TransportErrorKind::Tls => {
            "something between here and the host opens TLS, or its root certificate is not known: ask for an exception, or add the root \
             certificate to TransportOptions"
        }
        TransportErrorKind::Timeout => {
            "the network is slow or drops packets: try again, and look at firewall and proxy"
        }
        TransportErrorKind::Unsupported => {
            "give the client a transport for this way of calling: AsyncTransport for `.await`, BlockingTransport for `run_blocking`"
        }
        _ => "the connection breaks: try again, and look at what is between here and the host",
    }
}

fn draft(doctor: &Doctor, body: serde_json::Value) -> Draft {
    let call = doctor.client.chain("v3/security/echo").post(body);
    call.into_draft()
}

async fn send(
    doctor: &Doctor,
    draft: &Draft,
    keys: &Arc<KeySet>,
    way: Way,
    to_second: bool,
) -> Result<(Response, Option<Seal>, Duration), Unheard> {
    let Sealed { mut request, seal } = seal_with(draft, keys.clone()).map_err(Unheard::Unsent)?;
    request.timeout = Some(doctor.timeout);
    // A signature does not cover the host.
    if let Some(url) = twin(&request.url).filter(|_| to_second) {
        request.url = url;
    }
    let started = Instant::now();
    let sent = transmit(&doctor.client, request, way).await;
    Ok((sent.map_err(Unheard::Lost)?, seal, started.elapsed()))
}
