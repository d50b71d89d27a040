//! Encrypted documents in notifications of API v2.

use crate::codec::path::{FieldError, Path};
use crate::codec::secrets::{Context, Rules, Secrets};
use crate::codec::{Field, Object, Slot, View, debug, json, xml};
use std::fmt;

/// A document that came encrypted: the text as it came, and the document once it is opened.
#[derive(Clone)]
pub struct Encrypted<T> {
    text: String,
    document: Option<T>,
}

impl<T> Encrypted<T> {
    /// The encrypted text as it stands in its field (Base64).
    #[must_use]
    pub fn ciphertext(&self) -> &str {
        &self.text
    }

    /// The document, if it is opened.
    #[must_use]
    pub fn document(&self) -> Option<&T> {
        self.document.as_ref()
    }

    /// Takes the document out, if it is opened.
    #[must_use]
    pub fn into_document(self) -> Option<T> {
        self.document
    }
}

impl<T: Object> Encrypted<T> {
    /// Reads the document from what was decrypted, JSON or XML.
    ///
    /// # Errors
    /// When it is neither, or a field has the wrong type.
    pub fn open(&mut self, plaintext: &[u8]) -> Result<&T, FieldError> {
        let mut document = T::empty();
        let cx = Context::new(Secrets::Plain, Rules::Free);
        if plaintext.trim_ascii_start().starts_with(b"<") {
            xml::read(plaintext, &mut document, &cx)?;
        } else {
            json::read(plaintext, &mut document, &Path::ROOT, &cx)?;
        }
        Ok(self.document.insert(document))
    }
}

impl<T: Object> Field for Encrypted<T> {
    fn empty() -> Self {
        Self {
            text: String::new(),
            document: None,
        }
    }

    fn view(&self) -> View<'_> {
        View::Encrypted(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Encrypted(self)
    }
}

/// [`Encrypted`], whatever it holds.
pub trait Sealed {
    /// The text of the field.
    fn text(&self) -> &str;
    /// The opened document.
    fn document(&self) -> Option<&dyn Object>;
    /// Takes another text; the document is closed.
    fn set_text(&mut self, text: String);
    /// Puts an empty document in and gives it out to be filled.
    fn insert(&mut self) -> &mut dyn Field;
}

impl<T: Object> Sealed for Encrypted<T> {
    fn text(&self) -> &str {
        &self.text
    }

    fn document(&self) -> Option<&dyn Object> {
        match &self.document {
            Some(document) => Some(document),
            None => None,
        }
    }

    fn set_text(&mut self, text: String) {
        self.text = text;
        self.document = None;
    }

    fn insert(&mut self) -> &mut dyn Field {
        self.document.insert(T::empty())
    }
}

impl<T: Object> fmt::Debug for Encrypted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.document {
            Some(document) => debug::debug(document, f),
            None => f.write_str("[encrypted]"),
        }
    }
}
