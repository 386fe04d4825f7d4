//! What is said of whole studies, part by part.

use super::Words;
use crate::testing::kohort::{checked, early_onset};
use kohort_semantics::study::{ExprKind, Study};

const LINES: &str = r#"
study s version "1.0.0" on std.oncology
use std.lines.{meng_2021_nsclc}
use std.drugs.{antineoplastic, egfr_inhibitor}
use std.endpoints.{overall_survival}

parameter cutoff = 2020-12-31
precision death.date as month, placed on day 15, not before last_visit, otherwise placed on 1 July
precision medication.start as day, otherwise missing
precision medication.end as day, otherwise missing
let last_visit = (last visit).date

lines therapy = meng_2021_nsclc until cutoff with gap > 60 days

cohort c {
  index therapy[1].start
  include treated: any medication where drug in egfr_inhibitor from index to index + 28 days,
      looking ahead 28 days "to see what is given"
}
characteristic class = {
  "targeted": therapy[1].drugs has any in egfr_inhibitor
  "other": otherwise
}
endpoint os = overall_survival from index until cutoff
report {
  attrition
  survival of os for c by class at 12 months with at_risk
}
"#;

fn lines_study() -> Study {
    checked(&[("s.kohort", LINES)], "s.kohort", "us").0
}

#[test]
fn definitions_are_said_in_full_and_clause_by_clause() {
    let (study, _) = early_onset();
    let words = Words::new(&study);
    let mut said = String::new();
    for definition in &study.definitions {
        said.push_str(&format!(
            "{}: {}\n",
            definition.name,
            words.expression(&definition.value)
        ));
        if let ExprKind::Pick { which, events, ties } = &definition.value.kind {
            let (first, clauses) = words.pick_clauses(which, events, ties);
            said.push_str(&format!("  {first}\n"));
            clauses
                .iter()
                .for_each(|clause| said.push_str(&format!("    {clause}\n")));
        }
        if let ExprKind::Events(events) = &definition.value.kind {
            said.push_str(&format!("  {}\n", words.events(events)));
        }
    }
    for rule in &study.precision {
        said.push_str(&format!("{}\n", words.precision_rule(rule)));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn conditions_are_said_test_by_test() {
    let (study, _) = early_onset();
    let words = Words::new(&study);
    let mut said = String::new();
    for cohort in &study.cohorts {
        for criterion in &cohort.criteria {
            said.push_str(&format!("{}.{}\n", cohort.name, criterion.name));
            for test in words.tests_written_out(&criterion.condition) {
                said.push_str(&format!("  {}\n", test.first));
                test.clauses
                    .iter()
                    .for_each(|clause| said.push_str(&format!("    {clause}\n")));
            }
            assert_eq!(
                words.conjuncts(&criterion.condition).len(),
                words.tests_written_out(&criterion.condition).len()
            );
            let ahead = criterion.looking_ahead.iter();
            ahead.for_each(|ahead| said.push_str(&format!("  {}\n", words.looking_ahead(ahead))));
        }
    }
    insta::assert_snapshot!(said);
}

#[test]
fn lines_endpoints_and_reports_are_said_clause_by_clause() {
    let study = lines_study();
    let words = Words::new(&study);
    let mut said: Vec<String> = Vec::new();
    for definition in &study.definitions {
        if let ExprKind::Events(events) = &definition.value.kind
            && let kohort_semantics::study::EventsBase::Lines(lines) = &events.base
        {
            said.push(words.rule_set(lines));
            said.extend(words.rule_set_origin(lines));
            said.extend(words.line_records(lines));
            said.extend(words.line_rules(lines));
            said.extend(words.regimens(lines));
        }
    }
    said.extend(
        study
            .characteristics
            .iter()
            .flat_map(|one| words.characteristic(one)),
    );
    for endpoint in &study.endpoints {
        said.extend(words.endpoint_origin(endpoint));
        said.extend(words.endpoint_clauses(endpoint));
    }
    said.extend(study.outputs.iter().flat_map(|output| words.output(output)));
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_large_set_is_called_by_its_name_and_a_small_one_by_its_drugs() {
    let study = lines_study();
    let words = Words::new(&study);
    let large: Vec<&str> = words.large_drug_sets().map(|(name, _)| name).collect();
    assert!(!large.contains(&"egfr_inhibitor"), "{large:?}");
    for (name, drugs) in words.large_drug_sets() {
        assert!(drugs.len() > 8, "{name}");
        assert!(!words.drugs(drugs).contains("std."), "{name}");
    }
}
