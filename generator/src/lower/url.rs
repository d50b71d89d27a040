//! URL of an operation (page language, section 3).

use super::call::Call;
use super::context::{Context, text};
use super::mend::PageFixups;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::fixups::Property;
use crate::model::Version;

/// Where an operation is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Url {
    /// Documented path: `/v2/…` or `/v3/…`, parameters in braces.
    pub path: String,
    /// Path on the wire where it has nothing to do with the documented one.
    pub wire_path: Option<String>,
    /// Version of the API.
    pub version: Version,
    /// Names of the path parameters in order.
    pub parameters: Vec<String>,
    /// Names that the URL has in braces and that are no parameters: a constant, or nothing.
    pub constants: Vec<String>,
    /// Scheme and host, where the snippet has them.
    pub host: Option<String>,
}

/// Host of the API where a page does not say otherwise.
pub(super) const DEFAULT_HOST: &str = "https://api.mch.weixin.qq.com/";

/// Finds the URL. `None` if nothing says it; that is reported.
pub(super) fn find(
    call: &Call,
    fixups: &mut PageFixups<'_>,
    context: &mut Context<'_>,
) -> Option<Url> {
    let by_path = context.identity.operation_path();
    let Some(written) = &call.url else {
        let path = by_path.or_else(|| {
            let message = "neither an example nor the place of the page says what the URL is";
            context.push(Diagnostic::new(
                &codes::NO_URL,
                context.section.span,
                message,
            ));
            None
        })?;
        return Some(split(&path, None));
    };
    let mended = fixups.text(context.section.method, Property::Url, &written.text);
    let settled = mended.is_some();
    let literal = mended.unwrap_or_else(|| written.text.clone());
    let literal = literal.trim_start_matches('/');
    let (mut url, constants) = match &call.host {
        None => {
            let (path, constants) = resolve(literal, call);
            (split(&path, None), constants)
        }
        Some(host) => (with_host(literal, host, by_path.as_deref()), Vec::new()),
    };
    url.constants = constants;
    let differs = url.wire_path.is_some()
        || by_path
            .as_ref()
            .is_some_and(|by_path| url.path.trim_end_matches('/') != by_path);
    // A page may say that the URL comes with an earlier answer: then the place of the page is only its name.
    let said = context.identity.canonical || super::status::url_comes_from_answer(context.section);
    let named = url.wire_path.is_some() && said;
    if let Some(by_path) = by_path.filter(|_| differs && !settled && !named) {
        let message = match &url.wire_path {
            None => format!(
                "the URL is `{}`, the page stands at `{by_path}`; the URL is taken",
                url.path
            ),
            Some(wire) => {
                format!("the URL is `{wire}`, the page stands at `{by_path}`; both are kept")
            }
        };
        let problem = Diagnostic::new(&codes::URL_AND_PAGE, written.span, message);
        let confirmed = text(&*written.text);
        context.guess(problem, "", Property::Url, confirmed.clone(), confirmed);
    }
    Some(url)
}

/// A URL with its host, as snippets have it that do not use the API client: the path of v2 lacks its version. If it is
/// not where the page stands, the page's place is the documented path.
fn with_host(literal: &str, host: &str, by_path: Option<&str>) -> Url {
    let documented = if literal.starts_with("v2/") || literal.starts_with("v3/") {
        format!("/{literal}")
    } else {
        format!("/v2/{literal}")
    };
    match by_path {
        Some(by_path) if by_path != documented => Url {
            wire_path: Some(format!("/{literal}")),
            ..split(by_path, Some(host))
        },
        _ => split(&documented, Some(host)),
    }
}

/// Puts in what the example says of the names in braces: `{empty}`, bound to nothing, is a slash at the end, and a
/// constant that only differs in capitals stands for itself.
fn resolve(literal: &str, call: &Call) -> (String, Vec<String>) {
    let mut constants = Vec::new();
    let segments: Vec<_> = literal
        .split('/')
        .map(|segment| {
            let Some(name) = parameter(segment) else {
                return segment.to_owned();
            };
            let value = call
                .arguments
                .as_ref()
                .and_then(|arguments| arguments.get(name))
                .and_then(|one| one.as_str());
            match value {
                Some("") | None if name == "empty" => {}
                Some(value) if value != name && value.to_ascii_lowercase() == name => {}
                _ => return segment.to_owned(),
            }
            constants.push(name.to_owned());
            value.unwrap_or_default().to_owned()
        })
        .collect();
    (format!("/{}", segments.join("/")), constants)
}

fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn split(path: &str, host: Option<&str>) -> Url {
    Url {
        path: path.to_owned(),
        wire_path: None,
        version: if path.starts_with("/v2/") {
            Version::V2
        } else {
            Version::V3
        },
        parameters: path
            .split('/')
            .filter_map(parameter)
            .map(str::to_owned)
            .collect(),
        constants: Vec::new(),
        host: host.map(str::to_owned),
    }
}
