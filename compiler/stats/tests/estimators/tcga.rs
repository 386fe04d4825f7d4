//! Real patients: overall survival of 17 cancers, as R has it.

use crate::support::data;
use kohort_stats::survival::kaplan_meier;
use kohort_stats::{Confidence, Count, Outcome, Spell, Spells, Time};
use std::collections::BTreeMap;

/// Overall survival by cancer: time to death, else to the last follow-up; missing and negative times are left out.
fn cohorts() -> BTreeMap<String, Spells<Count>> {
    let mut cohorts: BTreeMap<String, Spells<Count>> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(data("tcga/follow_up.csv")).expect("the data can be read");
    for record in reader.records() {
        let record = record.expect("a record");
        let days = |place: usize| record[place].parse::<i64>().ok();
        let (time, outcome) = match days(1) {
            Some(death) => (Some(death), Outcome::EVENT),
            None => (days(2), Outcome::Censored),
        };
        let Some(time) = time.and_then(|time| u32::try_from(time).ok()) else {
            continue;
        };
        let cohort = cohorts.entry(record[0].to_owned()).or_default();
        cohort.add(Spell::new(time, outcome), &Count(1));
    }
    cohorts
}

#[test]
fn survival_of_seventeen_cancers() {
    let cohorts = cohorts();
    let mut reader = csv::Reader::from_path(data("tcga/km_expected.csv")).expect("the results can be read");
    let mut compared = 0;
    for record in reader.records() {
        let record = record.expect("a record");
        let name = &record[0];
        let table = cohorts[name].risk_table();
        let curve = kaplan_meier(&table);
        let events: u64 = table.rows().iter().map(|row| row.events.0).sum();
        assert_eq!(cohorts[name].everybody().0.to_string(), record[1], "{name}");
        assert_eq!(events.to_string(), record[2], "{name}");
        let median = curve.median(Confidence::default());
        for (time, expected) in [median.time, median.lower, median.upper]
            .into_iter()
            .zip(record.iter().skip(3))
        {
            let shown = time.map_or("NA".to_owned(), |time: Time| time.days().to_string());
            assert_eq!(shown, expected, "median of {name}");
        }
        // A year is 365.25 days, and nothing happens between 365 and that.
        let point = curve.at(365).expect("people are observed for a year");
        let limits = point
            .limits(Confidence::default())
            .expect("somebody died and somebody lived");
        let actual = [
            point.survival,
            point.std_error.expect("somebody lived"),
            limits.lower,
            limits.upper,
        ];
        for (actual, expected) in actual.into_iter().zip(record.iter().skip(6)) {
            let expected: f64 = expected.parse().expect("a number");
            // R prints 15 digits, and its own rounding is in the last two.
            assert!(
                (actual - expected).abs() <= 2e-14,
                "{name}: {actual} instead of {expected}"
            );
        }
        compared += 1;
    }
    assert_eq!(compared, 17);
}
