//! The trail tells what was found, with the rules that say so.

use super::support::{history, maintenance, new_drug, with};
use kohort_oracle::lines::lines;
use kohort_semantics::study::{Decision, MaintenanceKind};

#[test]
fn a_trail_tells_start_joining_pauses_and_end() {
    let rules = with(|rules| {
        rules.new_drugs = vec![new_drug(Some("B"), Decision::Joins)];
        rules.maintenance = vec![maintenance(MaintenanceKind::Switch, "D")];
    });
    let found = lines(&rules, &history("0:A 20:C 50:B 90:D 300:E"));
    let told: Vec<String> = found
        .iter()
        .flat_map(|line| line.trail.iter().map(ToString::to_string))
        .collect();
    assert_eq!(
        told,
        [
            "2022-01-08: line 1 begins with A",
            "2022-01-28: C joins, 20 days after the first day",
            "2022-02-27: B joins and begins no new line (new drug …)",
            "2022-04-08: goes on as maintenance (maintenance { D })",
            "2022-04-08: maintenance begins with D (maintenance { D })",
            "2022-11-04: ends with a pause of 210 days (gap > 120 days)",
            "2022-11-04: line 2 begins with E",
            "2022-11-04: is seen no further",
        ]
    );
}
