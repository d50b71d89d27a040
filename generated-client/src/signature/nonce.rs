//! The random text in every signature, which tests can fix.

use super::SignError;
use crate::crypto::random;

/// Gives a text that is used once.
pub trait Nonces: Send + Sync {
    /// Up to 32 characters of `[0-9A-Za-z]`.
    ///
    /// # Errors
    /// [`SignError::Randomness`].
    fn next(&self) -> Result<String, SignError>;
}

/// 32 characters from the operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomNonces;

impl Nonces for RandomNonces {
    fn next(&self) -> Result<String, SignError> {
        random::alphanumeric(32).ok_or(SignError::Randomness)
    }
}

/// Always the same text. For tests only.
#[derive(Debug, Clone)]
pub struct FixedNonces(String);

impl FixedNonces {
    /// Gives this text.
    pub fn new(nonce: impl Into<String>) -> Self {
        Self(nonce.into())
    }
}

impl Nonces for FixedNonces {
    fn next(&self) -> Result<String, SignError> {
        Ok(self.0.clone())
    }
}
