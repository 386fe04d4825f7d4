//! The walk along a patient's days.

use crate::Part;
use crate::extent::LastCovered;
use crate::number_rules::Maintenance;
use crate::patient::{Day, Patient};
use crate::walked::{CarriedOver, Walked};
use crate::{breakers, dropped, last_part, maintenance, new_drugs, substances};
use kohort_semantics::study::{EndReason, LineSetting};

/// Where a part ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ending<'c> {
    /// The last day.
    pub(crate) end: i64,
    pub(crate) reason: EndReason,
    /// The position of the first record after it.
    pub(crate) after: usize,
    /// The rule by which maintenance begins then; without one a new line does, if there is a record.
    pub(crate) maintenance: Option<&'c Maintenance>,
}

/// What the part is that begins next.
#[derive(Debug, Clone, Copy)]
struct Next<'c> {
    number: u32,
    at: usize,
    maintenance: Option<&'c Maintenance>,
    /// The first day of its line, if that began before.
    line_day0: Option<i64>,
}

/// Puts the lines that a patient's records make behind those that `out` has already.
pub(crate) fn walk(
    patient: &Patient<'_>,
    carried: &mut CarriedOver,
    last_covered: &mut LastCovered,
    setting: LineSetting,
    out: &mut Vec<Part>,
) {
    let compiled = patient.compiled;
    let from = out.len();
    let mut next = Next {
        number: 1,
        at: 0,
        maintenance: None,
        line_day0: None,
    };
    carried.clear();
    while compiled.at_most.is_none_or(|most| next.number <= most)
        && let (Some(day), Some(rules)) = (patient.day(next.at), compiled.for_number(next.number))
    {
        let mut part = Walked::begin(next.number, rules, &day, carried.as_slice(), compiled.cycle_days);
        part.maintenance = next.maintenance;
        part.line_day0 = next.line_day0.unwrap_or(day.day);

        let extent = go_on(patient, &mut part, day.after);
        let ending = earlier(patient, &part, carried, last_covered, extent).unwrap_or(extent);
        out.push(said(patient, &part, carried, ending, setting));

        let same_line = ending.maintenance.is_some_and(|rule| !rule.own_line);
        next = Next {
            number: next.number.saturating_add(u32::from(!same_line)),
            at: ending.after,
            maintenance: ending.maintenance,
            line_day0: same_line.then_some(part.line_day0),
        };
        if let (Some(dose), Some(rules)) = (patient.doses.get(next.at), compiled.for_number(next.number)) {
            carried.go_on(rules, patient.between(part.first, next.at), dose.start);
        }
    }
    link(out.get_mut(from..).unwrap_or_default());
}

/// Takes one day after another into a part until a rule ends it.
fn go_on<'c>(patient: &Patient<'c>, part: &mut Walked<'c>, mut at: usize) -> Ending<'c> {
    while let Some(day) = patient.day(at) {
        if let Some(ending) = ending_before(patient, part, &day) {
            return ending;
        }
        part.take(&day, patient.compiled.cycle_days);
        at = day.after;
    }
    let (end, reason) = match breakers::end(patient, part, None) {
        Some(end) => (end, EndReason::Breaker),
        None => (part.so_far.covered, last_part::reason(patient, part)),
    };
    Ending {
        end,
        reason,
        after: at,
        maintenance: None,
    }
}

/// How a part ends before the records of a day, if it does: by a breaker, a gap, a new drug or switch maintenance.
fn ending_before<'c>(patient: &Patient<'c>, part: &Walked<'c>, day: &Day<'_>) -> Option<Ending<'c>> {
    if let Some(end) = breakers::end(patient, part, Some(day.day)) {
        return Some(Ending {
            end,
            reason: EndReason::Breaker,
            after: day.at,
            maintenance: None,
        });
    }
    let gap = part.gap_before(day.day) && !maintenance::bridges(patient, part, day);
    let advance = |reason: EndReason| {
        let advance = Ending {
            end: part.so_far.covered_before(day.day),
            reason,
            after: day.at,
            maintenance: None,
        };
        if patient.may_advance(part, day.day) {
            // Which maintenance it may be instead is asked when the line's extent is known.
            Some(advance)
        } else {
            maintenance::switched(patient, part, &advance)
        }
    };
    if gap && let Some(ending) = advance(EndReason::Gap) {
        return Some(ending);
    }
    if new_drugs::advance(patient, part, day) {
        return advance(EndReason::NewDrug);
    }
    None
}

/// The ending of a line whose extent is known, if maintenance or a dropped drug makes one that is not the extent's.
fn earlier<'c>(
    patient: &Patient<'c>,
    part: &Walked<'c>,
    carried: &CarriedOver,
    last_covered: &mut LastCovered,
    extent: Ending<'c>,
) -> Option<Ending<'c>> {
    let asked = !part.rules.maintenance.is_empty() || part.rules.drops_advance;
    if !asked || part.maintenance.is_some() || extent.maintenance.is_some() {
        return None;
    }
    let doses = patient.between(part.first, extent.after);
    last_covered.gather(patient.compiled.groups(), carried.as_slice(), doses);
    maintenance::instead(patient, part, carried.as_slice(), last_covered, &extent)
        .or_else(|| dropped::cut(patient, part, carried.as_slice(), last_covered, &extent))
}

/// A part as it is told.
fn said(
    patient: &Patient<'_>,
    part: &Walked<'_>,
    carried: &CarriedOver,
    ending: Ending<'_>,
    setting: LineSetting,
) -> Part {
    let doses = patient.between(part.first, ending.after);
    let (groups, drugs) = substances::of(part, carried.as_slice(), doses);
    let end = day(ending.end);
    Part {
        number: part.number,
        start: day(part.day0),
        end,
        groups,
        drugs,
        maintenance: part.maintenance.is_some(),
        end_reason: ending.reason,
        setting,
        line_end: end,
        next_start: None,
    }
}

/// A day is that of a record or an event, or between two of them, so that it fits.
fn day(day: i64) -> i32 {
    i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX })
}

/// Tells the parts of a setting, in their order, where their line ends and the next begins.
fn link(parts: &mut [Part]) {
    let mut following: Option<(u32, i32, i32, Option<i32>)> = None;
    for part in parts.iter_mut().rev() {
        let (line_end, next_start) = match following {
            Some((number, _, line_end, next_start)) if number == part.number => (line_end, next_start),
            Some((_, start, _, _)) => (part.end, Some(start)),
            None => (part.end, None),
        };
        part.line_end = line_end;
        part.next_start = next_start;
        following = Some((part.number, part.start, line_end, next_start));
    }
}
