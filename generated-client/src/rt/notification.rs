//! Notifications: the envelope of API v3, and what stands for an event that this version does not know.

use crate::call::Version;
use crate::codec::path::{FieldError, Path};
use crate::codec::secrets::{Context, Rules, Secrets};
use crate::codec::{Object, Slot, json, xml};
use serde_json::Value;
use std::fmt;

/// What WeChat Pay posts for every event of API v3.
#[non_exhaustive]
pub struct Envelope {
    /// Id of the notification; the same when it is sent again.
    pub id: Option<String>,
    /// When the event happened, RFC 3339.
    pub create_time: Option<String>,
    /// The event, for example `TRANSACTION.SUCCESS`.
    pub event_type: Option<String>,
    /// Always `encrypt-resource`.
    pub resource_type: Option<String>,
    /// A note for people.
    pub summary: Option<String>,
    /// The encrypted content.
    pub resource: Option<EncryptedResource>,
}
crate::rt::object!(response Envelope: id, create_time, event_type, resource_type, summary, resource);

/// The encrypted content of a notification of API v3.
#[non_exhaustive]
pub struct EncryptedResource {
    /// What kind of object was encrypted, for example `transaction`.
    pub original_type: Option<String>,
    /// Always `AEAD_AES_256_GCM`.
    pub algorithm: Option<String>,
    /// The content, encrypted, in Base64.
    pub ciphertext: Option<String>,
    /// What is authenticated beside the content; may be missing.
    pub associated_data: Option<String>,
    /// Nonce, 12 characters.
    pub nonce: Option<String>,
}
crate::rt::object!(response EncryptedResource: original_type, algorithm, ciphertext, associated_data, nonce);

/// An event that this version does not know, with all that came.
#[derive(Clone)]
#[non_exhaustive]
pub struct Unknown {
    /// Version of the API.
    pub version: Version,
    /// Name of the event.
    pub event: String,
    /// The content, decrypted.
    pub plaintext: Vec<u8>,
}

impl Unknown {
    /// An event with its content.
    #[must_use]
    pub fn new(version: Version, event: impl Into<String>, plaintext: impl Into<Vec<u8>>) -> Self {
        Self {
            version,
            event: event.into(),
            plaintext: plaintext.into(),
        }
    }

    /// The content as a JSON value, whether it is JSON or XML.
    ///
    /// # Errors
    /// If it is neither.
    pub fn value(&self) -> Result<Value, FieldError> {
        let mut value = Value::Null;
        read(&self.plaintext, Slot::Value(&mut value))?;
        Ok(value)
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown")
            .field("version", &self.version)
            .field("event", &self.event)
            .field("plaintext", &format_args!("{} bytes", self.plaintext.len()))
            .finish()
    }
}

/// Reads the content of a notification, JSON or XML.
///
/// # Errors
/// If it is neither, or a field has the wrong type.
pub fn decode<T: Object>(plaintext: &[u8]) -> Result<Box<T>, crate::Error> {
    let mut value = Box::new(T::empty());
    match read(plaintext, Slot::Object(&mut *value)) {
        Ok(()) => Ok(value),
        Err(error) => Err(crate::Error::notification(error, plaintext)),
    }
}

pub(crate) fn read(plaintext: &[u8], slot: Slot<'_>) -> Result<(), FieldError> {
    let cx = Context::new(Secrets::Plain, Rules::Free);
    if plaintext.trim_ascii_start().starts_with(b"<") {
        xml::read(plaintext, slot, &cx)?;
    } else {
        json::read(plaintext, slot, &Path::ROOT, &cx)?;
    }
    Ok(())
}
