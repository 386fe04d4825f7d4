//! Tests of the simulated people: rates, invariants, and that everything occurs.

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

/// How many of a thousand.
fn share(part: usize, of: usize) -> usize {
    part * 1000 / of.max(1)
}

fn has(person: &Person, letter: &str) -> bool {
    person
        .diagnoses
        .first()
        .is_some_and(|diagnosis| diagnosis.code.starts_with(letter))
}

/// Of the people with this first cancer the share of positive tests among those with a result.
fn positive(people: &[Person], letter: &str, gene: Gene) -> usize {
    let reports = people
        .iter()
        .filter(|person| has(person, letter))
        .flat_map(|person| &person.biomarkers)
        .filter(|report| report.gene == gene);
    let statuses: Vec<TestStatus> = reports.map(|report| report.status).collect();
    let positive = statuses
        .iter()
        .filter(|status| **status == TestStatus::Positive)
        .count();
    let negative = statuses
        .iter()
        .filter(|status| **status == TestStatus::Negative)
        .count();
    share(positive, positive + negative)
}

#[test]
fn rates_are_near_the_published_ones() {
    let people = people();
    for (letter, gene, published) in [
        ("C50", Gene::Her2, 140),
        ("C50", Gene::Er, 790),
        ("C50", Gene::Pr, 650),
        ("C34", Gene::Egfr, 100),
        ("C34", Gene::PdL1, 540),
        ("C34", Gene::Kras, 370),
        ("C16", Gene::Her2, 143),
    ] {
        let seen = positive(&people, letter, gene);
        println!("{letter} {gene:?}: {seen} of {published}");
        assert!(
            seen.abs_diff(published) <= 45,
            "{letter} {gene:?}: {seen} of {published}"
        );
    }
    let prostate: Vec<&Person> = people.iter().filter(|person| has(person, "C61")).collect();
    let metastatic = prostate
        .iter()
        .filter(|person| person.diagnoses[0].m == Some(MCategory::M1))
        .count();
    let phase = |person: &&Person, status| person.phases.iter().any(|phase| phase.status == status);
    let spread = prostate
        .iter()
        .filter(|person| phase(person, PhaseStatus::Metastatic))
        .count();
    let resistant = prostate
        .iter()
        .filter(|person| phase(person, PhaseStatus::CastrationResistant))
        .count();
    println!(
        "prostate {} m {} spread {} resistant {}",
        prostate.len(),
        share(metastatic, prostate.len()),
        share(spread, prostate.len()),
        share(resistant, spread)
    );
    assert!(share(metastatic, prostate.len()).abs_diff(220) <= 40);
    assert!(share(spread, prostate.len()).abs_diff(306) <= 60);
    assert!(share(resistant, spread).abs_diff(460) <= 100);
    let mut counts: Vec<usize> = people.iter().map(records).collect();
    counts.sort_unstable();
    println!(
        "records: {} {} {} max {} mean {}",
        counts[500],
        counts[2500],
        counts[4500],
        counts[4999],
        counts.iter().sum::<usize>() / 5000
    );
    assert!(
        (50..=75).contains(&counts[2500]),
        "a person has {} records",
        counts[2500]
    );
    let doses: usize = people.iter().map(|person| person.medications.len()).sum();
    let labs: usize = people.iter().map(|person| person.measurements.len()).sum();
    let visits: usize = people.iter().map(|person| person.visits.len()).sum();
    println!("doses {doses} labs {labs} visits {visits}");
    let dead = people.iter().filter(|person| person.death.is_some()).count();
    println!("dead {dead}");
    assert!((250..=600).contains(&share(dead, people.len())));
    for letter in ["C18", "C19", "C20", "C34", "C50", "C61", "C16"] {
        let mut survival: Vec<i32> = people
            .iter()
            .filter(|person| {
                has(person, letter) && person.phases.iter().any(|p| p.status == PhaseStatus::Metastatic)
            })
            .map(|p| {
                let from = p
                    .phases
                    .iter()
                    .find(|p| p.status == PhaseStatus::Metastatic)
                    .unwrap()
                    .date;
                p.death.as_ref().map_or(9999, |d| d.date.0 - from.0)
            })
            .collect();
        survival.sort_unstable();
        println!(
            "{letter}: metastatic {} median survival {:?}",
            survival.len(),
            survival.get(survival.len() / 2)
        );
    }
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
