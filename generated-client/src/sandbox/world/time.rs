//! Times as the API writes them, all in Beijing's zone, from and to Unix seconds.

/// Seconds by which Beijing is ahead of UTC.
const BEIJING: i64 = 8 * 3600;
/// Seconds of a day.
pub(super) const DAY: i64 = 24 * 3600;
/// The last second of the year 9999, UTC: later ones have no four digits.
const LAST: i64 = 253_402_300_799 - BEIJING;

/// `2024-11-25T09:00:00+08:00`, as v3 writes times.
pub(super) fn rfc3339(seconds: i64) -> String {
    let (date, time) = parts(seconds);
    format!("{}T{}+08:00", date.text("-"), clock(time, ":"))
}

/// `2024-11-25 09:00:00`, as bills and some answers of v2 write times.
pub(super) fn spaced(seconds: i64) -> String {
    let (date, time) = parts(seconds);
    format!("{} {}", date.text("-"), clock(time, ":"))
}

/// `20241125090000`, as v2 writes times.
pub(super) fn compact(seconds: i64) -> String {
    let (date, time) = parts(seconds);
    format!("{}{}", date.text(""), clock(time, ""))
}

/// The days since the epoch, in Beijing.
pub(super) fn day(seconds: i64) -> i64 {
    clamp(seconds).saturating_add(BEIJING).div_euclid(DAY)
}

/// Reads `2024-11-25T09:00:00+08:00` (or with `Z`, or with parts of a second).
pub(super) fn parse_rfc3339(text: &str) -> Option<i64> {
    let (date, rest) = text.split_once(['T', ' '])?;
    let split = rest.find(['+', '-', 'Z'])?;
    let (time, zone) = (rest.get(..split)?, rest.get(split..)?);
    let offset = match zone {
        "Z" => 0,
        _ => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            sign * (number(hours, 23)? * 3600 + number(minutes, 59)? * 60)
        }
    };
    let whole = time.split('.').next()?;
    let mut units = whole.split(':');
    let hours = number(units.next()?, 23)?;
    let minutes = number(units.next()?, 59)?;
    let seconds = number(units.next()?, 60)?;
    if units.next().is_some() {
        return None;
    }
    Some(parse_date(date)? * DAY + hours * 3600 + minutes * 60 + seconds - offset)
}

/// Reads `20241125090000`, Beijing time.
pub(super) fn parse_compact(text: &str) -> Option<i64> {
    let days = parse_date(text.get(..8)?)?;
    let clock = text.get(8..)?;
    if clock.len() != 6 {
        return None;
    }
    let hours = number(clock.get(..2)?, 23)?;
    let minutes = number(clock.get(2..4)?, 59)?;
    let seconds = number(clock.get(4..)?, 60)?;
    Some(days * DAY + hours * 3600 + minutes * 60 + seconds - BEIJING)
}

/// Reads `2024-11-25` or `20241125` as days since the epoch.
pub(super) fn parse_date(text: &str) -> Option<i64> {
    let (year, month, day) = match text.len() {
        8 => (text.get(..4)?, text.get(4..6)?, text.get(6..)?),
        10 if text.get(4..5)? == "-" && text.get(7..8)? == "-" => {
            (text.get(..4)?, text.get(5..7)?, text.get(8..)?)
        }
        _ => return None,
    };
    let date = Date {
        year: number(year, 9999)?,
        month: number(month, 12)?,
        day: number(day, 31)?,
    };
    let days = date.days();
    // What is no day of the calendar, as 31 April, comes back as another one.
    (Date::of(days) == date).then_some(days)
}

fn number(digits: &str, most: i64) -> Option<i64> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|number| *number <= most)
}

fn clamp(seconds: i64) -> i64 {
    seconds.clamp(0, LAST)
}

fn parts(seconds: i64) -> (Date, i64) {
    let local = clamp(seconds) + BEIJING;
    (Date::of(local.div_euclid(DAY)), local.rem_euclid(DAY))
}

fn clock(seconds: i64, between: &str) -> String {
    format!(
        "{:02}{between}{:02}{between}{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Date {
    year: i64,
    month: i64,
    day: i64,
}

impl Date {
    /// Days are counted in years that begin in March, so that the leap day is the last of its year.
    fn days(self) -> i64 {
        let year = if self.month <= 2 {
            self.year - 1
        } else {
            self.year
        };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
    }

    fn of(days: i64) -> Self {
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        Self {
            year: of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
        }
    }

    fn text(self, between: &str) -> String {
        format!(
            "{:04}{between}{:02}{between}{:02}",
            self.year, self.month, self.day
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_beijing_and_read_back() {
        for (seconds, text) in [
            (0, "1970-01-01T08:00:00+08:00"),
            (951_782_400, "2000-02-29T08:00:00+08:00"),
            (1_709_222_400, "2024-03-01T00:00:00+08:00"),
            (1_764_032_399, "2025-11-25T08:59:59+08:00"),
        ] {
            assert_eq!(rfc3339(seconds), text);
            assert_eq!(parse_rfc3339(text), Some(seconds));
            assert_eq!(parse_compact(&compact(seconds)), Some(seconds));
        }
        assert_eq!(parse_rfc3339("2000-02-29T00:00:00.5Z"), Some(951_782_400));
        assert_eq!(day(951_782_400), parse_date("20000229").unwrap());
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "20240230",
            "2024-13-01",
            "2024-1-01",
            "äöäöäö",
            "+0240101",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(parse_rfc3339("2024-01-01"), None);
        assert_eq!(parse_rfc3339("2024-01-01T08:00:00"), None);
        assert_eq!(parse_compact("2024010108000"), None);
        assert_eq!(rfc3339(i64::MAX).len(), rfc3339(i64::MIN).len());
    }
}
