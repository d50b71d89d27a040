//! Notifications: the envelope of API v3, and what stands for an event that this version does not know.

use crate::call::Version;
use crate::codec::path::{FieldError, Path};
use crate::codec::secrets::{Cipher, Context, Key, Rules, Secrets};
use crate::codec::{Field, Object, Slot, View, json, xml};
use crate::keys::Merchant;
use crate::rt;
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
rt::object!(Response Envelope: 0 id, 1 create_time, 2 event_type, 3 resource_type, 4 summary, 5 resource);
rt::default!(Envelope);

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
rt::object!(Response EncryptedResource: 0 original_type, 1 algorithm, 2 ciphertext, 3 associated_data, 4 nonce);
rt::default!(EncryptedResource);

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
        read(&self.plaintext, &mut value, Secrets::Plain)?;
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

/// The content of a notification as text, with what opens the parts of it that are encrypted.
#[derive(Clone, Copy)]
pub struct Content<'a> {
    text: &'a [u8],
    merchant: Option<&'a Merchant>,
    inside: Option<&'a [u8]>,
}

impl<'a> Content<'a> {
    /// Fields encrypted for the merchant are opened with its key, if there is one. `inside` is what was in the encrypted field of a
    /// notification of API v2.
    pub(crate) fn new(
        text: &'a [u8],
        merchant: Option<&'a Merchant>,
        inside: Option<&'a [u8]>,
    ) -> Self {
        Self {
            text,
            merchant,
            inside,
        }
    }
}

/// Nothing in it is encrypted, or stays so.
impl<'a, T: AsRef<[u8]> + ?Sized> From<&'a T> for Content<'a> {
    fn from(text: &'a T) -> Self {
        Self::new(text.as_ref(), None, None)
    }
}

/// A reply that carries more than success or failure.
pub trait ReplyBody: Object {
    /// Whether the merchant signs it.
    const SIGNED: bool;
}

impl Unknown {
    /// An event that is not known, with its content.
    #[must_use]
    pub fn of(version: Version, event: &str, content: Content<'_>) -> Self {
        Self::new(version, event, content.text)
    }
}

/// Reads the content of a notification, JSON or XML.
///
/// # Errors
/// If it is neither, or a field has the wrong type.
pub fn decode<'a, T: Object>(content: impl Into<Content<'a>>) -> Result<Box<T>, crate::Error> {
    let mut value = Box::new(T::empty());
    match fill(content.into(), &mut *value) {
        Ok(()) => Ok(value),
        Err((error, text)) => Err(crate::Error::notification(error, text)),
    }
}

/// On an error, also the text that it is in.
fn fill<'a>(content: Content<'a>, field: &mut dyn Field) -> Result<(), (FieldError, &'a [u8])> {
    let cipher = content.merchant.map(Private);
    let secrets = match &cipher {
        Some(cipher) => Secrets::Cipher(cipher),
        None => Secrets::Plain,
    };
    read(content.text, field, secrets).map_err(|error| (error, content.text))?;
    if let (Some(inside), Slot::Object(object)) = (content.inside, field.slot()) {
        open(inside, object, secrets).map_err(|error| (error, inside))?;
    }
    Ok(())
}

/// Reads what was in the encrypted field into the place of the document that it carries.
fn open(inside: &[u8], object: &mut dyn Object, secrets: Secrets<'_>) -> Result<(), FieldError> {
    let mut names = object.shape().fields.iter().enumerate();
    let opened =
        names.find_map(|(index, name)| open_field(inside, name, object.field_mut(index)?, secrets));
    opened.unwrap_or(Ok(()))
}

/// As [`open`], if this is the field.
fn open_field(
    inside: &[u8],
    name: &str,
    field: &mut dyn Field,
    secrets: Secrets<'_>,
) -> Option<Result<(), FieldError>> {
    let View::Encrypted(sealed) = field.view() else {
        return None;
    };
    let text = sealed.text().to_owned();
    let Slot::Encrypted(sealed) = field.slot() else {
        return None;
    };
    sealed.set_text(text);
    let read = read(inside, sealed.insert(), secrets);
    Some(read.map_err(|error| FieldError {
        path: format!("{name}.{}", error.path),
        message: error.message,
    }))
}

/// Fields of notifications are encrypted for the merchant.
struct Private<'a>(&'a Merchant);

impl Cipher for Private<'_> {
    fn encrypt(&self, _: Key, _: &str) -> Result<String, String> {
        Err("notifications are only read".to_owned())
    }

    fn decrypt(&self, _: Key, text: &str) -> Result<String, String> {
        match self.0.key().decrypt(text) {
            Ok(plain) => Ok(plain.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }
}

fn read(text: &[u8], field: &mut dyn Field, secrets: Secrets<'_>) -> Result<(), FieldError> {
    let cx = Context::new(secrets, Rules::Free);
    if text.trim_ascii_start().starts_with(b"<") {
        xml::read(text, field, &cx)?;
    } else {
        json::read(text, field, &Path::ROOT, &cx)?;
    }
    Ok(())
}
