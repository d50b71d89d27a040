//! What the front end needs to start a payment: signed parameters for JSAPI, mini program and app, addresses for H5 and Native.
//!
//! [`PayParams`] signs with the merchant's private key, for orders of API v3. `V2PayParams` (feature `v2`) signs with the APIv2 key: orders of API v2,
//! and pay score, coupons and red packets of either.
//!
//! Every type serialises to the JSON object that the front end passes on (`serde::Serialize`, or `to_json`).

mod error;
mod links;
mod params;
mod signing;
#[cfg(feature = "v2")]
mod v2;

pub use error::PayParamsError;
pub use links::{H5Redirect, NativeCode};
pub use params::{AppParams, JsapiParams, MiniProgramParams};
pub use signing::PayParams;
#[cfg(feature = "v2")]
pub use v2::{Coupon, CouponParams, PayScore, PayScoreParams, V2PayParams};
