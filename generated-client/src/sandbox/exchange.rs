//! From a request to its answer.

use super::answer::{self, encrypted, sign_v3};
use super::authorize::{Refusal, authorize};
use super::catalogue::{Operation, Route, catalogue};
use super::check::Problem;
use super::exchange_v2::v2;
use super::http::{HttpAnswer, HttpRequest};
use super::journal::{Direction, Exchange, shown};
use super::keys::SandboxKeys;
use super::open::{self, Opened};
use super::outcome::{outcome, refused};
use super::script::{Fault, Script};
use super::shared::Shared;
use crate::call::Version;
use crate::crypto::random;
use crate::signature::{AnswerRule, answer_rule};
use crate::transport::Headers;
use serde_json::{Map, Value, json};
use std::thread;

/// An answer older than this is refused by every client.
const STALE: i64 = 3_600;

/// What goes back over the connection.
pub(super) enum Reply {
    /// An answer.
    Whole(HttpAnswer),
    /// The connection is cut: after these many bytes of the answer.
    Cut(HttpAnswer, bool),
}

/// The values that are answered, before they are encrypted, signed and written.
pub(super) struct Plain {
    pub(super) status: u16,
    /// A document, or a file.
    pub(super) body: Content,
}

pub(super) enum Content {
    Document(Value),
    /// `code`, `message` and perhaps `detail`.
    Error(Value),
    File(Vec<u8>, &'static str),
    Nothing,
}

/// Answers a request for an operation.
pub(super) fn serve(shared: &Shared, request: &HttpRequest) -> Reply {
    let mut record = Exchange::new(
        Direction::Call,
        shared.now(),
        &request.method,
        &request.target,
        &request.headers,
        &request.body,
    );
    let (operation, path) = match catalogue().route(&request.method, request.path()) {
        Route::Found(operation, path) => (operation, path),
        other => {
            let (status, code, message) = match other {
                Route::OtherMethod => (
                    405,
                    "METHOD_NOT_ALLOWED",
                    "no operation has this method at this path",
                ),
                _ => (404, "RESOURCE_NOT_EXISTS", "no operation has this path"),
            };
            record.problems.push(message.to_owned());
            let body = json!({ "code": code, "message": message });
            let answer = json_answer(status, &body);
            finish(shared, record, &answer, Some(body), None);
            return Reply::Whole(answer);
        }
    };
    record.operation = Some(operation.id.clone());
    record.title.clone_from(&operation.title);
    let keys = shared.keys();
    let scripts = shared.scripts().take(&operation.id);
    record.scripted = scripts
        .iter()
        .map(|script| script.to_json().to_string())
        .collect();
    let fault = scripts.iter().rev().find_map(|script| script.fault);
    let delay = scripts.iter().map(|script| script.delay).sum();
    thread::sleep(delay);

    let sealed = match operation.version {
        Version::V3 => v3(
            shared,
            request,
            operation,
            path,
            &keys,
            &scripts,
            fault,
            &mut record,
        ),
        Version::V2 => v2(
            shared,
            request,
            operation,
            path,
            &keys,
            &scripts,
            fault,
            &mut record,
        ),
    };
    let (answer, plain, message) = sealed;
    match fault {
        Some(Fault::Cut | Fault::CutHalfway) => {
            record.answer = plain.unwrap_or_default();
            shared.record(record);
            Reply::Cut(answer, fault == Some(Fault::CutHalfway))
        }
        _ => {
            finish(shared, record, &answer, plain, message);
            Reply::Whole(answer)
        }
    }
}

fn finish(
    shared: &Shared,
    mut record: Exchange,
    answer: &HttpAnswer,
    plain: Option<Value>,
    message: Option<Vec<u8>>,
) {
    record.status = Some(answer.status);
    record.answer_headers = answer.headers.clone();
    record.answer_body = shown(&answer.body);
    record.answer = plain.unwrap_or_default();
    record.answer_message = message.map(|message| shown(&message));
    shared.record(record);
}

pub(super) type Sealed = (HttpAnswer, Option<Value>, Option<Vec<u8>>);

#[allow(clippy::too_many_arguments)]
fn v3(
    shared: &Shared,
    request: &HttpRequest,
    operation: &'static Operation,
    path: Map<String, Value>,
    keys: &SandboxKeys,
    scripts: &[Script],
    fault: Option<Fault>,
    record: &mut Exchange,
) -> Sealed {
    let named = request.headers.get("Wechatpay-Serial");
    let platform = named.and_then(|id| keys.platform(id));
    let body = open::signed_body(request);
    let authorization = authorize(request, body, keys, shared.real_now());
    record.request_message = authorization.message.map(|message| shown(&message));
    let plain = match authorization.refusal {
        Some(refusal) => {
            record.problems.push(refusal.message.clone());
            refused(refusal)
        }
        None => {
            record.checked.push("signature".to_owned());
            let opened = open::open(operation, request, path, keys, platform);
            note(record, &opened, named.is_some_and(|_| platform.is_none()));
            if named.is_some() && platform.is_none() {
                let id = named.unwrap_or_default();
                refused(Refusal {
                    status: 400,
                    code: "PARAM_ERROR",
                    message: format!(
                        "Wechatpay-Serial names {id}, which is no key of the platform"
                    ),
                    detail: Some(
                        json!({ "field": "Wechatpay-Serial", "value": id, "location": "header" }),
                    ),
                })
            } else {
                if let Some(id) = named {
                    shared.name_platform_key(id);
                }
                outcome(shared, operation, keys, opened, scripts)
            }
        }
    };
    // An answer is signed with the key that the request names; a request for certificates names none.
    let signer = match (named, platform) {
        (Some(id), Some(key)) => Some((id, key)),
        _ => keys.newest_certificate(),
    };
    let (mut answer, shown) = write_v3(operation, keys, plain);
    let rule = match answer_rule(&request.method, &request.target) {
        _ if operation.answer.unsigned => AnswerRule::Unsigned,
        rule => rule,
    };
    let unsigned =
        rule == AnswerRule::Unsigned || answer.status == 401 || fault == Some(Fault::Unsigned);
    let message = match signer.filter(|_| !unsigned) {
        None => None,
        Some(signer) => {
            let statement = rule == AnswerRule::StatementSha1 && answer.status == 200;
            let covered = match statement {
                true => answer::statement(&mut answer.headers, &answer.body),
                false => answer.body.clone(),
            };
            Some(sign(
                &mut answer.headers,
                signer,
                &covered,
                shared.real_now(),
                fault,
            ))
        }
    };
    (answer, shown, message)
}

fn sign(
    headers: &mut Headers,
    signer: (&str, &crate::keys::MerchantKey),
    body: &[u8],
    now: i64,
    fault: Option<Fault>,
) -> Vec<u8> {
    let now = if fault == Some(Fault::Stale) {
        now - STALE
    } else {
        now
    };
    let message = sign_v3(headers, signer, body, now);
    match fault {
        Some(Fault::SignTest) => {
            let text = random::alphanumeric(64).unwrap_or_default();
            headers.set("Wechatpay-Signature", format!("WECHATPAY/SIGNTEST/{text}"));
        }
        Some(Fault::BadSignature) => {
            let other = signer.1.sign(b"another text").unwrap_or_default();
            headers.set("Wechatpay-Signature", other);
        }
        Some(Fault::WrongSerial) => {
            headers.set(
                "Wechatpay-Serial",
                "0000000000000000000000000000000000000000",
            );
        }
        _ => {}
    }
    message
}

pub(super) fn note(record: &mut Exchange, opened: &Opened, unknown_serial: bool) {
    record.request = json!({ "path": opened.path, "query": opened.query, "body": opened.body });
    if unknown_serial {
        record
            .problems
            .push("Wechatpay-Serial names no key of the platform".to_owned());
    }
    let told =
        |problem: &Problem| format!("{} {}: {}", problem.location, problem.field, problem.issue);
    record.problems.extend(opened.problems.iter().map(told));
    if opened.problems.is_empty() {
        record.checked.push("request".to_owned());
    }
}

pub(super) fn json_answer(status: u16, body: &Value) -> HttpAnswer {
    let headers = [
        ("Content-Type", "application/json; charset=utf-8".to_owned()),
        ("Request-ID", request_id()),
    ];
    HttpAnswer {
        status,
        headers: headers.into_iter().collect(),
        body: body.to_string().into_bytes(),
    }
}

fn request_id() -> String {
    random::alphanumeric(32).unwrap_or_default()
}

/// The answer without signature, and its values in plain for the journal.
fn write_v3(
    operation: &Operation,
    keys: &SandboxKeys,
    plain: Plain,
) -> (HttpAnswer, Option<Value>) {
    match plain.body {
        Content::Document(document) => {
            let wire = encrypted(&operation.answer.fields, &document, &keys.secrets.merchant);
            (json_answer(plain.status, &wire), Some(document))
        }
        Content::Error(error) => (json_answer(plain.status, &error), Some(error)),
        Content::File(bytes, content_type) => {
            (file_answer(plain.status, bytes, content_type), None)
        }
        Content::Nothing => {
            let mut answer = json_answer(plain.status, &Value::Null);
            answer.body = Vec::new();
            (answer, None)
        }
    }
}

pub(super) fn file_answer(status: u16, body: Vec<u8>, content_type: &str) -> HttpAnswer {
    let headers = [
        ("Content-Type", content_type.to_owned()),
        ("Request-ID", request_id()),
    ];
    HttpAnswer {
        status,
        headers: headers.into_iter().collect(),
        body,
    }
}
