//! OpenAPI 3.1 of the whole model, or of some families.
//!
//! Paths, webhooks and schemas are called what they are called in the client: `v3.pay.transactions.jsapi.PostRequest` is the
//! type of that path, and equal shapes of a family are one schema, as they are one type. What OpenAPI has no word for stands
//! in keys that begin with `x-`; `README.md` of this folder lists them.

mod fields;
mod names;
mod operations;
mod webhooks;

use crate::passes::api::{Api, Role, TypeRef};
use crate::passes::families::Families;
use fields::Schemas;
use names::Names;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Name of the security scheme of v3.
const V3: &str = "v3-signature";
/// Name of the security scheme of the client certificate.
const MTLS: &str = "client-certificate";
/// Name of the schema of errors.
const ERROR: &str = "Error";

/// The document. `only`: the families that are in it; all if there is none.
#[must_use]
pub fn document(api: &Api<'_>, families: &Families, only: &BTreeSet<String>) -> Value {
    let names = Names::new(api);
    let schemas = Schemas { api, names: &names };
    let is_in = |family: &str| only.is_empty() || only.contains(family);
    let (paths, twins) = operations::paths(&schemas, &is_in);
    let webhooks = webhooks::webhooks(&schemas, &is_in);
    let mut components = Map::new();
    components.insert("schemas".to_owned(), components_schemas(&schemas, &is_in));
    components.insert("securitySchemes".to_owned(), security_schemes());
    if !twins.is_empty() {
        components.insert("pathItems".to_owned(), Value::Object(twins));
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "WeChat Pay API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Made by wechatpay-codegen of documentation pages.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [
            { "url": "https://api.mch.weixin.qq.com" },
            { "url": "https://api2.mch.weixin.qq.com", "description": "The same, elsewhere." },
        ],
        "tags": tags(api, families, &is_in),
        "paths": paths,
    });
    if let Value::Object(document) = &mut document {
        if !webhooks.is_empty() {
            document.insert("webhooks".to_owned(), Value::Object(webhooks));
        }
        document.insert("components".to_owned(), Value::Object(components));
    }
    document
}

fn tags(api: &Api<'_>, families: &Families, is_in: &dyn Fn(&str) -> bool) -> Value {
    let about = |name: &str| {
        let family = families.all.iter().find(|one| one.name.get_ref() == name);
        family.map_or("", |family| family.about.as_str())
    };
    let used = api.families.iter().filter(|name| is_in(name));
    used.map(|name| json!({ "name": name, "description": about(name) }))
        .collect()
}

fn security_schemes() -> Value {
    json!({
        V3: {
            "type": "http",
            "scheme": "WECHATPAY2-SHA256-RSA2048",
            "description": "Signature over method, path and query, time, nonce and body, with the merchant's private key.",
        },
        MTLS: {
            "type": "mutualTLS",
            "description": "The merchant's API certificate as the certificate of the TLS client.",
        },
    })
}

/// All named types of the families, and the error of v3.
fn components_schemas(schemas: &Schemas<'_, '_>, is_in: &dyn Fn(&str) -> bool) -> Value {
    let api = schemas.api;
    let mut all = BTreeMap::new();
    for at in 0..api.structs.len() {
        let ty = TypeRef::Struct(at);
        // The members of these two are parameters.
        let is_parameters = matches!(api.structs[at].role, Role::Query(_) | Role::Headers(_));
        if !is_parameters && is_in(&api.modules[api.home(ty)].family) {
            all.insert(schemas.names.schema(ty).to_owned(), schemas.object(at));
        }
    }
    for at in 0..api.enums.len() {
        let ty = TypeRef::Enum(at);
        if is_in(&api.modules[api.home(ty)].family) {
            all.insert(schemas.names.schema(ty).to_owned(), schemas.values(at));
        }
    }
    let error = json!({
        "type": "object",
        "description": "Answer of v3 to a call that failed.",
        "properties": {
            "code": { "type": "string" },
            "message": { "type": "string" },
            "detail": {},
        },
    });
    all.insert(ERROR.to_owned(), error);
    Value::Object(all.into_iter().collect())
}

/// An entry with a value, unless it says nothing.
fn set(map: &mut Value, key: &str, value: Value) {
    let says_nothing = match &value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    if let (Value::Object(map), false) = (map, says_nothing) {
        map.insert(key.to_owned(), value);
    }
}

/// A text in English, if the glossary has it, and as our pages have it.
fn text(api: &Api<'_>, chinese: &str) -> Value {
    match api.glossary.english(chinese) {
        Some(english) => format!("{english}\n\n{chinese}").into(),
        None => chinese.into(),
    }
}

/// A title in both languages, on one line.
fn title(api: &Api<'_>, chinese: &str) -> Value {
    match api.glossary.english(chinese) {
        Some(english) => format!("{english} ({chinese})").into(),
        None => chinese.into(),
    }
}
