//! From a request to its answer.

use super::answer::{self, encrypted, merge, sign_v3, signed_text, synthesise, text_of, v2_body};
use super::authorize::{Refusal, authorize};
use super::catalogue::{Kind, Operation, Route, Type, catalogue};
use super::check::Problem;
use super::http::{HttpAnswer, HttpRequest};
use super::journal::{Direction, Exchange, shown};
use super::keys::SandboxKeys;
use super::open::{self, Opened};
use super::script::{Fault, Script};
use super::shared::Shared;
use super::world::{Answer, Call, Event, Outcome};
use crate::call::Version;
use crate::crypto::random;
use crate::signature::v2::{self, SignType};
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
struct Plain {
    status: u16,
    /// A document, or a file.
    body: Content,
}

enum Content {
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

type Sealed = (HttpAnswer, Option<Value>, Option<Vec<u8>>);

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

fn note(record: &mut Exchange, opened: &Opened, unknown_serial: bool) {
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

/// What the call does and what it answers.
fn outcome(
    shared: &Shared,
    operation: &'static Operation,
    keys: &SandboxKeys,
    opened: Opened,
    scripts: &[Script],
) -> Plain {
    let scripted = scripts
        .iter()
        .rev()
        .find_map(|script| script.refusal.as_ref());
    if let Some((status, code, message)) = scripted {
        return Plain {
            status: *status,
            body: Content::Error(json!({ "code": code, "message": message })),
        };
    }
    if let Some(first) = opened.problems.first() {
        return refused(parameter_error(first, &opened.problems));
    }
    let special = match operation.id.as_str() {
        "GET /v3/certificates" => keys.certificates_answer().map(Answer::Exactly),
        "POST /v3/security/echo" => {
            shared.tell(echoed(&opened.body));
            Some(Answer::Exactly(echo(&opened.body)))
        }
        "POST /v2/risk/getpublickey" => Some(Answer::Fields(json!({ "pub_key": keys.bank_key() }))),
        id if id.ends_with("/getsignkey") => Some(Answer::Fields(
            json!({ "sandbox_signkey": keys.api_v2_key }),
        )),
        _ => None,
    };
    let Outcome { answer, events } = match special {
        Some(answer) => answer.into(),
        None if !shared.has_state => Answer::Synthesised.into(),
        None => shared.world().handle(&Call {
            id: &operation.id,
            version: operation.version,
            path: &opened.path,
            query: &opened.query,
            body: &opened.body,
            mchid: &keys.mchid,
            now: shared.now(),
            base_url: &shared.base_url,
        }),
    };
    shared.tell(events);
    let mut plain = plain(operation, &opened, keys, answer);
    if let Content::Document(document) = &mut plain.body {
        let over = scripts.iter().filter_map(|script| script.fields.as_ref());
        over.for_each(|fields| merge(document, fields));
    }
    plain
}

/// The self-test answers what it was sent.
fn echo(body: &Value) -> Value {
    let mut said = body.clone();
    if let Value::Object(values) = &mut said {
        values.remove("notify_url");
    }
    said
}

/// And says it again where it is told to.
fn echoed(body: &Value) -> Vec<Event> {
    let url = body.get("notify_url").and_then(Value::as_str);
    let told = |url: &str| Event {
        version: Version::V3,
        event_type: "SECURITY_ECHO.SUCCESS".to_owned(),
        original_type: "security_echo".to_owned(),
        resource: echo(body),
        summary: "echo".to_owned(),
        notify_url: url.to_owned(),
    };
    url.map(told).into_iter().collect()
}

fn plain(operation: &Operation, opened: &Opened, keys: &SandboxKeys, answer: Answer) -> Plain {
    let kind = operation.answer.kind;
    let status = operation.answer.status.unwrap_or(match kind {
        Kind::Empty => 204,
        _ => 200,
    });
    // API v2 has fields that every answer has; what the world says goes over them.
    let framed = |mut values: Value| {
        if operation.version == Version::V2
            && let Value::Object(values) = &mut values
        {
            answer::v2_frame(values, operation, keys, &opened.body);
        }
        values
    };
    let document = |document: Value| Plain {
        status,
        body: Content::Document(document),
    };
    let sample = || framed(object(synthesise(&operation.answer, opened)));
    match (answer, kind) {
        (Answer::Synthesised | Answer::Fields(_), Kind::Binary | Kind::Text) => {
            let (bytes, content_type) = answer::sample_file(kind);
            Plain {
                status,
                body: Content::File(bytes, content_type),
            }
        }
        (Answer::Synthesised | Answer::Fields(_), Kind::Empty | Kind::Redirect)
        | (Answer::Empty, _) => Plain {
            status: if kind == Kind::Redirect {
                200
            } else {
                status_of_nothing(operation)
            },
            body: Content::Nothing,
        },
        (Answer::Synthesised, _) => document(sample()),
        (Answer::Fields(over), _) => {
            let mut value = sample();
            merge(&mut value, &over);
            document(value)
        }
        (Answer::Exactly(exact), _) if operation.version == Version::V2 => {
            let mut value = framed(json!({}));
            merge(&mut value, &exact);
            document(value)
        }
        // The page knows no body, the world has one.
        (Answer::Exactly(value), Kind::Empty) => Plain {
            status: 200,
            body: Content::Document(value),
        },
        (Answer::Exactly(value), _) => document(value),
        (
            Answer::File {
                bytes,
                content_type,
            },
            _,
        ) => Plain {
            status: 200,
            body: Content::File(bytes, content_type),
        },
        (
            Answer::Refused {
                status,
                code,
                message,
                detail,
            },
            _,
        ) => refused(Refusal {
            status,
            code,
            message,
            detail,
        }),
    }
}

fn status_of_nothing(operation: &Operation) -> u16 {
    operation.answer.status.unwrap_or(204)
}

fn object(value: Value) -> Value {
    match value {
        Value::Object(_) => value,
        _ => json!({}),
    }
}

fn refused(refusal: Refusal) -> Plain {
    let mut body = json!({ "code": refusal.code, "message": refusal.message });
    if let (Value::Object(body), Some(detail)) = (&mut body, refusal.detail) {
        body.insert("detail".to_owned(), detail);
    }
    Plain {
        status: refusal.status,
        body: Content::Error(body),
    }
}

/// All problems at once; the first is also where the real platform has its only one.
fn parameter_error(first: &Problem, all: &[Problem]) -> Refusal {
    let mut detail = first.to_json();
    if all.len() > 1 {
        detail["problems"] = all.iter().map(Problem::to_json).collect();
    }
    let told: Vec<String> = all
        .iter()
        .map(|problem| format!("{} {}: {}", problem.location, problem.field, problem.issue))
        .collect();
    Refusal {
        status: 400,
        code: "PARAM_ERROR",
        message: told.join("; "),
        detail: Some(detail),
    }
}

fn json_answer(status: u16, body: &Value) -> HttpAnswer {
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

fn file_answer(status: u16, body: Vec<u8>, content_type: &str) -> HttpAnswer {
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

#[allow(clippy::too_many_arguments)]
fn v2(
    shared: &Shared,
    request: &HttpRequest,
    operation: &'static Operation,
    path: Map<String, Value>,
    keys: &SandboxKeys,
    scripts: &[Script],
    fault: Option<Fault>,
    record: &mut Exchange,
) -> Sealed {
    let texts = open::v2_texts(operation, request);
    let field = |name: &str| {
        let texts = texts.iter().flatten();
        let mut found = texts.filter(|(other, text)| other == name && !text.is_empty());
        found.next().map(|(_, text)| text.as_str())
    };
    let sign_type = match field("sign_type") {
        Some("HMAC-SHA256") => SignType::HmacSha256,
        _ => SignType::Md5,
    };
    let problem = v2_problem(operation, texts.as_deref(), &field, sign_type, keys, record);
    let plain = match problem {
        Some(message) => {
            record.problems.push(message.clone());
            return_fail(&message)
        }
        None => {
            let opened = open::open(operation, request, path, keys, None);
            note(record, &opened, false);
            outcome(shared, operation, keys, opened, scripts)
        }
    };
    let values = match plain.body {
        Content::Document(document) => v2_values(operation, document),
        Content::Error(error) => v2_error(operation, keys, &error),
        Content::File(bytes, content_type) => {
            return (file_answer(plain.status, bytes, content_type), None, None);
        }
        Content::Nothing => {
            let page = b"<!doctype html><title>sandbox</title>".to_vec();
            return (file_answer(plain.status, page, "text/html"), None, None);
        }
    };
    if operation.answer.kind == Kind::Json {
        return (json_answer(200, &values), Some(values), None);
    }
    let wire_path = operation.id.split_once(" /v2").map_or("", |(_, path)| path);
    let is_signed = v2::is_answer_signed(wire_path)
        && values
            .get("return_code")
            .is_some_and(|code| code == "SUCCESS")
        && fault != Some(Fault::Unsigned);
    let wire = encrypted(&operation.answer.fields, &values, &keys.secrets.merchant);
    let wire = wire.as_object().cloned().unwrap_or_default();
    let (mut body, message) = v2_body(wire, is_signed.then_some(sign_type), keys);
    if matches!(
        fault,
        Some(Fault::BadSignature | Fault::SignTest | Fault::WrongSerial | Fault::Stale)
    ) {
        let text = String::from_utf8_lossy(&body).replace("<sign>", "<sign>0");
        body = text.into_bytes();
    }
    let answer = file_answer(200, body, "text/xml; charset=utf-8");
    (answer, Some(values), message.map(String::into_bytes))
}

/// What is wrong with the sender of a message of API v2.
fn v2_problem<'t>(
    operation: &Operation,
    texts: Option<&[(String, String)]>,
    field: &dyn Fn(&str) -> Option<&'t str>,
    sign_type: SignType,
    keys: &SandboxKeys,
    record: &mut Exchange,
) -> Option<String> {
    let Some(texts) = texts else {
        return Some("the message is not XML, or not the form that the operation takes".to_owned());
    };
    record.request_message = Some(signed_text(texts));
    let own = ["mch_id", "mchid", "combine_mch_id"];
    let id = own.into_iter().find_map(|name| Some((name, field(name)?)));
    if let Some((name, id)) = id
        && id != keys.mchid
    {
        return Some(format!(
            "{name} is {id}, but this sandbox has the merchant {}",
            keys.mchid
        ));
    }
    let takes_sign = operation
        .query
        .iter()
        .chain(operation.body.iter().flat_map(|body| &body.fields));
    let is_signed = operation.answer.kind != Kind::Redirect
        || takes_sign.clone().any(|field| field.name == "sign");
    if !is_signed {
        return None;
    }
    let given = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    match v2::verify(given, Some(sign_type), &keys.secrets.api_v2) {
        Ok(()) => {
            record.checked.push("signature".to_owned());
            None
        }
        Err(error) => Some(format!("sign: {error}")),
    }
}

/// The answer of API v2 to a message that it does not accept.
fn return_fail(message: &str) -> Plain {
    Plain {
        status: 200,
        body: Content::Document(json!({ "return_code": "FAIL", "return_msg": message })),
    }
}

/// An error of the kind that API v3 has, as API v2 writes it.
fn v2_error(operation: &Operation, keys: &SandboxKeys, error: &Value) -> Value {
    let text = |name: &str| error.get(name).map(text_of).unwrap_or_default();
    if operation.answer.kind == Kind::Json {
        return json!({ "retcode": text("code"), "retmsg": text("message") });
    }
    let mut failed = Map::new();
    answer::v2_frame(&mut failed, operation, keys, &Value::Null);
    for (name, text) in [
        ("return_code", "SUCCESS".to_owned()),
        ("result_code", "FAIL".to_owned()),
        ("err_code", text("code")),
        ("err_code_des", text("message")),
    ] {
        failed.insert(name.to_owned(), Value::String(text));
    }
    Value::Object(failed)
}

/// Values as texts, except where the page nests.
fn v2_values(operation: &Operation, document: Value) -> Value {
    let Value::Object(values) = document else {
        return json!({});
    };
    let nested = |name: &str| {
        let field = operation
            .answer
            .fields
            .iter()
            .find(|field| field.name == name);
        field.is_some_and(|field| field.ty == Type::Object || field.list)
    };
    let one = |(name, value): (String, Value)| {
        let value = match nested(&name) || value.is_object() || value.is_array() {
            true => value,
            false => Value::String(text_of(&value)),
        };
        (name, value)
    };
    Value::Object(values.into_iter().map(one).collect())
}
