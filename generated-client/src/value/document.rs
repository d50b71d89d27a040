//! Texts that carry a document: a field of type string whose value is JSON or a query string.

use crate::codec::{Field, Slot, View};
use std::fmt;
use std::ops::{Deref, DerefMut};

macro_rules! document {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq)]
        pub struct $name<T>(pub T);

        impl<T> $name<T> {
            /// Takes the document out.
            pub fn into_inner(self) -> T {
                self.0
            }
        }

        impl<T> From<T> for $name<T> {
            fn from(document: T) -> Self {
                Self(document)
            }
        }

        impl<T> Deref for $name<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T> DerefMut for $name<T> {
            fn deref_mut(&mut self) -> &mut T {
                &mut self.0
            }
        }

        impl<T: fmt::Debug> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl<T: Field> Field for $name<T> {
            fn empty() -> Self {
                Self(T::empty())
            }

            fn view(&self) -> View<'_> {
                View::$name(&self.0)
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::$name(&mut self.0)
            }
        }
    };
}

document! {
    /// A value that stands in its field as a text with a JSON document.
    Json
}

document! {
    /// A value that stands in its field as URL-encoded text: `name=value&…`, and the whole of it percent-encoded
    /// (`name%3Dvalue%26…`).
    UrlEncoded
}
