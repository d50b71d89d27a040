//! Typed client of the WeChat Pay API, v3 and v2.
//!
//! Every documented operation is a method, at the place that its URL has; every request, answer and notification is a type, in the
//! module of its URL. Each product family is a feature of the crate; `full` has them all.
//!
//! # Client
//!
//! A client has the merchant's key, with which it signs every request, and a key of the platform, with which it verifies every answer
//! and encrypts fields. Building it sends nothing; see [`ClientBuilder`], and [`keys`] for the forms in which keys come.
//!
//! ```
//! use wechatpay_client::keys::MerchantKey;
//! use wechatpay_client::{Client, Error};
//!
//! fn connect(private_key: &str, public_key: &str) -> Result<Client, Error> {
//!     Client::builder()
//!         .merchant("1900000109", "5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC", MerchantKey::from_pem(private_key)?)
//!         .platform_public_key("PUB_KEY_ID_0119000001092024010100000000000001", public_key)
//!         .build()
//! }
//! ```
//!
//! Merchants without a platform public key configure the APIv3 key ([`ClientBuilder::api_v3_key`]): the platform's certificates are
//! then downloaded when a call needs one, and kept up to date. While migrating, public key and certificates may be configured together.
//!
//! # API v2
//!
//! API v2 is the feature `v2`, which every family of API v2 (`v2-pay`, …, `webhook-v2`) brings. Its calls are signed with the APIv2 key
//! (`ClientBuilder::api_v2_key`), which has nothing to do with the keys above: a client may have either or both
//! (`ClientBuilder::v2_keys` alone makes one for API v2), and refuses what it has no key for.
//!
//! - The client fills in what the caller leaves out: the merchant id under the name that the page has (`mch_id`, `mchid`,
//!   `combine_mch_id`), `nonce_str` where the operation takes one, `sign_type` and `sign`. The appid is the caller's.
//! - The kind of signature is the one that the page fixes, else the caller's `sign_type`, else `ClientBuilder::v2_sign_type`.
//! - Answers are verified over all their fields, documented or not (`Reply::xml_pairs` has them); those of
//!   `signature::v2::UNSIGNED` have no signature. `FAIL` in an answer is an [`ApiError`] with its code.
//! - Operations that want the merchant's certificate get it from the transport: `TransportOptions::client_certificate` (PEM) or
//!   `client_pkcs12` (`apiclient_cert.p12`, feature `pkcs12`).
//! - Operations for the payer's browser are not sent: [`Call::url`] is the signed URL.
//! - Bank-card fields ([`BankSensitive`]) are encrypted with a key that the first such call downloads;
//!   `ClientBuilder::v2_sandbox` sends everything to the sandbox, whose key is downloaded as well.
//! - `Client::v2_pay_params` signs what front ends need: orders of API v2, and of API v3 too: pay score, coupons, red packets.
//!
//! # Calls
//!
//! A call is a value. `.await` sends it, [`send_blocking`](Call::send_blocking) sends it without a runtime,
//! [`render`](Call::render) shows the request without sending it; [`header`](Call::header), [`timeout`](Call::timeout),
//! [`idempotency_key`](Call::idempotency_key) and [`host`](Call::host) adjust it first. What no page documents yet is called by its
//! path, with the same encoding, checks and errors:
//!
//! ```
//! use wechatpay_client::{Client, MemoryTransport, Response};
//!
//! let transport = MemoryTransport::new().answer(Response::json(200, r#"{"code_url":"weixin://wxpay/x"}"#));
//! let client = Client::unsigned(transport.clone());
//!
//! let reply = client
//!     .chain("v3/some/new/{card_id}/qrcode")
//!     .param("card_id", "p/1")
//!     .post(serde_json::json!({ "type": "AUTO" }))
//!     .send_blocking()?;
//! assert_eq!(reply["code_url"], "weixin://wxpay/x");
//! assert_eq!(reply.status(), 200);
//! assert_eq!(transport.requests()[0].url, "https://api.mch.weixin.qq.com/v3/some/new/p%2F1/qrcode");
//! # Ok::<(), wechatpay_client::Error>(())
//! ```
//!
//! # Transports
//!
//! A [`Transport`] carries the calls. `AsyncTransport` (feature `async-transport`, on by default; `http2` adds HTTP/2) is for `.await` on
//! tokio, `BlockingTransport` (feature `blocking-transport`) for [`send_blocking`](Call::send_blocking) without a runtime. A client uses
//! those that are compiled in unless it is [given](ClientBuilder::transport) one: one made with `TransportOptions` (timeouts, proxy,
//! certificates), [`MemoryTransport`] for tests, or the app's own, for which the features can be left out
//! (`default-features = false, features = ["pay"]`).
//!
//! # Files
//!
//! Bills, statements, receipts and images are [downloads](download): a stream, a reader, bytes or a file on the disk, complete only if the
//! digest is right. [`bill`] reads the rows of a bill, with exact amounts. Files to WeChat Pay are [uploads](upload).
//!
//! # Values
//!
//! Requests are strict: what is required is an argument of `new` (or a member of its `…Required` struct), what is optional has a
//! method. Answers are lenient: every field may be absent, a list may be empty, unknown fields are skipped, numbers may be written
//! as text; [`require`](Require::require) asks for a value that must be there. Enums are open: a text that this version does not
//! know is kept as `Unknown`.
//!
//! A field that is encrypted on the wire is a [`Sensitive`]: plain text in memory, never printed. `Debug` of requests and answers
//! redacts it.
//!
//! Some fields carry a document as text; they are [`Json`] or [`UrlEncoded`] of the type that the document has. Numbered fields of API
//! v2 (`coupon_id_0`, `coupon_id_1`, …) are one [`Indexed`] field.
//!
//! # Notifications
//!
//! [`notification`] receives what WeChat Pay posts to the merchant's server: verified, decrypted, typed, and answered.
//!
//! # What is told
//!
//! Every attempt is a [`tracing`] span `wechatpay` with method, path template, attempt, status, request id, duration and, if it
//! failed, the stage and error code. Values, headers and keys are never in it.
//!
//! # Errors
//!
//! [`Error`] says which stage failed: building or signing the request, the transport, the status of the answer, its signature, or
//! reading it. [`Error::is_retryable`] tells whether the same call may succeed later; what is safe to send again the client sends again
//! itself ([`ClientBuilder::retries`]). An answer with a status of failure is an [`ApiError`] even without a signature. An answer that
//! cannot be read keeps its raw body, and the error names the field: `promotion_detail[2].amount: expected integer, found "abc"`.
//!
//! [`Client::doctor`] examines keys, clock, hosts, signatures and encryption without moving money, and says what to do about what is wrong.

#![forbid(unsafe_code)]

#[rustfmt::skip]
mod api;
pub mod bill;
mod call;
mod client;
mod codec;
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod conformance;
mod crypto;
pub mod doctor;
pub mod download;
mod error;
pub mod keys;
mod memory;
pub mod notification;
pub mod pay_params;
mod reply;
#[doc(hidden)]
pub mod rt;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod signature;
mod transport;
pub mod upload;
mod value;

pub use api::{v2, v3};
pub use call::{Call, Chain, Pending, Version};
pub use client::{Client, ClientBuilder};
pub use codec::path::FieldError;
pub use error::{
    AbsentError, ApiError, BuildError, CertificatesUnavailable, DecodeError, Error, Require,
    Untrusted, UntrustedAnswer,
};
pub use memory::MemoryTransport;
pub use reply::{Answer, Binary, Empty, Redirect, Reply, Text};
pub use rt::notification::{EncryptedResource, Envelope, Unknown};
#[cfg(feature = "async-transport")]
pub use transport::AsyncTransport;
#[cfg(feature = "blocking-transport")]
pub use transport::BlockingTransport;
#[cfg(any(feature = "async-transport", feature = "blocking-transport"))]
pub use transport::TransportOptions;
pub use transport::{
    BodyStream, Headers, Method, Opening, Pausing, ReadBody, Request, Response, Sending,
    StreamBody, Streaming, Transport, TransportError, TransportErrorKind, Work,
};
pub use value::document::{Json, UrlEncoded};
pub use value::encrypted::Encrypted;
pub use value::file::FilePart;
pub use value::indexed::{Indexed, Indexed2};
pub use value::sensitive::{BankSensitive, Sensitive};
