//! Lists of API v2: values under numbered names, `coupon_id_0`, `coupon_id_1`, … or `coupon_refund_id_0_1`, ….

use crate::codec::{Field, Slot, View};
use std::collections::BTreeMap;
use std::fmt;

/// Values of the names `name_0`, `name_1`, …, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed<T>(pub BTreeMap<u32, T>);

/// Values of the names `name_0_0`, `name_0_1`, …, by both numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed2<T>(pub BTreeMap<(u32, u32), T>);

impl<T> Indexed<T> {
    /// The value with this number.
    #[must_use]
    pub fn get(&self, n: u32) -> Option<&T> {
        self.0.get(&n)
    }

    /// The values with their numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.0.iter().map(|(n, value)| (*n, value))
    }
}

impl<T> Indexed2<T> {
    /// The value with these numbers.
    #[must_use]
    pub fn get(&self, n: u32, m: u32) -> Option<&T> {
        self.0.get(&(n, m))
    }

    /// The values with this first number: second number and value, ascending.
    pub fn of(&self, n: u32) -> impl Iterator<Item = (u32, &T)> {
        self.0
            .range((n, 0)..=(n, u32::MAX))
            .map(|((_, m), value)| (*m, value))
    }
}

/// The numbers in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// `name_$n`.
    One(u32),
    /// `name_$n_$m`.
    Two(u32, u32),
}

impl Numbers {
    /// How a name may end in numbers: stem and numbers, two numbers first.
    pub(crate) fn of(name: &str) -> Vec<(&str, Numbers)> {
        let Some((stem, last)) = split(name) else {
            return Vec::new();
        };
        let one = (stem, Numbers::One(last));
        match split(stem) {
            Some((stem, first)) => vec![(stem, Numbers::Two(first, last)), one],
            None => vec![one],
        }
    }

    /// The numbers of a text made by [`Display`](fmt::Display).
    pub(crate) fn parse(text: &str) -> Option<Numbers> {
        match text.split_once('_') {
            None => number(text).map(Numbers::One),
            Some((n, m)) => Some(Numbers::Two(number(n)?, number(m)?)),
        }
    }

    /// The stem of a field's name (`coupon_id_$n`), if it takes as many numbers.
    pub(crate) fn stem<'n>(&self, field: &'n str) -> Option<&'n str> {
        match self {
            Numbers::One(_) => field.strip_suffix("_$n"),
            Numbers::Two(..) => field.strip_suffix("_$n_$m"),
        }
    }

    /// The name of the value with these numbers in a field (`coupon_id_$n`).
    pub(crate) fn name(&self, field: &str) -> String {
        format!("{}_{self}", self.stem(field).unwrap_or(field))
    }
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Numbers::One(n) => write!(f, "{n}"),
            Numbers::Two(n, m) => write!(f, "{n}_{m}"),
        }
    }
}

fn split(name: &str) -> Option<(&str, u32)> {
    let (stem, digits) = name.rsplit_once('_')?;
    Some((stem, number(digits)?))
}

/// A number as it is written: no sign, no leading zero.
fn number(digits: &str) -> Option<u32> {
    let canonical = digits == "0" || !digits.starts_with(['0', '+']);
    digits.parse().ok().filter(|_| canonical)
}

/// Values under numbered names, whatever they are.
pub trait Numbered {
    /// How many there are.
    fn len(&self) -> usize;
    /// The values with their numbers, ascending.
    fn iter(&self) -> Box<dyn Iterator<Item = (Numbers, &dyn Field)> + '_>;
    /// An empty value under new numbers; `None` if they are taken or too few or many.
    fn insert(&mut self, numbers: Numbers) -> Option<&mut dyn Field>;
}

macro_rules! numbered {
    ($name:ident, $key:pat => $numbers:expr, $case:pat => $insert:expr) => {
        impl<T> Default for $name<T> {
            fn default() -> Self {
                Self(BTreeMap::new())
            }
        }

        impl<T: Field> Field for $name<T> {
            fn empty() -> Self {
                Self::default()
            }

            fn view(&self) -> View<'_> {
                View::Numbered(self)
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::Numbered(self)
            }

            fn is_optional(&self) -> bool {
                true
            }
        }

        impl<T: Field> Numbered for $name<T> {
            fn len(&self) -> usize {
                self.0.len()
            }

            fn iter(&self) -> Box<dyn Iterator<Item = (Numbers, &dyn Field)> + '_> {
                Box::new(
                    self.0
                        .iter()
                        .map(|($key, value)| ($numbers, value as &dyn Field)),
                )
            }

            fn insert(&mut self, numbers: Numbers) -> Option<&mut dyn Field> {
                let $case = numbers else { return None };
                if self.0.contains_key(&$insert) {
                    return None;
                }
                Some(self.0.entry($insert).or_insert_with(T::empty))
            }
        }
    };
}

numbered!(Indexed, n => Numbers::One(*n), Numbers::One(n) => n);
numbered!(Indexed2, (n, m) => Numbers::Two(*n, *m), Numbers::Two(n, m) => (n, m));
