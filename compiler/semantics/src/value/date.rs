//! Dates of any precision.
//!
//! Invariant: a date is the set of all days from its first to its last, any of which it may be. How two dates compare
//! stands in `date_compare`; where a coarse date is placed is a study's choice and is only carried out here.

use super::day::digits;
use super::{Day, Precision};
use crate::study::Placement;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A date: some day from `first` to `last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    /// The earliest day it may be.
    pub first: Day,
    /// The latest day it may be.
    pub last: Day,
}

impl Date {
    /// A date known to the day.
    pub fn day(day: Day) -> Self {
        Self {
            first: day,
            last: day,
        }
    }

    /// The day, month, quarter or year around a day.
    pub fn of(precision: Precision, day: Day) -> Self {
        let (year, month, _) = day.ymd();
        let (from, to) = match precision {
            Precision::Day => return Self::day(day),
            Precision::Month => (month, month),
            Precision::Quarter => (first_month_of_quarter(month), first_month_of_quarter(month) + 2),
            Precision::Year => (1, 12),
        };
        let first = Day::from_ymd(year, from, 1).unwrap_or(day);
        let last = Day::from_ymd_clamped(year, to, 31).unwrap_or(day);
        Self { first, last }
    }

    /// The same date known at most to this precision. What is already coarser stays as it is.
    pub fn coarsen(self, precision: Precision) -> Self {
        Self {
            first: Self::of(precision, self.first).first,
            last: Self::of(precision, self.last).last,
        }
    }

    /// Whether it is known to the day.
    pub fn is_day(self) -> bool {
        self.first == self.last
    }

    /// The day, if it is known to the day.
    pub fn as_day(self) -> Option<Day> {
        self.is_day().then_some(self.first)
    }

    /// The precision, if it is exactly a day, a month, a quarter or a year. A month moved by a month need not be one.
    pub fn precision(self) -> Option<Precision> {
        [
            Precision::Day,
            Precision::Month,
            Precision::Quarter,
            Precision::Year,
        ]
        .into_iter()
        .find(|precision| Self::of(*precision, self.first) == self)
    }

    /// Reads the literal forms `2024-06-30`, `2024-06`, `2024-Q2` and `2024`.
    pub fn parse(text: &str) -> Option<Self> {
        let month = |month: u32| Day::from_ymd(digits(text.get(..4)?)?, month, 1);
        match text.as_bytes() {
            [_, _, _, _] => Some(Self::of(Precision::Year, month(1)?)),
            [_, _, _, _, b'-', b'Q', quarter @ b'1'..=b'4'] => Some(Self::of(
                Precision::Quarter,
                month(u32::from(quarter - b'1') * 3 + 1)?,
            )),
            [_, _, _, _, b'-', _, _] => Some(Self::of(Precision::Month, month(digits(text.get(5..)?)?)?)),
            _ => Day::parse_iso(text).map(Self::day),
        }
    }

    /// Every day it may be, moved by so many days; `None` if one leaves the supported years.
    pub fn shift_days(self, days: i64) -> Option<Self> {
        Some(Self {
            first: self.first.add_days(days)?,
            last: self.last.add_days(days)?,
        })
    }

    /// Every day it may be, moved by so many months, each with its day of month clamped.
    pub fn shift_months(self, months: i64) -> Option<Self> {
        Some(Self {
            first: self.first.add_months(months)?,
            last: self.last.add_months(months)?,
        })
    }

    /// The day on which a study places it. It is always a day that it may be, so a known day stays where it is.
    pub fn place(self, placement: Placement) -> Day {
        let (year, month, _) = self.first.ymd();
        let wanted = match placement {
            Placement::FirstDay => Some(self.first),
            Placement::LastDay => Some(self.last),
            Placement::DayOfMonth(day) => Day::from_ymd_clamped(year, month, day),
            Placement::DayOfYear { month, day } => Day::from_ymd_clamped(year, month, day),
        };
        // Not `clamp`, which panics where a date was made with its ends exchanged.
        wanted.unwrap_or(self.first).min(self.last).max(self.first)
    }

    /// Completed years from birth to a day. Someone born on 29 February completes a year on 1 March of a common year.
    /// Before birth it is negative: the day before is -1.
    pub fn age(birth: Day, at: Day) -> i64 {
        let (born, born_month, born_day) = birth.ymd();
        let (year, month, day) = at.ymd();
        i64::from(year - born) - i64::from((month, day) < (born_month, born_day))
    }
}

/// The first month of the quarter that a month is in.
fn first_month_of_quarter(month: u32) -> u32 {
    month.saturating_sub(1) / 3 * 3 + 1
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, _) = self.first.ymd();
        match self.precision() {
            Some(Precision::Day) => write!(f, "{}", self.first),
            Some(Precision::Month) => write!(f, "{year:04}-{month:02}"),
            Some(Precision::Quarter) => write!(f, "{year:04}-Q{}", month.div_ceil(3)),
            Some(Precision::Year) => write!(f, "{year:04}"),
            None => write!(f, "{} to {}", self.first, self.last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn literals_are_the_days_they_may_be() {
        for (text, first, last) in [
            ("2024-06-30", "2024-06-30", "2024-06-30"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2023-Q1", "2023-01-01", "2023-03-31"),
            ("2023-Q4", "2023-10-01", "2023-12-31"),
            ("0001", "0001-01-01", "0001-12-31"),
            ("9999", "9999-01-01", "9999-12-31"),
        ] {
            assert_eq!(
                date(text),
                Date {
                    first: day(first),
                    last: day(last)
                },
                "{text}"
            );
            assert_eq!(date(text).to_string(), text);
        }
        for text in [
            "",
            "0000",
            "2024-13",
            "2024-00",
            "2024-Q5",
            "2024-q1",
            "2024-6",
            "24",
            "2024-1é",
            "éé",
            "2024-06-31",
            "２０２４",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn placing_keeps_within_what_the_date_may_be() {
        for (text, placement, expected) in [
            ("2024-02", Placement::DayOfMonth(15), "2024-02-15"),
            ("2024-02", Placement::DayOfMonth(31), "2024-02-29"),
            ("2024-02", Placement::DayOfMonth(0), "2024-02-01"),
            ("2024-02", Placement::LastDay, "2024-02-29"),
            ("2024-Q2", Placement::DayOfMonth(15), "2024-04-15"),
            ("2024-Q2", Placement::FirstDay, "2024-04-01"),
            ("2024", Placement::DayOfYear { month: 7, day: 1 }, "2024-07-01"),
            ("2023", Placement::DayOfYear { month: 2, day: 30 }, "2023-02-28"),
            ("2024-02", Placement::DayOfYear { month: 7, day: 1 }, "2024-02-29"),
            ("2024", Placement::DayOfYear { month: 13, day: 1 }, "2024-01-01"),
            ("2024-06-30", Placement::DayOfMonth(15), "2024-06-30"),
        ] {
            assert_eq!(date(text).place(placement), day(expected), "{text} {placement:?}");
        }
    }

    #[test]
    fn a_moved_month_is_the_days_it_may_be() {
        assert_eq!(date("2024-03").shift_months(-1).unwrap().to_string(), "2024-02");
        assert_eq!(
            date("2023-02").shift_months(1).unwrap().to_string(),
            "2023-03-01 to 2023-03-28"
        );
        assert_eq!(date("2024-03").shift_days(1).unwrap().precision(), None);
        assert_eq!(date("9999").shift_days(1), None);
        assert_eq!(date("0001").shift_months(-1), None);
    }

    #[test]
    fn years_of_age_are_completed_years() {
        for (birth, at, years) in [
            ("1960-05-17", "2024-05-16", 63),
            ("1960-05-17", "2024-05-17", 64),
            ("2000-02-29", "2023-02-28", 22),
            ("2000-02-29", "2023-03-01", 23),
            ("2000-02-29", "2024-02-28", 23),
            ("2000-02-29", "2024-02-29", 24),
            ("2000-01-01", "2000-01-01", 0),
            ("2000-01-01", "1999-12-31", -1),
            ("2000-01-01", "1999-01-01", -1),
            ("2000-01-01", "1998-12-31", -2),
        ] {
            assert_eq!(Date::age(day(birth), day(at)), years, "{birth} {at}");
        }
    }

    fn any_precision() -> impl Strategy<Value = Precision> {
        prop::sample::select(vec![
            Precision::Day,
            Precision::Month,
            Precision::Quarter,
            Precision::Year,
        ])
    }

    fn any_day() -> impl Strategy<Value = Day> {
        (Day::FIRST.0..=Day::LAST.0).prop_map(Day)
    }

    proptest! {
        #[test]
        fn shown_dates_read_back(precision in any_precision(), day in any_day()) {
            let date = Date::of(precision, day);
            prop_assert!(date.first <= day && day <= date.last);
            prop_assert_eq!(date.precision(), Some(precision));
            prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
        }

        #[test]
        fn coarsening_loses_days_only_outwards(a in any_precision(), b in any_precision(), day in any_day()) {
            let date = Date::of(a, day);
            prop_assert_eq!(date.coarsen(b), Date::of(a.max(b), day));
            prop_assert_eq!(date.coarsen(b).coarsen(b), date.coarsen(b));
        }

        #[test]
        fn a_moved_date_is_every_moved_day(precision in any_precision(), day in any_day(), months in -30i64..30) {
            let date = Date::of(precision, day);
            let days = || (date.first.0..=date.last.0).map(|number| Day(number).add_months(months));
            if let Some(moved) = date.shift_months(months) {
                prop_assert_eq!(days().flatten().min(), Some(moved.first));
                prop_assert_eq!(days().flatten().max(), Some(moved.last));
            } else {
                prop_assert!(days().any(|moved| moved.is_none()));
            }
        }

        #[test]
        fn nothing_panics(first in any::<i32>(), last in any::<i32>(), number in any::<u32>(), text in "\\PC{0,12}") {
            let date = Date { first: Day(first), last: Day(last) };
            let _ = (date.to_string(), date.coarsen(Precision::Quarter), date.place(Placement::DayOfMonth(number)));
            let _ = (date.place(Placement::DayOfYear { month: number, day: number }), Date::age(Day(first), Day(last)));
            let _ = Date::parse(&text);
        }
    }
}
