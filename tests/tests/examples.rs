//! Every operation of the pages is a typed call: the values of its example decode into the generated request types, and
//! the request that is rendered of them carries the same values. Every answer and every notification that the pages
//! describe is read into its type and written again without loss.
//!
//! `WECHATPAY_UPSTREAM` may name a tree of upstream pages, whose examples are then tried as well.
#![allow(missing_docs)]

mod wire;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use wechatpay_client::conformance::{self, Case, Example};
use wechatpay_client::{Client, MemoryTransport, Version as ClientVersion};
use wechatpay_codegen::model::{BodyEncoding, Field, Model, Operation, Response, Version};
use wechatpay_tests::{model, repository, sample, texts};

/// Examples of upstream that say something else than their table, and what.
const KNOWN: &[(&str, &str)] = &[
    (
        "POST /v2/secsvc/getrealnameinfo",
        "the number `timestamp` is an expression of another language",
    ),
    (
        "GET /v3/new-tax-control-fapiao/download",
        "the example is the address alone, with one of its parameters",
    ),
];

#[test]
fn examples_of_our_pages_come_back() {
    let failures = try_examples(&model(&repository().join("specs")));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn examples_of_upstream_come_back() {
    let Some(tree) = std::env::var_os("WECHATPAY_UPSTREAM") else {
        eprintln!("skipped: WECHATPAY_UPSTREAM is not set");
        return;
    };
    let failures = try_examples(&model(Path::new(&tree)));
    let (known, unknown): (Vec<_>, Vec<_>) = failures
        .iter()
        .partition(|failure| KNOWN.iter().any(|(id, _)| failure.starts_with(id)));
    assert!(unknown.is_empty(), "{}", failures.join("\n"));
    assert_eq!(known.len(), KNOWN.len(), "an exception is no longer needed");
}

#[test]
fn answers_and_notifications_come_back() {
    let model = model(&repository().join("specs"));
    let cases = by_id();
    let mut failures = Vec::new();
    for operation in &model.operations {
        let Response { fields, .. } = &operation.response;
        let sample = sample::object(fields);
        match (cases[operation.id.as_str()].response)(&sample) {
            Ok(back) if texts(&back) == texts(&sample) => {}
            Ok(back) => failures.push(format!("{}: {sample} came back as {back}", operation.id)),
            Err(error) => failures.push(format!("{}: {error}", operation.id)),
        }
    }
    let notifications = conformance::notifications();
    for notification in &model.notifications {
        let fields = match notification.version {
            Version::V3 => plaintext(&notification.body.fields),
            Version::V2 => &notification.body.fields,
        };
        let sample = sample::object(fields);
        let case = notifications.iter().find(|case| {
            case.event == notification.event && version(case.version) == notification.version
        });
        let case = case.unwrap_or_else(|| panic!("{} has no case", notification.event));
        match (case.round_trip)(&sample) {
            Ok(back) if texts(&back) == texts(&sample) => {}
            Ok(back) => failures.push(format!("{}: {sample} came back as {back}", case.event)),
            Err(error) => failures.push(format!("{}: {error}", case.event)),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(notifications.len(), model.notifications.len());
}

fn version(version: ClientVersion) -> Version {
    match version {
        ClientVersion::V2 => Version::V2,
        ClientVersion::V3 => Version::V3,
    }
}

fn by_id() -> BTreeMap<String, &'static Case> {
    let id = |case: &Case| format!("{} {}", case.operation.method, case.operation.path);
    conformance::cases()
        .into_iter()
        .map(|case| (id(case), case))
        .collect()
}

/// What went wrong, a line for each operation.
fn try_examples(model: &Model) -> Vec<String> {
    let client = Client::builder()
        .unsigned()
        .transport(MemoryTransport::new())
        .build()
        .unwrap();
    let cases = by_id();
    let mut failures = Vec::new();
    for operation in &model.operations {
        let result = match (cases.get(&operation.id), &operation.example) {
            (None, _) => Err("no call in the client".to_owned()),
            (_, None) => Err("no example on the page".to_owned()),
            (Some(case), Some(example)) => try_example(&client, case, operation, example),
        };
        if let Err(reason) = result {
            failures.push(format!("{}: {reason}", operation.id));
        }
    }
    failures
}

fn try_example(
    client: &Client,
    case: &Case,
    operation: &Operation,
    example: &Value,
) -> Result<(), String> {
    let mut example = example.clone();
    wire::fill_path(&mut example);
    let request = (case.call)(client, &Example::new(&example)).and_then(|call| call.render());
    let request = request.map_err(|error| error.to_string())?;
    let expected_path = wire::path(&operation.path, &example["path"]);
    let path = wire::path_of(&request.url);
    if operation.request.base_url.is_none() && path != expected_path {
        return Err(format!("path {path}, expected {expected_path}"));
    }
    let query = wire::one_of_one(&example["query"]);
    same("query", &wire::query(&request.url), &query)?;
    let body = match operation.request.body.as_ref().map(|body| body.encoding) {
        None => Value::Null,
        Some(BodyEncoding::Json) => {
            serde_json::from_slice(&request.body).map_err(|error| error.to_string())?
        }
        Some(BodyEncoding::Xml) => wire::xml(&request.body),
        Some(BodyEncoding::Multipart) => {
            wire::parts(&request.body, request.headers.get("Content-Type"))
        }
    };
    let expected = match operation.request.body.as_ref().map(|body| body.encoding) {
        Some(BodyEncoding::Multipart) => wire::without_files(&example["body"]),
        Some(BodyEncoding::Xml) => wire::sent(&example["body"]),
        _ => example["body"].clone(),
    };
    same("body", &body, &expected)
}

fn same(part: &str, got: &Value, expected: &Value) -> Result<(), String> {
    let (got, expected) = (wire::present(&texts(got)), wire::present(&texts(expected)));
    if got == expected {
        return Ok(());
    }
    Err(format!("{part} {got}, expected {expected}"))
}

/// The fields of the plaintext of a v3 notification.
fn plaintext(fields: &[Field]) -> &[Field] {
    let named = |fields: &'_ [Field], name: &str| -> Option<usize> {
        fields.iter().position(|field| field.name == name)
    };
    let Some(resource) = named(fields, "resource") else {
        return &[];
    };
    let resource = &fields[resource].fields;
    named(resource, "ciphertext").map_or(&[], |at| &resource[at].fields)
}
