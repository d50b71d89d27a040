//! What a generated struct or enum needs beside its definition. A module that calls these macros has `rt` in scope: short paths cost
//! the compiler less than full ones.

/// Implements [`Object`](crate::rt::Object), `Serialize`, `Deserialize`, `Debug` and `Clone` of a struct, which is that of a `Request` or
/// a `Response`. Fields are listed in the order of the wire, numbered from 0: by name alone, or, where a name differs on the wire,
/// all of them as `"wire-name" => field`.
#[macro_export]
#[doc(hidden)]
macro_rules! __object {
    ($side:ident $name:ident: $($index:literal $field:ident),* $(,)?) => {
        rt::object!(@ $side $name: $($index stringify!($field) => $field),*);
    };
    ($side:ident $name:ident: $($index:literal $wire:literal => $field:ident),+ $(,)?) => {
        rt::object!(@ $side $name: $($index $wire => $field),*);
    };
    (@ $side:ident $name:ident: $($index:literal $wire:expr => $field:ident),*) => {
        impl rt::Object for $name {
            #[inline]
            fn empty() -> Self {
                Self { $($field: rt::empty()),* }
            }

            #[inline]
            fn shape(&self) -> &'static rt::Shape {
                &rt::Shape { name: stringify!($name), side: rt::Side::$side, fields: &[$($wire),*] }
            }

            #[inline]
            fn field(&self, index: usize) -> Option<&dyn rt::Field> {
                Some(match index {
                    $($index => &self.$field,)*
                    _ => return None,
                })
            }

            #[inline]
            fn field_mut(&mut self, index: usize) -> Option<&mut dyn rt::Field> {
                Some(match index {
                    $($index => &mut self.$field,)*
                    _ => return None,
                })
            }
        }

        impl rt::Serialize for $name {
            fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                rt::serialize(self, serializer)
            }
        }

        impl<'de> rt::Deserialize<'de> for $name {
            fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                rt::deserialize(deserializer)
            }
        }

        impl rt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut rt::Formatter<'_>) -> rt::Formatted {
                rt::debug(self, f)
            }
        }

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                rt::clone(self)
            }
        }
    };
}

/// Implements `Default` of a struct, which only those of answers and notifications have.
#[macro_export]
#[doc(hidden)]
macro_rules! __default {
    ($name:ident) => {
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                rt::empty()
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
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$case,)*
                    _ => Self::Unknown(text.into()),
                }
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(&*text)
            }
        }

        impl rt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut rt::Formatter<'_>) -> rt::Formatted {
                f.write_str(self.as_str())
            }
        }

        impl rt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut rt::Formatter<'_>) -> rt::Formatted {
                f.write_str(self.as_str())
            }
        }

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                self.as_str().into()
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $name {}

        impl rt::Hash for $name {
            fn hash<H: rt::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl rt::Serialize for $name {
            fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> rt::Deserialize<'de> for $name {
            fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                rt::text(deserializer).map(Self::from)
            }
        }

        impl rt::Field for $name {
            #[inline]
            fn empty() -> Self {
                Self::Unknown(String::new())
            }

            #[inline]
            fn view(&self) -> rt::View<'_> {
                rt::View::Text(self.as_str())
            }

            #[inline]
            fn slot(&mut self) -> rt::Slot<'_> {
                rt::Slot::Enum(self)
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
/// #     rt::object!(Request Order: 0 appid, 1 total, 2 attach);
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
/// #     rt::object!(Request Order: 0 appid, 1 total, 2 attach);
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
/// #     rt::object!(Request Order: 0 appid, 1 total, 2 attach);
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
