//! The little of DER (ITU-T X.690) that keys and certificates need: a reader of definite lengths, and a writer.

use zeroize::Zeroizing;

/// Tags of the universal class, and a context tag, as they stand in the encoding.
pub(crate) mod tag {
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const SEQUENCE: u8 = 0x30;
    /// `[0]`, constructed: an explicitly tagged value.
    pub(crate) const CONTEXT_0: u8 = 0xA0;
}

/// One value: its tag and its content.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
}

/// Reads values one after another. Every method answers `None` for what does not fit, and never panics.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next value, whatever it is.
    pub(crate) fn next(&mut self) -> Option<Item<'a>> {
        let (&tag, after_tag) = self.rest.split_first()?;
        let (&first, after_first) = after_tag.split_first()?;
        let (length, body) = match first {
            0..=0x7F => (usize::from(first), after_first),
            // Two to four length bytes reach 4 GiB; indefinite lengths (0x80) are BER, not DER.
            0x81..=0x84 => {
                let (bytes, body) = after_first.split_at_checked(usize::from(first & 0x7F))?;
                let length = bytes.iter().try_fold(0_usize, |sum, &byte| {
                    sum.checked_mul(256)?.checked_add(usize::from(byte))
                })?;
                (length, body)
            }
            _ => return None,
        };
        let (content, rest) = body.split_at_checked(length)?;
        self.rest = rest;
        Some(Item { tag, content })
    }

    /// The content of the next value, which must have this tag.
    pub(crate) fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        let item = self.next()?;
        (item.tag == tag).then_some(item.content)
    }

    /// The next value if it has this tag; otherwise nothing is read.
    pub(crate) fn take_if(&mut self, tag: u8) -> Option<&'a [u8]> {
        (self.rest.first() == Some(&tag)).then(|| self.take(tag))?
    }

    /// A reader of the values in the next value, a SEQUENCE.
    pub(crate) fn sequence(&mut self) -> Option<Self> {
        self.take(tag::SEQUENCE).map(Self::new)
    }

    /// All remaining values; empty if one of them is malformed.
    pub(crate) fn items(mut self) -> Vec<Item<'a>> {
        let mut items = Vec::new();
        while !self.rest.is_empty() {
            match self.next() {
                Some(item) => items.push(item),
                None => return Vec::new(),
            }
        }
        items
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

/// A reader of the values in the one SEQUENCE that `bytes` are.
pub(crate) fn document(bytes: &[u8]) -> Option<Reader<'_>> {
    let mut outer = Reader::new(bytes);
    let inner = outer.sequence()?;
    outer.is_empty().then_some(inner)
}

/// A non-negative INTEGER as its big-endian bytes without the sign byte.
pub(crate) fn unsigned(content: &[u8]) -> Option<&[u8]> {
    match content {
        [] => None,
        [0] => Some(content),
        [0, rest @ ..] => Some(rest),
        [first, ..] => (*first < 0x80).then_some(content),
    }
}

/// The bytes of a BIT STRING without unused bits.
pub(crate) fn whole_bytes(content: &[u8]) -> Option<&[u8]> {
    match content {
        [0, bytes @ ..] => Some(bytes),
        _ => None,
    }
}

/// Writes one value whose content is the parts one after another. (Wiped when dropped: it may be a private key.)
pub(crate) fn write(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Zeroizing::new(Vec::with_capacity(length + 10));
    out.push(tag);
    match u8::try_from(length) {
        Ok(short @ 0..=0x7F) => out.push(short),
        _ => {
            let bytes = length.to_be_bytes();
            let start = bytes.iter().take_while(|&&byte| byte == 0).count();
            let bytes = &bytes[start..];
            // At most eight bytes, so the sum cannot overflow.
            out.push(0x80 | bytes.len() as u8);
            out.extend_from_slice(bytes);
        }
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// A UTCTime or GeneralizedTime in UTC, as seconds since 1970.
pub(crate) fn unix_seconds(item: Item<'_>) -> Option<i64> {
    let text = std::str::from_utf8(item.content).ok()?.strip_suffix('Z')?;
    let (year, rest) = match item.tag {
        tag::UTC_TIME => {
            let year: i64 = number(text.get(..2)?)?;
            // RFC 5280, 4.1.2.5.1: two-digit years are 1950 to 2049.
            (
                if year < 50 { 2000 + year } else { 1900 + year },
                text.get(2..)?,
            )
        }
        tag::GENERALIZED_TIME => (number(text.get(..4)?)?, text.get(4..)?),
        _ => return None,
    };
    if rest.len() != 10 {
        return None;
    }
    let part = |at: usize| number(rest.get(at..at + 2)?);
    let (month, day) = (part(0)?, part(2)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    Some(((days_since_1970(year, month, day) * 24 + part(4)?) * 60 + part(6)?) * 60 + part(8)?)
}

fn number(digits: &str) -> Option<i64> {
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

/// Days from 1970-01-01 in the Gregorian calendar; the year is counted from March, so that a leap day comes last.
pub(crate) fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + day
        - 719_469
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_seconds_since_1970() {
        let utc = |text: &str| {
            unix_seconds(Item {
                tag: tag::UTC_TIME,
                content: text.as_bytes(),
            })
        };
        let general = |text: &str| {
            unix_seconds(Item {
                tag: tag::GENERALIZED_TIME,
                content: text.as_bytes(),
            })
        };
        assert_eq!(utc("700101000000Z"), Some(0));
        assert_eq!(utc("210427085523Z"), Some(1_619_513_723));
        assert_eq!(utc("000229000000Z"), Some(951_782_400));
        assert_eq!(utc("500101000000Z"), Some(-631_152_000));
        assert_eq!(general("20310425085523Z"), Some(1_934_873_723));
        assert_eq!(general("21000301000000Z"), Some(4_107_542_400));
        for bad in [
            "210427085523",
            "2104270855Z",
            "211327085523Z",
            "210400085523Z",
            "21+427085523Z",
            "Z",
            "€€€€Z",
        ] {
            assert_eq!(utc(bad), None, "{bad}");
            assert_eq!(general(bad), None, "{bad}");
        }
    }

    #[test]
    fn lengths_that_lie_are_refused() {
        for bytes in [
            &[0x30, 0x05, 0x02][..],
            &[0x30],
            &[],
            &[0x30, 0x80, 0, 0],
            &[0x30, 0x85, 0, 0, 0, 0, 0],
            &[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
        ] {
            assert!(Reader::new(bytes).next().is_none());
        }
        assert!(document(&[0x30, 0x00, 0x00]).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_written_is_read(content in proptest::collection::vec(any::<u8>(), 0..70_000)) {
            let written = write(tag::OCTET_STRING, &[&content]);
            let mut reader = Reader::new(&written);
            prop_assert_eq!(reader.take(tag::OCTET_STRING), Some(content.as_slice()));
            prop_assert!(reader.is_empty());
        }
    }
}
