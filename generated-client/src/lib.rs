//! Typed client of the WeChat Pay API.

mod crypto;
pub mod keys;
pub mod pay_params;
pub mod signature;
