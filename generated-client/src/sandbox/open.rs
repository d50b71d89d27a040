//! The values of a request, by container, checked against its page.

use super::catalogue::{BodyEncoding, Field, Operation};
use super::check::{Check, Notation, Problem};
use super::form;
use super::http::HttpRequest;
use super::keys::SandboxKeys;
use super::text;
use crate::call::Version;
use crate::codec::secrets::{Context, Rules, Secrets};
use crate::codec::xml;
use crate::keys::MerchantKey;
use crate::upload::UploadRule;
use crate::value::file::FilePart;
use serde_json::{Map, Value, json};

/// What every message of API v2 may have.
const V2_FRAME: &[&str] = &[
    "sign",
    "sign_type",
    "nonce_str",
    "mch_id",
    "mchid",
    "appid",
    "version",
];

/// A request, opened.
#[derive(Debug, Default)]
pub(super) struct Opened {
    pub(super) path: Map<String, Value>,
    pub(super) query: Map<String, Value>,
    pub(super) body: Value,
    pub(super) problems: Vec<Problem>,
}

/// The bytes that a signature of API v3 covers: the body, or the JSON part of a form.
pub(super) fn signed_body(request: &HttpRequest) -> &[u8] {
    let content_type = request.headers.get("Content-Type").unwrap_or_default();
    let parts = form::parts(content_type, &request.body).unwrap_or_default();
    let meta = parts.iter().find(|part| part.name == "meta");
    let meta = meta.or_else(|| parts.iter().find(|part| part.file_name.is_none()));
    meta.map_or(&request.body, |part| part.content)
}

/// The texts that a signature of API v2 covers.
pub(super) fn v2_texts(
    operation: &Operation,
    request: &HttpRequest,
) -> Option<Vec<(String, String)>> {
    match operation.body.as_ref().map(|body| body.encoding) {
        Some(BodyEncoding::Xml) => xml::pairs(&request.body).ok(),
        Some(_) => {
            let content_type = request.headers.get("Content-Type").unwrap_or_default();
            let parts = form::parts(content_type, &request.body)?;
            let texts = parts.iter().filter(|part| part.file_name.is_none());
            texts
                .map(|part| {
                    let text = String::from_utf8(part.content.to_vec()).ok()?;
                    Some((part.name.clone(), text))
                })
                .collect()
        }
        None => text::query(request.query()),
    }
}

/// Opens and checks a request.
pub(super) fn open(
    operation: &Operation,
    request: &HttpRequest,
    path: Map<String, Value>,
    keys: &SandboxKeys,
    platform: Option<&MerchantKey>,
) -> Opened {
    let mut opened = Opened::default();
    let also = match operation.version {
        Version::V2 => V2_FRAME,
        Version::V3 => &[],
    };
    let mut problems = Vec::new();
    let check = |location, notation, fields: &[Field], values: &_, problems: &mut _| {
        let mut check = Check {
            location,
            notation,
            platform,
            bank: &keys.secrets.public,
            also,
            problems,
        };
        check.all(fields, values)
    };
    opened.path = check(
        "path",
        Notation::Texts,
        &operation.path,
        &path,
        &mut problems,
    );
    match text::query(request.query()) {
        Some(pairs) => {
            let values = repeated(pairs);
            opened.query = check(
                "query",
                Notation::Texts,
                &operation.query,
                &values,
                &mut problems,
            );
            if operation.query.is_empty() {
                // Only an object may have fields that are not documented.
                for (name, value) in &values {
                    problems.push(Problem {
                        location: "query",
                        field: format!("/{name}"),
                        value: value.as_str().unwrap_or_default().to_owned(),
                        issue: "unknown".to_owned(),
                    });
                }
            }
        }
        None => problems.push(whole("query", "not percent-encoded UTF-8")),
    }
    if let Some(body) = &operation.body {
        let notation = match body.encoding {
            BodyEncoding::Xml => Notation::Texts,
            BodyEncoding::Json => Notation::Typed,
            BodyEncoding::Multipart => Notation::Texts,
        };
        match read_body(body.encoding, request) {
            Ok(Value::Object(values)) => {
                let values = check("body", notation, &body.fields, &values, &mut problems);
                opened.body = Value::Object(values);
            }
            Ok(Value::Null) if !body.required => {}
            Ok(_) => problems.push(whole("body", "expected an object")),
            Err(issue) => problems.push(whole("body", issue)),
        }
        if body.encoding == BodyEncoding::Multipart {
            problems.extend(file_problems(operation, request).unwrap_or_default());
        }
    }
    problems.extend(missing_headers(operation, request));
    opened.problems = problems;
    opened
}

/// Headers that the page requires, but for those that belong to every request.
fn missing_headers<'r>(
    operation: &'r Operation,
    request: &'r HttpRequest,
) -> impl Iterator<Item = Problem> + 'r {
    let required = operation.headers.iter().filter(|field| field.required);
    required
        .filter(|field| request.headers.get(&field.name).is_none())
        .map(|field| Problem {
            location: "header",
            field: format!("/{}", field.name),
            value: String::new(),
            issue: "required, but missing".to_owned(),
        })
}

fn whole(location: &'static str, issue: &str) -> Problem {
    Problem {
        location,
        field: String::new(),
        value: String::new(),
        issue: issue.to_owned(),
    }
}

/// Values of a query; a name that comes several times is a list.
fn repeated(pairs: Vec<(String, String)>) -> Map<String, Value> {
    let mut values = Map::new();
    for (name, text) in pairs {
        let text = Value::String(text);
        match values.get_mut(&name) {
            None => {
                values.insert(name, text);
            }
            Some(Value::Array(list)) => list.push(text),
            Some(one) => {
                let first = one.take();
                *one = Value::Array(vec![first, text]);
            }
        }
    }
    values
}

fn read_body(encoding: BodyEncoding, request: &HttpRequest) -> Result<Value, &'static str> {
    if request.body.trim_ascii().is_empty() {
        return Ok(Value::Null);
    }
    match encoding {
        BodyEncoding::Json => {
            serde_json::from_slice(&request.body).map_err(|_| "expected a JSON object")
        }
        BodyEncoding::Xml => {
            let mut value = Value::Null;
            let cx = Context::new(Secrets::Plain, Rules::Free);
            xml::read(&request.body, &mut value, &cx).map_err(|_| "expected an XML document")?;
            Ok(value)
        }
        BodyEncoding::Multipart => {
            let content_type = request.headers.get("Content-Type").unwrap_or_default();
            let parts =
                form::parts(content_type, &request.body).ok_or("expected multipart/form-data")?;
            let values = parts.iter().map(|part| (part.name.clone(), value(part)));
            Ok(Value::Object(values.collect()))
        }
    }
}

/// A file is shown by what it is called and how long it is.
fn value(part: &form::Part<'_>) -> Value {
    match (&part.file_name, std::str::from_utf8(part.content)) {
        (Some(name), _) => json!({ "filename": name, "bytes": part.content.len() }),
        (None, Ok(text)) => Value::String(text.to_owned()),
        (None, Err(_)) => json!({ "bytes": part.content.len() }),
    }
}

/// What is wrong with the file of an upload: size, ending, digest.
fn file_problems(operation: &Operation, request: &HttpRequest) -> Option<Vec<Problem>> {
    let (_, path) = operation.id.split_once(' ')?;
    let rule = UploadRule::of(path);
    let content_type = request.headers.get("Content-Type")?;
    let parts = form::parts(content_type, &request.body)?;
    let part = parts.iter().find(|part| part.file_name.is_some())?;
    let file = FilePart::new(part.file_name.as_deref()?, part.content);
    let at = |field: &str, value: &str, issue: String| Problem {
        location: "body",
        field: field.to_owned(),
        value: value.chars().take(64).collect(),
        issue,
    };
    let mut problems = Vec::new();
    let length = part.content.len();
    if length == 0 || rule.max_bytes.is_some_and(|limit| length > limit) {
        let issue = format!("the file has {length} bytes");
        problems.push(at(&format!("/{}", part.name), "", issue));
    }
    let ending = file.file_name.rsplit_once('.').map(|(_, ending)| ending);
    let fits = |own: &&str| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(own));
    if !rule.endings.is_empty() && !rule.endings.iter().any(fits) {
        let issue = format!("expected a file of {}", rule.endings.join(", "));
        problems.push(at(&format!("/{}", part.name), &file.file_name, issue));
    }
    let found = file.digest(rule.algorithm);
    for text in parts.iter().filter(|part| part.file_name.is_none()) {
        let text_of = std::str::from_utf8(text.content).unwrap_or_default();
        let document: Value = serde_json::from_str(text_of).unwrap_or_default();
        let (given, field) = match document.get(rule.digest).and_then(Value::as_str) {
            Some(given) => (given, format!("/{}/{}", text.name, rule.digest)),
            None if text.name == rule.digest => (text_of, format!("/{}", text.name)),
            None => continue,
        };
        if !given.eq_ignore_ascii_case(&found) {
            let issue = format!("the {} of the file is {found}", rule.algorithm);
            problems.push(at(&field, given, issue));
        }
    }
    Some(problems)
}
