//! The page of the sandbox, for people: three files without anything from elsewhere. It does what it does over the control interface.

use super::http::HttpAnswer;

const HTML: &str = include_str!("page/page.html");
const CSS: &str = include_str!("page/page.css");
const JS: &str = include_str!("page/page.js");

/// Only our own files: what the page shows was sent by others.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The file at this place below `/_sandbox/`.
pub(super) fn file(name: &str) -> Option<HttpAnswer> {
    let (text, content_type) = match name {
        "" => (HTML, "text/html; charset=utf-8"),
        "page.css" => (CSS, "text/css; charset=utf-8"),
        "page.js" => (JS, "text/javascript; charset=utf-8"),
        _ => return None,
    };
    let headers = [
        ("Content-Type", content_type),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ];
    Some(HttpAnswer {
        status: 200,
        headers: headers.into_iter().collect(),
        body: text.as_bytes().to_vec(),
    })
}
