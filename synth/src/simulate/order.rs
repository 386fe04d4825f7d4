//! Records in the order of time, and none behind the end of a history.

use crate::person::{Day, Person};

/// Leaves out what begins behind a day, and ends there what goes on.
pub(super) fn keep_until(person: &mut Person, end: Day) {
    if person.death.as_ref().is_some_and(|death| death.date > end) {
        person.death = None;
    }
    person.diagnoses.retain(|record| record.date <= end);
    person.metastases.retain(|record| record.date <= end);
    person.medications.retain(|record| record.start <= end);
    person.procedures.retain(|record| record.date <= end);
    person.radiotherapies.retain(|record| record.start <= end);
    person.measurements.retain(|record| record.date <= end);
    person.performance.retain(|record| record.date <= end);
    person.biomarkers.retain(|record| record.date <= end);
    person.progressions.retain(|record| record.date <= end);
    person.responses.retain(|record| record.date <= end);
    person.phases.retain(|record| record.date <= end);
    person.visits.retain(|record| record.date <= end);
    person.insurance.retain(|record| record.start <= end);
    let within = |day: &mut Option<Day>| *day = day.map(|day| day.min(end));
    person
        .medications
        .iter_mut()
        .for_each(|record| within(&mut record.end));
    person
        .radiotherapies
        .iter_mut()
        .for_each(|record| within(&mut record.end));
    person
        .insurance
        .iter_mut()
        .for_each(|record| within(&mut record.end));
}

/// Sorts every kind of record by its day; records of one day stay as they are.
pub(crate) fn by_time(person: &mut Person) {
    person.diagnoses.sort_by_key(|record| record.date);
    person.metastases.sort_by_key(|record| record.date);
    person.medications.sort_by_key(|record| record.start);
    person.procedures.sort_by_key(|record| record.date);
    person.radiotherapies.sort_by_key(|record| record.start);
    person.measurements.sort_by_key(|record| record.date);
    person.performance.sort_by_key(|record| record.date);
    person.biomarkers.sort_by_key(|record| record.date);
    person.progressions.sort_by_key(|record| record.date);
    person.responses.sort_by_key(|record| record.date);
    person.phases.sort_by_key(|record| record.date);
    person.visits.sort_by_key(|record| record.date);
    person.insurance.sort_by_key(|record| record.start);
}

/// The last day on which somebody met the person.
pub(super) fn last_contact(person: &Person) -> Option<Day> {
    let visits = person.visits.iter().map(|record| record.date);
    let doses = person.medications.iter().map(|record| record.start);
    let samples = person.measurements.iter().map(|record| record.date);
    let operations = person.procedures.iter().map(|record| record.date);
    let rays = person.radiotherapies.iter().filter_map(|record| record.end);
    let reports = person.responses.iter().map(|record| record.date);
    visits
        .chain(doses)
        .chain(samples)
        .chain(operations)
        .chain(rays)
        .chain(reports)
        .max()
}
