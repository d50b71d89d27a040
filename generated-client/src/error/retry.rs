//! Which errors may go away by themselves.

use super::{ApiError, CertificatesUnavailable, Error, Untrusted};
use crate::signature::VerifyError;
use crate::transport::TransportErrorKind;
use std::time::Duration;

impl Error {
    /// Whether the same call, with exactly the same values (order and refund numbers above all), may succeed later. It does not
    /// say that the first attempt had no effect: with a new number a call that is repeated is performed twice.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Error::Transport(error) => matches!(
                error.kind,
                TransportErrorKind::Connect
                    | TransportErrorKind::Timeout
                    | TransportErrorKind::Interrupted
            ),
            Error::Api(error) => error.is_retryable(),
            // A good signature follows a probe.
            Error::Verify(error) => error.reason == Untrusted::Signature(VerifyError::Probe),
            Error::Certificates(error) => {
                matches!(&**error, CertificatesUnavailable::Call(error) if error.is_retryable())
            }
            _ => false,
        }
    }
}

impl ApiError {
    /// As [`Error::is_retryable`].
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.is_busy()
            || matches!(
                self.code(),
                Some(
                    "SYSTEM_ERROR"
                        | "SYSTEMERROR"
                        | "RATE_LIMITED"
                        | "RATELIMIT_EXCEEDED"
                        | "FREQUENCY_LIMITED"
                )
            )
    }

    /// Whether the status alone says that it may go away.
    pub(crate) fn is_busy(&self) -> bool {
        matches!(self.status(), 429 | 500 | 502 | 503 | 504)
    }

    /// How long the answer asks to wait.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let seconds = self.headers().get("Retry-After")?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds))
    }
}
