//! Why no pay parameters could be made.

use std::error::Error;
use std::fmt;

use crate::signature::SignError;

/// Pay parameters could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PayParamsError {
    /// A value is empty or has a character that cannot be part of it.
    Value {
        /// Its name, for example `appid`, `prepay_id` or `code_url`.
        name: &'static str,
        /// What is wrong.
        problem: &'static str,
    },
    /// The client has no keys to sign with.
    NoKeys,
    /// The client has no APIv2 key to sign with.
    NoV2Keys,
    /// The signature failed.
    Sign(SignError),
}

impl fmt::Display for PayParamsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { name, problem } => write!(f, "{name} {problem}"),
            Self::NoKeys => {
                f.write_str("the client was built without keys, so it cannot sign pay parameters")
            }
            Self::NoV2Keys => {
                f.write_str("the client has no APIv2 key, with which these parameters are signed")
            }
            Self::Sign(error) => error.fmt(f),
        }
    }
}

impl Error for PayParamsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Value { .. } | Self::NoKeys | Self::NoV2Keys => None,
            Self::Sign(error) => Some(error),
        }
    }
}

impl From<SignError> for PayParamsError {
    fn from(error: SignError) -> Self {
        Self::Sign(error)
    }
}
