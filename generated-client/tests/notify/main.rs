//! Notifications: what is genuine is read, all else refused, and everything answered.

#[path = "../security/data.rs"]
#[allow(dead_code)]
mod data;
#[path = "../support/mod.rs"]
mod support;

#[cfg(feature = "actix-web")]
mod actix;
#[cfg(feature = "axum")]
mod axum;
mod certificates;
#[cfg(feature = "http")]
mod http;
mod mutated;
mod once;
mod replies;
mod sender;
mod v2;
mod v3;
