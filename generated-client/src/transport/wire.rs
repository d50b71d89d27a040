//! Our requests and answers as the `http` crate has them.

use super::failure::invalid;
use super::{Headers, Request, TransportError};
use http::{HeaderMap, HeaderName, HeaderValue};

/// The headers of a request. A value that cannot be a header is refused, not printed.
pub(super) fn headers(request: &Request) -> Result<HeaderMap, TransportError> {
    let mut headers = HeaderMap::new();
    for (name, value) in request.headers.iter() {
        let wrong = || invalid(format!("the header {name:?} cannot be sent"));
        headers.append(
            HeaderName::try_from(name).map_err(|_| wrong())?,
            HeaderValue::try_from(value).map_err(|_| wrong())?,
        );
    }
    Ok(headers)
}

/// The headers of an answer; bytes that are no UTF-8 are replaced.
pub(super) fn received(headers: &HeaderMap) -> Headers {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
        .collect()
}
