//! Signs a v3 request.

use std::fmt;

use super::{SignError, message};
use crate::keys::Merchant;

/// The scheme of `Authorization`, and the signature type of answers that name none.
pub(super) const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

/// A signed request: the header to send, and the message that was signed, for [`compare`](super::compare).
#[derive(Clone)]
pub struct SignedRequest {
    authorization: String,
    message: Vec<u8>,
}

impl SignedRequest {
    /// The value of the header `Authorization`.
    pub fn authorization(&self) -> &str {
        &self.authorization
    }

    /// The signed bytes: method, path with query, timestamp, nonce and body, a line feed after each.
    pub fn message(&self) -> &[u8] {
        &self.message
    }
}

/// Neither the signature, which could be replayed, nor the message, which holds the body.
impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest")
            .field("message_bytes", &self.message.len())
            .finish_non_exhaustive()
    }
}

/// Signs a request with the merchant's key.
///
/// `method` in upper case; `target` is the path with its query exactly as it goes on the wire, percent-encoded, without
/// the host but with the path prefix of the base URL (`/hk/…`); `timestamp` in seconds since 1970; `body` the exact bytes
/// sent, of an upload only the `meta` part, empty if there is none.
///
/// # Errors
/// [`SignError::Library`] if the cryptographic library fails.
pub fn sign(
    merchant: &Merchant,
    method: &str,
    target: &str,
    timestamp: i64,
    nonce: &str,
    body: &[u8],
) -> Result<SignedRequest, SignError> {
    let message = message::request(method, target, &timestamp.to_string(), nonce, body);
    let signature = merchant.key().sign(&message)?;
    let (mchid, serial) = (merchant.mchid(), merchant.serial());
    let authorization = format!(
        r#"{SCHEME} mchid="{mchid}",nonce_str="{nonce}",timestamp="{timestamp}",serial_no="{serial}",signature="{signature}""#
    );
    Ok(SignedRequest {
        authorization,
        message,
    })
}

/// Signs the reply to a notification: the value of its header `Authorization`, in the order and with the spaces that the pages of
/// `CROSS_BORDER_PAY.GET_MCH_INFO` and `CROSS_BORDER_PAY.PUSH_ORDER_INFO` show. They do not print the signed text; it is taken to be
/// that of an answer, which has no method and no path.
pub(crate) fn sign_reply(
    merchant: &Merchant,
    timestamp: i64,
    nonce: &str,
    body: &[u8],
) -> Result<String, SignError> {
    let signature = merchant
        .key()
        .sign(&message::answer(&timestamp.to_string(), nonce, body))?;
    let (mchid, serial) = (merchant.mchid(), merchant.serial());
    Ok(format!(
        r#"{SCHEME} mchid="{mchid}", nonce_str="{nonce}", signature="{signature}", timestamp="{timestamp}", serial_no="{serial}""#
    ))
}
