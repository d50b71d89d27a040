//! API v2: verify all fields, decrypt the one that is encrypted.

mod dispatch;

use self::dispatch::Fields;
use super::{HeaderSource, NotificationError, Notifications, Proof, Received};
use crate::call::Version;
use crate::client::Client;
use crate::codec::path::FieldError;
use crate::codec::tree::Tree;
use crate::codec::xml;
use crate::keys::{ApiV2Key, ApiV3Key, DecryptError, EncryptedResource, V2Keys};
use crate::signature::v2::{self, SignType};
use std::fmt;
use zeroize::Zeroizing;

/// Names and texts of the elements.
type Pairs = Vec<(String, String)>;

/// The field of a notification that carries an encrypted document.
pub(crate) const ENCRYPTED: [&str; 2] = ["req_info", "event_ciphertext"];

/// The key that is used in the place of the client's.
#[derive(Clone, Default)]
pub(super) struct OwnKey(Option<ApiV2Key>);

impl Notifications {
    /// What notifications of API v2 are verified, and refund notices decrypted with, in the place of the client's key. Without either
    /// they are refused.
    #[must_use]
    pub fn api_v2_key(mut self, key: ApiV2Key) -> Self {
        self.api_v2 = OwnKey(Some(key));
        self
    }
}

impl OwnKey {
    pub(super) fn open(
        &self,
        client: Option<&Client>,
        api_v3: Option<&ApiV3Key>,
        headers: &(impl HeaderSource + ?Sized),
        body: &[u8],
    ) -> Result<Received, NotificationError> {
        let of_client = client.and_then(Client::v2_keys);
        let key = self.0.as_ref().or(of_client.as_deref().map(V2Keys::key));
        open(key, api_v3, headers, body)
    }
}

impl fmt::Debug for OwnKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.is_some().fmt(f)
    }
}

fn open(
    api_v2: Option<&ApiV2Key>,
    api_v3: Option<&ApiV3Key>,
    headers: &(impl HeaderSource + ?Sized),
    body: &[u8],
) -> Result<Received, NotificationError> {
    let key = api_v2.ok_or_else(|| no_key("APIv2 key"))?;
    let fields = pairs(body)?;
    let proof = prove(&fields, key)?;
    let plaintext = decrypt(&fields, key, api_v3)?;
    let inside = match &plaintext {
        Some((name, text)) => document(text, name)?,
        None => Vec::new(),
    };
    let event = dispatch::event_v2(&fields);
    let get = |name| fields.field(name).map(str::to_owned);
    Ok(Received {
        version: Version::V2,
        proof,
        key: dispatch::key_v2(&event, &fields, &inside),
        event,
        id: get("event_id"),
        event_type: get("event_type"),
        original_type: None,
        create_time: get("event_create_time"),
        summary: None,
        request_id: headers.header("Request-ID").map(str::to_owned),
        body: body.to_vec(),
        plaintext: plaintext.map(|(_, text)| text.as_bytes().to_vec()),
    })
}

/// Refund notices alone are not signed: that they can be decrypted is all there is.
fn prove(fields: &Pairs, key: &ApiV2Key) -> Result<Proof, v2::VerifyError> {
    if fields.field("req_info").is_some() && fields.field("sign").is_none() {
        return Ok(Proof::Decryption);
    }
    let named = fields
        .field("sign_type")
        .or_else(|| fields.field("algorithm"));
    let expected = [SignType::Md5, SignType::HmacSha256]
        .into_iter()
        .find(|kind| named == Some(kind.as_str()));
    let fields = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    v2::verify(fields, expected, key)?;
    Ok(Proof::Signature)
}

/// The name of the encrypted field, and what was in it.
fn decrypt(
    fields: &Pairs,
    api_v2: &ApiV2Key,
    api_v3: Option<&ApiV3Key>,
) -> Result<Option<(&'static str, Zeroizing<String>)>, NotificationError> {
    let [refund, event] = ENCRYPTED;
    let opened = if let Some(text) = fields.field(refund) {
        (refund, api_v2.decrypt_refund(text))
    } else if let Some(ciphertext) = fields.field(event) {
        let key = api_v3.ok_or_else(|| no_key("APIv3 key"))?;
        let resource = EncryptedResource {
            algorithm: fields.field("event_algorithm").unwrap_or_default(),
            nonce: fields.field("event_nonce").unwrap_or_default(),
            associated_data: fields.field("event_associated_data"),
            ciphertext,
        };
        (event, key.decrypt(resource))
    } else {
        return Ok(None);
    };
    let (name, text) = opened;
    text.map(|text| Some((name, text))).map_err(decrypt_error)
}

/// A decrypted document must be one: the cipher of refund notices does not notice every change and every wrong key.
fn document(text: &str, name: &str) -> Result<Pairs, NotificationError> {
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if text.contains(control) {
        return Err(decrypt_error(DecryptError::NotText));
    }
    match text.trim_start().starts_with('<') {
        true => xml::pairs(text.as_bytes()).map_err(|message| malformed(name, message)),
        false => Ok(Vec::new()),
    }
}

/// The elements of the body, which is flat: what is nested would not be signed.
fn pairs(body: &[u8]) -> Result<Pairs, NotificationError> {
    let tree = xml::parse(body).map_err(|message| malformed("", message))?;
    let Tree::Elements(elements) = tree else {
        return Err(malformed("", "no field in it".to_owned()));
    };
    let text = |(name, element): (String, Tree)| match element {
        Tree::Text(text) => Ok((name, text)),
        Tree::Elements(_) => Err(malformed(&name, "elements where text belongs".to_owned())),
    };
    elements.into_iter().map(text).collect()
}

fn malformed(path: &str, message: String) -> NotificationError {
    NotificationError::Malformed {
        version: Version::V2,
        error: FieldError {
            path: path.to_owned(),
            message,
        },
    }
}

fn no_key(key: &'static str) -> NotificationError {
    NotificationError::NoKey {
        version: Version::V2,
        key,
    }
}

fn decrypt_error(error: DecryptError) -> NotificationError {
    NotificationError::Decrypt {
        version: Version::V2,
        error,
    }
}
