//! Where a file is, as an answer says it.

use super::digest::Expected;
use super::{DownloadError, HashAlgorithm};
use crate::codec::{Field, Object, Slot, View};
use std::fmt;

/// Where a file is, its digest, and the key to an encrypted one: what the answers that name files have.
///
/// An address is valid for about five minutes.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileAddress {
    /// `download_url`
    pub url: String,
    /// `hash_type`: `SHA1`, `SHA256`, `SM3`.
    pub hash_type: Option<String>,
    /// `hash_value`, in hexadecimal. For a file that comes packed with gzip it is the digest of the unpacked content.
    pub hash_value: Option<String>,
    /// `encrypt_key`: the key of the file, encrypted for the merchant's certificate.
    pub encrypt_key: Option<String>,
    /// `nonce`
    pub nonce: Option<String>,
    /// `bill_sequence`, if the file is a part of a long bill.
    pub sequence: Option<i64>,
}

impl FileAddress {
    /// An address without a digest.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            ..Self::default()
        }
    }

    /// The same with the digest that the file should have.
    #[must_use]
    pub fn hash(mut self, hash_type: impl Into<String>, hash_value: impl Into<String>) -> Self {
        self.hash_type = Some(hash_type.into());
        self.hash_value = Some(hash_value.into());
        self
    }

    /// The digest to check; a digest that cannot be checked is an error, not the same as none.
    pub(super) fn expected(&self) -> Result<Option<Expected>, DownloadError> {
        let value = self.hash_value.as_deref().unwrap_or_default().trim();
        let name = self.hash_type.as_deref().unwrap_or_default();
        if value.is_empty() {
            return Ok(None);
        }
        let fits = |algorithm: &HashAlgorithm| {
            value.len() == algorithm.hex_length() && value.bytes().all(|b| b.is_ascii_hexdigit())
        };
        match HashAlgorithm::from_name(name).filter(fits) {
            Some(algorithm) => Ok(Some(Expected {
                algorithm,
                hex: value.to_owned(),
            })),
            None => Err(match HashAlgorithm::missing_feature(name) {
                Some(feature) => DownloadError::NeedsFeature(feature),
                None => DownloadError::UnknownDigest {
                    algorithm: name.to_owned(),
                    value: value.to_owned(),
                },
            }),
        }
    }

    /// All addresses in an answer, in the order of their sequence numbers.
    pub(crate) fn all_of(answer: &dyn Object) -> Vec<Self> {
        let mut found = Vec::new();
        collect(answer, &mut found);
        found.sort_by_key(|address| address.sequence);
        found
    }
}

impl From<String> for FileAddress {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}

impl From<&str> for FileAddress {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

// URL and key open the file.
impl fmt::Debug for FileAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split(['?', '#']).next().unwrap_or_default();
        f.debug_struct("FileAddress")
            .field("url", &url)
            .field("hash_type", &self.hash_type)
            .field("hash_value", &self.hash_value)
            .field("sequence", &self.sequence)
            .finish_non_exhaustive()
    }
}

/// The names under which answers have an address. The flows of a coupon batch call it `url`, beside a digest.
fn is_address(name: &str, names: &[&str]) -> bool {
    name == "download_url" || (name == "url" && names.contains(&"hash_value"))
}

fn collect(object: &dyn Object, found: &mut Vec<FileAddress>) {
    let names = object.shape().fields;
    let mut address = FileAddress::default();
    for (name, field) in object.fields() {
        match field.view() {
            View::Text(text) => {
                let text = text.to_owned();
                match name {
                    name if is_address(name, names) => address.url = text,
                    "hash_type" => address.hash_type = Some(text),
                    "hash_value" => address.hash_value = Some(text),
                    "encrypt_key" => address.encrypt_key = Some(text),
                    "nonce" => address.nonce = Some(text),
                    _ => {}
                }
            }
            View::Integer(number) if name == "bill_sequence" => address.sequence = Some(number),
            View::Object(object) => collect(object, found),
            View::List(list) => {
                for element in list.iter() {
                    if let View::Object(object) = element.view() {
                        collect(object, found);
                    }
                }
            }
            _ => {}
        }
    }
    if !address.url.is_empty() {
        found.push(address);
    }
}

/// Whether an answer of this type can name a file. The value is filled on the way, so it must be an empty one.
pub(super) fn can_name_a_file(object: &mut dyn Object) -> bool {
    let names = object.shape().fields;
    if names.iter().any(|name| is_address(name, names)) {
        return true;
    }
    (0..names.len()).any(|index| object.field_mut(index).is_some_and(leads_to_a_file))
}

fn leads_to_a_file(field: &mut dyn Field) -> bool {
    match field.slot() {
        Slot::List(list) => leads_to_a_file(list.push()),
        Slot::Object(object) => can_name_a_file(object),
        _ => false,
    }
}

/// A text of a request, found by its name.
pub(super) fn text_of<'o>(object: &'o dyn Object, name: &str) -> Option<&'o str> {
    let (_, field) = object.fields().find(|(own, _)| *own == name)?;
    match field.view() {
        View::Text(text) => Some(text),
        _ => None,
    }
}
