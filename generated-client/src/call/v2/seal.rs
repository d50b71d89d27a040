//! Requests of API v2: the fields that the client adds, and the signature over all of them.

use crate::call::render::render;
use crate::call::seal::{Seal, Sealed, missing, unsigned};
use crate::call::{Body, BodyKind, Draft, ResponseKind, SignRule, Version};
use crate::codec::path::FieldError;
use crate::codec::secrets::{Cipher, Context, Key, Rules, Secrets};
use crate::codec::{Field, View, flat, multipart, xml};
use crate::crypto::digest::hex;
use crate::crypto::v2::md5;
use crate::error::{BuildError, Error};
use crate::keys::{ApiV2Key, V2Keys};
use crate::signature::v2::{self, SignType};
use crate::transport::Response;
use std::sync::Arc;

/// Below this path stands the sandbox of API v2.
const SANDBOX: &str = "/xdc/apiv2sandbox";

/// Names under which the merchant's own id is sent.
const MERCHANT_IDS: [&str; 3] = ["mch_id", "mchid", "combine_mch_id"];

/// The keys of a call of API v2, and what is known of its answer.
pub(crate) struct V2Seal {
    pub(crate) keys: Arc<V2Keys>,
    /// Whether it goes to the sandbox, which has a key of its own.
    sandbox: bool,
    /// Whether its answer has a signature.
    pub(crate) answer_is_signed: bool,
}

impl V2Seal {
    pub(crate) fn new(draft: &Draft, keys: Arc<V2Keys>) -> Self {
        let path = path(draft);
        let documented = path.strip_prefix(SANDBOX).unwrap_or(&path);
        Self {
            sandbox: is_sandbox(draft),
            answer_is_signed: !draft.operation.unsigned
                && draft.operation.response == ResponseKind::Xml
                && v2::is_answer_signed(documented),
            keys,
        }
    }

    /// The key that signs this call and its answer.
    pub(crate) fn key(&self) -> Option<&ApiV2Key> {
        match self.sandbox {
            true => self.keys.sandbox_key(),
            false => Some(self.keys.key()),
        }
    }

    /// What decrypts its answer.
    pub(crate) fn cipher(&self) -> &dyn Cipher {
        &*self.keys
    }

    /// The kind of its answer. Where a text comes in place of XML, that is the success, and stays as it is: an answer that should
    /// have been signed has been refused before.
    pub(crate) fn kind(&self, documented: ResponseKind, response: &Response) -> ResponseKind {
        match documented {
            ResponseKind::Xml if !xml::is_xml(&response.body) => ResponseKind::Text,
            kind => kind,
        }
    }
}

/// The path as documented, without `/v2`, with the names of its parameters.
fn path(draft: &Draft) -> String {
    let path = draft.path.trim_start_matches('/');
    format!("/{}", path.strip_prefix("v2/").unwrap_or(path))
}

/// What stands before the path of a call if the client sends its calls of API v2 to the sandbox.
pub(crate) fn sandbox_prefix(draft: &Draft) -> &'static str {
    let operation = &draft.operation;
    let elsewhere = operation.version == Version::V3 || operation.base_url_required;
    match draft.client.uses_v2_sandbox() && !elsewhere && !path(draft).starts_with("/xdc/") {
        true => SANDBOX,
        false => "",
    }
}

/// Whether a call goes to the sandbox: by its path, or because the client sends its calls there.
pub(crate) fn is_sandbox(draft: &Draft) -> bool {
    path(draft).starts_with(SANDBOX) || !sandbox_prefix(draft).is_empty()
}

/// Whether a field is encrypted with the key for bank cards.
pub(crate) fn needs_bank_key(draft: &Draft) -> bool {
    let Body::Object(object) = &draft.body else {
        return false;
    };
    let mut fields = object.fields();
    fields
        .any(|(_, field)| matches!(field.view(), View::Secret(Key::Bank, text) if !text.is_empty()))
}

/// The request of a call of API v2, encrypted and signed if the client has keys.
pub(crate) fn seal(draft: &Draft) -> Result<Sealed, Error> {
    match draft.client.v2_keys() {
        _ if draft.client.is_unsigned() => unsigned(draft),
        Some(keys) => seal_with(draft, keys),
        None => Err(missing(
            "this is a call of API v2, which is signed with the APIv2 key; give it to ClientBuilder::api_v2_key",
        )),
    }
}

/// The request of a call of API v2, encrypted and signed with these keys.
pub(super) fn seal_with(draft: &Draft, keys: Arc<V2Keys>) -> Result<Sealed, Error> {
    let seal = V2Seal::new(draft, keys);
    let key = seal.key().ok_or_else(|| {
        let message = "the key of the sandbox is not known yet; a call that is sent downloads it";
        BuildError::new("client", "sandbox", message)
    })?;
    let secrets: &dyn Cipher = &*seal.keys;
    let cx = Context::new(Secrets::Cipher(secrets), Rules::Wire);
    let part = match draft.operation.request {
        BodyKind::None => "query",
        _ => "body",
    };
    let mut fields = given(draft, &cx).map_err(|error| BuildError { part, error })?;
    if draft.operation.sign != SignRule::Unsigned {
        let sign_type = complete(draft, &seal.keys, &mut fields)?;
        let texts = fields
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        let sign = v2::sign(texts, sign_type, key);
        fields.push(("sign".to_owned(), sign));
    } else {
        add_merchant(draft, &seal.keys, &mut fields);
    }
    let request = render(draft, Secrets::Cipher(secrets), Some(&fields))?;
    let seal = Some(Seal::V2(seal));
    Ok(Sealed { request, seal })
}

/// What the caller gave: the fields of the body, or of the query where there is none.
fn given(draft: &Draft, cx: &Context<'_>) -> Result<Vec<(String, String)>, FieldError> {
    let view = match (&draft.operation.request, &draft.body, &draft.query) {
        (BodyKind::None, _, Some(query)) => View::Object(&**query),
        (BodyKind::None, _, None) | (_, Body::None, _) => View::Absent,
        (_, Body::Object(object), _) => View::Object(&**object),
        (_, Body::Value(value), _) => value.view(),
        (_, Body::Broken(_), _) => View::Absent,
    };
    let mut fields = flat::fields(view, cx)?;
    if draft.operation.request == BodyKind::None {
        fields.extend(draft.pairs.iter().cloned());
    }
    if draft.operation.request == BodyKind::Multipart && !has(&fields, "media_hash") {
        let files = multipart::files(view);
        let digests = files
            .iter()
            .map(|(_, file)| ("media_hash".to_owned(), hex(&md5(&file.content))));
        fields.extend(digests.take(1));
    }
    fields.retain(|(name, text)| name != "sign" && !text.is_empty());
    Ok(fields)
}

/// Adds what is missing of merchant id, random text and kind of signature, and tells the kind.
fn complete(
    draft: &Draft,
    keys: &V2Keys,
    fields: &mut Vec<(String, String)>,
) -> Result<SignType, Error> {
    let operation = &draft.operation;
    add_merchant(draft, keys, fields);
    // Forms and pages for the browser are signed over what their pages list, without a random text.
    let takes_nonce = operation.request != BodyKind::Multipart
        && operation.response != ResponseKind::Redirect
        && !operation.nonceless;
    if takes_nonce && !has(fields, "nonce_str") {
        let nonce = draft.client.nonces().next()?;
        fields.push(("nonce_str".to_owned(), nonce));
    }
    let given = fields.iter().find(|(name, _)| name == "sign_type");
    if let Some((_, given)) = given {
        return SignType::parse(given).ok_or_else(|| {
            let message = "the kinds of signatures are MD5 and HMAC-SHA256";
            BuildError::new("body", "sign_type", message).into()
        });
    }
    let sign_type = match operation.sign {
        SignRule::Unsigned | SignRule::Md5 => return Ok(SignType::Md5),
        SignRule::HmacSha256 => SignType::HmacSha256,
        SignRule::Choice => keys.sign_type(),
    };
    fields.push(("sign_type".to_owned(), sign_type.as_str().to_owned()));
    Ok(sign_type)
}

fn add_merchant(draft: &Draft, keys: &V2Keys, fields: &mut Vec<(String, String)>) {
    if !MERCHANT_IDS.iter().any(|name| has(fields, name)) {
        let name = draft.operation.merchant_id.to_owned();
        fields.push((name, keys.mchid().to_owned()));
    }
}

fn has(fields: &[(String, String)], name: &str) -> bool {
    fields.iter().any(|(other, _)| other == name)
}
