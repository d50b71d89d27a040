//! From a request of API v2 to its answer.

use super::answer::{self, encrypted, signed_text, text_of, v2_body};
use super::catalogue::{Kind, Operation, Type};
use super::exchange::{Content, Plain, Sealed, file_answer, json_answer, note};
use super::http::HttpRequest;
use super::journal::Exchange;
use super::keys::SandboxKeys;
use super::open;
use super::outcome::outcome;
use super::script::{Fault, Script};
use super::shared::Shared;
use crate::signature::v2::{self, SignType};
use serde_json::{Map, Value, json};

#[allow(clippy::too_many_arguments)]
pub(super) fn v2(
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
