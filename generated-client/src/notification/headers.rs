//! Headers of a request, whatever holds them.

use crate::transport::Headers;

/// Where the headers of a request are looked up. [`Headers`] of this crate can be collected from pairs; the features `http` and
/// `actix-web` bring the maps of those crates.
pub trait HeaderSource {
    /// The first value of a header, whatever the case of its name; `None` too if it is no text.
    fn header(&self, name: &str) -> Option<&str>;
}

impl HeaderSource for Headers {
    fn header(&self, name: &str) -> Option<&str> {
        self.get(name)
    }
}
