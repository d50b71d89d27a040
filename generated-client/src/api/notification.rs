// Sample, written by hand, in the form of what the generator emits.
//! Generated: notifications.

use crate::rt;

pub use crate::rt::notification::{Envelope, Unknown};

pub mod v3;

/// A notification, by its event.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// `TRANSACTION.SUCCESS`
    TransactionSuccess(Box<v3::transaction_success::Resource>),
    /// An event that this version does not know.
    Unknown(Unknown),
}

impl Event {
    /// The event with its decrypted content.
    ///
    /// # Errors
    /// If the content cannot be read.
    pub fn decode(version: rt::Version, event: &str, plaintext: &[u8]) -> Result<Self, rt::Error> {
        Ok(match (version, event) {
            (rt::Version::V3, "TRANSACTION.SUCCESS") => {
                Self::TransactionSuccess(rt::notification::decode(plaintext)?)
            }
            _ => Self::Unknown(Unknown::new(version, event, plaintext)),
        })
    }

    /// The name of the event.
    #[must_use]
    pub fn event(&self) -> &str {
        match self {
            Self::TransactionSuccess(_) => "TRANSACTION.SUCCESS",
            Self::Unknown(unknown) => &unknown.event,
        }
    }
}
