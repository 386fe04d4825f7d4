//! Precision rules: coarsening recorded dates alike in every source, and placing them on a day.
//!
//! Invariant: coarsened first, then placed, then moved to a bound: to `not before`, then to `not after`. A bound that is
//! missing or is not a day moves nothing; a date that is not placed is not moved.

use super::operand::Reader;
use kohort_semantics::study::{Otherwise, Placement};
use kohort_semantics::value::{Date, Day, Precision};

/// A precision rule with its bounds as they are for each position.
pub(crate) struct Rule<'a> {
    /// The precision that dates are coarsened to.
    pub(crate) precision: Precision,
    /// Where a date is placed; without one it stays coarse.
    pub(crate) placement: Option<Placement>,
    /// What happens to a date that is coarser than the precision.
    pub(crate) otherwise: Option<Otherwise>,
    /// A placed date earlier than this is moved to it.
    pub(crate) not_before: Option<Reader<'a, Date>>,
    /// A placed date later than this is moved to it.
    pub(crate) not_after: Option<Reader<'a, Date>>,
}

/// What a rule made of the dates.
pub(crate) struct Placed {
    /// The dates.
    pub(crate) dates: Vec<Option<Date>>,
    /// How many got a day that they did not have.
    pub(crate) placed: u64,
    /// How many a bound moved.
    pub(crate) moved: u64,
}

/// Applies a rule to dates.
pub(crate) fn place(dates: Reader<'_, Date>, rule: &Rule<'_>, len: usize) -> Placed {
    let mut result = Placed {
        dates: Vec::with_capacity(len),
        placed: 0,
        moved: 0,
    };
    for at in 0..len {
        let Some((date, placement)) = dates.at(at).and_then(|date| coarsened(date, rule)) else {
            result.dates.push(None);
            continue;
        };
        let Some(placement) = placement else {
            result.dates.push(Some(date));
            continue;
        };
        let day = date.place(placement);
        let bound =
            |bound: Option<Reader<'_, Date>>| bound.and_then(|bound| bound.at(at)).and_then(Date::as_day);
        let moved = bounded(day, bound(rule.not_before), bound(rule.not_after));
        result.placed += u64::from(!date.is_day());
        result.moved += u64::from(moved != day);
        result.dates.push(Some(Date::day(moved)));
    }
    result
}

/// The date as coarse as the rule says, and where it is placed; nothing, if it becomes missing.
fn coarsened(date: Date, rule: &Rule<'_>) -> Option<(Date, Option<Placement>)> {
    let fits = Date::of(rule.precision, date.first) == Date::of(rule.precision, date.last);
    match rule.otherwise {
        _ if fits => Some((date.coarsen(rule.precision), rule.placement)),
        Some(Otherwise::Missing) => None,
        Some(Otherwise::Placed(placement)) => Some((date, Some(placement))),
        // Only where no source is coarser, so that this date cannot be.
        None => Some((date, rule.placement)),
    }
}

fn bounded(day: Day, not_before: Option<Day>, not_after: Option<Day>) -> Day {
    let day = not_before.map_or(day, |earliest| day.max(earliest));
    not_after.map_or(day, |latest| day.min(latest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(texts: &[&str]) -> Vec<Option<Date>> {
        texts.iter().map(|text| Date::parse(text)).collect()
    }

    #[test]
    fn sources_of_every_precision_get_the_same_treatment() {
        let recorded = dates(&["2024-02-03", "2024-02", "2024-Q1", "2024", ""]);
        let rule = |otherwise| Rule {
            precision: Precision::Month,
            placement: Some(Placement::DayOfMonth(15)),
            otherwise,
            not_before: None,
            not_after: None,
        };
        let found = place(Reader::of(&recorded), &rule(Some(Otherwise::Missing)), 5);
        assert_eq!(found.dates, dates(&["2024-02-15", "2024-02-15", "", "", ""]));
        assert_eq!((found.placed, found.moved), (2, 0));
        let july = Placement::DayOfYear { month: 7, day: 1 };
        let found = place(Reader::of(&recorded), &rule(Some(Otherwise::Placed(july))), 5);
        // A quarter without a July stays within itself.
        assert_eq!(
            found.dates,
            dates(&["2024-02-15", "2024-02-15", "2024-03-31", "2024-07-01", ""])
        );
        assert_eq!((found.placed, found.moved), (4, 0));
    }

    #[test]
    fn bounds_move_what_was_placed() {
        let recorded = dates(&["2024-02", "2024-02", "2024-02", "2024-02"]);
        let before = dates(&["2024-02-20", "2024-02-10", "", "2024-02"]);
        let after = dates(&["2024-02-18", "2024-02-12", "", "2024-02"]);
        let rule = Rule {
            precision: Precision::Month,
            placement: Some(Placement::DayOfMonth(15)),
            otherwise: None,
            not_before: Some(Reader::of(&before)),
            not_after: Some(Reader::of(&after)),
        };
        let found = place(Reader::of(&recorded), &rule, 4);
        assert_eq!(
            found.dates,
            dates(&["2024-02-18", "2024-02-12", "2024-02-15", "2024-02-15"])
        );
        assert_eq!((found.placed, found.moved), (4, 2));
    }

    #[test]
    fn a_rule_without_a_placement_only_coarsens() {
        let rule = Rule {
            precision: Precision::Month,
            placement: None,
            otherwise: None,
            not_before: None,
            not_after: None,
        };
        let found = place(Reader::of(&dates(&["2024-02-03", "2024"])), &rule, 2);
        assert_eq!(found.dates, dates(&["2024-02", "2024"]));
        assert_eq!((found.placed, found.moved), (0, 0));
    }

    #[test]
    fn a_known_day_is_not_counted_as_placed() {
        let rule = Rule {
            precision: Precision::Day,
            placement: None,
            otherwise: Some(Otherwise::Placed(Placement::FirstDay)),
            not_before: None,
            not_after: None,
        };
        let found = place(Reader::of(&dates(&["2024-02-03", "2024-02"])), &rule, 2);
        assert_eq!(found.dates, dates(&["2024-02-03", "2024-02-01"]));
        assert_eq!((found.placed, found.moved), (1, 0));
    }
}
