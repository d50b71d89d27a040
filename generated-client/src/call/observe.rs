//! What an attempt tells `tracing`: a span with operation, attempt, status, request id and duration; no value that was sent or
//! answered, no secret.

use super::Draft;
use crate::error::Error;
use crate::transport::Response;
use std::time::Instant;
use tracing::field::{Empty, display};
use tracing::{Span, debug, info_span, warn};

/// The span of one attempt.
pub(crate) struct Observed {
    pub(crate) span: Span,
    started: Instant,
}

impl Observed {
    pub(crate) fn begin(draft: &Draft, attempt: u32) -> Self {
        let span = info_span!(
            "wechatpay",
            method = draft.operation.method.as_str(),
            // The template, without the values of its parameters.
            path = &*draft.path,
            attempt,
            status = Empty,
            request_id = Empty,
            duration_ms = Empty,
            error = Empty,
            code = Empty,
        );
        Self {
            span,
            started: Instant::now(),
        }
    }

    pub(crate) fn end<'r>(&self, result: Result<&'r Response, &'r Error>) {
        let span = &self.span;
        if span.is_disabled() {
            return;
        }
        let milliseconds = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        span.record("duration_ms", milliseconds);
        let (status, request_id) = match result {
            Ok(response) => (Some(response.status), response.request_id()),
            Err(Error::Api(error)) => (Some(error.status()), error.request_id()),
            Err(Error::Verify(error)) => (Some(error.status()), error.request_id()),
            Err(_) => (None, None),
        };
        if let Some(status) = status {
            span.record("status", status);
        }
        if let Some(request_id) = request_id {
            span.record("request_id", display(request_id));
        }
        let Err(error) = result else {
            span.in_scope(|| debug!("answered"));
            return;
        };
        span.record("error", error.stage());
        if let Error::Api(error) = error
            && let Some(code) = error.code()
        {
            span.record("code", display(code));
        }
        span.in_scope(|| warn!("failed"));
    }
}
