//! An answer that is not proven to come from WeChat Pay.

use crate::signature::{StatementError, VerifyError};
use crate::transport::{Headers, Response};
use std::fmt;

/// An answer with a status of success that is not proven to come from WeChat Pay. It is not read as a value.
///
/// The call may have been performed all the same: query its state before repeating it.
#[derive(Clone)]
pub struct UntrustedAnswer {
    pub(crate) reason: Untrusted,
    pub(crate) response: Response,
}

/// Why an answer is not trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Untrusted {
    /// Its signature.
    Signature(VerifyError),
    /// The digest of a statement, which is signed in the place of its body.
    Statement(StatementError),
    /// The signature among the fields of an answer of API v2 (feature `v2`).
    #[cfg(feature = "v2")]
    SignatureV2(crate::signature::v2::VerifyError),
    /// It should be the signed XML of API v2, but is no XML.
    NotXml,
}

impl UntrustedAnswer {
    /// Why it is not trusted.
    #[must_use]
    pub fn reason(&self) -> &Untrusted {
        &self.reason
    }

    /// Whether it may be proven after a download of certificates.
    pub(crate) fn lacks_certificate(&self) -> bool {
        match &self.reason {
            Untrusted::Signature(VerifyError::UnknownKey { serial, .. }) => {
                !serial.starts_with("PUB_KEY_ID_")
            }
            Untrusted::Signature(VerifyError::Expired { .. }) => true,
            _ => false,
        }
    }

    /// HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.status
    }

    /// Id of the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }

    /// Headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.response.headers
    }

    /// The raw body, of which nothing is proven.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.response.body
    }
}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Statement(error) => error.fmt(f),
            #[cfg(feature = "v2")]
            Self::SignatureV2(error) => error.fmt(f),
            Self::NotXml => f.write_str("it should be XML with a signature, but it is none"),
        }
    }
}

impl fmt::Display for UntrustedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the answer (HTTP {}) is not proven to come from WeChat Pay: {}",
            self.status(),
            self.reason
        )?;
        match self.request_id() {
            Some(id) => write!(f, " (request id {id})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for UntrustedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntrustedAnswer")
            .field("reason", &self.reason)
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for UntrustedAnswer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            Untrusted::Signature(error) => Some(error),
            Untrusted::Statement(error) => Some(error),
            #[cfg(feature = "v2")]
            Untrusted::SignatureV2(error) => Some(error),
            Untrusted::NotXml => None,
        }
    }
}
