//! What WeChat Pay posts to a merchant's server: verified, decrypted, typed, answered.
//!
//! [`Notifications`] takes headers and raw body of a request, and gives a [`Notification`] with its [`Event`], or a
//! [`NotificationError`] that knows what to answer. In this order: the size; the signature over the bytes as they came, not older than
//! five minutes, under the platform's public key or one of its certificates, whichever the request names (both may be
//! configured); only then the envelope; the content is decrypted; the event is told by its type and by what was encrypted.
//!
//! ```
//! use wechatpay_client::notification::{Acknowledgement, Event, Notifications};
//! use wechatpay_client::{Headers, Require};
//!
//! fn handle(notifications: &Notifications, headers: &Headers, body: &[u8]) -> Acknowledgement {
//!     let notification = match notifications.read(headers, body) {
//!         Ok(notification) => notification,
//!         Err(error) => return error.acknowledgement(),
//!     };
//!     match notification.event() {
//!         // In one transaction: store `notification.idempotency_key()`, and if it is new, do what is to be done.
//! #       #[cfg(feature = "pay")]
//!         Event::TransactionSuccess(paid) => match paid.out_trade_no.require() {
//!             Ok(_order) => notification.success(),
//!             Err(_) => notification.failure("no order number"),
//!         },
//!         _ => notification.success(),
//!     }
//! }
//! ```
//!
//! A notification comes again until it is acknowledged, and may come twice: see [`Received::idempotency_key`]. All fields of a content
//! may be absent. What no page documents stays in [`Received::plaintext`]; an event that this version does not know is
//! [`Event::Unknown`]. Events of families whose feature is off are unknown, too.
//!
//! Notifications of API v2 need the feature `v2`, and their types `webhook-v2`, which brings `v2`. Without it they are refused
//! ([`NotificationError::WithoutV2`]).
//!
//! The features `axum`, `actix-web` and `http` connect this with the servers of those names.

mod acknowledgement;
#[cfg(feature = "actix-web")]
mod actix;
#[cfg(feature = "axum")]
mod axum;
mod dispatch;
mod error;
mod headers;
#[cfg(feature = "http")]
mod http;
mod notifications;
#[cfg_attr(not(feature = "v2"), path = "notification/without_v2.rs")]
mod open_v2;
mod open_v3;
mod received;

pub use crate::api::notification::*;
pub use crate::rt::notification::ReplyBody;
pub use acknowledgement::Acknowledgement;
pub use error::{NotificationError, Unreadable};
pub use headers::HeaderSource;
pub use notifications::Notifications;
pub use received::{Notification, Proof, Received};
