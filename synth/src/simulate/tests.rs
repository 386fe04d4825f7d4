//! Tests of the simulated people: invariants, and that everything occurs.

use super::order::by_time;
use super::{Cancer, FIRST_DIAGNOSIS, LAST_DAY, Simulator, calendar};
use crate::person::{
    Day, Evidence, Gene, Histology, Intent, Laterality, MCategory, MedicationKind, NCategory, Payer, Person,
    PhaseStatus, ProcedureKind, Quantity, Race, Residual, ResponseStatus, Route, Setting, Sex, Site,
    Specimen, Stage, TCategory, TestStatus, VisitKind,
};
use std::collections::BTreeSet;

const PEOPLE: u64 = 5_000;

fn people() -> Vec<Person> {
    let simulator = Simulator::new(1, &[]);
    (1..=PEOPLE).map(|number| simulator.person(number)).collect()
}

/// How many records a person has.
fn records(person: &Person) -> usize {
    person.diagnoses.len()
        + person.metastases.len()
        + person.medications.len()
        + person.procedures.len()
        + person.radiotherapies.len()
        + person.measurements.len()
        + person.performance.len()
        + person.biomarkers.len()
        + person.progressions.len()
        + person.responses.len()
        + person.phases.len()
        + person.visits.len()
        + person.insurance.len()
        + usize::from(person.death.is_some())
}

#[test]
fn a_person_is_the_same_alone_and_in_a_crowd() {
    let crowd = people();
    for number in [1, 17, 4_999] {
        let alone = Simulator::new(1, &[]).person(number);
        assert_eq!(Some(&alone), crowd.get(number as usize - 1));
    }
    assert_ne!(Simulator::new(2, &[]).person(17).birth, crowd[16].birth);
}

#[test]
fn only_the_cancers_asked_for_come_first() {
    let simulator = Simulator::new(1, &[Cancer::Prostate]);
    for number in 1..200 {
        let person = simulator.person(number);
        assert!(person.diagnoses.iter().any(|diagnosis| diagnosis.code == "C61"));
        assert_eq!(person.sex, Some(Sex::Male));
    }
}

/// All days on which something happened, without births and insurance.
fn days(person: &Person) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    days.extend(person.diagnoses.iter().map(|record| record.date));
    days.extend(person.metastases.iter().map(|record| record.date));
    days.extend(
        person
            .medications
            .iter()
            .flat_map(|record| [Some(record.start), record.end])
            .flatten(),
    );
    days.extend(person.procedures.iter().map(|record| record.date));
    days.extend(
        person
            .radiotherapies
            .iter()
            .flat_map(|record| [Some(record.start), record.end])
            .flatten(),
    );
    days.extend(person.measurements.iter().map(|record| record.date));
    days.extend(person.performance.iter().map(|record| record.date));
    days.extend(
        person
            .biomarkers
            .iter()
            .flat_map(|record| [Some(record.date), record.collected])
            .flatten(),
    );
    days.extend(person.progressions.iter().map(|record| record.date));
    days.extend(person.responses.iter().map(|record| record.date));
    days.extend(person.phases.iter().map(|record| record.date));
    days.extend(person.visits.iter().map(|record| record.date));
    days.extend(person.last_alive);
    days
}

#[test]
fn histories_are_ordered_and_end_with_death() {
    let last = calendar::day(LAST_DAY);
    for person in people() {
        let number = person.number;
        let birth = person.birth.unwrap();
        let first = person.diagnoses.first().unwrap().date;
        assert!(first >= calendar::day(FIRST_DIAGNOSIS), "{number}");
        let end = person.death.as_ref().map_or(last, |death| death.date);
        for day in days(&person) {
            assert!(day <= end, "{number}: {day} is behind {end}");
            assert!(day > birth, "{number}: {day} is before birth");
        }
        for dose in &person.medications {
            assert!(dose.start >= first, "{number}: {} before diagnosis", dose.drug);
            assert!(dose.end.is_none_or(|end| end >= dose.start), "{number}: {dose:?}");
            assert!(!dose.cancelled);
        }
        for course in &person.radiotherapies {
            assert!(course.end.unwrap() >= course.start, "{number}");
        }
        for spread in &person.metastases {
            assert!(
                person
                    .diagnoses
                    .iter()
                    .any(|d| d.tumour == spread.tumour && d.date <= spread.date)
            );
        }
        assert_eq!(person.death.is_none(), person.last_alive.is_some(), "{number}");
        assert!(!person.opted_out && person.sex != Some(Sex::Other));
        let mut sorted = person.clone();
        by_time(&mut sorted);
        assert_eq!(sorted, person);
        for regimen in &person.medications {
            for other in person
                .medications
                .iter()
                .filter(|other| other.regimen == regimen.regimen)
            {
                assert_eq!(
                    (
                        regimen.intent,
                        regimen.setting,
                        &regimen.regimen_name,
                        regimen.in_trial,
                        regimen.tumour
                    ),
                    (
                        other.intent,
                        other.setting,
                        &other.regimen_name,
                        other.in_trial,
                        other.tumour
                    )
                );
            }
        }
    }
}

/// A chart has some sixty records, as a sum of which a million people fit on a disk; chosen.
#[test]
fn charts_have_a_usual_length() {
    let people = people();
    let mut counts: Vec<usize> = people.iter().map(records).collect();
    counts.sort_unstable();
    assert!(
        (50..=75).contains(&counts[2500]),
        "a person has {} records",
        counts[2500]
    );
    let dead = people.iter().filter(|person| person.death.is_some()).count();
    assert!((1_250..=3_000).contains(&dead), "{dead} of {PEOPLE} died");
}

#[test]
fn every_value_occurs() {
    let people = people();
    macro_rules! all_occur {
        ($type:ty, $found:expr, $except:expr) => {{
            let found: BTreeSet<$type> = people.iter().flat_map($found).collect();
            let except: &[$type] = $except;
            for value in <$type>::ALL {
                assert_eq!(found.contains(value), !except.contains(value), "{}", value.word());
            }
        }};
    }
    all_occur!(Sex, |p| p.sex, &[Sex::Other]);
    all_occur!(Race, |p| p.race, &[]);
    // IC belongs to cancers of women's genital organs.
    all_occur!(
        Stage,
        |p| p.diagnoses.iter().filter_map(|d| d.stage),
        &[Stage::IC]
    );
    all_occur!(TCategory, |p| p.diagnoses.iter().filter_map(|d| d.t), &[]);
    all_occur!(NCategory, |p| p.diagnoses.iter().filter_map(|d| d.n), &[]);
    all_occur!(MCategory, |p| p.diagnoses.iter().filter_map(|d| d.m), &[]);
    all_occur!(Histology, |p| p.diagnoses.iter().filter_map(|d| d.histology), &[]);
    all_occur!(
        Laterality,
        |p| p.diagnoses.iter().filter_map(|d| d.laterality),
        &[]
    );
    all_occur!(Site, |p| p.metastases.iter().filter_map(|d| d.site), &[]);
    all_occur!(MedicationKind, |p| p.medications.iter().map(|d| d.kind), &[]);
    all_occur!(Intent, |p| p.medications.iter().filter_map(|d| d.intent), &[]);
    all_occur!(Setting, |p| p.medications.iter().filter_map(|d| d.setting), &[]);
    all_occur!(Route, |p| p.medications.iter().filter_map(|d| d.route), &[]);
    all_occur!(ProcedureKind, |p| p.procedures.iter().filter_map(|d| d.kind), &[]);
    all_occur!(Residual, |p| p.procedures.iter().filter_map(|d| d.residual), &[]);
    all_occur!(Gene, |p| p.biomarkers.iter().map(|d| d.gene), &[]);
    all_occur!(TestStatus, |p| p.biomarkers.iter().map(|d| d.status), &[]);
    all_occur!(Specimen, |p| p.biomarkers.iter().filter_map(|d| d.specimen), &[]);
    all_occur!(
        Evidence,
        |p| p.progressions.iter().filter_map(|d| d.evidence),
        &[]
    );
    all_occur!(ResponseStatus, |p| p.responses.iter().map(|d| d.status), &[]);
    all_occur!(PhaseStatus, |p| p.phases.iter().map(|d| d.status), &[]);
    all_occur!(VisitKind, |p| p.visits.iter().filter_map(|d| d.kind), &[]);
    all_occur!(Payer, |p| p.insurance.iter().map(|d| d.payer), &[]);
    all_occur!(Quantity, |p| p.measurements.iter().map(|d| d.quantity), &[]);
}
