//! What the answer of the self-test tells, step by step.

use super::ask::{Heard, Unheard, advice};
use super::clock::time_of;
use super::report::Outcome;
use super::{Doctor, Report, Subject};
use crate::call::{Seal, refused, signature};
use crate::error::ApiError;
use crate::keys::KeySet;
use crate::signature::{VerifyError, WINDOW_SECONDS, verify};
use serde_json::Value;

/// Seconds by which the clock may differ without a word.
const SMALL: i64 = 30;

/// There is no answer.
pub(super) fn unheard(report: &mut Report, failure: Unheard) {
    match failure {
        Unheard::Unsent(error) => report.failed(
            Subject::RequestSignature,
            error.to_string(),
            "nothing was sent; see the checks of the keys",
        ),
        Unheard::Lost(error) => {
            report.failed(Subject::Host, error.to_string(), advice(&error));
        }
    }
}

/// There is one.
pub(super) fn check(report: &mut Report, doctor: &Doctor, keys: &KeySet, heard: &Heard) {
    let (status, took) = (heard.response.status, heard.took.as_millis());
    let now = doctor.client.now();
    report.good(Subject::Host, format!("HTTP {status} in {took} ms"));
    let clock_is_right = clock(report, heard, now);
    let error = match status {
        200..=299 => None,
        _ => {
            let seal = heard.seal.as_ref().and_then(Seal::v3);
            Some(refused(seal, now, heard.response.clone()))
        }
    };
    let is_accepted = match &error {
        None => {
            report.good(Subject::RequestSignature, "accepted");
            true
        }
        Some(error) => request_signature(report, error, clock_is_right),
    };
    let is_proven = answer_signature(report, keys, heard, now, error.is_some(), clock_is_right);
    match (is_accepted && is_proven, &error) {
        (true, None) => encryption(report, keys, heard),
        (true, Some(error)) => refused_fields(report, error),
        (false, _) => {}
    }
    notify_url(report, doctor, error.as_ref(), is_accepted);
}

/// Whether the clock is right, as far as it can be told.
fn clock(report: &mut Report, heard: &Heard, now: i64) -> bool {
    const SUBJECT: Subject = Subject::Clock;
    let Some((header, time)) = time_of(&heard.response) else {
        report.skipped(SUBJECT, "the answer tells no time");
        return true;
    };
    let ahead = now.saturating_sub(time);
    let distance = ahead.saturating_abs();
    let direction = if ahead > 0 { "ahead of" } else { "behind" };
    let found = format!("{distance} s {direction} the answer's {header}");
    match distance {
        0..=SMALL => report.good(SUBJECT, found),
        ..=WINDOW_SECONDS => report.warning(
            SUBJECT,
            found,
            "synchronise this machine's clock (NTP): beyond 300 s nothing is accepted",
        ),
        _ => report.failed(
            SUBJECT,
            found,
            "synchronise this machine's clock (NTP): requests and answers more than 300 s old are refused, by WeChat Pay and by this client",
        ),
    }
    distance <= WINDOW_SECONDS
}

/// Whether the platform has accepted the signature, though it refused the request.
fn request_signature(report: &mut Report, error: &ApiError, clock_is_right: bool) -> bool {
    const SUBJECT: Subject = Subject::RequestSignature;
    let found = error.to_string();
    match (error.status(), error.code()) {
        (401, _) | (_, Some("SIGN_ERROR")) => {
            let advice = match (error.sign_difference(), clock_is_right) {
                (_, false) => "the clock is wrong; synchronise it first",
                (Some(crate::signature::Difference::Same), _) => {
                    "the platform verified what was signed, so the private key is not the one of the certificate with this serial number: take \
                     apiclient_key.pem of the same download, and give the certificate to Doctor::merchant_certificate to compare them here"
                }
                (Some(_), _) => {
                    "something between here and WeChat Pay changes requests: a proxy or gateway; the message tells where"
                }
                (None, _) => {
                    "compare merchant id, serial number (of the merchant's certificate, not of the platform's) and private key with the merchant \
                     platform (API security)"
                }
            };
            report.failed(SUBJECT, found, advice);
            false
        }
        (500.., _) => {
            report.warning(
                SUBJECT,
                found,
                "not decided: the platform is busy or something before it answers; try again",
            );
            false
        }
        (_, None) => {
            report.failed(
                SUBJECT,
                found,
                "this is no answer of WeChat Pay: look at base_url, and at what is between here and the host",
            );
            false
        }
        (_, Some(_)) => {
            report.good(
                SUBJECT,
                format!("accepted, though the self-test was refused: {found}"),
            );
            true
        }
    }
}

/// Whether the answer is proven.
fn answer_signature(
    report: &mut Report,
    keys: &KeySet,
    heard: &Heard,
    now: i64,
    is_error: bool,
    clock_is_right: bool,
) -> bool {
    const SUBJECT: Subject = Subject::AnswerSignature;
    let headers = signature(&heard.response);
    let problem = match verify(keys.platform(), &headers, &heard.response.body, now) {
        Ok(()) => {
            let serial = headers.serial.unwrap_or_default();
            report.good(SUBJECT, format!("right, by {serial}"));
            return true;
        }
        Err(problem) => problem,
    };
    let found = problem.to_string();
    match problem {
        VerifyError::MissingHeaders { .. } if is_error => {
            report.skipped(
                SUBJECT,
                "the answer is an error without a signature, as they often are",
            );
        }
        VerifyError::Probe => report.warning(
            SUBJECT,
            found,
            "nothing is wrong; examine again to see a good one",
        ),
        VerifyError::Stale { .. } => report.failed(
            SUBJECT,
            found,
            match clock_is_right {
                true => "the answer is old though the clock is right: look for a cache between here and WeChat Pay",
                false => "the clock is wrong; synchronise it first",
            },
        ),
        VerifyError::UnknownKey { .. } | VerifyError::Expired { .. } => report.failed(
            SUBJECT,
            found,
            "configure the platform public key with its id PUB_KEY_ID_… from the merchant platform, or the APIv3 key so that certificates are \
             downloaded",
        ),
        VerifyError::Mismatch { .. } => report.failed(
            SUBJECT,
            found,
            "download the platform public key with this id once more from the merchant platform: another key is configured under it; or \
             something between here and WeChat Pay changes answers",
        ),
        _ => report.failed(
            SUBJECT,
            found,
            "this is no answer of WeChat Pay: look at base_url, and at what is between here and the host",
        ),
    }
    false
}

/// What was encrypted must come back, encrypted for the merchant.
fn encryption(report: &mut Report, keys: &KeySet, heard: &Heard) {
    const SUBJECT: Subject = Subject::Encryption;
    let Some(secret) = &heard.secret else {
        report.skipped(SUBJECT, "there is no platform key to encrypt with");
        return;
    };
    let answer: Value = serde_json::from_slice(&heard.response.body).unwrap_or_default();
    // The notification has the second name, so the answer may as well.
    let names = ["encrypted_echo_message", "encrypt_echo_message"];
    let returned = names
        .into_iter()
        .find_map(|name| answer.get(name)?.as_str().filter(|text| !text.is_empty()));
    let Some(returned) = returned else {
        report.warning(
            SUBJECT,
            "what was encrypted was accepted, but did not come back",
            "decide by a call that answers with an encrypted field",
        );
        return;
    };
    match keys.merchant().key().decrypt(returned) {
        Ok(plain) if plain.as_str() == secret => {
            report.good(SUBJECT, "to the platform and back");
        }
        Ok(_) => report.failed(
            SUBJECT,
            "another text came back than was sent",
            "something between here and WeChat Pay answers in its place",
        ),
        Err(error) => report.failed(
            SUBJECT,
            error.to_string(),
            "the platform encrypts for another certificate of this merchant than the one whose key is configured: configure the newest, and its \
             serial number",
        ),
    }
}

/// The self-test was refused for what was in it.
fn refused_fields(report: &mut Report, error: &ApiError) {
    let field = field_of(error);
    if field.contains("encrypt") || error.code().is_some_and(|code| code.contains("DECRYPT")) {
        report.failed(
            Subject::Encryption,
            error.to_string(),
            "the platform could not decrypt: the configured platform key is not the one of its id; download it once more",
        );
    }
}

fn notify_url(report: &mut Report, doctor: &Doctor, error: Option<&ApiError>, is_accepted: bool) {
    const SUBJECT: Subject = Subject::NotifyUrl;
    let Some(url) = &doctor.notify_url else {
        report.skipped(
            SUBJECT,
            "not given; with it the platform is asked to post to it",
        );
        return;
    };
    if let Some(why) = doctor.unfit(url) {
        report.failed(
            SUBJECT,
            format!("{url}: {why}"),
            "give a public https URL without parameters",
        );
        return;
    }
    match error {
        None => {
            let found = format!(
                "{url}: the platform was asked to post SECURITY_ECHO.SUCCESS with the echo_message {}",
                report.echo_message()
            );
            let advice = "look whether the app received and accepted it; if nothing comes within a minute, the URL cannot be reached from outside";
            report.put(SUBJECT, Outcome::Open, found, Some(advice.to_owned()));
        }
        Some(error) if is_accepted && field_of(error).contains("notify_url") => report.failed(
            SUBJECT,
            error.to_string(),
            "give a public https URL without parameters",
        ),
        Some(_) => {}
    }
}

/// The field that an error is about; empty if it does not say.
fn field_of(error: &ApiError) -> &str {
    let field = error.detail().and_then(|detail| detail.get("field"));
    field.and_then(Value::as_str).unwrap_or_default()
}
