//! Rule 6: maintenance with drugs of the line (continuation) or with others (switch).

use crate::extent::LastCovered;
use crate::number_rules::Maintenance;
use crate::patient::{Day, Patient};
use crate::walk::Ending;
use crate::walked::{Carried, SoFar, Walked};
use kohort_semantics::study::{EndReason, MaintenanceKind};

/// What any maintenance needs that starts on a day of a line, after what the line had so far.
fn needs_are_met(
    patient: &Patient<'_>,
    part: &Walked<'_>,
    rule: &Maintenance,
    day: i64,
    so_far: &SoFar,
) -> bool {
    let unwanted = rule.without.is_some_and(|position| {
        let events = patient.events.without.get(position);
        events.is_some_and(|events| {
            let at = events.partition_point(|event| *event < part.day0);
            events.get(at).is_some_and(|event| *event <= day)
        })
    });
    part.maintenance.is_none()
        && !unwanted
        && so_far.cycles.count >= rule.after_cycles
        && rule
            .within
            .is_none_or(|within| day - so_far.covered_before(day) <= within)
}

/// Whether a pause that would be a gap is none, since drugs of the line start again as maintenance.
pub(crate) fn bridges(patient: &Patient<'_>, part: &Walked<'_>, day: &Day<'_>) -> bool {
    part.rules.maintenance.iter().any(|rule| {
        let starting = day.doses.first().map(|dose| dose.group);
        let of_maintenance =
            |group: u32| rule.drugs.contains(group) && (!rule.alone || Some(group) == starting);
        rule.kind == MaintenanceKind::Continuation
            && rule.within.is_some()
            && day.only(rule.alone, |group| {
                part.drugs.contains(group) && rule.drugs.contains(group)
            })
            && needs_are_met(patient, part, rule, day.day, &part.so_far)
            && !part.starts_soon(patient, day, |group| {
                part.drugs.contains(group) && !of_maintenance(group)
            })
    })
}

/// The ending of a part by switch maintenance where the line would advance but for the want of progression.
pub(crate) fn switched<'c>(
    patient: &Patient<'_>,
    part: &Walked<'c>,
    advance: &Ending<'c>,
) -> Option<Ending<'c>> {
    let mut rules = part.rules.maintenance.iter();
    rules.find_map(|rule| switch(patient, part, rule, advance))
}

/// The ending of a line by maintenance instead of by its extent, from the first rule that applies.
pub(crate) fn instead<'c>(
    patient: &Patient<'_>,
    part: &Walked<'c>,
    carried: &[Carried],
    last_covered: &LastCovered,
    extent: &Ending<'c>,
) -> Option<Ending<'c>> {
    let mut rules = part.rules.maintenance.iter();
    rules.find_map(|rule| match rule.kind {
        MaintenanceKind::Continuation => continuation(patient, part, rule, carried, last_covered, extent),
        MaintenanceKind::Switch => switch(patient, part, rule, extent),
    })
}

/// Other drugs that would advance are maintenance: after a gap only if the rule says how long it may be.
fn switch<'c>(
    patient: &Patient<'_>,
    part: &Walked<'_>,
    rule: &'c Maintenance,
    advance: &Ending<'c>,
) -> Option<Ending<'c>> {
    let may_be = match advance.reason {
        EndReason::NewDrug => true,
        EndReason::Gap => rule.within.is_some(),
        _ => false,
    };
    // The last line of a patient may end by a gap, too, with no record behind it.
    let day = patient.day(advance.after)?;
    let begins = rule.kind == MaintenanceKind::Switch
        && may_be
        && day.only(rule.alone, |group| {
            !part.drugs.contains(group) && rule.drugs.contains(group)
        })
        && needs_are_met(patient, part, rule, day.day, &part.so_far)
        && !part.starts_soon(patient, &day, |group| part.drugs.contains(group));
    begins.then_some(Ending {
        reason: EndReason::Maintenance,
        maintenance: Some(rule),
        ..*advance
    })
}

/// Some drugs of the line have stopped, and the others are maintenance.
fn continuation<'c>(
    patient: &Patient<'_>,
    part: &Walked<'_>,
    rule: &'c Maintenance,
    carried: &[Carried],
    last_covered: &LastCovered,
    extent: &Ending<'c>,
) -> Option<Ending<'c>> {
    let doses = patient.between(part.first, extent.after);
    let stopped = last_stop(part, rule, last_covered, extent.end)?;
    let least = rule.others_stopped_for.max(1);
    let before = doses.partition_point(|dose| dose.start - stopped < least);
    let day = doses.get(before)?.start;
    let so_far = SoFar::of(
        part.day0,
        carried,
        doses.get(..before)?,
        patient.compiled.cycle_days,
    );
    needs_are_met(patient, part, rule, day, &so_far).then(|| Ending {
        end: so_far.covered_before(day),
        reason: EndReason::Maintenance,
        after: part.first.saturating_add(before),
        maintenance: Some(rule),
    })
}

/// The last covered day of the last drug that has stopped, if some have and all that have not are maintenance.
fn last_stop(part: &Walked<'_>, rule: &Maintenance, last_covered: &LastCovered, end: i64) -> Option<i64> {
    let mut last_stop = None;
    let mut going_on = 0u32;
    for group in part.drugs.iter() {
        let last = last_covered.of(group)?.min(end);
        if end - last > rule.others_stopped_for {
            last_stop = last_stop.max(Some(last));
        } else if rule.drugs.contains(group) {
            going_on += 1;
        } else {
            return None;
        }
    }
    let fits = if rule.alone { going_on == 1 } else { going_on > 0 };
    last_stop.filter(|_| fits)
}
