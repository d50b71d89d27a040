//! URLs: host rules and path templates.

use super::{Operation, Parameters, Version};
use crate::codec::query::ENCODED;
use crate::error::BuildError;
use percent_encoding::utf8_percent_encode;
use std::borrow::Cow;

/// The main host.
pub(crate) const DEFAULT: &str = "https://api.mch.weixin.qq.com/";

/// Scheme with authority, and path without `/` at its end, of the URL before the path of an operation.
///
/// The host is the first of: the call's own, the client's, the operation's if it is required, the main one. The path before
/// `/v3` comes from the same place if that has one, else from the operation's required host.
pub(crate) fn base(operation: &Operation, host: Option<&str>) -> Result<String, &'static str> {
    let (authority, prefix) = split(documented_base(operation))?;
    let Some(host) = host else {
        return Ok(format!("{authority}{prefix}"));
    };
    match split(host)? {
        (authority, "") => Ok(format!("{authority}{prefix}")),
        (authority, prefix) => Ok(format!("{authority}{prefix}")),
    }
}

fn documented_base(operation: &Operation) -> &'static str {
    match operation.base_url {
        Some(url) if operation.base_url_required => url,
        _ => DEFAULT,
    }
}

/// What [`target`] would be at the documented host, if `host` has a path of its own before `/v3`.
pub(crate) fn documented_target(
    operation: &Operation,
    host: Option<&str>,
    target: &str,
) -> Option<String> {
    let (_, own) = split(host?).ok()?;
    let (_, documented) = split(documented_base(operation)).ok()?;
    let rest = target.strip_prefix(own)?;
    Some(format!("{documented}{rest}"))
}

/// Whether this can be a host.
pub(crate) fn check_host(host: &str) -> Result<(), &'static str> {
    split(host).map(drop)
}

/// `https://host` and `/prefix` of `host`, `https://host/`, `https://host/prefix/`.
fn split(host: &str) -> Result<(Cow<'_, str>, &str), &'static str> {
    const WRONG: &str = "expected a host or a URL such as https://api.mch.weixin.qq.com";
    let ok = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/[]%".contains(&b);
    if !host.bytes().all(ok) {
        return Err(WRONG);
    }
    let (scheme, rest) = match host.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => (scheme, rest),
        Some(_) => return Err(WRONG),
        None => ("https", host),
    };
    let (name, prefix) = match rest.find('/') {
        Some(slash) => rest.split_at_checked(slash).ok_or(WRONG)?,
        None => (rest, ""),
    };
    if name.is_empty() {
        return Err(WRONG);
    }
    Ok((
        Cow::Owned(format!("{scheme}://{name}")),
        prefix.trim_end_matches('/'),
    ))
}

/// Domains of WeChat Pay. A request that is signed goes nowhere else but to the client's own base URL.
const DOMAINS: [&str; 3] = ["weixin.qq.com", "wechatpay.cn", "tenpay.com"];

/// Whether a URL that an answer gave may be asked for with a signature.
pub(crate) fn check_address(url: &str, base_url: Option<&str>) -> Result<(), &'static str> {
    let readable = |b: u8| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b);
    if !url.bytes().all(readable) {
        return Err("not a URL");
    }
    let authority = authority(url).ok_or("expected a URL with https://")?;
    if base_url.is_some_and(|base| split(base).is_ok_and(|(own, _)| own == authority)) {
        return Ok(());
    }
    let host = authority
        .strip_prefix("https://")
        .ok_or("expected a URL with https://")?;
    let host = host.strip_suffix(":443").unwrap_or(host);
    let ours = |domain: &&str| {
        let rest = host.strip_suffix(*domain);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    match DOMAINS.iter().any(ours) {
        true => Ok(()),
        false => Err("not a host of WeChat Pay, nor the client's base URL"),
    }
}

/// `https://host:port` of a URL without credentials.
fn authority(url: &str) -> Option<&str> {
    let start = url.find("://")? + 3;
    let rest = url.get(start..)?;
    let length = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest.get(..length)?.contains('@') {
        true => None,
        false => url.get(..start + length),
    }
}

/// What a signature covers of a URL: path and query as they are sent.
pub(crate) fn target(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let target = rest.find('/').and_then(|slash| rest.get(slash..));
    let target = target.unwrap_or("/");
    target.split_once('#').map_or(target, |(target, _)| target)
}

/// The path on the wire: parameters filled in, each as one segment; `/v2` dropped.
pub(crate) fn path(
    version: Version,
    template: &str,
    parameters: &Parameters,
) -> Result<String, BuildError> {
    let wrong = |name: &str, message: &str| BuildError::new("path", name, message);
    let template = template.strip_prefix('/').unwrap_or(template);
    let template = match version {
        Version::V2 => template.strip_prefix("v2/").unwrap_or(template),
        Version::V3 => template,
    };
    let mut path = String::new();
    let mut names = Vec::new();
    for segment in template.split('/') {
        path.push('/');
        let Some(name) = parameter(segment) else {
            literal(segment).map_err(|message| wrong(template, message))?;
            path.push_str(segment);
            continue;
        };
        let value = match parameters {
            Parameters::Ordered(values) => values.get(names.len()),
            Parameters::Named(values) => values
                .iter()
                .find(|(other, _)| other == name)
                .map(|(_, value)| value),
        };
        let value = value.ok_or_else(|| wrong(name, "required, but missing"))?;
        one_segment(value).map_err(|message| wrong(name, message))?;
        path.extend(utf8_percent_encode(value, ENCODED));
        names.push(name);
    }
    match parameters {
        Parameters::Named(values) => match values
            .iter()
            .find(|(name, _)| !names.contains(&name.as_str()))
        {
            Some((name, _)) => Err(wrong(name, "not in the path")),
            None => Ok(path),
        },
        Parameters::Ordered(_) => Ok(path),
    }
}

/// The name of a parameter, if the segment is one.
fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// A value that fills one segment and leaves the rest of the path as it is.
fn one_segment(value: &str) -> Result<(), &'static str> {
    if value.is_empty() {
        Err("a path parameter cannot be empty")
    } else if value == "." || value == ".." {
        Err("a path parameter cannot be a step in the path")
    } else if value.contains(char::is_control) {
        Err("a path parameter cannot have control characters")
    } else if value.chars().any(|c| c > '\u{ffff}') {
        Err("a path parameter cannot have characters beyond three bytes of UTF-8")
    } else {
        Ok(())
    }
}

/// A segment of a template that is not a parameter.
fn literal(segment: &str) -> Result<(), &'static str> {
    let ok = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    if segment == "." || segment == ".." || !segment.bytes().all(ok) {
        return Err("not a path: segments are letters, digits, -._~, or a parameter in braces");
    }
    Ok(())
}
