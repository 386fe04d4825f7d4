//! Values that stand exactly on a limit.
//!
//! Thresholds of protocols, window ends and birthdays are where a comparison written wrongly shows. One person in eight gets
//! some of them. Chosen for that, not epidemiology.

use super::calendar::{later, years_before};
use crate::decimal::Decimal;
use crate::person::{
    Biomarker, Day, Evidence, Measurement, Person, Progression, Quantity, TestStatus, Visit, VisitKind,
};
use crate::random::Random;

/// Values on and beside the limits that trials use: (what, mantissa, scale).
const LIMITS: &[(Quantity, i64, u8)] = &[
    (Quantity::Haemoglobin, 80, 1),
    (Quantity::Haemoglobin, 79, 1),
    (Quantity::Haemoglobin, 90, 1),
    (Quantity::Haemoglobin, 100, 1),
    (Quantity::Platelets, 100, 0),
    (Quantity::Platelets, 99, 0),
    (Quantity::Neutrophils, 15, 1),
    (Quantity::Neutrophils, 14, 1),
    (Quantity::Creatinine, 150, 2),
    (Quantity::Bilirubin, 10, 1),
    (Quantity::Bilirubin, 15, 1),
    (Quantity::Albumin, 30, 1),
    (Quantity::Testosterone, 50, 0),
    (Quantity::Testosterone, 49, 0),
    (Quantity::Psa, 200, 2),
];

/// Days from an anchor that end the usual windows, and their neighbours.
const WINDOW_ENDS: &[i32] = &[
    -90, -30, -29, -28, -27, -14, -1, 0, 1, 7, 14, 28, 29, 30, 60, 90, 91, 180,
];

/// Puts some of them into a history.
pub(super) fn place(person: &mut Person, random: &mut Random) {
    if !random.chance(125) {
        return;
    }
    let Some(anchor) = anchor(person, random) else {
        return;
    };
    if random.chance(300) {
        person.birth = Some(birthday(anchor, random));
    }
    for _ in 0..random.between(1, 4) {
        let (quantity, mantissa, scale) = random.pick(LIMITS, (Quantity::Haemoglobin, 80, 1));
        let date = later(anchor, random.pick(WINDOW_ENDS, 0));
        let measured = |mantissa| Measurement {
            date,
            quantity,
            value: Some(Decimal::new(mantissa, scale)),
        };
        person.measurements.push(measured(mantissa));
        // Two results of one day that lie on either side of the limit.
        if random.chance(250) {
            person.measurements.push(measured(mantissa + 1));
        }
    }
    ties(person, anchor, random);
}

/// The day that studies start from: the first treatment or the diagnosis.
fn anchor(person: &Person, random: &mut Random) -> Option<Day> {
    let diagnosis = person.diagnoses.first()?.date;
    let treatment = person.medications.iter().map(|record| record.start).min();
    Some(match treatment {
        Some(treatment) if random.chance(600) => treatment,
        _ => diagnosis,
    })
}

/// A birth that makes the person exactly 18, 40, 50, 65 or 70 on a day, or a day younger or older.
fn birthday(anchor: Day, random: &mut Random) -> Day {
    let age = random.share(&[(100, 18), (150, 40), (400, 50), (200, 65)], 70);
    later(years_before(anchor, age), random.pick(&[0, 0, 1], -1))
}

/// Several records of one day that differ.
fn ties(person: &mut Person, anchor: Day, random: &mut Random) {
    if random.chance(150) {
        for kind in [VisitKind::Outpatient, VisitKind::Telephone] {
            person.visits.push(Visit {
                date: later(anchor, 28),
                kind: Some(kind),
            });
        }
    }
    if random.chance(200) {
        let again = person.biomarkers.last().cloned();
        person.biomarkers.extend(again.map(|report| Biomarker {
            status: match report.status {
                TestStatus::Positive => TestStatus::Negative,
                _ => TestStatus::Positive,
            },
            ..report
        }));
    }
    if random.chance(200) {
        let again = person.progressions.first().cloned();
        person.progressions.extend(again.map(|progression| Progression {
            evidence: match progression.evidence {
                Some(Evidence::Clinical) => Some(Evidence::Radiographic),
                _ => Some(Evidence::Clinical),
            },
            ..progression
        }));
    }
}
