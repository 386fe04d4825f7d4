//! Rule 2: events that end lines.

use crate::number_rules::Breaker;
use crate::patient::Patient;
use crate::walked::Walked;

/// The last day of a part that a breaker ends after the last walked day and before the records of a day, or, without one,
/// up to the end of observation. Each event is so looked at once.
pub(crate) fn end(patient: &Patient<'_>, part: &Walked<'_>, day: Option<i64>) -> Option<i64> {
    let mut earliest: Option<(i64, Breaker)> = None;
    for rule in &part.rules.breakers {
        // Of one day, the first rule decides.
        if let Some(event) = first_that_ends(patient, part, *rule, day)
            && earliest.is_none_or(|(earlier, _)| event < earlier)
        {
            earliest = Some((event, *rule));
        }
    }
    let (event, rule) = earliest?;
    let before = if rule.ends_that_day {
        event.saturating_add(1)
    } else {
        event
    };
    Some(part.so_far.covered_before(before))
}

fn first_that_ends(patient: &Patient<'_>, part: &Walked<'_>, rule: Breaker, day: Option<i64>) -> Option<i64> {
    let events = patient.events.breakers.get(rule.events)?.as_slice();
    if events.is_empty() {
        return None;
    }
    let walked = part.so_far.last_start;
    let (from, to) = if rule.ends_that_day {
        (
            events.partition_point(|event| *event < walked),
            day.map(|day| events.partition_point(|event| *event < day)),
        )
    } else {
        (
            events.partition_point(|event| *event <= walked),
            day.map(|day| events.partition_point(|event| *event <= day)),
        )
    };
    let first_of_line = || {
        let at = events.partition_point(|event| *event < part.line_day0);
        events.get(at).copied()
    };
    let again = |at: usize, event: i64| {
        let before = at.checked_sub(1).and_then(|before| events.get(before));
        let apart = before.map(|before| event - before);
        apart.is_some_and(|apart| rule.except_again_within.is_some_and(|days| apart <= days))
    };
    let passed_over = |at: usize, event: i64| {
        (rule.except_first && first_of_line() == Some(event))
            || again(at, event)
            || part.ends_by_gap(patient, event)
    };
    (from..to.unwrap_or(events.len()))
        .filter_map(|at| Some((at, *events.get(at)?)))
        .find(|(at, event)| !passed_over(*at, *event))
        .map(|(_, event)| event)
}
