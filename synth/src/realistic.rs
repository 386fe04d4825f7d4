//! The defects of real records that concern the person.
//!
//! What concerns a table (month-precise dates, sentinels, two units, reports that come twice) is the writers'. How often each
//! occurs is chosen so that a few hundred people show it; where a source gives a rate, it stands there.

use crate::person::{MedicationKind, Person, Quantity, ResponseStatus, Sex, Visit, VisitKind};
use crate::random::{Random, Stream};
use crate::simulate::{by_time, end_of_data, later};
use kohort_semantics::value::{Date, Day, Precision};

/// Puts defects into people, by a seed and the person's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Realistic {
    /// The seed.
    pub seed: u64,
}

impl Realistic {
    /// The person as real records would have them.
    pub fn apply(self, person: &mut Person) {
        let mut random = Random::of(self.seed, person.number, Stream::Mess);
        // Every question is asked of every person, so that one answer never changes another.
        let refuses = random.chance(25);
        let third_sex = random.chance(4);
        person.opted_out |= refuses;
        if third_sex {
            person.sex = Some(Sex::Other);
        }
        treatment_before_diagnosis(person, &mut random);
        cancelled_orders(person, &mut random);
        dose_on_the_day_of_death(person, &mut random);
        contact_after_death(person, &mut random);
        gaps(person, &mut random);
        by_time(person);
    }
}

/// Three in a hundred diagnoses are dated when the pathologist confirmed them, up to a month behind the first treatment.
fn treatment_before_diagnosis(person: &mut Person, random: &mut Random) {
    let (happens, days) = (random.chance(30), random.between(1, 30));
    let first = person.medications.iter().map(|dose| dose.start).min();
    let end = last_day(person);
    if let (true, Some(first), Some(diagnosis)) = (happens, first, person.diagnoses.first_mut()) {
        diagnosis.date = diagnosis.date.max(later(first, days)).min(end);
    }
}

/// One person in eight has orders that were cancelled, often beside the dose that was given instead.
fn cancelled_orders(person: &mut Person, random: &mut Random) {
    let (happens, day) = (random.chance(125), random.between(0, 7));
    let share = random.between(1, 6);
    if !happens {
        return;
    }
    let every = usize::try_from(share).unwrap_or(1);
    let doses = person
        .medications
        .iter()
        .filter(|dose| dose.kind == MedicationKind::Administration);
    let orders: Vec<_> = doses
        .step_by(every)
        .take(4)
        .map(|dose| {
            let mut order = dose.clone();
            order.kind = MedicationKind::Order;
            order.cancelled = true;
            order.start = later(order.start, day);
            order
        })
        .collect();
    person.medications.extend(orders);
}

/// One in twenty who died after treatment has a dose recorded on that day.
fn dose_on_the_day_of_death(person: &mut Person, random: &mut Random) {
    let happens = random.chance(50);
    let death = person.death.as_ref().map(|death| death.date);
    let last = person
        .medications
        .iter()
        .rfind(|dose| dose.kind == MedicationKind::Administration);
    if let (true, Some(death), Some(mut dose)) = (happens, death, last.cloned()) {
        dose.start = death;
        dose.cycle += 1;
        person.medications.push(dose);
    }
}

/// Some deaths lie in a month before the last visit. A published analysis (RwPFS) found 17 of 7,907 before the index or the
/// last activity; so few would not show in small sets, so it is one in fifty here.
fn contact_after_death(person: &mut Person, random: &mut Random) {
    let (happens, days) = (random.chance(20), random.between(1, 20));
    if let (true, Some(death)) = (happens, &person.death) {
        let date = later(Date::of(Precision::Month, death.date).last, days);
        if date <= end_of_data() {
            let kind = Some(VisitKind::Telephone);
            person.visits.push(Visit { date, kind });
        }
    }
}

/// What nobody wrote down. Of prostate cancers 3 % have no Gleason score and 7 % no PSA at diagnosis (United Kingdom, ISPOR
/// Europe 2025); the other rates are chosen.
fn gaps(person: &mut Person, random: &mut Random) {
    for diagnosis in &mut person.diagnoses {
        let mut lost = |per_mille: u32| random.chance(per_mille);
        let (stage, node, side, grade, gleason) = (lost(80), lost(60), lost(50), lost(100), lost(30));
        let (histology, morphology) = (lost(30), lost(20));
        diagnosis.stage = diagnosis.stage.filter(|_| !stage);
        diagnosis.n = diagnosis.n.filter(|_| !node);
        diagnosis.laterality = diagnosis.laterality.filter(|_| !side);
        diagnosis.grade = diagnosis.grade.filter(|_| !grade);
        diagnosis.gleason = diagnosis.gleason.filter(|_| !gleason);
        if histology || morphology {
            diagnosis.histology = None;
            diagnosis.morphology = None;
        }
    }
    let psa = random.chance(70);
    if let Some(found) = person
        .diagnoses
        .iter()
        .find(|diagnosis| diagnosis.code == "C61")
        .filter(|_| psa)
    {
        let week = found.date..=later(found.date, 7);
        person
            .measurements
            .retain(|result| result.quantity != Quantity::Psa || !week.contains(&result.date));
    }
    if random.chance(30) {
        person.race = None;
    }
    if random.chance(120) {
        person.performance.clear();
    }
    for measurement in &mut person.measurements {
        if random.chance(8) {
            measurement.value = None;
        }
    }
    for progression in &mut person.progressions {
        if random.chance(60) {
            progression.evidence = None;
        }
        if random.chance(60) {
            progression.pseudo = None;
        }
    }
    person
        .responses
        .retain(|response| response.status == ResponseStatus::Progressive || !random.chance(150));
    for course in &mut person.radiotherapies {
        if random.chance(60) {
            course.end = None;
        }
        if random.chance(60) {
            course.dose = None;
            course.fractions = None;
        }
    }
    if let Some(death) = &mut person.death
        && random.chance(120)
    {
        death.cause = None;
        death.tumour_related = None;
    }
}

/// The last day on which anything can happen.
fn last_day(person: &Person) -> Day {
    let death = person.death.as_ref().map(|death| death.date);
    death.or(person.last_alive).unwrap_or(end_of_data())
}
