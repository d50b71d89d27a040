//! Every operation of API v2 through a client with keys: its example is encoded and signed, and an answer with every field of
//! its page is verified and read into its type.
#![allow(missing_docs)]

#[allow(dead_code)]
mod wire;

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use wechatpay_client::conformance::{self, Case, Example};
use wechatpay_client::keys::{ApiV2Key, BankPublicKey, MerchantKey, V2Keys};
use wechatpay_client::rt::{BodyKind, ResponseKind, SignRule};
use wechatpay_client::signature::v2::{self, SignType};
use wechatpay_client::{Client, Headers, MemoryTransport, Request, Response};
use wechatpay_codegen::model::{Field, Operation, Version};
use wechatpay_tests::{model, repository, sample, texts};

const KEY: &str = "192006250b4c09247ec02edce69f6a2d";
const SANDBOX_KEY: &str = "5e0bd0f8d2b34d8a9c3a1b7f6e4c2d10";
const MCHID: &str = "1900000109";

#[test]
fn every_operation_is_encoded_signed_and_decoded() {
    let model = model(&repository().join("specs"));
    let cases: BTreeMap<_, _> = conformance::cases()
        .into_iter()
        .map(|case| {
            let id = format!("{} {}", case.operation.method, case.operation.path);
            (id, case)
        })
        .collect();
    let keys = Keys::new();
    let mut failures = Vec::new();
    let operations = model.operations.iter();
    let mut count = 0;
    for operation in operations.filter(|operation| operation.version == Version::V2) {
        count += 1;
        if let Err(reason) = try_one(&keys, cases[&operation.id], operation) {
            failures.push(format!("{}: {reason}", operation.id));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count >= 124, "{count} operations");
}

struct Keys {
    all: V2Keys,
    public: BankPublicKey,
    private: MerchantKey,
}

impl Keys {
    fn new() -> Self {
        let data = |name: &str| -> Value {
            let path = repository().join("generated-client/tests/data").join(name);
            serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
        };
        let public = &data("generated.json")["public_spki_of_second_key"];
        let private = &data("published.json")["rsa_oaep_sha1_decrypt"]["private_key_pkcs8"];
        let private = private
            .as_str()
            .unwrap()
            .replace("TESTING KEY", "PRIVATE KEY");
        let public = BankPublicKey::from_pem(public.as_str().unwrap()).unwrap();
        let private = MerchantKey::from_pem(private).unwrap();
        let all = V2Keys::new(MCHID, ApiV2Key::new(KEY).unwrap())
            .unwrap()
            .with_bank_key(public.clone())
            .with_sandbox_key(ApiV2Key::new(SANDBOX_KEY).unwrap())
            .with_merchant_key(private.clone());
        Self {
            all,
            public,
            private,
        }
    }

    fn of(&self, operation: &Operation) -> &ApiV2Key {
        match operation.path.contains("/apiv2sandbox/") {
            true => self.all.sandbox_key().unwrap(),
            false => self.all.key(),
        }
    }

    fn client(&self, script: MemoryTransport) -> Client {
        let builder = Client::builder().v2_keys(self.all.clone()).retries(0);
        builder.transport(script).build().unwrap()
    }
}

fn try_one(keys: &Keys, case: &Case, operation: &Operation) -> Result<(), String> {
    let example = operation.example.clone().unwrap_or_default();
    // What the client fills in is left out, so that it has to.
    let mut bare = example.clone();
    for container in ["query", "body"] {
        if let Some(fields) = bare.get_mut(container).and_then(Value::as_object_mut) {
            for name in [
                "mch_id",
                "mchid",
                "combine_mch_id",
                "sign",
                "sign_type",
                "media_hash",
            ] {
                fields.remove(name);
            }
        }
    }
    for example in [example, bare] {
        let call = (case.call)(
            &keys.client(MemoryTransport::new()),
            &Example::new(&example),
        );
        let request = call
            .and_then(|call| call.render())
            .map_err(|error| error.to_string())?;
        sent(keys, case, operation, &example, &request)?;
    }
    if operation.response.kind != wechatpay_codegen::model::ResponseKind::Redirect {
        answered(keys, case, operation)?;
    }
    Ok(())
}

/// The request has the values of the example, and a signature that fits.
fn sent(
    keys: &Keys,
    case: &Case,
    operation: &Operation,
    example: &Value,
    request: &Request,
) -> Result<(), String> {
    let (container, sent) = match case.operation.request {
        BodyKind::None => ("query", wire::query(&request.url)),
        BodyKind::Xml => ("body", wire::xml(&request.body)),
        BodyKind::Multipart => {
            let parts = wire::parts(&request.body, request.headers.get("Content-Type"));
            ("body", parts)
        }
        BodyKind::Json => return Err("JSON".into()),
    };
    let sent: BTreeMap<String, String> = fields(&sent);
    let bank = |name: &str| {
        let fields = operation.request.body.iter().flat_map(|body| &body.fields);
        fields
            .clone()
            .any(|field| field.name == name && field.encryption.is_some())
    };
    for (name, value) in fields(&wire::without_files(&texts(&example[container]))) {
        let got = sent
            .get(&name)
            .ok_or_else(|| format!("{name} is not sent"))?;
        let same = match &*name {
            "sign" => true,
            name if bank(name) => {
                *keys
                    .private
                    .decrypt(got)
                    .map_err(|error| format!("{name}: {error}"))?
                    == value
            }
            _ => texts(&json!(got)) == texts(&json!(value)),
        };
        if !same && !value.is_empty() {
            return Err(format!("{name}: {got}, expected {value}"));
        }
    }
    let merchant = ["mch_id", "mchid", "combine_mch_id"]
        .iter()
        .any(|name| sent.contains_key(*name));
    if !merchant {
        return Err("no merchant id".into());
    }
    let nonceless = operation.request.nonceless
        || case.operation.request == BodyKind::Multipart
        || case.operation.response == ResponseKind::Redirect;
    if nonceless == sent.contains_key("nonce_str") {
        return Err(format!("nonce_str: {}", !nonceless));
    }
    if request.client_certificate != operation.request.mtls {
        return Err("client certificate".into());
    }
    if case.operation.sign == SignRule::Unsigned {
        return match sent.get("sign") {
            None => Ok(()),
            Some(_) => Err("signed".into()),
        };
    }
    let kind = match sent.get("sign_type").map(String::as_str) {
        None | Some("MD5") => SignType::Md5,
        _ => SignType::HmacSha256,
    };
    let mut rows = operation
        .request
        .query
        .iter()
        .chain(operation.request.body.iter().flat_map(|body| &body.fields));
    let allowed = rows
        .find(|field| field.name == "sign_type")
        .map(|field| &*field.values);
    match (allowed, sent.get("sign_type")) {
        (None, Some(_)) => return Err("it takes no sign_type".into()),
        (Some([one]), _) if one != kind.as_str() => {
            return Err(format!("signed with {kind}, takes {one}"));
        }
        _ => {}
    }
    let texts = sent
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    v2::verify(texts, Some(kind), keys.of(operation)).map_err(|error| error.to_string())
}

fn fields(value: &Value) -> BTreeMap<String, String> {
    let fields = value.as_object().into_iter().flatten();
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    fields
        .map(|(name, value)| (name.clone(), text(value)))
        .collect()
}

/// An answer with every field of the page comes back as the same values.
fn answered(keys: &Keys, case: &Case, operation: &Operation) -> Result<(), String> {
    let mut plain = sample::object(&operation.response.fields);
    for name in ["return_code", "result_code"] {
        if let Some(code) = plain.get_mut(name) {
            *code = json!("SUCCESS");
        }
    }
    let (response, expected) = match case.operation.response {
        ResponseKind::Text => {
            let csv = "a,b\n`1,`2\n";
            (Response::new(200, Headers::new(), csv), json!(csv))
        }
        ResponseKind::Json => {
            plain["retcode"] = json!("0");
            (Response::json(200, plain.to_string()), plain)
        }
        _ => {
            let wire = sealed(keys, &operation.response.fields, &plain);
            (signed(keys, operation, wire), plain)
        }
    };
    let script = MemoryTransport::new().answer(response);
    let mut example = operation.example.clone().unwrap_or_default();
    sample::fit_file(&operation.path, &mut example);
    let call = (case.call)(&keys.client(script), &Example::new(&example))
        .map_err(|error| error.to_string())?;
    let mut got = call.send_blocking().map_err(|error| error.to_string())?;
    let mut expected = expected;
    for value in [&mut got, &mut expected] {
        // The signature is the answer's own.
        if let Some(fields) = value.as_object_mut() {
            fields.remove("sign");
        }
    }
    if operation.response.fields.is_empty() && case.operation.response == ResponseKind::Xml {
        return Ok(());
    }
    match texts(&got) == texts(&expected) {
        true => Ok(()),
        false => Err(format!("{expected} came back as {got}")),
    }
}

/// The values with the encrypted ones encrypted.
fn sealed(keys: &Keys, fields: &[Field], plain: &Value) -> Map<String, Value> {
    let mut wire = plain.as_object().cloned().unwrap_or_default();
    for field in fields.iter().filter(|field| field.encryption.is_some()) {
        if let Some(Value::String(text)) = wire.get_mut(&field.name) {
            *text = keys.public.encrypt(text).unwrap();
        }
    }
    wire
}

/// The XML of these values, signed if the answers of this operation are.
fn signed(keys: &Keys, operation: &Operation, mut wire: Map<String, Value>) -> Response {
    wire.remove("sign");
    let path = operation.path.strip_prefix("/v2").unwrap();
    if v2::is_answer_signed(path) {
        let texts = fields(&Value::Object(wire.clone()));
        let texts = texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        let sign = v2::sign(texts, SignType::HmacSha256, keys.of(operation));
        wire.insert("sign".to_owned(), json!(sign));
    }
    Response::xml(element("xml", &Value::Object(wire)))
}

fn element(name: &str, value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(|item| element(name, item)).collect(),
        Value::Object(fields) => {
            let inside: String = fields
                .iter()
                .map(|(name, value)| element(name, value))
                .collect();
            format!("<{name}>{inside}</{name}>")
        }
        Value::String(text) => format!("<{name}><![CDATA[{text}]]></{name}>"),
        other => format!("<{name}>{other}</{name}>"),
    }
}
