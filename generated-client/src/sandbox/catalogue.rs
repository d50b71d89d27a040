//! Operations and notifications as the endpoint model has them, read when they are first asked for.

use crate::call::Version;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

/// A line for each operation and notification, written by the generator.
static LINES: &str = include_str!("../api/catalogue.jsonl");

/// What no page of this version describes: the self-test of a merchant's keys. What it answers is a guess.
const SELF_TEST: &str = r#"{"id":"POST /v3/security/echo","title":"self-test","request":{"body":{"encoding":"json","required":true,"fields":[{"name":"echo_message","required":true},{"name":"encrypted_echo_message","encryption":"platform"},{"name":"notify_url"}]}},"response":{"kind":"json","fields":[{"name":"echo_message"},{"name":"encrypted_echo_message","encryption":"merchant"}],"sample":{}}}"#;

/// Hosts have these before `/v3`; the sandbox answers at them too.
const PREFIXES: &[&str] = &["hk", "global"];
/// What API v2 calls its sandbox; ours is one anyway.
const V2_SANDBOX: &str = "/xdc/apiv2sandbox";

/// All of them.
pub(super) struct Catalogue {
    entries: Vec<Entry>,
    /// By method and number of segments.
    routes: HashMap<(&'static str, usize), Vec<usize>>,
    notifications: HashMap<(Version, &'static str), Told>,
}

struct Told {
    line: &'static str,
    notification: OnceLock<Option<Notification>>,
}

struct Entry {
    id: &'static str,
    /// Segments of the path on the wire.
    segments: Vec<&'static str>,
    line: &'static str,
    operation: OnceLock<Option<Operation>>,
}

/// One operation.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) version: Version,
    pub(super) path: Vec<Field>,
    pub(super) query: Vec<Field>,
    pub(super) headers: Vec<Field>,
    pub(super) body: Option<Body>,
    pub(super) answer: Answer,
}

/// What is sent.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) encoding: BodyEncoding,
    pub(super) required: bool,
    pub(super) fields: Vec<Field>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyEncoding {
    Json,
    Xml,
    Multipart,
}

/// What is answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) kind: Kind,
    pub(super) status: Option<u16>,
    pub(super) unsigned: bool,
    pub(super) fields: Vec<Field>,
    pub(super) sample: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    Xml,
    Binary,
    Text,
    Empty,
    Redirect,
}

/// One notification: what it says, not its envelope.
#[derive(Debug)]
pub(super) struct Notification {
    pub(super) fields: Vec<Field>,
    pub(super) sample: Value,
}

/// One field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) list: bool,
    pub(super) required: bool,
    pub(super) values: Vec<String>,
    pub(super) encoding: Option<Encoding>,
    pub(super) decodes_to_list: bool,
    pub(super) key: Option<Key>,
    pub(super) max_length: Option<usize>,
    pub(super) decimal: bool,
    pub(super) fields: Vec<Field>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Integer,
    Boolean,
    Object,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Json,
    Urlencoded,
}

/// Whose key a field is encrypted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Platform,
    Merchant,
    Bank,
    ApiV2,
    ApiV3,
}

/// What a request line asks for.
pub(super) enum Route {
    /// An operation, and its path parameters, decoded.
    Found(&'static Operation, Map<String, Value>),
    /// The path, but with another method.
    OtherMethod,
    /// Nothing.
    Unknown,
}

pub(super) fn catalogue() -> &'static Catalogue {
    static ALL: LazyLock<Catalogue> = LazyLock::new(Catalogue::read);
    &ALL
}

impl Catalogue {
    fn read() -> Self {
        let mut all = Self {
            entries: Vec::new(),
            routes: HashMap::new(),
            notifications: HashMap::new(),
        };
        // A page of this operation would be found first.
        for line in LINES.lines().chain([SELF_TEST]) {
            if let Some(id) = quoted(line, "{\"id\":\"") {
                all.add(id, line);
            } else if let Some(event) = quoted(line, "{\"event\":\"") {
                let version = match line.contains("\"version\":\"v2\"") {
                    true => Version::V2,
                    false => Version::V3,
                };
                let notification = OnceLock::new();
                all.notifications
                    .insert((version, event), Told { line, notification });
            }
        }
        all
    }

    fn add(&mut self, id: &'static str, line: &'static str) {
        let Some((method, path)) = id.split_once(' ') else {
            return;
        };
        let after = line.split_once("\"wire_path\":\"").map(|(_, after)| after);
        let wire = after.and_then(|after| after.split('"').next());
        let path = wire.unwrap_or_else(|| path.strip_prefix("/v2").unwrap_or(path));
        let segments: Vec<_> = path.split('/').collect();
        let at = self.entries.len();
        let route = self.routes.entry((method, segments.len())).or_default();
        route.push(at);
        self.entries.push(Entry {
            id,
            segments,
            line,
            operation: OnceLock::new(),
        });
    }

    /// All operations, read.
    pub(super) fn operations(&'static self) -> impl Iterator<Item = &'static Operation> {
        self.entries.iter().filter_map(Entry::operation)
    }

    /// The operation of a path on the wire (without query).
    pub(super) fn route(&'static self, method: &str, path: &str) -> Route {
        let candidates = [Some(path), without_prefix(path)];
        for path in candidates.into_iter().flatten() {
            if let Some((entry, parameters)) = self.find(method, path) {
                return match entry.operation() {
                    Some(operation) => Route::Found(operation, parameters),
                    None => Route::Unknown,
                };
            }
        }
        let other = ["GET", "POST", "PUT", "PATCH", "DELETE"];
        match other.iter().any(|other| self.find(other, path).is_some()) {
            true => Route::OtherMethod,
            false => Route::Unknown,
        }
    }

    /// The entry with most segments that are not parameters.
    fn find(
        &'static self,
        method: &str,
        path: &str,
    ) -> Option<(&'static Entry, Map<String, Value>)> {
        let segments: Vec<&str> = path.split('/').collect();
        let method = ["GET", "POST", "PUT", "PATCH", "DELETE"]
            .into_iter()
            .find(|known| *known == method)?;
        let entries = self.routes.get(&(method, segments.len()))?;
        let fitting = entries
            .iter()
            .filter_map(|at| self.entries.get(*at))
            .filter_map(|entry| Some((entry, entry.fit(&segments)?)));
        fitting.min_by_key(|(_, parameters)| parameters.len())
    }

    /// A notification by its event.
    pub(super) fn notification(
        &'static self,
        version: Version,
        event: &str,
    ) -> Option<&'static Notification> {
        let (_, one) = self
            .notifications
            .iter()
            .find(|((other, name), _)| *other == version && *name == event)?;
        one.notification
            .get_or_init(|| notification(one.line))
            .as_ref()
    }
}

impl Entry {
    fn operation(&'static self) -> Option<&'static Operation> {
        self.operation
            .get_or_init(|| operation(self.id, self.line))
            .as_ref()
    }

    fn fit(&self, segments: &[&str]) -> Option<Map<String, Value>> {
        let mut parameters = Map::new();
        for (expected, given) in self.segments.iter().zip(segments) {
            match expected.strip_prefix('{') {
                Some(name) if !given.is_empty() => {
                    let name = name.trim_end_matches('}').to_owned();
                    parameters.insert(name, Value::String(super::text::decoded(given)?));
                }
                _ if expected == given => {}
                _ => return None,
            }
        }
        Some(parameters)
    }
}

fn quoted(line: &'static str, before: &str) -> Option<&'static str> {
    line.strip_prefix(before)?.split('"').next()
}

fn without_prefix(path: &str) -> Option<&str> {
    if let Some(rest) = path.strip_prefix(V2_SANDBOX) {
        return Some(rest);
    }
    let rest = path.strip_prefix('/')?;
    let (first, _) = rest.split_once('/')?;
    let rest = rest.get(first.len()..)?;
    PREFIXES.contains(&first).then_some(rest)
}

fn operation(id: &str, line: &str) -> Option<Operation> {
    let line: Value = serde_json::from_str(line).ok()?;
    let request = &line["request"];
    let response = &line["response"];
    let body = request.get("body").map(|body| Body {
        encoding: match body["encoding"].as_str() {
            Some("xml") => BodyEncoding::Xml,
            Some("multipart") => BodyEncoding::Multipart,
            _ => BodyEncoding::Json,
        },
        required: is(body, "required"),
        fields: fields(&body["fields"]),
    });
    let version = match id.contains(" /v2/") {
        true => Version::V2,
        false => Version::V3,
    };
    Some(Operation {
        id: id.to_owned(),
        title: line["title"].as_str().unwrap_or_default().to_owned(),
        version,
        path: fields(&request["path"]),
        query: fields(&request["query"]),
        headers: fields(&request["headers"]),
        body,
        answer: Answer {
            kind: match response["kind"].as_str()? {
                "json" => Kind::Json,
                "xml" => Kind::Xml,
                "binary" => Kind::Binary,
                "text" => Kind::Text,
                "redirect" => Kind::Redirect,
                _ => Kind::Empty,
            },
            status: response["status"].as_u64().and_then(|n| n.try_into().ok()),
            unsigned: is(response, "unsigned"),
            fields: fields(&response["fields"]),
            sample: response["sample"].clone(),
        },
    })
}

fn notification(line: &str) -> Option<Notification> {
    let line: Value = serde_json::from_str(line).ok()?;
    Some(Notification {
        fields: fields(&line["fields"]),
        sample: line["sample"].clone(),
    })
}

fn fields(list: &Value) -> Vec<Field> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(field)
        .collect()
}

fn field(value: &Value) -> Option<Field> {
    let values = value["enum"].as_array().into_iter().flatten();
    Some(Field {
        name: value["name"].as_str()?.to_owned(),
        ty: match value["type"].as_str() {
            Some("integer" | "number") => Type::Integer,
            Some("boolean") => Type::Boolean,
            Some("object") => Type::Object,
            _ => Type::Text,
        },
        list: value.get("array").is_some(),
        required: is(value, "required"),
        values: values
            .filter_map(|one| Some(one.as_str()?.to_owned()))
            .collect(),
        encoding: match value["encoding"].as_str() {
            Some("json") => Some(Encoding::Json),
            Some("urlencoded") => Some(Encoding::Urlencoded),
            _ => None,
        },
        decodes_to_list: value["decodes_to"] == "list",
        key: match value["encryption"].as_str() {
            Some("platform") => Some(Key::Platform),
            Some("merchant") => Some(Key::Merchant),
            Some("bank") => Some(Key::Bank),
            Some("api-v2") => Some(Key::ApiV2),
            Some(_) => Some(Key::ApiV3),
            None => None,
        },
        max_length: value["max_length"].as_u64().and_then(|n| n.try_into().ok()),
        decimal: is(value, "decimal"),
        fields: fields(&value["fields"]),
    })
}

fn is(value: &Value, name: &str) -> bool {
    value[name] == true
}

/// The field that a name on the wire belongs to: `coupon_id_3` to `coupon_id_$n`.
pub(super) fn field_of<'f>(fields: &'f [Field], name: &str) -> Option<&'f Field> {
    let numbered = |field: &&Field| {
        field.name.contains('$') && {
            let (mut expected, mut given) = (field.name.split('_'), name.split('_'));
            let same = expected.by_ref().all(|expected| match given.next() {
                Some(given) if expected.starts_with('$') => {
                    !given.is_empty() && given.bytes().all(|byte| byte.is_ascii_digit())
                }
                given => given == Some(expected),
            });
            same && given.next().is_none()
        }
    };
    fields
        .iter()
        .find(|field| field.name == name)
        .or_else(|| fields.iter().find(numbered))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line can be read, and every operation is found at its path.
    #[test]
    fn every_operation_has_a_route() {
        let all = catalogue();
        assert!(all.entries.len() > 1_000 && all.notifications.len() > 90);
        for entry in &all.entries {
            let path: Vec<String> = entry
                .segments
                .iter()
                .map(|segment| segment.replace(['{', '}'], "x"))
                .collect();
            let method = entry.id.split(' ').next().unwrap();
            match all.route(method, &path.join("/")) {
                Route::Found(found, _) => assert_eq!(unnamed(&found.id), unnamed(entry.id)),
                _ => panic!("{} has no route", entry.id),
            }
        }
        for (version, event) in all.notifications.keys() {
            assert!(all.notification(*version, event).is_some(), "{event}");
        }
    }

    /// Two operations differ in the name of their parameter alone: on the wire they are one.
    fn unnamed(id: &str) -> Vec<&str> {
        let names = |segment: &str| segment.starts_with('{');
        id.split('/')
            .map(|segment| if names(segment) { "{}" } else { segment })
            .collect()
    }

    #[test]
    fn prefixes_of_hosts_and_encoded_parameters_are_understood() {
        let found = |method, path| match catalogue().route(method, path) {
            Route::Found(operation, parameters) => {
                (operation.id.as_str(), Value::Object(parameters))
            }
            _ => ("", Value::Null),
        };
        let (id, parameters) = found("GET", "/v3/pay/transactions/out-trade-no/a%2Fb");
        assert_eq!(id, "GET /v3/pay/transactions/out-trade-no/{out_trade_no}");
        assert_eq!(parameters["out_trade_no"], "a/b");
        assert_eq!(
            found("POST", "/pay/unifiedorder").0,
            "POST /v2/pay/unifiedorder"
        );
        assert_eq!(
            found("GET", "/hk/v3/certificates").0,
            "GET /v3/certificates"
        );
        let sandbox = catalogue().route("POST", "/xdc/apiv2sandbox/pay/unifiedorder");
        assert!(matches!(sandbox, Route::Found(..)));
        assert!(matches!(
            catalogue().route("DELETE", "/v3/certificates"),
            Route::OtherMethod
        ));
        assert!(matches!(
            catalogue().route("GET", "/v3/nothing"),
            Route::Unknown
        ));
    }
}
