//! The control interface over HTTP, below `/_sandbox/`: JSON in, JSON out. The module `sandbox` lists what there is.
//!
//! Pages of other sites cannot use it: the host must be this machine, and what changes something must say that it is JSON.

use super::catalogue::catalogue;
use super::http::{HttpAnswer, HttpRequest};
use super::journal::Exchange;
use super::shared::Shared;
use super::world::ControlError;
use super::{Control, SandboxError, page, text};
use crate::call::Version;
use serde_json::{Value, json};

/// The answer, if the request is one for control.
pub(super) fn answer(shared: &Shared, request: &HttpRequest) -> Option<HttpAnswer> {
    let path = request.path();
    let rest = match path.strip_prefix("/_sandbox") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => rest,
        _ => return None,
    };
    let refused = refused(request);
    let place = rest.trim_matches('/');
    if refused.is_none()
        && request.method == "GET"
        && let Some(file) = page::file(place)
    {
        return Some(file);
    }
    let (status, body) = match refused {
        Some(why) => (403, error(why)),
        None => match act(shared, request, place) {
            Ok(value) => (200, value),
            Err((status, why)) => (status, error(&why)),
        },
    };
    let headers = [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Cache-Control", "no-store"),
    ];
    Some(HttpAnswer {
        status,
        headers: headers.into_iter().collect(),
        body: body.to_string().into_bytes(),
    })
}

fn error(why: &str) -> Value {
    json!({ "error": why })
}

/// Why a request is not for us to answer: a page of another site may have made it.
fn refused(request: &HttpRequest) -> Option<&'static str> {
    let host = request.headers.get("Host").unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if !matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        return Some("the host must be 127.0.0.1 or localhost");
    }
    if request.method == "GET" {
        return None;
    }
    let content_type = request.headers.get("Content-Type").unwrap_or_default();
    if request.method == "POST" && !content_type.starts_with("application/json") {
        return Some("Content-Type must be application/json");
    }
    let origin = request.headers.get("Origin");
    let is_ours = origin.is_none_or(|origin| origin == format!("http://{host}"));
    (!is_ours).then_some("not for pages of other sites")
}

type Done = Result<Value, (u16, String)>;

fn act(shared: &Shared, request: &HttpRequest, path: &str) -> Done {
    let parts: Vec<&str> = path.split('/').collect();
    let control = Control(shared);
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["state"]) => Ok(state(shared)),
        ("GET", ["keys"]) => Ok(keys(shared)),
        ("GET", ["operations"]) => {
            let all = catalogue().operations();
            Ok(all
                .map(|one| json!({ "id": one.id, "title": one.title }))
                .collect())
        }
        ("GET", ["journal"]) => {
            let pairs = text::query(request.query()).unwrap_or_default();
            let after = pairs.iter().find(|(name, _)| name == "after");
            let after = after.and_then(|(_, number)| number.parse().ok());
            Ok(shared.journal().lines(after.unwrap_or(0)))
        }
        ("DELETE", ["journal"]) => {
            shared.journal().clear();
            Ok(json!({}))
        }
        ("GET", ["journal", number]) => {
            let number = number.parse().unwrap_or(0);
            let journal = shared.journal();
            journal
                .get(number)
                .map(Exchange::to_json)
                .ok_or_else(not_there)
        }
        ("GET", ["scripts"]) => Ok(shared.scripts().to_json()),
        ("DELETE", ["scripts"]) => {
            shared.scripts().clear();
            Ok(json!({}))
        }
        ("POST", ["scripts"]) => {
            let body = body(request)?;
            let all = match &body {
                Value::Array(all) => all.as_slice(),
                one => std::slice::from_ref(one),
            };
            let all: Result<Vec<_>, _> = all.iter().map(super::Script::from_json).collect();
            let all = all.map_err(|why| (400, why))?;
            all.into_iter()
                .for_each(|script| shared.scripts().add(script));
            Ok(shared.scripts().to_json())
        }
        ("POST", [what @ ("pay" | "fail" | "confirm" | "terminate")]) => {
            let body = body(request)?;
            let number = text_at(&body, "number").ok_or_else(|| missing("number"))?;
            let done = match *what {
                "pay" => control.pay(number, text_at(&body, "payer")),
                "fail" => control.fail(number, text_at(&body, "reason").unwrap_or("FAIL")),
                "confirm" => control.confirm(number),
                _ => control.terminate(number),
            };
            done.map_err(|error| match error {
                ControlError::Unknown { .. } => (404, error.to_string()),
                _ => (409, error.to_string()),
            })?;
            Ok(state(shared))
        }
        ("POST", ["clock"]) => {
            let body = body(request)?;
            let seconds = body.get("advance").and_then(Value::as_i64);
            control.advance(seconds.ok_or_else(|| missing("advance"))?);
            Ok(json!({ "now": shared.now() }))
        }
        ("POST", ["rotate"]) => {
            let serial = control.rotate().map_err(internal)?;
            Ok(json!({ "serial": serial }))
        }
        ("GET", ["notifications"]) => {
            let all = shared.deliveries.all();
            Ok(all.iter().map(super::Delivery::to_json).collect())
        }
        ("POST", ["notifications", number, "again"]) => {
            let number = number.parse().unwrap_or(0);
            match shared.deliveries.again(number, shared.now()) {
                true => Ok(json!({})),
                false => Err(not_there()),
            }
        }
        ("POST", ["notify"]) => {
            let body = body(request)?;
            let event = text_at(&body, "event").ok_or_else(|| missing("event"))?;
            let url = text_at(&body, "notify_url").ok_or_else(|| missing("notify_url"))?;
            let version = match text_at(&body, "version") {
                Some("v2") => Version::V2,
                _ => Version::V3,
            };
            let fields = body.get("fields").cloned().unwrap_or_else(|| json!({}));
            let number = control
                .notify(version, event, url, &fields)
                .map_err(|error| (404, error.to_string()))?;
            Ok(json!({ "number": number }))
        }
        _ => Err((
            404,
            "nothing is here; see the documentation of the sandbox".to_owned(),
        )),
    }
}

fn body(request: &HttpRequest) -> Done {
    if request.body.is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_slice(&request.body).map_err(|error| (400, format!("not JSON: {error}")))
}

fn text_at<'v>(body: &'v Value, name: &str) -> Option<&'v str> {
    body.get(name)?.as_str()
}

fn missing(name: &str) -> (u16, String) {
    (400, format!("{name}: required, but missing"))
}

fn not_there() -> (u16, String) {
    (404, "nothing has this number".to_owned())
}

fn internal(error: SandboxError) -> (u16, String) {
    (500, error.to_string())
}

fn state(shared: &Shared) -> Value {
    let keys = shared.keys();
    let serials: Vec<_> = keys
        .platform_certificates
        .iter()
        .map(|(serial, _)| serial)
        .collect();
    json!({
        "base_url": shared.base_url,
        "now": shared.now(),
        "time": text::rfc3339(shared.now()),
        "ahead": shared.now() - shared.real_now(),
        "mchid": keys.mchid,
        "merchant_serial": keys.merchant_serial,
        "platform_public_key_id": keys.platform_public_key_id,
        "platform_certificates": serials,
        "things": shared.world().overview(),
    })
}

fn keys(shared: &Shared) -> Value {
    let keys = shared.keys();
    let certificates: Vec<_> = keys
        .platform_certificates
        .iter()
        .map(|(serial, pem)| json!({ "serial": serial, "certificate": pem }))
        .collect();
    json!({
        "base_url": shared.base_url,
        "mchid": keys.mchid,
        "appid": keys.appid,
        "openid": keys.openid,
        "api_v3_key": keys.api_v3_key,
        "api_v2_key": keys.api_v2_key,
        "merchant_serial": keys.merchant_serial,
        "merchant_key": keys.merchant_key,
        "merchant_certificate": keys.merchant_certificate,
        "platform_public_key_id": keys.platform_public_key_id,
        "platform_public_key": keys.platform_public_key,
        "platform_certificates": certificates,
    })
}
