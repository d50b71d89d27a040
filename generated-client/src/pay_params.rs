//! What the front end needs to start a payment: signed parameters for JSAPI, mini program and app, addresses for H5 and Native.
//!
//! Every type serialises to the JSON object that the front end passes on (`serde::Serialize`, or `to_json`).

mod error;
mod links;
mod params;
mod signing;

pub use error::PayParamsError;
pub use links::{H5Redirect, NativeCode};
pub use params::{AppParams, JsapiParams, MiniProgramParams};
pub use signing::PayParams;
