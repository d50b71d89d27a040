//! What the merchant's server answers.

use super::NotificationError;
use crate::call::Version;
use crate::codec::path::Path;
use crate::codec::secrets::{Context, Rules, Secrets};
use crate::codec::{View, json};
use crate::error::BuildError;
use crate::keys::Merchant;
use crate::rt::notification::ReplyBody;
use crate::signature::{SignError, sign_reply};
use crate::transport::Headers;
use serde_json::Value;

/// The answer to a notification: status, headers and body, ready to be sent.
///
/// WeChat Pay waits five seconds. Whatever is no success it sends again: after 15 s, 15 s, 30 s, 3 min, 10 min, 20 min, 30 min (three
/// times), 60 min, 3 h (three times) and 6 h (twice).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Acknowledgement {
    status: u16,
    headers: Headers,
    body: Vec<u8>,
}

impl Acknowledgement {
    /// The notification is dealt with, or was before: it need not come again.
    pub fn success(version: Version) -> Self {
        Self::standard(version, 200, "SUCCESS", "OK")
    }

    /// The notification could not be dealt with: it is to come again. `message` is for people at WeChat Pay; it should tell nothing
    /// that is not theirs.
    pub fn failure(version: Version, message: &str) -> Self {
        // In API v2 the body alone says it.
        let status = match version {
            Version::V2 => 200,
            Version::V3 => 500,
        };
        Self::standard(version, status, "FAIL", message)
    }

    pub(super) fn standard(version: Version, status: u16, code: &str, message: &str) -> Self {
        match version {
            Version::V2 => Self::new(status, "text/xml", xml(code, message).into_bytes()),
            Version::V3 => {
                let body = serde_json::json!({ "code": code, "message": message });
                Self::new(status, "application/json", body.to_string().into_bytes())
            }
        }
    }

    /// A reply of API v3 that carries more than success or failure, for events that ask something. Unless its `code` is set, it is
    /// `SUCCESS`; with another one the status is 500. Replies that must be signed need the merchant's key:
    /// [`Notifications::reply`](super::Notifications::reply) does both.
    ///
    /// # Errors
    /// If a value cannot be written.
    pub fn with<B: ReplyBody>(reply: &B) -> Result<Self, BuildError> {
        let cx = Context::new(Secrets::Plain, Rules::Wire);
        let wrong = |error| BuildError {
            part: "body",
            error,
        };
        let bytes = json::to_vec(View::Object(reply), &Path::ROOT, &cx).map_err(wrong)?;
        let body = serde_json::from_slice(&bytes).map_err(|error| wrong(cx.problem(error)))?;
        Ok(Self::json(body))
    }

    /// As [`with`](Self::with), for events that no page documents. Those that ask for a signed reply then need
    /// [`Notifications::sign`](super::Notifications::sign).
    pub fn json(mut reply: Value) -> Self {
        let status = match reply.get("code").and_then(Value::as_str) {
            Some("SUCCESS") => 200,
            Some(_) => 500,
            None => {
                if let Some(fields) = reply.as_object_mut() {
                    fields.insert("code".into(), "SUCCESS".into());
                }
                200
            }
        };
        Self::new(status, "application/json", reply.to_string().into_bytes())
    }

    /// The same with a header `Authorization`, by which WeChat Pay verifies replies to some events: the merchant's signature of
    /// timestamp (seconds since 1970), nonce and this body, in the form of an answer.
    ///
    /// # Errors
    /// [`SignError::Library`] if the cryptographic library fails.
    pub fn signed(
        mut self,
        merchant: &Merchant,
        timestamp: i64,
        nonce: &str,
    ) -> Result<Self, SignError> {
        let authorization = sign_reply(merchant, timestamp, nonce, &self.body)?;
        self.headers.set("Authorization", authorization);
        Ok(self)
    }

    fn new(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        let headers = [("Content-Type", content_type)].into_iter().collect();
        Self {
            status,
            headers,
            body,
        }
    }

    /// HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Headers: `Content-Type`, and `Authorization` if it is signed.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// Body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Takes the body out.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}

/// Whoever sent it is told that it is refused, and not why.
impl From<&NotificationError> for Acknowledgement {
    fn from(error: &NotificationError) -> Self {
        error.acknowledgement()
    }
}

fn xml(code: &str, message: &str) -> String {
    let mut escaped = String::with_capacity(message.len());
    for c in message.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    format!("<xml><return_code>{code}</return_code><return_msg>{escaped}</return_msg></xml>")
}
