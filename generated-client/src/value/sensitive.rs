//! Texts that are personal data: plain in memory, encrypted on the wire, never printed.

use crate::codec::secrets::Key;
use crate::codec::{Field, Slot, View};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

macro_rules! sensitive {
    ($(#[$doc:meta])* $name:ident, $key:expr) => {
        $(#[$doc])*
        ///
        /// It holds the plain text. What is sent is encrypted and what is received is decrypted by the client; `Debug` prints
        /// only that there is a text. `Serialize` and `Deserialize` take the plain text, for storage of your own.
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The field with this plain text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The plain text.
            #[must_use]
            pub fn reveal(&self) -> &str {
                &self.0
            }

            /// Takes the plain text out.
            #[must_use]
            pub fn into_revealed(self) -> String {
                self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(REDACTED)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self)
            }
        }

        impl Field for $name {
            fn empty() -> Self {
                Self::default()
            }

            fn view(&self) -> View<'_> {
                View::Secret($key, &self.0)
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::Secret($key, &mut self.0)
            }
        }
    };
}

/// What `Debug` prints in place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

sensitive! {
    /// A text that is encrypted with the platform's public key in requests, and with the merchant's in answers.
    Sensitive, Key::Platform
}

sensitive! {
    /// A text that is encrypted with the public key for payments to bank cards.
    BankSensitive, Key::Bank
}
