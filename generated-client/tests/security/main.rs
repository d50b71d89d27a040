//! Keys, signatures, encryption and pay parameters against published vectors, wrong keys, tampered data and any bytes.

mod any_bytes;
mod data;
mod encryption;
mod keys;
mod pay_params;
#[cfg(feature = "pkcs12")]
mod pkcs12;
mod platform;
mod secrets;
mod signing;
#[cfg(feature = "v2")]
mod v2;
#[cfg(feature = "v2")]
mod v2_keys;
mod verifying;
