// Sample, written by hand, in the form of what the generator emits.
//! Generated: notifications of API v3.

pub mod transaction_success;
