//! Answers: made from the model's samples, with what the request said in them; then encrypted, written and signed.

use super::catalogue::{self, Field, Key, Kind, Operation, Type, field_of};
use super::keys::SandboxKeys;
use super::open::Opened;
use crate::codec::secrets::{Context, Rules, Secrets};
use crate::codec::{View, xml};
use crate::crypto::digest::{hex, sha1};
use crate::crypto::random;
use crate::keys::MerchantKey;
use crate::signature::v2::{self, SignType};
use crate::signature::{message, statement_body};
use crate::transport::Headers;
use serde_json::{Map, Value, json};

/// The sample of an operation, with the values that the request gave for fields of the same name.
pub(super) fn synthesise(answer: &catalogue::Answer, opened: &Opened) -> Value {
    let mut sample = answer.sample.clone();
    if let Value::Object(values) = &mut sample {
        let body = opened.body.as_object();
        let said = [body, Some(&opened.query), Some(&opened.path)];
        echo(values, &answer.fields, body, &said);
        for name in [
            "err_code",
            "err_code_des",
            "err_msg",
            "error_code",
            "error_msg",
        ] {
            values.remove(name);
        }
    }
    sample
}

/// `parallel` is the object of the request at the same place.
fn echo(
    values: &mut Map<String, Value>,
    fields: &[Field],
    parallel: Option<&Map<String, Value>>,
    said: &[Option<&Map<String, Value>>],
) {
    for (name, value) in values.iter_mut() {
        let Some(field) = field_of(fields, name) else {
            continue;
        };
        let beside = parallel.and_then(|parallel| parallel.get(name));
        if let Value::Object(below) = value {
            echo(
                below,
                &field.fields,
                beside.and_then(Value::as_object),
                said,
            );
            continue;
        }
        if let Value::Array(items) = value {
            // The sample's one element may name what the request named.
            if let (Some(Value::Object(below)), None) = (items.first_mut(), beside) {
                echo(below, &field.fields, None, said);
                continue;
            }
        }
        let anywhere = || said.iter().flatten().find_map(|values| values.get(name));
        let given = beside.or_else(|| is_identity(name).then(anywhere).flatten());
        if let Some(given) = given.and_then(|given| fitting(field, given)) {
            *value = given;
        }
    }
}

/// Names that mean the same thing wherever they stand.
fn is_identity(name: &str) -> bool {
    [
        "_no",
        "_id",
        "mchid",
        "appid",
        "openid",
        "_code",
        "nonce_str",
    ]
    .iter()
    .any(|end| name.ends_with(end))
        && !name.ends_with("err_code")
        && !matches!(name, "return_code" | "result_code" | "prepay_id")
}

/// What the request said, as this field has it; `None` if it cannot.
fn fitting(field: &Field, given: &Value) -> Option<Value> {
    if field.list {
        let items = given.as_array()?;
        return match field.ty {
            Type::Object => None,
            _ => items.iter().map(|item| scalar(field, item)).collect(),
        };
    }
    scalar(field, given)
}

fn scalar(field: &Field, given: &Value) -> Option<Value> {
    let value = match (field.ty, given) {
        (Type::Text, Value::String(_)) if field.encoding.is_none() => given.clone(),
        (Type::Integer, Value::Number(_)) | (Type::Boolean, Value::Bool(_)) => given.clone(),
        (Type::Integer, Value::String(text)) => Value::from(text.parse::<i64>().ok()?),
        _ => return None,
    };
    let text = text_of(&value);
    let listed = field.values.is_empty() || field.values.contains(&text);
    listed.then_some(value)
}

/// Lays fields over others: objects are merged, `null` removes, anything else replaces.
pub(super) fn merge(value: &mut Value, over: &Value) {
    match (value, over) {
        (Value::Object(values), Value::Object(over)) => {
            for (name, over) in over {
                if over.is_null() {
                    values.remove(name);
                } else {
                    merge(values.entry(name.clone()).or_insert(Value::Null), over);
                }
            }
        }
        (value, Value::Object(over)) => {
            *value = json!({});
            merge(value, &Value::Object(over.clone()));
        }
        (value, over) => *value = over.clone(),
    }
}

/// The same with the fields encrypted that are encrypted for the merchant.
pub(super) fn encrypted(fields: &[Field], value: &Value, merchant: &MerchantKey) -> Value {
    let Value::Object(values) = value else {
        return value.clone();
    };
    let one = |(name, value): (&String, &Value)| {
        let value = match field_of(fields, name) {
            Some(field) => encrypted_field(field, value, merchant),
            None => value.clone(),
        };
        (name.clone(), value)
    };
    Value::Object(values.iter().map(one).collect())
}

fn encrypted_field(field: &Field, value: &Value, merchant: &MerchantKey) -> Value {
    let is_encrypted = matches!(field.key, Some(Key::Merchant | Key::Platform | Key::Bank));
    match value {
        Value::Array(items) => items
            .iter()
            .map(|item| encrypted_field(field, item, merchant))
            .collect(),
        Value::String(text) if is_encrypted && !text.is_empty() => {
            let encrypted = merchant.public().encrypt(text.as_bytes());
            encrypted.map_or_else(|_| value.clone(), Value::String)
        }
        Value::Object(_) => encrypted(&field.fields, value, merchant),
        other => other.clone(),
    }
}

/// What every answer of API v2 has.
pub(super) fn v2_frame(
    values: &mut Map<String, Value>,
    operation: &Operation,
    keys: &SandboxKeys,
    request: &Value,
) {
    let documented = |name: &str| {
        operation
            .answer
            .fields
            .iter()
            .any(|field| field.name == name)
    };
    if documented("retcode") {
        values.insert("retcode".to_owned(), json!("0"));
        values.insert("retmsg".to_owned(), json!("OK"));
    }
    if operation.answer.kind != Kind::Xml {
        return;
    }
    for (name, text) in [
        ("return_code", "SUCCESS"),
        ("return_msg", "OK"),
        ("result_code", "SUCCESS"),
    ] {
        if name == "return_code" || documented(name) {
            values.insert(name.to_owned(), json!(text));
        }
    }
    for (name, own) in [("appid", &keys.appid), ("mch_id", &keys.mchid)] {
        if documented(name) {
            let said = request.get(name).cloned();
            values.insert(name.to_owned(), said.unwrap_or_else(|| json!(own)));
        }
    }
    if documented("nonce_str") {
        let nonce = random::alphanumeric(32).unwrap_or_default();
        values.insert("nonce_str".to_owned(), json!(nonce));
    }
}

/// The XML of these values, signed with this kind of signature, and the text that was signed (without the key).
pub(super) fn v2_body(
    mut values: Map<String, Value>,
    sign_type: Option<SignType>,
    keys: &SandboxKeys,
) -> (Vec<u8>, Option<String>) {
    values.remove("sign");
    let write = |values: Map<String, Value>| {
        let value = Value::Object(values);
        let cx = Context::new(Secrets::Plain, Rules::Free);
        xml::to_vec(View::Value(&value), &cx).unwrap_or_default()
    };
    let Some(sign_type) = sign_type else {
        return (write(values), None);
    };
    let pairs = xml::pairs(&write(values.clone())).unwrap_or_default();
    let texts = pairs
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    let sign = v2::sign(texts, sign_type, &keys.secrets.api_v2);
    values.insert("sign".to_owned(), Value::String(sign));
    (write(values), Some(signed_text(&pairs)))
}

/// `a=1&b=2`: what a v2 signature covers, without the key.
pub(super) fn signed_text(pairs: &[(String, String)]) -> String {
    let mut pairs: Vec<String> = pairs
        .iter()
        .filter(|(name, text)| name != "sign" && !text.is_empty())
        .map(|(name, text)| format!("{name}={text}"))
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
}

/// Adds the headers that sign an answer or a notification of API v3, and gives the text that was signed.
pub(super) fn sign_v3(
    headers: &mut Headers,
    (id, key): (&str, &MerchantKey),
    body: &[u8],
    now: i64,
) -> Vec<u8> {
    let nonce = random::alphanumeric(32).unwrap_or_default();
    let timestamp = now.to_string();
    let message = message::answer(&timestamp, &nonce, body);
    headers.set("Wechatpay-Timestamp", timestamp);
    headers.set("Wechatpay-Nonce", nonce);
    headers.set("Wechatpay-Serial", id);
    headers.set("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    headers.set(
        "Wechatpay-Signature",
        key.sign(&message).unwrap_or_default(),
    );
    message
}

/// What is signed in place of a statement, whose digest goes into a header.
pub(super) fn statement(headers: &mut Headers, body: &[u8]) -> Vec<u8> {
    let digest = hex(sha1(body).as_ref());
    headers.set("Wechatpay-Statement-Sha1", digest.as_str());
    statement_body(&digest)
}

/// A file for operations that answer one and have no state.
pub(super) fn sample_file(kind: Kind) -> (Vec<u8>, &'static str) {
    match kind {
        Kind::Text => (
            "\u{feff}sample,count\r\n`1,`1\r\n".as_bytes().to_vec(),
            "text/csv",
        ),
        // A GIF of one pixel: more than any text it is recognised as a file.
        _ => (
            b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;".to_vec(),
            "image/gif",
        ),
    }
}

/// A value as it is written where everything is text.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Adds the members of one object to another.
pub(super) fn merge_all(value: &mut Value, more: Value) {
    if let (Value::Object(values), Value::Object(more)) = (value, more) {
        values.extend(more);
    }
}
