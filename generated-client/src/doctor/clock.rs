//! The time that an answer tells.

use crate::crypto::der::days_since_1970;
use crate::transport::Response;

/// The header that told the time, and the time in seconds since 1970. Nothing proves it.
pub(super) fn time_of(response: &Response) -> Option<(&'static str, i64)> {
    const SIGNED: &str = "Wechatpay-Timestamp";
    const DATE: &str = "Date";
    let signed = || Some((SIGNED, response.headers.get(SIGNED)?.trim().parse().ok()?));
    let dated = || Some((DATE, http_date(response.headers.get(DATE)?)?));
    // `Date` is of the moment; a signed time may come from a recording.
    dated().or_else(signed)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7; the obsolete forms are not read).
fn http_date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, text) = text.trim().split_once(", ")?;
    let parts: Vec<&str> = text.strip_suffix(" GMT")?.split([' ', ':']).collect();
    let [day, month, year, hour, minute, second] = parts.as_slice() else {
        return None;
    };
    let month = MONTHS.iter().position(|name| name == month)?;
    let number = |digits: &str| digits.parse::<u16>().ok().map(i64::from);
    let days = days_since_1970(number(year)?, i64::try_from(month).ok()? + 1, number(day)?);
    Some(((days * 24 + number(hour)?) * 60 + number(minute)?) * 60 + number(second)?)
}

#[cfg(test)]
mod tests {
    use super::http_date;

    #[test]
    fn dates_of_answers_are_read() {
        for (text, expected) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Thu, 29 Feb 2024 23:59:59 GMT", Some(1_709_251_199)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37", None),
            ("Sun, 99999999999 Nov 1994 08:49:37 GMT", None),
            ("", None),
        ] {
            assert_eq!(http_date(text), expected, "{text}");
        }
    }
}
