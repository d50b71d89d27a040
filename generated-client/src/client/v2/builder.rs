//! What a builder is given for API v2.

use super::V2;
use crate::client::ClientBuilder;
use crate::client::builder::wrong;
use crate::error::Error;
use crate::keys::{ApiV2Key, Merchant, V2Keys};
use crate::signature::v2::SignType;
use std::sync::{Arc, RwLock};

#[derive(Default)]
pub(in crate::client) struct Given {
    key: Option<ApiV2Key>,
    keys: Option<V2Keys>,
    sign_type: Option<SignType>,
    sandbox: bool,
}

impl ClientBuilder {
    /// The APIv2 key of the [merchant](Self::merchant), for calls of API v2. If there is neither a key of the platform nor the APIv3 key,
    /// the client is for API v2 alone.
    #[must_use]
    pub fn api_v2_key(mut self, key: impl Into<String>) -> Self {
        let key = self.keep(ApiV2Key::new(key));
        self.v2.key = key.or(self.v2.key);
        self
    }

    /// The keys for API v2. A client that has only these needs no [`merchant`](Self::merchant) and no platform key, and refuses calls
    /// of API v3.
    ///
    /// ```
    /// use wechatpay_client::keys::{ApiV2Key, V2Keys};
    /// use wechatpay_client::{Client, Error, Transport};
    ///
    /// fn connect(mchid: &str, key: &str, transport: impl Transport) -> Result<Client, Error> {
    ///     let keys = V2Keys::new(mchid, ApiV2Key::new(key)?)?;
    ///     Client::builder().v2_keys(keys).transport(transport).build()
    /// }
    /// ```
    #[must_use]
    pub fn v2_keys(mut self, keys: V2Keys) -> Self {
        self.v2.keys = Some(keys);
        self
    }

    /// The kind of v2 signatures where a page allows both; HMAC-SHA256 unless set. Pages that allow one kind get that.
    #[must_use]
    pub fn v2_sign_type(mut self, sign_type: SignType) -> Self {
        self.v2.sign_type = Some(sign_type);
        self
    }

    /// Sends calls of API v2 to its sandbox: with `/xdc/apiv2sandbox` before their path, and signed with the sandbox's own key, which
    /// the first call downloads. It takes few operations, payment codes above all. API v3 has no such sandbox.
    #[must_use]
    pub fn v2_sandbox(mut self) -> Self {
        self.v2.sandbox = true;
        self
    }
}

impl Given {
    /// What the client has of it.
    pub(in crate::client) fn together(self, merchant: Option<&Merchant>) -> Result<V2, Error> {
        let keys = match (self.keys, self.key, merchant) {
            (Some(_), Some(_), _) => {
                return Err(wrong(
                    "api_v2_key",
                    "given together with v2_keys, which have one",
                ));
            }
            (None, Some(_), None) => {
                return Err(wrong(
                    "api_v2_key",
                    "given without the merchant; for API v2 alone give v2_keys",
                ));
            }
            (None, Some(key), Some(merchant)) => Some(V2Keys::of_merchant(merchant, key)),
            (keys, None, _) => keys,
        };
        let keys = keys.map(|keys| match self.sign_type {
            Some(sign_type) => keys.with_sign_type(sign_type),
            None => keys,
        });
        Ok(V2 {
            keys: RwLock::new(keys.map(Arc::new)),
            sandbox: self.sandbox,
        })
    }
}
