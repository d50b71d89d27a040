//! Keys, signatures, encryption and pay parameters against published vectors, wrong keys, tampered data and any bytes.

mod any_bytes;
mod data;
mod encryption;
mod keys;
mod pay_params;
mod pkcs12;
mod platform;
mod secrets;
mod signing;
mod v2;
mod verifying;
