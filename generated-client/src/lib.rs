//! Typed client of the WeChat Pay API, v3 and v2.
//!
//! Every documented operation is a method, at the place that its URL has; every request, answer and notification is a type, in the
//! module of its URL. Each product family is a feature of the crate; `full` has them all.
//!
//! ```
//! # #[cfg(feature = "pay")] {
//! use wechatpay_client::v3::pay::transactions::jsapi::{Amount, Payer, PostRequest, PostRequestRequired};
//! use wechatpay_client::{Client, Error, MemoryTransport, Require, Response};
//!
//! async fn prepay(client: &Client) -> Result<String, Error> {
//!     let required = PostRequestRequired {
//!         appid: "wx0000000000000001",
//!         mchid: "1900000001",
//!         description: "Tea",
//!         out_trade_no: "T20250001",
//!         notify_url: "https://shop.example.com/paid",
//!         amount: Amount::new(100),
//!         payer: Payer::new("o0000000000000000000000001"),
//!     };
//!     let order = PostRequest::new(required).attach("shop 12");
//!     let reply = client.v3().pay().transactions().jsapi().post(order).await?;
//!     Ok(reply.prepay_id.require()?.clone())
//! }
//!
//! // In tests, answers come from a script.
//! let transport = MemoryTransport::new().answer(Response::json(200, r#"{"prepay_id":"wx1"}"#));
//! let client = Client::builder().transport(transport).build().unwrap();
//! # let mut future = std::pin::pin!(prepay(&client));
//! # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! # let std::task::Poll::Ready(prepay_id) = future.as_mut().poll(&mut context) else { panic!() };
//! # assert_eq!(prepay_id.unwrap(), "wx1");
//! # }
//! ```
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
//! let client = Client::builder().transport(transport.clone()).build()?;
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
//! # Errors
//!
//! [`Error`] says which stage failed: building the request, the transport, the status of the answer, or reading it. An answer that
//! cannot be read keeps its raw body, and the error names the field: `promotion_detail[2].amount: expected integer, found "abc"`.

#![forbid(unsafe_code)]

mod api;
mod call;
mod client;
mod codec;
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod conformance;
mod error;
mod memory;
mod reply;
#[doc(hidden)]
pub mod rt;
mod transport;
mod value;

pub use api::{notification, v2, v3};
pub use call::{Call, Chain, Pending, Version};
pub use client::{Client, ClientBuilder};
pub use codec::path::FieldError;
pub use error::{AbsentError, ApiError, BuildError, DecodeError, Error, Require};
pub use memory::MemoryTransport;
pub use reply::{Answer, Binary, Empty, Redirect, Reply, Text};
pub use rt::notification::{EncryptedResource, Envelope, Unknown};
pub use transport::{
    Headers, Method, Request, Response, Sending, Transport, TransportError, TransportErrorKind,
};
pub use value::document::{Json, UrlEncoded};
pub use value::encrypted::Encrypted;
pub use value::file::FilePart;
pub use value::indexed::{Indexed, Indexed2};
pub use value::sensitive::{BankSensitive, Sensitive};
