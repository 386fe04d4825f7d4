//! Arithmetic with dates: moving them, counting days and years, and the earliest or latest of several.
//!
//! Invariant: what would leave the calendar's years 1 to 9999, or needs a day and has none, is missing.

use super::numbers::Numbers;
use super::operand::Reader;
use kohort_semantics::study::ShiftUnit;
use kohort_semantics::value::{Date, Day};

/// A date moved.
pub(crate) fn shift(dates: Reader<'_, Date>, amount: i64, unit: ShiftUnit, len: usize) -> Vec<Option<Date>> {
    let moved = |date: Date| match unit {
        ShiftUnit::Days => date.shift_days(amount),
        ShiftUnit::Months => date.shift_months(amount),
    };
    (0..len).map(|at| dates.at(at).and_then(moved)).collect()
}

/// Days from one date to another.
pub(crate) fn days_between(from: Reader<'_, Date>, to: Reader<'_, Date>, len: usize) -> Numbers {
    let days = |at| Some(i64::from(day(to, at)?.0) - i64::from(day(from, at)?.0));
    Numbers::Integer((0..len).map(days).collect())
}

/// Completed years from birth to a date.
pub(crate) fn age(birth: Reader<'_, Date>, at: Reader<'_, Date>, len: usize) -> Numbers {
    let years = |position| Some(Date::age(day(birth, position)?, day(at, position)?));
    Numbers::Integer((0..len).map(years).collect())
}

/// The earliest or latest known date; missing if none is known.
pub(crate) fn extreme(dates: &[Reader<'_, Date>], latest: bool, len: usize) -> Vec<Option<Date>> {
    let known = |at| dates.iter().filter_map(move |dates| dates.at(at));
    (0..len)
        .map(|at| if latest { known(at).max() } else { known(at).min() })
        .collect()
}

fn day(dates: Reader<'_, Date>, at: usize) -> Option<Day> {
    dates.at(at)?.as_day()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::any_date;
    use proptest::prelude::*;

    fn dates(texts: &[&str]) -> Vec<Option<Date>> {
        texts.iter().map(|text| Date::parse(text)).collect()
    }

    fn integers(numbers: Numbers) -> Vec<Option<i64>> {
        (0..numbers.len())
            .map(|at| numbers.get(at).and_then(|number| number.to_i64()))
            .collect()
    }

    #[test]
    fn dates_move_and_stay_in_the_calendar() {
        let from = dates(&["2024-01-31", "", "9999-12-31", "2024-01"]);
        let moved = |amount, unit| shift(Reader::of(&from), amount, unit, from.len());
        assert_eq!(
            moved(1, ShiftUnit::Days),
            dates(&["2024-02-01", "", "", ""])
                .into_iter()
                .take(3)
                .chain([Some(Date {
                    first: Day::parse_iso("2024-01-02").unwrap(),
                    last: Day::parse_iso("2024-02-01").unwrap(),
                })])
                .collect::<Vec<_>>()
        );
        assert_eq!(moved(1, ShiftUnit::Months)[..3], dates(&["2024-02-29", "", ""]));
        assert_eq!(moved(i64::MAX, ShiftUnit::Days), [None; 4]);
        assert_eq!(moved(i64::MIN, ShiftUnit::Months), [None; 4]);
    }

    #[test]
    fn days_and_years_are_counted_between_days_only() {
        let from = dates(&["2000-02-29", "2000-02-29", "2000", "", "2024-03-01"]);
        let to = dates(&[
            "2023-02-28",
            "2023-03-01",
            "2001-01-01",
            "2001-01-01",
            "2024-02-28",
        ]);
        let (from, to) = (Reader::of(&from), Reader::of(&to));
        assert_eq!(
            integers(days_between(from, to, 5)),
            [Some(8400), Some(8401), None, None, Some(-2)]
        );
        assert_eq!(
            integers(age(from, to, 5)),
            [Some(22), Some(23), None, None, Some(-1)]
        );
    }

    proptest! {
        #[test]
        fn the_earliest_is_not_after_any_known_date(
            rows in prop::collection::vec([any_date(), any_date(), any_date()], 1..12),
        ) {
            let columns: Vec<Vec<_>> = (0..3).map(|which| rows.iter().map(|row| row[which]).collect()).collect();
            let readers: Vec<_> = columns.iter().map(|column| Reader::of(column)).collect();
            let (earliest, latest) = (extreme(&readers, false, rows.len()), extreme(&readers, true, rows.len()));
            for (at, row) in rows.iter().enumerate() {
                let mut known: Vec<Date> = row.iter().flatten().copied().collect();
                known.sort();
                prop_assert_eq!((earliest[at], latest[at]), (known.first().copied(), known.last().copied()));
            }
        }
    }
}
