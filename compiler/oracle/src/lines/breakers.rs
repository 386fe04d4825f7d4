//! Events that end a line (rule 2).

use super::part::Part;
use super::walk::Walk;
use kohort_semantics::study::{BreakerRule, LineNumbers};
use kohort_semantics::value::Day;

/// An event that ends a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Break<'a> {
    /// Its day.
    pub(super) event: i64,
    /// The last covered day of the line before it, or on it.
    pub(super) last: i64,
    /// The rule.
    pub(super) rule: &'a BreakerRule,
}

impl<'a> Walk<'a> {
    /// The earliest event that ends a part before the records of a day are looked at, or, without a day, until observation
    /// ends. Of one day, the first rule.
    pub(super) fn broken(&self, part: &Part<'a>, day: Option<i64>) -> Option<Break<'a>> {
        let mut found: Vec<Break<'a>> = Vec::new();
        for (rule, events) in self.rules.breakers.iter().zip(&self.history.breakers) {
            if !rule.lines.contains(part.number) {
                continue;
            }
            for event in events.iter().map(|event| i64::from(event.0)) {
                let in_time = if rule.ends_that_day {
                    part.first <= event && day.map_or(self.is_observed(event), |day| event < day)
                } else {
                    part.first < event && day.map_or(self.is_observed(event), |day| event <= day)
                };
                // The records that are before the break.
                let before = if rule.ends_that_day { event + 1 } else { event };
                if in_time
                    && !is_first(rule, part, events, event)
                    && !comes_again(rule, events, event)
                    && !self.comes_after_gap(part, event, before)
                {
                    found.push(Break {
                        event,
                        last: part.last_covered_before(before),
                        rule,
                    });
                }
            }
        }
        // The first of those on the earliest day, since the order of the rules was kept.
        found.into_iter().min_by_key(|found| found.event)
    }

    /// A pause that rule 8 does not let advance is no gap here either.
    fn comes_after_gap(&self, part: &Part<'_>, event: i64, before: i64) -> bool {
        self.forbidden(part, event).is_none() && self.gap(part, event, before).is_some()
    }

    fn is_observed(&self, day: i64) -> bool {
        self.end.is_none_or(|end| day <= end)
    }
}

/// `except first in lines …`: the first event of this rule on or after the first day of such a line, its
/// maintenance included.
fn is_first(rule: &BreakerRule, part: &Part<'_>, events: &[Day], event: i64) -> bool {
    let excepts = |lines: LineNumbers| lines.contains(part.number);
    let in_line = events.iter().map(|other| i64::from(other.0));
    rule.except_first_in.is_some_and(excepts)
        && in_line.filter(|other| *other >= part.line_first).min() == Some(event)
}

/// `except again within n days`: an event at most so many days after an earlier one of this rule.
fn comes_again(rule: &BreakerRule, events: &[Day], event: i64) -> bool {
    let earlier = |within: i64| {
        let mut others = events.iter().map(|other| i64::from(other.0));
        others.any(|other| other < event && event - other <= within)
    };
    rule.except_again_within.is_some_and(earlier)
}
