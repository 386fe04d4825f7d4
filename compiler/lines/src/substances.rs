//! The drugs of a part: as compared, and as named in the data.

use crate::DrugBits;
use crate::doses::Dose;
use crate::walked::{Carried, Walked};
use kohort_semantics::study::Dropped;

/// The groups and the substances of a part, from the intervals that were carried over into it and its records.
pub(crate) fn of(part: &Walked<'_>, carried: &[Carried], doses: &[Dose]) -> (DrugBits, DrugBits) {
    let mut groups: DrugBits = carried.iter().map(|carried| carried.group).collect();
    let mut drugs: DrugBits = carried.iter().map(|carried| carried.drug).collect();
    for day in doses.chunk_by(|one, other| one.start == other.start) {
        for dose in day {
            // Its partner's place in the line is what counts after the window, and only the days before decide about it.
            if part.in_window(dose.group, dose.start)
                || !groups.contains(dose.group)
                || dose.start == part.day0
            {
                drugs.insert(dose.drug);
            }
        }
        for dose in day {
            groups.insert(dose.group);
        }
    }
    if part.rules.drops_unname {
        unname(part, carried, doses, &mut groups, &mut drugs);
    }
    (groups, drugs)
}

/// Takes out the drugs that were given in their window only, while another went on.
fn unname(
    part: &Walked<'_>,
    carried: &[Carried],
    doses: &[Dose],
    groups: &mut DrugBits,
    drugs: &mut DrugBits,
) {
    let Some(last_start) = doses.last().map(|dose| dose.start) else {
        return;
    };
    let may_go = |group: u32| {
        part.rules.dropped(group) == Dropped::ContinuesWithoutName
            && !part.in_window(group, last_start)
            && carried.iter().all(|carried| carried.group != group)
    };
    let candidates: DrugBits = groups.iter().filter(|group| may_go(*group)).collect();
    if candidates.is_empty() {
        return;
    }
    let goes_on = |dose: &Dose| {
        let last = if dose.recorded { dose.covers_to } else { dose.start };
        !part.in_window(dose.group, last)
    };
    let stays: DrugBits = doses
        .iter()
        .filter(|dose| goes_on(dose))
        .map(|dose| dose.group)
        .collect();
    for group in candidates.iter().filter(|group| !stays.contains(*group)) {
        groups.remove(group);
        for dose in doses.iter().filter(|dose| dose.group == group) {
            drugs.remove(dose.drug);
        }
    }
}
