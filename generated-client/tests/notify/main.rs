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
#[cfg(feature = "v2")]
mod mutated_v2;
mod once;
mod replies;
mod sender;
#[cfg(feature = "v2")]
mod sender_v2;
#[cfg(feature = "v2")]
mod v2;
mod v3;
#[cfg(not(feature = "v2"))]
mod without_v2;
