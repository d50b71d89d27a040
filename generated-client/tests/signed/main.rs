//! A client with keys over the transport in memory: signing, verifying, encrypting, errors by stage.

#[path = "../security/data.rs"]
#[allow(dead_code)]
mod data;
#[path = "../support/mod.rs"]
mod support;

mod building;
mod certificates;
mod certificates_answer;
mod fields;
mod hidden;
mod observed;
mod platform;
mod refreshing;
mod requests;
mod retries;
mod trust;
