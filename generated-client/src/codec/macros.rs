//! `object!` and `open_enum!`: what a generated struct or enum needs beside its definition.

/// Implements [`Object`](crate::rt::Object), `Serialize`, `Deserialize`, `Debug` and `Clone` of a struct; of a `response` also
/// `Default`. Fields are listed in the order of the wire, numbered from 0: by name alone, or, where a name differs on the wire,
/// all of them as `"wire-name" => field`.
#[macro_export]
#[doc(hidden)]
macro_rules! __object {
    ($side:ident $name:ident: $($index:literal $field:ident),* $(,)?) => {
        $crate::__object!(@$side $name $($index, stringify!($field), $field;)*);
    };
    ($side:ident $name:ident: $($index:literal $wire:literal => $field:ident),+ $(,)?) => {
        $crate::__object!(@$side $name $($index, $wire, $field;)*);
    };
    (@request $name:ident $($fields:tt)*) => {
        $crate::__object!(@impls $name true $($fields)*);
    };
    (@response $name:ident $($fields:tt)*) => {
        $crate::__object!(@impls $name false $($fields)*);

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::rt::empty()
            }
        }
    };
    (@impls $name:ident $strict:literal $($index:literal, $wire:expr, $field:ident;)*) => {
        impl $crate::rt::Object for $name {
            #[inline]
            fn empty() -> Self {
                Self { $($field: $crate::rt::empty()),* }
            }

            #[inline]
            fn shape(&self) -> &'static $crate::rt::Shape {
                &$crate::rt::Shape { name: stringify!($name), strict: $strict, fields: &[$($wire),*] }
            }

            #[inline]
            #[allow(unreachable_code)] // without fields
            fn field(&self, index: usize) -> ::core::option::Option<&dyn $crate::rt::Field> {
                ::core::option::Option::Some(match index {
                    $($index => &self.$field,)*
                    _ => return ::core::option::Option::None,
                })
            }

            #[inline]
            #[allow(unreachable_code)]
            fn field_mut(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::rt::Field> {
                ::core::option::Option::Some(match index {
                    $($index => &mut self.$field,)*
                    _ => return ::core::option::Option::None,
                })
            }
        }

        impl $crate::rt::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::rt::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::rt::serialize(self, serializer)
            }
        }

        impl<'de> $crate::rt::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::rt::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::rt::deserialize(deserializer)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::rt::debug(self, f)
            }
        }

        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::rt::clone(self)
            }
        }
    };
}

/// Implements what an open enum needs: `as_str`, conversions from text, `Display`, `Debug`, `Clone`, comparison, serde and
/// [`Field`](crate::rt::Field). The enum has a case `Unknown(String)` for all other texts.
#[macro_export]
#[doc(hidden)]
macro_rules! __open_enum {
    ($name:ident: $($case:ident = $text:literal),* $(,)?) => {
        impl $name {
            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$case => $text,)*
                    Self::Unknown(text) => text,
                }
            }

            fn known(text: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match text {
                    $($text => Self::$case,)*
                    _ => return ::core::option::Option::None,
                })
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Unknown(text.into()))
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self::known(&text).unwrap_or(Self::Unknown(text))
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                self.as_str().into()
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl $crate::rt::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::rt::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::rt::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::rt::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::rt::text(deserializer).map(Self::from)
            }
        }

        impl $crate::rt::OpenEnum for $name {
            #[inline]
            fn set(&mut self, text: &str) {
                *self = text.into();
            }
        }

        impl $crate::rt::Field for $name {
            #[inline]
            fn empty() -> Self {
                Self::Unknown(::std::string::String::new())
            }

            #[inline]
            fn view(&self) -> $crate::rt::View<'_> {
                $crate::rt::View::Text(self.as_str())
            }

            #[inline]
            fn slot(&mut self) -> $crate::rt::Slot<'_> {
                $crate::rt::Slot::Enum(self)
            }
        }
    };
}

/// A request that lacks a required value does not compile:
///
/// ```
/// # mod order {
/// #     use wechatpay_client::rt;
/// #     #[non_exhaustive] pub struct Order { pub appid: String, pub total: i64, pub attach: Option<String> }
/// #     rt::object!(request Order: 0 appid, 1 total, 2 attach);
/// #     impl Order {
/// #         pub fn new(appid: impl Into<String>, total: i64) -> Self { Self { appid: appid.into(), total, ..rt::empty() } }
/// #         pub fn attach(mut self, value: impl Into<String>) -> Self { self.attach = Some(value.into()); self }
/// #     }
/// # }
/// # use order::Order;
/// let order = Order::new("wx1", 100).attach("shop 12");
/// ```
///
/// without its total:
///
/// ```compile_fail,E0061
/// # mod order {
/// #     use wechatpay_client::rt;
/// #     #[non_exhaustive] pub struct Order { pub appid: String, pub total: i64, pub attach: Option<String> }
/// #     rt::object!(request Order: 0 appid, 1 total, 2 attach);
/// #     impl Order {
/// #         pub fn new(appid: impl Into<String>, total: i64) -> Self { Self { appid: appid.into(), total, ..rt::empty() } }
/// #         pub fn attach(mut self, value: impl Into<String>) -> Self { self.attach = Some(value.into()); self }
/// #     }
/// # }
/// # use order::Order;
/// let order = Order::new("wx1").attach("shop 12");
/// ```
///
/// and by no detour:
///
/// ```compile_fail,E0277
/// # mod order {
/// #     use wechatpay_client::rt;
/// #     #[non_exhaustive] pub struct Order { pub appid: String, pub total: i64, pub attach: Option<String> }
/// #     rt::object!(request Order: 0 appid, 1 total, 2 attach);
/// # }
/// # use order::Order;
/// let order: Order = Default::default();
/// ```
///
/// A member left out of a `…Required` struct does not compile either:
///
/// ```compile_fail,E0063
/// pub struct OrderRequired<'a> { pub appid: &'a str, pub mchid: &'a str, pub openid: &'a str }
/// let required = OrderRequired { appid: "wx1", openid: "o" };
/// ```
mod required {}
