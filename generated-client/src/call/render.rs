//! A call as a request: URL, headers, body.

use super::v2::sandbox_prefix;
use super::{Body, BodyKind, Draft, ResponseKind, Version, url};
use crate::codec::path::{FieldError, Path};
use crate::codec::secrets::{Context, Rules, Secrets};
use crate::codec::{Field, View, check, headers, json, multipart, query, xml};
use crate::error::BuildError;
use crate::transport::Request;

const USER_AGENT: &str = concat!("wechatpay-client/", env!("CARGO_PKG_VERSION"), " (Rust)");

/// Names and texts, as API v2 signs them.
type Fields<'a> = &'a [(String, String)];

/// The request of a call; one of API v2 with these fields in place of those that the caller gave.
pub(crate) fn render(
    draft: &Draft,
    secrets: Secrets<'_>,
    fields: Option<Fields<'_>>,
) -> Result<Request, BuildError> {
    let cx = Context::new(secrets, Rules::Wire);
    let mut request = Request::new(draft.operation.method, url(draft, fields, &cx)?);
    request.timeout = draft.timeout;
    request.client_certificate = draft.operation.mtls;
    request.headers.set("Accept", accept(draft));
    request.headers.set("User-Agent", USER_AGENT);
    body(draft, fields, &mut request, &cx).map_err(|error| BuildError {
        part: "body",
        error,
    })?;
    let wrong = |error| BuildError {
        part: "headers",
        error,
    };
    if let Some(object) = &draft.headers {
        headers::write(&**object, &mut request.headers, &cx).map_err(wrong)?;
    }
    for (name, value) in &draft.own_headers {
        headers::valid(name, value).map_err(|message| BuildError::new("headers", name, message))?;
        request.headers.set(name, value);
    }
    Ok(request)
}

fn accept(draft: &Draft) -> &'static str {
    match (draft.operation.response, draft.operation.version) {
        (ResponseKind::Binary | ResponseKind::Text | ResponseKind::Redirect, _) => "*/*",
        (_, Version::V3) => "application/json",
        (_, Version::V2) => "text/xml, application/json;q=0.9",
    }
}

fn url(draft: &Draft, fields: Option<Fields<'_>>, cx: &Context<'_>) -> Result<String, BuildError> {
    if let Some(address) = &draft.address {
        return Ok(address.clone());
    }
    let operation = &draft.operation;
    let host = draft.host.as_deref().or(draft.client.base_url());
    let mut url =
        url::base(operation, host).map_err(|message| BuildError::new("url", "host", message))?;
    url.push_str(sandbox_prefix(draft));
    url.push_str(&url::path(
        operation.version,
        &draft.path,
        &draft.parameters,
    )?);
    let query = query_string(draft, fields, cx).map_err(|error| BuildError {
        part: "query",
        error,
    })?;
    if !query.is_empty() {
        url.push('?');
        url.push_str(&query);
    }
    if let Some(fragment) = operation.fragment {
        url.push('#');
        url.push_str(fragment.trim_start_matches('#'));
    }
    Ok(url)
}

fn query_string(
    draft: &Draft,
    fields: Option<Fields<'_>>,
    cx: &Context<'_>,
) -> Result<String, FieldError> {
    if let (Some(fields), BodyKind::None) = (fields, draft.operation.request) {
        let mut text = String::new();
        for (name, value) in fields {
            let at = Path::ROOT.field(name);
            check::text(name, &at, cx)?;
            check::text(value, &at, cx)?;
            query::push_pair(&mut text, name, value);
        }
        return Ok(text);
    }
    let mut text = match &draft.query {
        Some(object) => query::to_text(View::Object(&**object), &Path::ROOT, cx)?,
        None => String::new(),
    };
    for (name, value) in &draft.pairs {
        let at = Path::ROOT.field(name);
        check::text(name, &at, cx)?;
        check::text(value, &at, cx)?;
        query::push_pair(&mut text, name, value);
    }
    Ok(text)
}

fn body(
    draft: &Draft,
    fields: Option<Fields<'_>>,
    request: &mut Request,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    let view = match &draft.body {
        Body::None if fields.is_some() => View::Absent,
        Body::None => return Ok(()),
        Body::Object(object) => View::Object(&**object),
        Body::Value(value) => value.view(),
        Body::Broken(message) => return Err(FieldError::new(&Path::ROOT, message.clone())),
    };
    let content_type = match draft.operation.request {
        BodyKind::None => return Ok(()),
        BodyKind::Json => {
            request.body = json::to_vec(view, &Path::ROOT, cx)?;
            "application/json".to_owned()
        }
        BodyKind::Xml => {
            request.body = match fields {
                Some(fields) => xml::from_pairs(fields)?,
                None => xml::to_vec(view, cx)?,
            };
            "text/xml; charset=utf-8".to_owned()
        }
        BodyKind::Multipart => {
            let form = match fields {
                Some(fields) => multipart::to_signed_form(view, fields, cx)?,
                None => multipart::to_form(view, cx)?,
            };
            request.body = form.body;
            request.signed_part = form.document;
            form.content_type
        }
    };
    request.headers.set("Content-Type", content_type);
    Ok(())
}
