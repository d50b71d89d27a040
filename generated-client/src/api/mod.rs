// Sample, written by hand, in the form of what the generator emits.
//! Generated: the paths of the API.

#![allow(dead_code, clippy::all)]

#[cfg(feature = "conformance")]
pub mod conformance;
pub mod notification;
pub mod v2;
pub mod v3;

impl crate::Client {
    /// API v2, `/v2`.
    #[inline]
    pub fn v2(&self) -> v2::PathItem {
        v2::PathItem(crate::rt::Path::new(self))
    }

    /// API v3, `/v3`.
    #[inline]
    pub fn v3(&self) -> v3::PathItem {
        v3::PathItem(crate::rt::Path::new(self))
    }
}
