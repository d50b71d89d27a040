//! API v3: verify the raw bytes, read the envelope, decrypt.

use super::{HeaderSource, NotificationError, Proof, Received, dispatch};
use crate::call::Version;
use crate::codec::path::{FieldError, Path};
use crate::codec::secrets::{Context, Rules, Secrets};
use crate::codec::{Object, json};
use crate::keys::{self, ApiV3Key, PlatformKeys};
use crate::rt::notification::{EncryptedResource, Envelope};
use crate::signature::{SignatureHeaders, verify};

pub(super) fn open(
    platform: &PlatformKeys,
    api_v3: Option<&ApiV3Key>,
    headers: &(impl HeaderSource + ?Sized),
    body: &[u8],
    now: i64,
) -> Result<Received, NotificationError> {
    let signature = SignatureHeaders::read(|name| headers.header(name));
    verify(platform, &signature, body, now)?;
    let api_v3 = api_v3.ok_or(NotificationError::NoKey {
        version: Version::V3,
        key: "APIv3 key",
    })?;
    let envelope = envelope(body)?;
    let event_type = envelope.event_type.ok_or_else(|| missing("event_type"))?;
    let resource = envelope.resource.ok_or_else(|| missing("resource"))?;
    let plaintext = decrypt(api_v3, &resource)?;
    let event = dispatch::event_v3(&event_type, resource.original_type.as_deref()).to_owned();
    Ok(Received {
        version: Version::V3,
        proof: Proof::Signature,
        event,
        key: dispatch::key_v3(envelope.id.as_deref(), &plaintext),
        id: envelope.id,
        event_type: Some(event_type),
        original_type: resource.original_type,
        create_time: envelope.create_time,
        summary: envelope.summary,
        request_id: headers.header("Request-ID").map(str::to_owned),
        body: body.to_vec(),
        plaintext: Some(plaintext),
    })
}

fn envelope(body: &[u8]) -> Result<Envelope, NotificationError> {
    let mut envelope = <Envelope as Object>::empty();
    let cx = Context::new(Secrets::Plain, Rules::Free);
    match json::read(body, &mut envelope, &Path::ROOT, &cx) {
        Ok(_) => Ok(envelope),
        Err(error) => Err(malformed(error)),
    }
}

fn decrypt(key: &ApiV3Key, resource: &EncryptedResource) -> Result<Vec<u8>, NotificationError> {
    fn part<'r>(value: &'r Option<String>, name: &str) -> Result<&'r str, NotificationError> {
        value.as_deref().ok_or_else(|| missing(name))
    }
    let encrypted = keys::EncryptedResource {
        algorithm: part(&resource.algorithm, "resource.algorithm")?,
        nonce: part(&resource.nonce, "resource.nonce")?,
        associated_data: resource.associated_data.as_deref(),
        ciphertext: part(&resource.ciphertext, "resource.ciphertext")?,
    };
    match key.decrypt(encrypted) {
        Ok(plaintext) => Ok(plaintext.as_bytes().to_vec()),
        Err(error) => Err(NotificationError::Decrypt {
            version: Version::V3,
            error,
        }),
    }
}

fn missing(path: &str) -> NotificationError {
    malformed(FieldError {
        path: path.to_owned(),
        message: "missing".to_owned(),
    })
}

fn malformed(error: FieldError) -> NotificationError {
    NotificationError::Malformed {
        version: Version::V3,
        error,
    }
}
