//! The calendar: days, months, completed years, and coarse dates (2.2).
//!
//! [`Day`] and [`Date`] are taken from the compiler as containers only; every calculation here is its own. A day counts
//! from 1970-01-01, and only the years 1 to 9999 exist.

use jiff::ToSpan;
use jiff::civil;
use kohort_semantics::study::{Placement, ShiftUnit};
use kohort_semantics::value::{Date, Day, Precision};

const EPOCH: civil::Date = civil::Date::constant(1970, 1, 1);

/// Year, month and day of month; `None` outside the years 1 to 9999.
pub(crate) fn calendar_day(day: Day) -> Option<civil::Date> {
    let date = EPOCH.checked_add(i64::from(day.0).days()).ok()?;
    (1..=9999).contains(&date.year()).then_some(date)
}

/// The count of days of a calendar day; `None` outside the years 1 to 9999.
pub(crate) fn day_number(date: civil::Date) -> Option<Day> {
    let days = EPOCH.until(date).ok()?.get_days();
    (1..=9999).contains(&date.year()).then_some(Day(days))
}

/// A day of a month, or the month's last day if the month is shorter.
fn day_of_month(year: i16, month: i8, day: i8) -> Option<Day> {
    let first = civil::Date::new(year, month, 1).ok()?;
    day_number(civil::Date::new(year, month, day.clamp(1, first.days_in_month())).ok()?)
}

/// The date written as year, month and day, for reports.
pub(crate) fn iso(day: Day) -> String {
    calendar_day(day).map_or_else(|| format!("day {}", day.0), |date| date.to_string())
}

/// A date known to the day.
pub(crate) fn exactly(day: Day) -> Date {
    Date {
        first: day,
        last: day,
    }
}

/// The day, if the date is known to the day (2.2).
pub(crate) fn known_day(date: Date) -> Option<Day> {
    (date.first == date.last).then_some(date.first)
}

/// Every day of the month, quarter or year that a day is in (2.2).
pub(crate) fn unit_around(precision: Precision, day: Day) -> Option<Date> {
    let date = calendar_day(day)?;
    let quarter_start = (date.month() - 1) / 3 * 3 + 1;
    let (first_month, last_month) = match precision {
        Precision::Day => return Some(exactly(day)),
        Precision::Month => (date.month(), date.month()),
        Precision::Quarter => (quarter_start, quarter_start + 2),
        Precision::Year => (1, 12),
    };
    Some(Date {
        first: day_of_month(date.year(), first_month, 1)?,
        last: day_of_month(date.year(), last_month, 31)?,
    })
}

/// The date as somebody who records only to this precision would record it (2.2).
pub(crate) fn coarsened(date: Date, precision: Precision) -> Option<Date> {
    Some(Date {
        first: unit_around(precision, date.first)?.first,
        last: unit_around(precision, date.last)?.last,
    })
}

/// Whether the date may lie in more than one day, month, quarter or year (2.2).
pub(crate) fn is_coarser_than(date: Date, precision: Precision) -> bool {
    unit_around(precision, date.first).is_none_or(|unit| unit.last < date.last)
}

/// The day on which a coarse date is placed: one of the days it may be (2.2).
pub(crate) fn placed(date: Date, placement: Placement) -> Option<Day> {
    let start = calendar_day(date.first)?;
    let small = |number: u32| i8::try_from(number.min(31)).unwrap_or(31);
    let wanted = match placement {
        Placement::FirstDay => date.first,
        Placement::LastDay => date.last,
        Placement::DayOfMonth(day) => day_of_month(start.year(), start.month(), small(day))?,
        Placement::DayOfYear { month, day } => day_of_month(start.year(), small(month), small(day))?,
    };
    Some(wanted.max(date.first).min(date.last))
}

/// A day so many days later (2.2).
fn days_later(day: Day, days: i64) -> Option<Day> {
    let moved = Day(i32::try_from(i64::from(day.0).checked_add(days)?).ok()?);
    calendar_day(moved).map(|_| moved)
}

/// A day so many months later: the day of month is kept, clamped to the month's end (2.2).
fn months_later(day: Day, months: i64) -> Option<Day> {
    let date = calendar_day(day)?;
    let month_count = (i64::from(date.year()) * 12 + i64::from(date.month()) - 1).checked_add(months)?;
    let year = i16::try_from(month_count.div_euclid(12)).ok()?;
    let month = i8::try_from(month_count.rem_euclid(12) + 1).ok()?;
    day_of_month(year, month, date.day())
}

/// The date moved; every day it may be is moved. Missing if it leaves the calendar, or if a coarse date is moved by
/// days (2.2).
pub(crate) fn shifted(date: Date, amount: i64, unit: ShiftUnit) -> Option<Date> {
    match unit {
        ShiftUnit::Days => Some(exactly(days_later(known_day(date)?, amount)?)),
        ShiftUnit::Months => Some(Date {
            first: months_later(date.first, amount)?,
            last: months_later(date.last, amount)?,
        }),
    }
}

/// Completed years: a year is completed on the birthday, and by somebody born on 29 February on 1 March of a common
/// year (2.2). The day before birth is -1.
pub(crate) fn completed_years(birth: Day, at: Day) -> Option<i64> {
    let (born, now) = (calendar_day(birth)?, calendar_day(at)?);
    let birthday = match civil::Date::new(now.year(), born.month(), born.day()) {
        Ok(birthday) => birthday,
        Err(_) => civil::Date::new(now.year(), 3, 1).ok()?,
    };
    let years = i64::from(now.year()) - i64::from(born.year());
    Some(if now < birthday { years - 1 } else { years })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Day {
        day_number(civil::Date::new(year, month, day).unwrap()).unwrap()
    }

    #[test]
    fn the_examples_of_the_reference_hold() {
        let moved = |from: Day, months| shifted(exactly(from), months, ShiftUnit::Months).unwrap().first;
        assert_eq!(moved(day(2024, 1, 31), 1), day(2024, 2, 29));
        assert_eq!(moved(day(2024, 2, 29), 12), day(2025, 2, 28));
        assert_eq!(moved(day(2024, 3, 31), -13), day(2023, 2, 28));
        assert_eq!(completed_years(day(2000, 2, 29), day(2023, 2, 28)), Some(22));
        assert_eq!(completed_years(day(2000, 2, 29), day(2023, 3, 1)), Some(23));
        assert_eq!(completed_years(day(2000, 1, 1), day(1999, 12, 31)), Some(-1));
        assert_eq!(shifted(exactly(day(9999, 12, 31)), 1, ShiftUnit::Days), None);
        assert_eq!(shifted(exactly(day(1, 1, 31)), -1, ShiftUnit::Months), None);
    }

    #[test]
    fn coarse_dates_are_all_the_days_they_may_be() {
        let quarter = unit_around(Precision::Quarter, day(2024, 5, 17)).unwrap();
        assert_eq!(
            quarter,
            Date {
                first: day(2024, 4, 1),
                last: day(2024, 6, 30)
            }
        );
        assert!(is_coarser_than(quarter, Precision::Month));
        assert!(!is_coarser_than(quarter, Precision::Quarter));
        assert_eq!(
            coarsened(quarter, Precision::Year),
            unit_around(Precision::Year, day(2024, 1, 1))
        );
        assert_eq!(
            placed(quarter, Placement::DayOfYear { month: 7, day: 1 }),
            Some(day(2024, 6, 30))
        );
        assert_eq!(placed(quarter, Placement::DayOfMonth(31)), Some(day(2024, 4, 30)));
    }
}
