//! Why the last line of a patient ends.

use crate::patient::Patient;
use crate::walked::Walked;
use kohort_semantics::study::EndReason;

/// The reason where neither a record nor a breaker comes after the line.
pub(crate) fn reason(patient: &Patient<'_>, part: &Walked<'_>) -> EndReason {
    let observation = patient.observation;
    let unto_death = observation
        .death
        .is_some_and(|death| part.ends_by_gap(patient, death));
    let confirmed = match (patient.compiled.confirmed_days, observation.last) {
        (Some(days), Some(last)) => last - part.so_far.covered >= days,
        _ => false,
    };
    if unto_death || confirmed {
        EndReason::Gap
    } else if observation.death.is_some() {
        EndReason::Death
    } else {
        EndReason::DataEnd
    }
}
