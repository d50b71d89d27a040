//! Errors of both transports.

use super::{TransportError, TransportErrorKind};
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// What was asked for cannot be done.
pub(super) fn invalid(message: impl Into<String>) -> TransportError {
    TransportError::new(TransportErrorKind::Unsupported, message.into())
}

pub(super) fn no_certificate() -> TransportError {
    invalid(
        "this operation wants the merchant's certificate: give it to the transport by `TransportOptions::client_certificate` (PEM) or, with the feature `pkcs12`, `client_pkcs12`",
    )
}

pub(super) fn too_late(limit: Duration) -> TransportError {
    let message = format!("the exchange was not complete after {limit:?}");
    TransportError::new(TransportErrorKind::Timeout, message)
}

pub(super) fn too_long(limit: u64) -> TransportError {
    let message = format!("the body of the answer is longer than {limit} bytes");
    TransportError::new(TransportErrorKind::Other, message)
}

/// An error that prints itself and its causes, because many libraries print only the outermost.
#[derive(Debug)]
pub(super) struct Explained<E>(pub(super) E);

impl<E: Error + 'static> fmt::Display for Explained<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printed = self.0.to_string();
        f.write_str(&printed)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let text = error.to_string();
            // Some print their cause themselves.
            if !printed.ends_with(&text) {
                write!(f, ": {text}")?;
            }
            printed = text;
            cause = error.source();
        }
        Ok(())
    }
}

impl<E: Error + 'static> Error for Explained<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
