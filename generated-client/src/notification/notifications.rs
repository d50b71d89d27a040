//! From a request to a notification.

use super::{
    Acknowledgement, Event, HeaderSource, Notification, NotificationError, Received, ReplyBody,
    Unreadable, open_v2::OwnKey, open_v3,
};
use crate::call::{Limit, Version, Way, block_on};
use crate::client::Client;
use crate::codec::path::FieldError;
use crate::error::{BuildError, Error};
use crate::keys::{ApiV3Key, KeySet, Merchant, PlatformKey, PlatformKeys};
use crate::rt::notification::Content;
use crate::signature::{Clock, Nonces, RandomNonces, SystemClock};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Bytes of a body, unless set. The largest known notifications have a few thousand.
const BODY_LIMIT: usize = 256 * 1024;

/// How long a download of certificates may take: WeChat Pay waits five seconds for the answer.
const DOWNLOAD: Duration = Duration::from_secs(4);

/// Receives notifications. Cheap to clone; one serves many threads.
///
/// With the keys of a client ([`Client::notifications`]), or with keys alone:
///
/// ```
/// use wechatpay_client::keys::{ApiV3Key, KeyError, PlatformKeys, PlatformPublicKey};
/// use wechatpay_client::notification::Notifications;
///
/// fn receiver(public_key: &str, api_v3_key: &str) -> Result<Notifications, KeyError> {
///     let platform = PlatformPublicKey::from_pem("PUB_KEY_ID_0119000001092024010100000000000001", public_key)?;
///     Ok(Notifications::new()
///         .platform(PlatformKeys::new([platform.into()])?)
///         .api_v3_key(ApiV3Key::new(api_v3_key)?))
/// }
/// ```
#[derive(Clone)]
pub struct Notifications {
    client: Option<Client>,
    platform: PlatformKeys,
    api_v3: Option<ApiV3Key>,
    pub(super) api_v2: OwnKey,
    merchant: Option<Merchant>,
    clock: Option<Arc<dyn Clock>>,
    body_limit: usize,
}

/// The keys for one notification.
struct Keys {
    /// Those of the client, if they are used.
    set: Option<Arc<KeySet>>,
    platform: PlatformKeys,
    api_v3: Option<ApiV3Key>,
    merchant: Option<Merchant>,
}

impl Notifications {
    /// Without keys: all notifications are refused until some are given.
    #[must_use]
    pub fn new() -> Self {
        Self {
            client: None,
            platform: PlatformKeys::default(),
            api_v3: None,
            api_v2: Default::default(),
            merchant: None,
            clock: None,
            body_limit: BODY_LIMIT,
        }
    }

    pub(crate) fn of_client(client: Client) -> Self {
        Self {
            client: Some(client),
            ..Self::new()
        }
    }

    /// The keys by which notifications of API v3 are verified: public keys, certificates, or both while WeChat Pay moves from one to the
    /// other. In the place of the client's.
    #[must_use]
    pub fn platform(mut self, keys: PlatformKeys) -> Self {
        self.platform = keys;
        self
    }

    /// What the content of API v3 is decrypted with, in the place of the client's key.
    #[must_use]
    pub fn api_v3_key(mut self, key: ApiV3Key) -> Self {
        self.api_v3 = Some(key);
        self
    }

    /// Whose private key signs replies and opens fields that are encrypted inside of the content, in the place of the client's.
    /// Without it such fields stay encrypted.
    #[must_use]
    pub fn signer(mut self, merchant: Merchant) -> Self {
        self.merchant = Some(merchant);
        self
    }

    /// How large a body may be, in bytes; 262,144 unless set.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// What tells the time, in place of the client's clock or the system's. For tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Verifies, decrypts and reads a notification: its headers, and its body byte for byte as it came. No network.
    ///
    /// # Errors
    /// [`NotificationError`], which knows what to [answer](NotificationError::acknowledgement).
    #[inline]
    pub fn read(
        &self,
        headers: &(impl HeaderSource + ?Sized),
        body: &[u8],
    ) -> Result<Notification, NotificationError> {
        typed(self.open(headers, body))
    }

    /// As [`read`](Self::read); if it is signed with a certificate that the client does not know, the client downloads the platform's
    /// certificates first, at most once in a minute and for four seconds. With keys alone it is the same as `read`.
    ///
    /// # Errors
    /// [`NotificationError`].
    #[inline]
    pub async fn receive(
        &self,
        headers: &(impl HeaderSource + ?Sized),
        body: &[u8],
    ) -> Result<Notification, NotificationError> {
        typed(self.open_or_download(headers, body, Way::Await).await)
    }

    /// As [`receive`](Self::receive), outside of asynchronous code.
    ///
    /// # Errors
    /// [`NotificationError`].
    #[inline]
    pub fn receive_blocking(
        &self,
        headers: &(impl HeaderSource + ?Sized),
        body: &[u8],
    ) -> Result<Notification, NotificationError> {
        typed(block_on(self.open_or_download(headers, body, Way::Block)))
    }

    /// A reply that carries more than success or failure, signed if its event asks for that; see [`Acknowledgement::with`].
    ///
    /// # Errors
    /// [`Error::Build`] if a value cannot be written or the merchant's key is missing, [`Error::Sign`].
    pub fn reply<B: ReplyBody>(&self, reply: &B) -> Result<Acknowledgement, Error> {
        let acknowledgement = Acknowledgement::with(reply)?;
        match B::SIGNED {
            true => self.sign(acknowledgement),
            false => Ok(acknowledgement),
        }
    }

    /// Signs a reply; see [`Acknowledgement::signed`].
    ///
    /// # Errors
    /// [`Error::Build`] if the merchant's key is missing, [`Error::Sign`].
    pub fn sign(&self, acknowledgement: Acknowledgement) -> Result<Acknowledgement, Error> {
        let merchant = self.keys().merchant.ok_or_else(|| {
            BuildError::new("client", "merchant", "needed to sign a reply, but missing")
        })?;
        let nonce = match &self.client {
            Some(client) => client.nonces().next()?,
            None => RandomNonces.next()?,
        };
        Ok(acknowledgement.signed(&merchant, self.now(), &nonce)?)
    }

    /// How large a body may be.
    #[cfg(any(feature = "axum", feature = "actix-web"))]
    pub(super) fn limit(&self) -> usize {
        self.body_limit
    }

    fn now(&self) -> i64 {
        match (&self.clock, &self.client) {
            (Some(clock), _) => clock.now(),
            (None, Some(client)) => client.now(),
            (None, None) => SystemClock.now(),
        }
    }

    fn keys(&self) -> Keys {
        let set = self.client.as_ref().and_then(Client::keys);
        self.with(set)
    }

    /// What was given stands before what the client has.
    fn with(&self, set: Option<Arc<KeySet>>) -> Keys {
        let of = set.as_deref();
        Keys {
            platform: match of {
                Some(set) if self.platform.is_empty() => set.platform().clone(),
                _ => self.platform.clone(),
            },
            api_v3: self.api_v3.clone().or_else(|| of?.api_v3().cloned()),
            merchant: self
                .merchant
                .clone()
                .or_else(|| Some(of?.merchant().clone())),
            set: set.filter(|_| self.platform.is_empty()),
        }
    }

    fn open(
        &self,
        headers: &(impl HeaderSource + ?Sized),
        body: &[u8],
    ) -> Result<Opened, NotificationError> {
        told(self.open_with(self.keys(), headers, body))
    }

    async fn open_or_download(
        &self,
        headers: &(impl HeaderSource + ?Sized),
        body: &[u8],
        way: Way,
    ) -> Result<Opened, NotificationError> {
        let keys = self.keys();
        let used = keys.set.clone();
        let mut opened = self.open_with(keys, headers, body);
        if let (Err(error), Some(client), Some(used)) = (&opened, &self.client, used)
            && error.lacks_certificate()
            && let Some(set) = client
                .keys_after(&used, way, Limit::new(Some(DOWNLOAD)))
                .await
        {
            opened = self.open_with(self.with(Some(set)), headers, body);
        }
        told(opened)
    }

    fn open_with(
        &self,
        keys: Keys,
        headers: &(impl HeaderSource + ?Sized),
        body: &[u8],
    ) -> Result<Opened, NotificationError> {
        let limit = self.body_limit;
        if body.len() > limit {
            return Err(NotificationError::TooLarge { limit });
        }
        let api_v3 = keys.api_v3.as_ref();
        let received = match version(body) {
            Version::V2 => {
                let client = self.client.as_ref();
                self.api_v2.open(client, api_v3, headers, body)?
            }
            Version::V3 => open_v3::open(&keys.platform, api_v3, headers, body, self.now())?,
        };
        Ok(Opened {
            received,
            merchant: keys.merchant,
        })
    }
}

/// XML or JSON, by the first character.
fn version(body: &[u8]) -> Version {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    match text.trim_ascii_start().first() {
        Some(b'<') => Version::V2,
        _ => Version::V3,
    }
}

/// A notification whose content is not read yet.
struct Opened {
    received: Received,
    merchant: Option<Merchant>,
}

/// Inline, and so are its callers, or the codecs of all contents would be compiled for apps that get no notification.
#[inline]
fn typed(opened: Result<Opened, NotificationError>) -> Result<Notification, NotificationError> {
    let Opened { received, merchant } = opened?;
    let content = match received.version {
        Version::V3 => Content::new(received.plaintext(), merchant.as_ref(), None),
        Version::V2 => Content::new(
            &received.body,
            merchant.as_ref(),
            received.plaintext.as_deref(),
        ),
    };
    match Event::decode(received.version, &received.event, content) {
        Ok(event) => Ok(Notification { received, event }),
        Err(error) => told(Err(unreadable(received, error))),
    }
}

fn unreadable(received: Received, error: Error) -> NotificationError {
    let error = match error {
        Error::Decode(error) => error.error,
        other => FieldError {
            path: String::new(),
            message: other.to_string(),
        },
    };
    NotificationError::Content(Box::new(Unreadable { received, error }))
}

/// Tells of refusals: servers that use an extractor see none.
fn told<T>(result: Result<T, NotificationError>) -> Result<T, NotificationError> {
    match &result {
        Ok(_) => {}
        Err(error) if error.is_probe() => tracing::debug!("{error}"),
        Err(error) => tracing::warn!("{error}"),
    }
    result
}

impl Default for Notifications {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Notifications {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = |keys: &PlatformKeys| {
            keys.iter()
                .map(PlatformKey::id)
                .map(str::to_owned)
                .collect()
        };
        let platform: Vec<String> = ids(&self.keys().platform);
        f.debug_struct("Notifications")
            .field("platform", &platform)
            .field("api_v2_key", &self.api_v2)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}
