//! Periods: made of two dates, taken apart, and related to dates and to each other.
//!
//! Invariant: a period whose end is certainly before its start contains nothing and is in no relation. Where an end is
//! coarse, the answer is the Kleene combination of the comparisons of days.

use super::operand::Reader;
use kohort_semantics::study::{Compare, Relation};
use kohort_semantics::value::{Date, kleene};

/// A period from two dates.
pub(crate) fn period(
    start: Reader<'_, Date>,
    end: Reader<'_, Date>,
    len: usize,
) -> Vec<Option<(Date, Date)>> {
    (0..len).map(|at| start.at(at).zip(end.at(at))).collect()
}

/// The first or last day of a period.
pub(crate) fn bound(periods: Reader<'_, (Date, Date)>, end: bool, len: usize) -> Vec<Option<Date>> {
    (0..len)
        .map(|at| periods.at(at).map(|(first, last)| if end { last } else { first }))
        .collect()
}

/// Whether a date is in a period.
pub(crate) fn contains(
    dates: Reader<'_, Date>,
    periods: Reader<'_, (Date, Date)>,
    len: usize,
) -> Vec<Option<bool>> {
    (0..len)
        .map(|at| within(dates.at(at)?, periods.at(at)?))
        .collect()
}

/// Whether two periods are in a relation.
pub(crate) fn relation(
    relation: Relation,
    left: Reader<'_, (Date, Date)>,
    right: Reader<'_, (Date, Date)>,
    len: usize,
) -> Vec<Option<bool>> {
    (0..len)
        .map(|at| related(relation, left.at(at)?, right.at(at)?))
        .collect()
}

fn not_after(left: Date, right: Date) -> Option<bool> {
    Date::compare(Compare::Le, left, right)
}

fn reversed((start, end): (Date, Date)) -> bool {
    Date::compare(Compare::Lt, end, start) == Some(true)
}

fn within(date: Date, period: (Date, Date)) -> Option<bool> {
    if reversed(period) {
        return Some(false);
    }
    kleene::and(not_after(period.0, date), not_after(date, period.1))
}

fn related(relation: Relation, left: (Date, Date), right: (Date, Date)) -> Option<bool> {
    if reversed(left) || reversed(right) {
        return Some(false);
    }
    match relation {
        Relation::Overlaps => kleene::and(not_after(left.0, right.1), not_after(right.0, left.1)),
        Relation::Contains => kleene::and(not_after(left.0, right.0), not_after(right.1, left.1)),
        Relation::StartsIn => within(left.0, right),
        Relation::EndsIn => within(left.1, right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_semantics::value::Day;
    use proptest::prelude::*;

    fn day(day: i32) -> Date {
        Date::day(Day(day))
    }

    /// Possibly with its end before its start.
    fn any_period() -> impl Strategy<Value = (i32, i32)> {
        (0i32..12, 0i32..12)
    }

    proptest! {
        #[test]
        fn periods_of_days_are_sets_of_days(rows in prop::collection::vec((any_period(), any_period()), 1..20)) {
            let as_dates = |(start, end): (i32, i32)| Some((day(start), day(end)));
            let left: Vec<_> = rows.iter().map(|(left, _)| as_dates(*left)).collect();
            let right: Vec<_> = rows.iter().map(|(_, right)| as_dates(*right)).collect();
            let (left, right) = (Reader::of(&left), Reader::of(&right));
            let found = |wanted| relation(wanted, left, right, rows.len());
            let (overlaps, encloses) = (found(Relation::Overlaps), found(Relation::Contains));
            let (starts, ends) = (found(Relation::StartsIn), found(Relation::EndsIn));
            for (at, ((l0, l1), (r0, r1))) in rows.iter().enumerate() {
                let days = |from: i32, to: i32| (from..=to).collect::<Vec<_>>();
                let (l, r) = (days(*l0, *l1), days(*r0, *r1));
                let exist = !l.is_empty() && !r.is_empty();
                prop_assert_eq!(overlaps[at], Some(l.iter().any(|day| r.contains(day))));
                prop_assert_eq!(encloses[at], Some(exist && r.iter().all(|day| l.contains(day))));
                prop_assert_eq!(starts[at], Some(exist && r.contains(l0)));
                prop_assert_eq!(ends[at], Some(exist && r.contains(l1)));
            }
        }
    }

    #[test]
    fn coarse_ends_leave_open_what_they_leave_open() {
        let date = |text: &str| Date::parse(text).unwrap();
        let periods = [Some((date("2024-02"), date("2024-06-30"))); 4];
        let dates = [
            Some(date("2024-02-10")),
            Some(date("2024-03-01")),
            Some(date("2024-01")),
            None,
        ];
        let found = contains(Reader::of(&dates), Reader::of(&periods), 4);
        assert_eq!(found, [None, Some(true), Some(false), None]);
        let reversed = [Some((date("2024-06"), date("2024-02")))];
        assert_eq!(
            contains(Reader::of(&[Some(date("2024"))]), Reader::of(&reversed), 1),
            [Some(false)]
        );
    }

    #[test]
    fn a_period_needs_both_ends() {
        let (start, end) = (
            [Some(day(1)), Some(day(2)), None],
            [Some(day(3)), None, Some(day(4))],
        );
        let made = period(Reader::of(&start), Reader::of(&end), 3);
        assert_eq!(made, [Some((day(1), day(3))), None, None]);
        assert_eq!(bound(Reader::of(&made), false, 3), [Some(day(1)), None, None]);
        assert_eq!(bound(Reader::of(&made), true, 3), [Some(day(3)), None, None]);
    }
}
