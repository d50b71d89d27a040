//! Typed client of the WeChat Pay API.

#![forbid(unsafe_code)]

#[allow(clippy::new_without_default)]
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

pub use api::{v2, v3};
pub use call::{Call, Chain, Pending, Version};
pub use client::{Client, ClientBuilder};
pub use codec::path::FieldError;
pub use codec::secrets::{Cipher, Key};
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
