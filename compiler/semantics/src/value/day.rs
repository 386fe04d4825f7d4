//! Days of the proleptic Gregorian calendar.
//!
//! Invariant: years 1 to 9999; arithmetic that would leave them is `None`. A `Day` made from a number outside them is
//! treated as the nearest supported day where a calendar is needed, so no input can make this module panic.

use jiff::Span;
use jiff::civil;
use serde::{Deserialize, Serialize};
use std::fmt;

/// 1970-01-01, from which days are counted.
const EPOCH: civil::Date = civil::Date::constant(1970, 1, 1);

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

impl Day {
    /// 0001-01-01.
    pub const FIRST: Self = Self(-719_162);
    /// 9999-12-31.
    pub const LAST: Self = Self(2_932_896);
    /// Where the undisclosed date of an anchored source stands: in the middle of the supported years, so that as many days
    /// fit before it as behind it. It has no meaning in the calendar and is never shown.
    pub const ANCHOR: Self = Self(1_106_867);

    /// The day with this year, month (1 to 12) and day of month, if there is one.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let date = civil::Date::new(
            year.try_into().ok()?,
            month.try_into().ok()?,
            day.try_into().ok()?,
        );
        Self::from_civil(date.ok()?)
    }

    /// The same with the day of month clamped to 1 and the month's end.
    pub(super) fn from_ymd_clamped(year: i32, month: u32, day: u32) -> Option<Self> {
        let first = civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, 1).ok()?;
        let longest = u32::try_from(first.days_in_month()).ok()?;
        Self::from_ymd(year, month, day.clamp(1, longest))
    }

    /// Year, month and day of month.
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.civil();
        (
            i32::from(date.year()),
            u32::from(date.month().unsigned_abs()),
            u32::from(date.day().unsigned_abs()),
        )
    }

    /// So many days later; negative is earlier.
    pub fn add_days(self, days: i64) -> Option<Self> {
        let moved = i64::from(self.0).checked_add(days)?;
        Self(i32::try_from(moved).ok()?).supported()
    }

    /// So many months later, with the day of month clamped to the month's end; negative is earlier.
    pub fn add_months(self, months: i64) -> Option<Self> {
        let span = Span::new().try_months(months).ok()?;
        Self::from_civil(self.civil().checked_add(span).ok()?)
    }

    /// Reads `yyyy-mm-dd`.
    pub fn parse_iso(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [_, _, _, _, b'-', _, _, b'-', _, _] => Self::from_ymd(
                digits(text.get(..4)?)?,
                digits(text.get(5..7)?)?,
                digits(text.get(8..)?)?,
            ),
            _ => None,
        }
    }

    /// The day, if its year is supported.
    fn supported(self) -> Option<Self> {
        (Self::FIRST..=Self::LAST).contains(&self).then_some(self)
    }

    fn from_civil(date: civil::Date) -> Option<Self> {
        let days = date.duration_since(EPOCH).as_hours() / 24;
        Self(i32::try_from(days).ok()?).supported()
    }

    fn civil(self) -> civil::Date {
        let days = i64::from(self.clamp(Self::FIRST, Self::LAST).0);
        // Within the supported years neither step can fail.
        Span::new()
            .try_days(days)
            .ok()
            .and_then(|span| EPOCH.checked_add(span).ok())
            .unwrap_or(EPOCH)
    }
}

/// A number of ASCII digits only.
pub(super) fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    let only_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if only_digits { text.parse().ok() } else { None }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn leap(year: i32) -> bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    fn month_length(year: i32, month: u32) -> u32 {
        match month {
            2 if leap(year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    #[test]
    fn a_calendar_counted_day_by_day_agrees_over_all_years() {
        let mut day = Day::FIRST;
        for year in 1..=9999 {
            for month in 1..=12 {
                for of_month in 1..=month_length(year, month) {
                    assert_eq!(day.ymd(), (year, month, of_month));
                    assert_eq!(Day::from_ymd(year, month, of_month), Some(day));
                    day = Day(day.0 + 1);
                }
                assert_eq!(Day::from_ymd(year, month, month_length(year, month) + 1), None);
            }
        }
        assert_eq!(day.0, Day::LAST.0 + 1);
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
    }

    #[test]
    fn days_outside_the_supported_years_are_refused() {
        assert_eq!(Day::from_ymd(0, 12, 31), None);
        assert_eq!(Day::from_ymd(10_000, 1, 1), None);
        assert_eq!(Day::from_ymd(2024, 13, 1), None);
        assert_eq!(Day::from_ymd(2024, 0, 1), None);
        assert_eq!(Day::from_ymd(2024, 1, 0), None);
        assert_eq!(Day::from_ymd(i32::MAX, u32::MAX, u32::MAX), None);
        assert_eq!(Day::LAST.add_days(1), None);
        assert_eq!(Day::FIRST.add_days(-1), None);
        assert_eq!(Day::LAST.add_months(1), None);
        assert_eq!(Day::FIRST.add_months(-1), None);
    }

    #[test]
    fn months_end_on_the_last_day_there_is() {
        let month_later = |text: &str, months| {
            Day::parse_iso(text)
                .unwrap()
                .add_months(months)
                .unwrap()
                .to_string()
        };
        assert_eq!(month_later("2024-01-31", 1), "2024-02-29");
        assert_eq!(month_later("2023-01-31", 1), "2023-02-28");
        assert_eq!(month_later("2024-02-29", 12), "2025-02-28");
        assert_eq!(month_later("2024-03-31", -1), "2024-02-29");
        assert_eq!(month_later("2024-05-31", -18), "2022-11-30");
    }

    #[test]
    fn only_the_iso_form_is_read() {
        for text in [
            "2024-2-01",
            "2024-02-30",
            "+024-02-01",
            "2024-02-1 ",
            "20240201",
            "２０２４-02-01",
            "",
            "2024-02-01T",
            "24-02-01",
        ] {
            assert_eq!(Day::parse_iso(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn shown_days_read_back(number in Day::FIRST.0..=Day::LAST.0) {
            prop_assert_eq!(Day::parse_iso(&Day(number).to_string()), Some(Day(number)));
        }

        #[test]
        fn months_agree_with_counting_them_one_by_one(number in Day::FIRST.0..=Day::LAST.0, months in -400i64..400) {
            let (mut year, mut month, day) = Day(number).ymd();
            for _ in 0..months.abs() {
                (year, month) = match (month, months > 0) {
                    (12, true) => (year + 1, 1),
                    (1, false) => (year - 1, 12),
                    (_, true) => (year, month + 1),
                    (_, false) => (year, month - 1),
                };
            }
            let expected = if (1..=9999).contains(&year) {
                Day::from_ymd(year, month, day.min(month_length(year, month)))
            } else {
                None
            };
            prop_assert_eq!(Day(number).add_months(months), expected);
        }

        #[test]
        fn nothing_panics(number in any::<i32>(), amount in any::<i64>(), text in "\\PC{0,12}") {
            let _ = (Day(number).ymd(), Day(number).add_days(amount), Day(number).add_months(amount));
            let _ = (Day(number).to_string(), Day::parse_iso(&text));
        }
    }
}
