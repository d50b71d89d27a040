//! Encryption of single fields, and what else holds for one whole document.

use super::path::{FieldError, Path};
use std::cell::RefCell;

/// Whose public key encrypts a field of a request. Fields of answers are encrypted with the merchant's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Key {
    /// The platform's.
    Platform,
    /// The one for payments to bank cards.
    Bank,
}

/// Encrypts what is sent and decrypts what is received.
pub trait Cipher: Send + Sync {
    /// The text that goes on the wire.
    ///
    /// # Errors
    /// Why it cannot be encrypted; must not repeat the text.
    fn encrypt(&self, key: Key, text: &str) -> Result<String, String>;

    /// The text behind what came over the wire.
    ///
    /// # Errors
    /// Why it cannot be decrypted.
    fn decrypt(&self, key: Key, text: &str) -> Result<String, String>;
}

/// What happens to encrypted fields. There is no default: whoever writes a document says it.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations)]
pub enum Secrets<'a> {
    /// They stay as they are: for values that do not leave the process, and for a server without keys.
    Plain,
    /// They go through a cipher.
    Cipher(&'a dyn Cipher),
}

/// Which rules hold for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rules {
    /// Any text may stand in it: serde, and everything that is read.
    Free,
    /// It goes to WeChat Pay, which takes no character beyond three bytes of UTF-8.
    Wire,
}

/// What holds for one whole document.
pub(crate) struct Context<'a> {
    pub(crate) secrets: Secrets<'a>,
    pub(crate) rules: Rules,
    /// Whether a list may be a single element without list around it (XML).
    pub(crate) repeats: bool,
    /// Whether the format is binary, so that an object may come as the sequence of its fields.
    pub(crate) binary: bool,
    /// The first problem. Serde's errors carry only a text, so it waits here.
    problem: RefCell<Option<FieldError>>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(secrets: Secrets<'a>, rules: Rules) -> Self {
        Self {
            secrets,
            rules,
            repeats: false,
            binary: false,
            problem: RefCell::new(None),
        }
    }

    /// The context of plain serde: nothing is encrypted, nothing is refused.
    pub(crate) fn serde() -> Context<'static> {
        Context::new(Secrets::Plain, Rules::Free)
    }

    /// Same document, inside an XML or URL-encoded part of it.
    pub(crate) fn repeating(&self) -> Context<'a> {
        Context {
            repeats: true,
            ..Context::new(self.secrets, self.rules)
        }
    }

    /// Remembers `error` as the problem unless there is one, and makes a serde error of it.
    pub(crate) fn report<E: serde_core::ser::Error>(&self, error: FieldError) -> E {
        let text = error.to_string();
        self.problem.borrow_mut().get_or_insert(error);
        E::custom(text)
    }

    /// As [`Self::report`], for reading.
    pub(crate) fn refuse<E: serde_core::de::Error>(
        &self,
        at: &Path<'_>,
        message: impl Into<String>,
    ) -> E {
        self.pass(FieldError::new(at, message))
    }

    /// As [`Self::report`], for reading an embedded document.
    pub(crate) fn pass<E: serde_core::de::Error>(&self, error: FieldError) -> E {
        let text = error.to_string();
        self.problem.borrow_mut().get_or_insert(error);
        E::custom(text)
    }

    /// Remembers that a format's own error happened at `at`, unless a problem is known already.
    pub(crate) fn note<E: std::fmt::Display>(&self, at: &Path<'_>, error: E) -> E {
        self.problem
            .borrow_mut()
            .get_or_insert_with(|| FieldError::new(at, error.to_string()));
        error
    }

    /// The remembered problem, or else `error` at the root.
    pub(crate) fn problem(&self, error: impl std::fmt::Display) -> FieldError {
        self.problem
            .take()
            .unwrap_or_else(|| FieldError::new(&Path::ROOT, error.to_string()))
    }
}
