//! What a call does, and the values that it is answered with.

use super::answer::{self, merge, synthesise};
use super::authorize::Refusal;
use super::catalogue::{Kind, Operation};
use super::check::Problem;
use super::exchange::{Content, Plain};
use super::keys::SandboxKeys;
use super::open::Opened;
use super::script::Script;
use super::shared::Shared;
use super::world::{Answer, Call, Event, Outcome};
use crate::call::Version;
use serde_json::{Value, json};

/// What the call does and what it answers.
pub(super) fn outcome(
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

pub(super) fn refused(refusal: Refusal) -> Plain {
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
