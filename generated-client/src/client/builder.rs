//! Building a client: everything is checked here, nothing is sent.

use super::v2::{self, V2};
use super::{Client, Inner, Protection, downloads::Downloads};
use crate::call::url;
use crate::error::{BuildError, Error};
use crate::keys::{
    ApiV3Key, KeyError, KeySet, Merchant, MerchantKey, PlatformCertificate, PlatformKey,
    PlatformKeys, PlatformPublicKey,
};
use crate::signature::{Clock, Nonces, RandomNonces, SystemClock};
use crate::transport::Transport;
use std::fmt;
use std::sync::{Arc, RwLock};

/// How often a call is sent again at most, unless set.
const RETRIES: u32 = 2;

/// Builds a [`Client`]. What is wrong with a key is told by [`build`](Self::build).
///
/// ```
/// use wechatpay_client::keys::MerchantKey;
/// use wechatpay_client::{Client, Error};
///
/// fn connect(private_key: &str, public_key: &str) -> Result<Client, Error> {
///     Client::builder()
///         .merchant("1900000109", "5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC", MerchantKey::from_pem(private_key)?)
///         .platform_public_key("PUB_KEY_ID_0119000001092024010100000000000001", public_key)
///         .build()
/// }
/// ```
#[derive(Default)]
pub struct ClientBuilder {
    transport: Option<Box<dyn Transport>>,
    base_url: Option<String>,
    clock: Option<Box<dyn Clock>>,
    nonces: Option<Box<dyn Nonces>>,
    unsigned: bool,
    retries: Option<u32>,
    once: bool,
    one_host: bool,
    merchant: Option<Merchant>,
    platform: Vec<PlatformKey>,
    api_v3: Option<ApiV3Key>,
    pub(super) v2: v2::Given,
    /// The first key that could not be used.
    problem: Option<KeyError>,
}

impl ClientBuilder {
    /// Who signs: the merchant id, the serial number of the merchant certificate, and its private key.
    #[must_use]
    pub fn merchant(mut self, mchid: impl Into<String>, serial: &str, key: MerchantKey) -> Self {
        let merchant = self.keep(Merchant::new(mchid, serial, key));
        self.merchant = merchant.or(self.merchant);
        self
    }

    /// Who signs, made by [`Merchant`], for example from `apiclient_cert.p12` (feature `pkcs12`).
    #[must_use]
    pub fn signer(mut self, merchant: Merchant) -> Self {
        self.merchant = Some(merchant);
        self
    }

    /// A public key of the platform: its id `PUB_KEY_ID_…` and the PEM text, both from the merchant platform.
    #[must_use]
    pub fn platform_public_key(mut self, id: impl Into<String>, pem: impl AsRef<[u8]>) -> Self {
        let key = self.keep(PlatformPublicKey::from_pem(id, pem));
        self.platform.extend(key.map(PlatformKey::from));
        self
    }

    /// A certificate of the platform, as PEM text. May be given several times, and beside a public key while migrating.
    #[must_use]
    pub fn platform_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        let key = self.keep(PlatformCertificate::from_pem(pem));
        self.platform.extend(key.map(PlatformKey::from));
        self
    }

    /// A key of the platform that has been read already.
    #[must_use]
    pub fn platform_key(mut self, key: impl Into<PlatformKey>) -> Self {
        self.platform.push(key.into());
        self
    }

    /// The APIv3 key. With it the platform's certificates are downloaded when a call needs one, and again before they expire: see
    /// [`Client::refresh_certificates`].
    #[must_use]
    pub fn api_v3_key(mut self, key: impl Into<String>) -> Self {
        let key = self.keep(ApiV3Key::new(key));
        self.api_v3 = key.or(self.api_v3);
        self
    }

    /// A client without keys, as [`Client::unsigned`].
    #[must_use]
    pub fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// What sends the requests. An `Arc` of a transport is one too: share it among the clients of many merchants.
    ///
    /// A client that is given none uses those that are compiled in, with their usual options: `AsyncTransport` (feature
    /// `async-transport`) for `.await`, `BlockingTransport` (feature `blocking-transport`) for
    /// [`send_blocking`](crate::Call::send_blocking).
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Another host for all calls, for example of a sandbox: `http://127.0.0.1:8080`. The path before `/v3` that some hosts have
    /// (`/hk/`) stays, unless this URL has a path of its own.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How often a call is sent again at most; 2 unless set, 0 for never. Sent again is
    ///
    /// - any request that did not arrive, at once to the [second host](Self::second_host);
    /// - a `GET`, `PUT` or `DELETE`, and a `POST` that [may be repeated](Self::repeat_posts), also if its connection broke or if it was
    ///   answered with 429, 500, 502, 503 or 504.
    ///
    /// Pauses grow, differ from client to client, follow `Retry-After` up to 5 s, and end with the call's [timeout](crate::Call::timeout).
    /// A call that took too long is not sent again. Every attempt is signed anew.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = Some(retries);
        self
    }

    /// Whether a `POST` of API v3 that may have arrived is sent again, with the same parameters, if it carries a number of the
    /// merchant's own: a text at the top of its body named `out_…_no` or `…_request_no`, or the header
    /// [`Idempotency-Key`](crate::Call::idempotency_key). Default: yes.
    ///
    /// By such a number the platform knows a repetition: the same order, refund or transfer is not made twice. To repeat with the
    /// same parameters is what its rules ask for after 500, 502 and 503, and what prevents the dangerous repetition, that with a new
    /// number by someone who takes the first attempt for lost. Never repeated are other `POST`s, `PATCH`, API v2, and payments with the
    /// code that a customer shows (`auth_code`): their first attempt may have used the code, and the second would report a payment
    /// as failed that is on its way.
    ///
    /// An error after a repetition is that of the last attempt ([`ApiError::attempt`](crate::ApiError::attempt) tells): if it says
    /// that the number was used, query its state.
    #[must_use]
    pub fn repeat_posts(mut self, repeat: bool) -> Self {
        self.once = !repeat;
        self
    }

    /// Whether a request that could not connect to `api.mch.weixin.qq.com` goes to its second host in another city,
    /// `api2.mch.weixin.qq.com`, and one for `api.wechatpay.cn` to `api2.wechatpay.cn`. No other host has a second one, a
    /// [`base_url`](Self::base_url) neither. Default: yes. Say no where only the main host is reachable, as behind some firewalls.
    #[must_use]
    pub fn second_host(mut self, second_host: bool) -> Self {
        self.one_host = !second_host;
        self
    }

    /// What tells the time, in place of the system's clock. For tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Box::new(clock));
        self
    }

    /// What gives the random texts of signatures, in place of the operating system's generator. For tests.
    #[must_use]
    pub fn nonces(mut self, nonces: impl Nonces + 'static) -> Self {
        self.nonces = Some(Box::new(nonces));
        self
    }

    /// The client. No network.
    ///
    /// # Errors
    /// [`Error::Build`] if something is missing or does not go together, [`Error::Keys`] if a key is not what it should be.
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(base_url) = &self.base_url {
            url::check_host(base_url).map_err(|message| wrong("base_url", message))?;
        }
        if let Some(problem) = self.problem.take() {
            return Err(problem.into());
        }
        let v2 = std::mem::take(&mut self.v2).together(self.merchant.as_ref())?;
        let protection = self.protection(v2.keys().is_some())?;
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => compiled()?,
        };
        Ok(self.over(transport, protection, v2))
    }

    fn protection(&mut self, v2: bool) -> Result<Protection, Error> {
        let platform = std::mem::take(&mut self.platform);
        let (merchant, api_v3) = (self.merchant.take(), self.api_v3.take());
        match (self.unsigned, merchant) {
            (true, None) if platform.is_empty() && api_v3.is_none() && !v2 => {
                Ok(Protection::Unsigned)
            }
            (false, None) if platform.is_empty() && api_v3.is_none() && v2 => {
                Ok(Protection::V2Only)
            }
            (false, Some(_)) if platform.is_empty() && api_v3.is_none() && v2 => {
                Ok(Protection::V2Only)
            }
            (true, _) => Err(wrong(
                "unsigned",
                "given together with keys; a client has keys or none",
            )),
            (false, None) => Err(wrong(
                "merchant",
                "required, but missing; a client without keys must be asked for with `unsigned`",
            )),
            (false, Some(merchant)) => {
                let keys = KeySet::new(merchant, PlatformKeys::new(platform)?, api_v3)?;
                Ok(Protection::Keys(RwLock::new(Arc::new(keys))))
            }
        }
    }

    pub(super) fn over(
        self,
        transport: Box<dyn Transport>,
        protection: Protection,
        v2: V2,
    ) -> Client {
        let clock = self.clock.unwrap_or_else(|| Box::new(SystemClock));
        Client {
            inner: Arc::new(Inner {
                transport,
                base_url: self.base_url,
                downloads: Downloads::new(clock.now()),
                clock,
                nonces: self.nonces.unwrap_or_else(|| Box::new(RandomNonces)),
                protection,
                retries: self.retries.unwrap_or(RETRIES),
                repeat_posts: !self.once,
                second_host: !self.one_host,
                v2,
            }),
        }
    }

    /// The key, or the first problem, for [`build`](Self::build).
    pub(super) fn keep<T>(&mut self, key: Result<T, KeyError>) -> Option<T> {
        key.map_err(|problem| self.problem.get_or_insert(problem))
            .ok()
    }
}

#[cfg(any(feature = "async-transport", feature = "blocking-transport"))]
fn compiled() -> Result<Box<dyn Transport>, Error> {
    Ok(Box::new(crate::transport::compiled()?))
}

#[cfg(not(any(feature = "async-transport", feature = "blocking-transport")))]
fn compiled() -> Result<Box<dyn Transport>, Error> {
    let message = "required, for neither `async-transport` nor `blocking-transport` is compiled in";
    Err(wrong("transport", message))
}

pub(super) fn wrong(what: &str, message: &str) -> Error {
    BuildError::new("client", what, message).into()
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("merchant", &self.merchant)
            .field("platform", &self.platform)
            .finish_non_exhaustive()
    }
}
