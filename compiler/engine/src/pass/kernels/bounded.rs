//! Bounds that a source's dates must obey.
//!
//! Invariant: a date contradicts its bound only if every day that it may be is beyond every day that the limit may be. One
//! that may obey is narrowed to the days that do, unless contradictions are kept as they are. A missing limit bounds
//! nothing.

use super::operand::Reader;
use kohort_semantics::source::Contradiction;
use kohort_semantics::value::Date;

/// What a bound made of the dates.
pub(crate) struct Bounded {
    /// The dates.
    pub(crate) dates: Vec<Option<Date>>,
    /// How many contradict the bound.
    pub(crate) contradictions: u64,
}

/// Applies a bound to dates: on or after the limit, or on or before it.
pub(crate) fn bounded(
    dates: Reader<'_, Date>,
    limits: Reader<'_, Date>,
    after: bool,
    otherwise: Contradiction,
    len: usize,
) -> Bounded {
    let mut result = Bounded {
        dates: Vec::with_capacity(len),
        contradictions: 0,
    };
    for at in 0..len {
        let (Some(date), Some(limit)) = (dates.at(at), limits.at(at)) else {
            result.dates.push(dates.at(at));
            continue;
        };
        let contradicts = match after {
            true => date.last < limit.first,
            false => date.first > limit.last,
        };
        result.contradictions += u64::from(contradicts);
        result.dates.push(match otherwise {
            Contradiction::Kept => Some(date),
            Contradiction::Missing if contradicts => None,
            Contradiction::Moved if contradicts => Some(limit),
            Contradiction::Missing | Contradiction::Moved => Some(narrowed(date, limit, after)),
        });
    }
    result
}

/// The days of a date that obey the limit.
fn narrowed(date: Date, limit: Date, after: bool) -> Date {
    match after {
        true => Date {
            first: date.first.max(limit.first),
            ..date
        },
        false => Date {
            last: date.last.min(limit.last),
            ..date
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_semantics::value::Day;

    fn dates(texts: &[&str]) -> Vec<Option<Date>> {
        texts.iter().map(|text| Date::parse(text)).collect()
    }

    fn span(first: &str, last: &str) -> Option<Date> {
        let day = |text: &str| Day::parse_iso(text).unwrap();
        Some(Date {
            first: day(first),
            last: day(last),
        })
    }

    #[test]
    fn what_certainly_breaks_a_bound_is_counted_and_what_may_obey_is_narrowed() {
        let recorded = dates(&["2020-06", "2020-06", "2020-06", "2020-06", "", "2020-06-10"]);
        let limits = dates(&["2020-06-20", "2020-07-01", "", "2020-05", "2020-01-01", "2020-06"]);
        let apply = |otherwise| bounded(Reader::of(&recorded), Reader::of(&limits), true, otherwise, 6);
        let missing = apply(Contradiction::Missing);
        let june = recorded[0];
        let tenth = recorded[5];
        assert_eq!(
            missing.dates,
            [span("2020-06-20", "2020-06-30"), None, june, june, None, tenth]
        );
        let moved = apply(Contradiction::Moved);
        assert_eq!(moved.dates[1], Date::parse("2020-07-01"));
        let kept = apply(Contradiction::Kept);
        assert_eq!(kept.dates, recorded);
        assert_eq!(
            [missing.contradictions, moved.contradictions, kept.contradictions],
            [1; 3]
        );
    }

    #[test]
    fn a_bound_may_lie_on_the_other_side() {
        let recorded = dates(&["2020", "2021", "2020-06-10"]);
        let limits = dates(&["2020-06-20", "2020-06-20", "2020-06-10"]);
        let found = bounded(
            Reader::of(&recorded),
            Reader::of(&limits),
            false,
            Contradiction::Missing,
            3,
        );
        assert_eq!(found.dates, [span("2020-01-01", "2020-06-20"), None, recorded[2]]);
        assert_eq!(found.contradictions, 1);
    }
}
