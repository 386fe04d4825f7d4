//! Episodes and gaps: the time that records cover, and the time between.
//!
//! Invariant: periods of one owner are in ascending order and never overlap. A record whose end is before its start covers
//! nothing and is counted; one without a start covers nothing.

use super::layout::Layout;
use super::operand::Reader;
use kohort_semantics::value::{Date, Day};
use std::ops::Range;

/// The records whose time is covered.
pub(crate) struct Covering<'a> {
    /// The records of each owner.
    pub(crate) layout: &'a Layout,
    /// Which of them are in the bag.
    pub(crate) bag: Reader<'a, bool>,
    /// Their first day.
    pub(crate) start: Reader<'a, Date>,
    /// Their last day; the first, where there is none.
    pub(crate) end: Option<Reader<'a, Date>>,
}

/// Periods that were made.
pub(crate) struct Periods {
    /// The periods of each owner.
    pub(crate) layout: Layout,
    /// The periods.
    pub(crate) rows: Vec<Option<(Date, Date)>>,
    /// How many records end before they start.
    pub(crate) contradictory: u64,
}

/// The records' times, joined where the next starts at most so many days after the last covered day.
pub(crate) fn episodes(covering: &Covering<'_>, joined_within: i64) -> Periods {
    make(covering, |times| joined(times, joined_within))
}

/// The times between the covered days that are longer than `days`, or at least as long.
pub(crate) fn gaps(covering: &Covering<'_>, days: i64, or_equal: bool) -> Periods {
    let wide = |(covered, next): &(i32, i32)| {
        let length = i64::from(*next) - i64::from(*covered);
        length > days || or_equal && length == days
    };
    make(covering, |times| {
        let covered = joined(times, 0);
        let between = covered
            .iter()
            .zip(covered.iter().skip(1))
            .map(|((_, end), (start, _))| (*end, *start));
        between.filter(wide).collect()
    })
}

fn make(covering: &Covering<'_>, periods: impl Fn(Vec<(i32, i32)>) -> Vec<(i32, i32)>) -> Periods {
    let (mut lengths, mut rows, mut contradictory) = (Vec::new(), Vec::new(), 0);
    for range in covering.layout.ranges() {
        let made = periods(covering.times(range, &mut contradictory));
        lengths.push(made.len());
        rows.extend(
            made.into_iter()
                .map(|(start, end)| Some((Date::day(Day(start)), Date::day(Day(end))))),
        );
    }
    Periods {
        layout: Layout::from_lengths(lengths),
        rows,
        contradictory,
    }
}

impl Covering<'_> {
    /// The times of one owner's records.
    fn times(&self, range: Range<usize>, contradictory: &mut u64) -> Vec<(i32, i32)> {
        let mut times = Vec::new();
        for at in range.filter(|at| self.bag.at(*at) == Some(true)) {
            let Some(start) = self.start.at(at).and_then(Date::as_day) else {
                continue;
            };
            let end = self
                .end
                .and_then(|end| end.at(at))
                .and_then(Date::as_day)
                .unwrap_or(start);
            if end < start {
                *contradictory += 1;
            } else {
                times.push((start.0, end.0));
            }
        }
        times
    }
}

/// Times joined where the next starts at most so many days after the last covered day, in ascending order.
fn joined(mut times: Vec<(i32, i32)>, within: i64) -> Vec<(i32, i32)> {
    times.sort_unstable();
    let mut joined: Vec<(i32, i32)> = Vec::new();
    for (start, end) in times {
        match joined.last_mut() {
            Some((_, covered)) if i64::from(start) - i64::from(*covered) <= within => {
                *covered = end.max(*covered)
            }
            _ => joined.push((start, end)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    type Row = (Option<bool>, Option<i32>, Option<i32>);

    fn row() -> impl Strategy<Value = Row> {
        let member = prop::sample::select(vec![Some(true), Some(true), Some(true), Some(false), None]);
        (
            member,
            prop::option::weighted(0.9, 0i32..40),
            prop::option::weighted(0.7, 0i32..44),
        )
    }

    fn day(day: i32) -> Date {
        Date::day(Day(day))
    }

    fn made(groups: &[Vec<Row>], make: impl Fn(&Covering<'_>) -> Periods) -> (Vec<Vec<(i32, i32)>>, u64) {
        let layout = Layout::from_lengths(groups.iter().map(Vec::len));
        let column = |which: fn(&Row) -> Option<i32>| -> Vec<_> {
            groups.iter().flatten().map(|row| which(row).map(day)).collect()
        };
        let bag: Vec<_> = groups.iter().flatten().map(|row| row.0).collect();
        let (start, end) = (column(|row| row.1), column(|row| row.2));
        let covering = Covering {
            layout: &layout,
            bag: Reader::of(&bag),
            start: Reader::of(&start),
            end: Some(Reader::of(&end)),
        };
        let periods = make(&covering);
        let rows = periods.layout.ranges().map(|range| {
            periods.rows[range]
                .iter()
                .map(|period| period.unwrap())
                .map(|(start, end)| (start.first.0, end.first.0))
                .collect()
        });
        (rows.collect(), periods.contradictory)
    }

    /// The records' times and how many contradict themselves.
    fn times(rows: &[Row]) -> (Vec<(i32, i32)>, u64) {
        let bag = rows
            .iter()
            .filter(|row| row.0 == Some(true))
            .filter_map(|row| Some((row.1?, row.2.unwrap_or(row.1?))));
        let (good, bad): (Vec<_>, Vec<_>) = bag.partition(|(start, end)| start <= end);
        (good, bad.len() as u64)
    }

    /// Joins any two times that touch until none do.
    fn naive_episodes(rows: &[Row], within: i32) -> Vec<(i32, i32)> {
        let mut times = times(rows).0;
        loop {
            let touching = (0..times.len())
                .flat_map(|a| (0..times.len()).map(move |b| (a, b)))
                .find(|(a, b)| {
                    let ((s, e), (t, _)) = (times[*a], times[*b]);
                    a != b && s <= t && t - e <= within
                });
            let Some((a, b)) = touching else { break };
            let joined = (times[a].0, times[a].1.max(times[b].1));
            times = times
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != a && *at != b)
                .map(|(_, time)| *time)
                .collect();
            times.push(joined);
        }
        times.sort();
        times
    }

    /// Looks at every day between the first and the last covered one.
    fn naive_gaps(rows: &[Row], longer_than: i32, or_equal: bool) -> Vec<(i32, i32)> {
        let times = times(rows).0;
        let covered: BTreeSet<i32> = times.iter().flat_map(|(start, end)| *start..=*end).collect();
        let starts: BTreeSet<i32> = times.iter().map(|(start, _)| *start).collect();
        let mut gaps = Vec::new();
        for last in &covered {
            let Some(next) = starts.iter().find(|start| *start > last) else {
                continue;
            };
            // Two times that only meet at neighbouring days leave a distance of one day.
            let nothing_between = !times.iter().any(|(start, end)| start <= last && end > last)
                && !(last + 1..*next).any(|day| covered.contains(&day));
            let length = next - last;
            if nothing_between && (length > longer_than || or_equal && length == longer_than) {
                gaps.push((*last, *next));
            }
        }
        gaps
    }

    proptest! {
        #[test]
        fn episodes_are_what_touches(
            groups in prop::collection::vec(prop::collection::vec(row(), 0..10), 0..5), within in 0i32..8,
        ) {
            let (found, contradictory) = made(&groups, |covering| episodes(covering, within.into()));
            prop_assert_eq!(found, groups.iter().map(|rows| naive_episodes(rows, within)).collect::<Vec<_>>());
            prop_assert_eq!(contradictory, groups.iter().map(|rows| times(rows).1).sum::<u64>());
        }

        #[test]
        fn gaps_are_the_days_nobody_covers(
            groups in prop::collection::vec(prop::collection::vec(row(), 0..8), 0..5),
            days in 0i32..8, or_equal in any::<bool>(),
        ) {
            let (found, contradictory) = made(&groups, |covering| gaps(covering, days.into(), or_equal));
            prop_assert_eq!(found, groups.iter().map(|rows| naive_gaps(rows, days, or_equal)).collect::<Vec<_>>());
            prop_assert_eq!(contradictory, groups.iter().map(|rows| times(rows).1).sum::<u64>());
        }
    }

    #[test]
    fn the_joining_distance_counts_from_the_last_covered_day() {
        let rows = [vec![
            (Some(true), Some(0), Some(10)),
            (Some(true), Some(2), Some(3)),
            (Some(true), Some(38), None),
        ]];
        assert_eq!(made(&rows, |covering| episodes(covering, 28)).0, [vec![(0, 38)]]);
        assert_eq!(
            made(&rows, |covering| episodes(covering, 27)).0,
            [vec![(0, 10), (38, 38)]]
        );
        assert_eq!(
            made(&rows, |covering| gaps(covering, 28, true)).0,
            [vec![(10, 38)]]
        );
        assert_eq!(made(&rows, |covering| gaps(covering, 28, false)).0, [vec![]]);
    }
}
