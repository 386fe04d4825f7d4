//! Bags of events: where-clauses, windows and their ends, episodes and gaps.

use super::{Known, changed_part, fixes_analyte};
use crate::sites::Sites;
use kohort_semantics::study::{Events, EventsBase};

/// Meets the sites in a bag of events. The rules of lines are visited elsewhere.
pub(super) fn visit(events: &mut Events, known: &Known, sites: &mut Sites) {
    match &mut events.base {
        EventsBase::Entity(_) | EventsBase::Definition(_) | EventsBase::Lines(_) | EventsBase::Nested(_) => {}
        EventsBase::Episodes {
            joined_within,
            events: _,
        } => {
            if sites.here("distance of joined records changed") {
                *joined_within = joined_within.saturating_add(1);
            }
        }
        EventsBase::Gaps {
            days,
            or_equal,
            events: _,
        } => {
            if sites.here("length of a gap changed") {
                *days = days.saturating_add(1);
            }
            if sites.here("gap's bound moved over its edge") {
                *or_equal = !*or_equal;
            }
        }
    }
    let fixes = events.filter.as_ref().is_some_and(fixes_analyte);
    if events.filter.is_some() && !fixes && sites.here("where-clause dropped") {
        events.filter = None;
    }
    for at in 0..events.windows.len() {
        if sites.here("window dropped") {
            events.windows.remove(at);
            break;
        }
    }
    for window in &mut events.windows {
        if window.from.is_some() && window.to.is_some() {
            if sites.here("window without its first day") {
                window.from = None;
            }
            if sites.here("window without its last day") {
                window.to = None;
            }
        }
        for bound in [&mut window.from, &mut window.to].into_iter().flatten() {
            if sites.here("window end moved over its edge") {
                bound.inclusive = !bound.inclusive;
            }
        }
    }
    events.parts_mut(&mut |part| changed_part(part, known, sites));
}
