//! Rule 7: drugs that are no longer given.

use crate::extent::LastCovered;
use crate::patient::Patient;
use crate::walk::Ending;
use crate::walked::{Carried, SoFar, Walked};
use kohort_semantics::study::{Dropped, EndReason};

/// The earlier ending of a line, if a drug of it has stopped whose absence begins a new line with the next start.
pub(crate) fn cut<'c>(
    patient: &Patient<'_>,
    part: &Walked<'_>,
    carried: &[Carried],
    last_covered: &LastCovered,
    extent: &Ending<'c>,
) -> Option<Ending<'c>> {
    let doses = patient.between(part.first, extent.after);
    let next_start = |group: u32| {
        let Dropped::Advances(days) = part.rules.dropped(group) else {
            return None;
        };
        let last = last_covered.of(group)?.min(extent.end);
        let at = doses.partition_point(|dose| dose.start <= last);
        let next = doses.get(at)?;
        (extent.end - last > days && patient.may_advance(part, next.start)).then_some(at)
    };
    let before = part.drugs.iter().filter_map(next_start).min()?;
    let so_far = SoFar::of(
        part.day0,
        carried,
        doses.get(..before)?,
        patient.compiled.cycle_days,
    );
    Some(Ending {
        end: so_far.covered_before(doses.get(before)?.start),
        reason: EndReason::DroppedDrug,
        after: part.first.saturating_add(before),
        maintenance: None,
    })
}
