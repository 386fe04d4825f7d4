//! Short charts: the history as it was, with few of the records that only repeat.
//!
//! Four countries' tables of a few hundred people are to be small enough to stand beside a program, and most rows of real and
//! simulated records are the same blood count once more. What a history turns on (tumours, spread, first doses, operations,
//! tests of the tumour, progression, death) stays.
//!
//! *Invariant:* only records are left out; what stays is as it was, and so is the day of the last contact.

use crate::person::{Day, Medication, MedicationKind, Person, Quantity};
use std::collections::BTreeMap;

/// How many doses of one drug in one regimen stay.
const DOSES: usize = 3;
/// How many values of one quantity stay.
const VALUES: usize = 2;

/// What is measured: blood count, kidneys, the tumour's marker and weight.
const MEASURED: &[Quantity] = &[
    Quantity::Haemoglobin,
    Quantity::Platelets,
    Quantity::Creatinine,
    Quantity::Cea,
    Quantity::Psa,
    Quantity::Weight,
];

/// Leaves out what only repeats. Records are in the order of time, and so the first ones stay.
pub(super) fn shorten(person: &mut Person) {
    let last = person.last_alive;
    let mut doses = Repeats::default();
    person.medications.retain(|record| {
        record.kind != MedicationKind::Administration
            || doses.stay(regimen_and_drug(record), DOSES)
            || last == Some(record.start)
    });
    let mut values = Repeats::default();
    person.measurements.retain(|record| {
        (MEASURED.contains(&record.quantity) && values.stay(record.quantity, VALUES))
            || last == Some(record.date)
    });
    // Of the visits the first of each quarter of a year stays, and the last of all.
    let last_visit = person.visits.last().map(|visit| visit.date);
    let mut quarter = None;
    person.visits.retain(|visit| {
        let first = quarter.replace(quarter_of(visit.date)) != Some(quarter_of(visit.date));
        first || last_visit == Some(visit.date) || last == Some(visit.date)
    });
}

/// Counts how often a thing was there.
#[derive(Debug)]
struct Repeats<K>(BTreeMap<K, usize>);

impl<K> Default for Repeats<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Repeats<K> {
    /// Whether one more of these stays, if so many do.
    fn stay(&mut self, key: K, most: usize) -> bool {
        let seen = self.0.entry(key).or_default();
        *seen += 1;
        *seen <= most
    }
}

fn regimen_and_drug(dose: &Medication) -> (u32, String) {
    (dose.regimen, dose.drug.clone())
}

fn quarter_of(day: Day) -> (i32, u32) {
    let (year, month, _) = day.ymd();
    (year, month.saturating_sub(1) / 3)
}

#[cfg(test)]
mod tests {
    use super::super::Simulator;
    use super::*;
    use crate::person::Measurement;

    /// Whether each of some records stands among others, in the same order.
    fn among<T: PartialEq>(some: &[T], others: &[T]) -> bool {
        let mut others = others.iter();
        some.iter().all(|one| others.any(|other| other == one))
    }

    #[test]
    fn short_charts_are_the_same_histories_with_fewer_records() {
        let (whole, brief) = (Simulator::new(1, &[]), Simulator::new(1, &[]).brief());
        let (mut all, mut kept) = (0, 0);
        for number in 1..=400 {
            let (whole, brief) = (whole.person(number), brief.person(number));
            assert!(among(&brief.medications, &whole.medications), "{number}");
            assert!(among(&brief.measurements, &whole.measurements), "{number}");
            assert!(among(&brief.visits, &whole.visits), "{number}");
            assert_eq!(brief.visits.last(), whole.visits.last(), "{number}");
            assert_eq!(brief.visits.first(), whole.visits.first(), "{number}");
            let drugs = |person: &Person| -> Vec<(u32, String)> {
                let mut drugs: Vec<_> = person.medications.iter().map(regimen_and_drug).collect();
                drugs.sort();
                drugs.dedup();
                drugs
            };
            assert_eq!(drugs(&brief), drugs(&whole), "{number}");
            let weights = |person: &Person| -> Vec<Measurement> {
                let weights = person.measurements.iter();
                let weights = weights.filter(|record| record.quantity == Quantity::Weight);
                weights.take(VALUES).cloned().collect()
            };
            assert_eq!(weights(&brief), weights(&whole), "{number}");
            let rest = |person: Person| Person {
                medications: Vec::new(),
                measurements: Vec::new(),
                visits: Vec::new(),
                ..person
            };
            let count =
                |person: &Person| person.medications.len() + person.measurements.len() + person.visits.len();
            all += count(&whole);
            kept += count(&brief);
            assert_eq!(rest(brief), rest(whole), "{number}");
        }
        assert!(kept * 5 < all * 2, "{kept} of {all}");
    }
}
