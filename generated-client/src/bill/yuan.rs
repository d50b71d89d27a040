//! Amounts of bills.

use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

/// Decimals that are kept: fees have five.
const DECIMALS: usize = 5;
const ONE: i64 = 100_000;
const FEN: i64 = ONE / 100;

/// An amount in yuan, or in the main unit of another currency: an exact decimal with five places, as many as fees have.
///
/// ```
/// use wechatpay_client::bill::Yuan;
///
/// let fee: Yuan = "0.07500".parse()?;
/// assert_eq!(fee.to_string(), "0.075");
/// assert_eq!(fee.fen(), None);
/// assert_eq!("-12.5".parse::<Yuan>()?.fen(), Some(-1250));
/// assert!("0.1".parse::<Yuan>()? < Yuan::from_fen(11).unwrap());
/// # Ok::<(), wechatpay_client::bill::NotYuan>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Yuan(i64);

impl Yuan {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount in fen; `None` beyond about ±92 trillion yuan.
    #[must_use]
    pub const fn from_fen(fen: i64) -> Option<Self> {
        match fen.checked_mul(FEN) {
            Some(units) => Some(Self(units)),
            None => None,
        }
    }

    /// The amount in fen, as the API has it; `None` if it is no whole number of them.
    #[must_use]
    pub const fn fen(self) -> Option<i64> {
        match self.0 % FEN {
            0 => Some(self.0 / FEN),
            _ => None,
        }
    }

    /// The amount in hundred-thousandths of a yuan: exact for every amount.
    #[must_use]
    pub const fn hundred_thousandths(self) -> i64 {
        self.0
    }

    /// The sum, unless it is too large.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(units) => Some(Self(units)),
            None => None,
        }
    }

    /// The difference, unless it is too large.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(units) => Some(Self(units)),
            None => None,
        }
    }
}

/// The sum, unless it is too large.
impl Sum<Yuan> for Option<Yuan> {
    fn sum<I: Iterator<Item = Yuan>>(mut amounts: I) -> Self {
        amounts.try_fold(Yuan::ZERO, Yuan::checked_add)
    }
}

impl FromStr for Yuan {
    type Err = NotYuan;

    fn from_str(text: &str) -> Result<Self, NotYuan> {
        parse(text).map(Self).ok_or(NotYuan)
    }
}

fn parse(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) => (whole, decimals),
        None => (digits, "0"),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || decimals.is_empty() || !all_digits(whole) || !all_digits(decimals) {
        return None;
    }
    // More places are read only if they are zeros: nothing is rounded.
    let (kept, rest) = match decimals.split_at_checked(DECIMALS) {
        Some((kept, rest)) => (kept, rest),
        None => (decimals, ""),
    };
    if rest.bytes().any(|digit| digit != b'0') {
        return None;
    }
    let units: i64 = format!("{kept:0<DECIMALS$}").parse().ok()?;
    let whole: i64 = whole.parse().ok()?;
    let amount = whole.checked_mul(ONE)?.checked_add(units)?;
    Some(sign * amount)
}

/// With two places at least.
impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, one) = (self.0.unsigned_abs(), ONE.unsigned_abs());
        let decimals = format!("{:0DECIMALS$}", units % one);
        let kept = decimals.trim_end_matches('0').len().max(2);
        let decimals = decimals.get(..kept).unwrap_or_default();
        f.pad_integral(self.0 >= 0, "", &format!("{}.{decimals}", units / one))
    }
}

/// A text that is no amount, or one that cannot be kept exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotYuan;

impl fmt::Display for NotYuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an amount with at most five decimals")
    }
}

impl std::error::Error for NotYuan {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_exact_or_refused() {
        let table = [
            ("0", 0, "0.00"),
            ("0.00", 0, "0.00"),
            ("-0.01", -1_000, "-0.01"),
            ("12.5", 1_250_000, "12.50"),
            ("+3", 300_000, "3.00"),
            ("0.00600", 600, "0.006"),
            ("1.234560000", 123_456, "1.23456"),
            ("92233720368547.75807", i64::MAX, "92233720368547.75807"),
        ];
        for (text, units, printed) in table {
            let amount: Yuan = text.parse().unwrap();
            assert_eq!(amount.hundred_thousandths(), units, "{text}");
            assert_eq!(amount.to_string(), printed);
        }
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "1.234561",
            "1e3",
            "1,000.00",
            "０",
            "--1",
            "+-1",
            "0.60%",
            "¥1",
            " 1",
            "92233720368547.75808",
            "99999999999999999999",
        ] {
            assert_eq!(text.parse::<Yuan>(), Err(NotYuan), "{text}");
        }
    }

    #[test]
    fn sums_do_not_run_over() {
        let one = Yuan::from_fen(1).unwrap();
        assert_eq!(
            [one; 3].into_iter().sum::<Option<Yuan>>(),
            Yuan::from_fen(3)
        );
        assert_eq!(Yuan(i64::MAX).checked_add(one), None);
        assert_eq!(Yuan(i64::MIN).checked_sub(one), None);
        assert_eq!(Yuan::from_fen(i64::MAX), None);
        assert_eq!(format!("{:>8}", one), "    0.01");
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_again(units in -i64::MAX..) {
            let amount = Yuan(units);
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        }
    }
}
