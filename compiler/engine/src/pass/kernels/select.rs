//! Which records are in a bag: true, false, or unknown and left aside.
//!
//! Invariant: the Kleene conjunction of the wider bag, the where-clause and the windows. A record without a date is in no
//! window; a window with a missing end is unknown for every record that has a date.

use super::operand::Reader;
use kohort_semantics::study::Compare;
use kohort_semantics::value::{Date, kleene};

/// A window on the records' date.
pub(crate) struct Window<'a> {
    /// The records' date.
    pub(crate) date: Reader<'a, Date>,
    /// The earliest date, and whether it is inside.
    pub(crate) from: Option<(Reader<'a, Date>, bool)>,
    /// The latest date, and whether it is inside.
    pub(crate) to: Option<(Reader<'a, Date>, bool)>,
}

/// The membership of each record.
pub(crate) fn select(
    base: Option<Reader<'_, bool>>,
    filter: Option<Reader<'_, bool>>,
    windows: &[Window<'_>],
    len: usize,
) -> Vec<Option<bool>> {
    let member = |at: usize| {
        let read = |tests: Option<Reader<'_, bool>>| tests.map_or(Some(true), |tests| tests.at(at));
        let mut member = kleene::and(read(base), read(filter));
        for window in windows {
            // What is already out stays out, whatever the window says.
            if member == Some(false) {
                break;
            }
            member = kleene::and(member, window.test(at));
        }
        member
    };
    (0..len).map(member).collect()
}

impl Window<'_> {
    /// Whether a record's date is inside.
    fn test(&self, at: usize) -> Option<bool> {
        let Some(date) = self.date.at(at) else {
            return Some(false);
        };
        // Both ends are asked for first: one that is missing leaves all open, even where the other would exclude.
        let from = match self.from {
            Some((bound, inclusive)) => {
                Some((bound.at(at)?, if inclusive { Compare::Ge } else { Compare::Gt }))
            }
            None => None,
        };
        let to = match self.to {
            Some((bound, inclusive)) => {
                Some((bound.at(at)?, if inclusive { Compare::Le } else { Compare::Lt }))
            }
            None => None,
        };
        let inside = |end: Option<(Date, Compare)>| {
            end.map_or(Some(true), |(bound, op)| Date::compare(op, date, bound))
        };
        kleene::and(inside(from), inside(to))
    }
}

/// How many records were left aside.
pub(crate) fn left_aside(members: &[Option<bool>]) -> u64 {
    members.iter().filter(|member| member.is_none()).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::any_date;
    use proptest::prelude::*;

    type End = Option<(Option<Date>, bool)>;

    /// Tries every day that the dates may be.
    fn naive_window(date: Option<Date>, from: End, to: End) -> Option<bool> {
        let Some(date) = date else { return Some(false) };
        if from.is_some_and(|(bound, _)| bound.is_none()) || to.is_some_and(|(bound, _)| bound.is_none()) {
            return None;
        }
        let side = |bound: End, inside: fn(i32, i32, bool) -> bool| {
            let Some((Some(bound), inclusive)) = bound else {
                return Some(true);
            };
            let (mut holds, mut fails) = (false, false);
            for day in date.first.0..=date.last.0 {
                for end in bound.first.0..=bound.last.0 {
                    if inside(day, end, inclusive) {
                        holds = true
                    } else {
                        fails = true
                    }
                }
            }
            if holds && fails { None } else { Some(holds) }
        };
        let from = side(from, |day, end, inclusive| day > end || inclusive && day == end);
        let to = side(to, |day, end, inclusive| day < end || inclusive && day == end);
        match (from, to) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }

    proptest! {
        #[test]
        fn windows_are_three_valued(
            rows in prop::collection::vec([any_date(), any_date(), any_date()], 1..24),
            ends in (prop::option::of(any::<bool>()), prop::option::of(any::<bool>())),
        ) {
            let column = |which: usize| rows.iter().map(|row| row[which]).collect::<Vec<_>>();
            let (dates, from, to) = (column(0), column(1), column(2));
            let window = Window {
                date: Reader::of(&dates),
                from: ends.0.map(|inclusive| (Reader::of(&from), inclusive)),
                to: ends.1.map(|inclusive| (Reader::of(&to), inclusive)),
            };
            let found = select(None, None, &[window], rows.len());
            for (at, [date, from, to]) in rows.iter().enumerate() {
                let end = |bound: &Option<Date>, given: Option<bool>| given.map(|inclusive| (*bound, inclusive));
                let expected = naive_window(*date, end(from, ends.0), end(to, ends.1));
                prop_assert_eq!(found[at], expected);
            }
            prop_assert_eq!(left_aside(&found), found.iter().filter(|member| member.is_none()).count() as u64);
        }
    }

    #[test]
    fn all_parts_must_hold() {
        let all = [Some(true), Some(false), None];
        let base: Vec<_> = all.into_iter().flat_map(|base| [base; 9]).collect();
        let filter: Vec<_> = all
            .into_iter()
            .flat_map(|filter| [filter; 3])
            .cycle()
            .take(27)
            .collect();
        // In the window, outside it, and a month that may be either.
        let dates: Vec<_> = ["2024-02-05", "2024-01-01", "2024-02"]
            .into_iter()
            .map(Date::parse)
            .cycle()
            .take(27)
            .collect();
        let bound = vec![Date::parse("2024-02-03"); 27];
        let window = || Window {
            date: Reader::of(&dates),
            from: Some((Reader::of(&bound), true)),
            to: None,
        };
        let found = select(
            Some(Reader::of(&base)),
            Some(Reader::of(&filter)),
            &[window(), window()],
            27,
        );
        for at in 0..27 {
            let parts = [base[at], filter[at], all[at % 3]];
            let expected = if parts.contains(&Some(false)) {
                Some(false)
            } else if parts.contains(&None) {
                None
            } else {
                Some(true)
            };
            assert_eq!(found[at], expected);
        }
        assert_eq!(select(None, None, &[], 2), [Some(true); 2]);
    }
}
