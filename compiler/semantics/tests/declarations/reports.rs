//! Reports: what entries come to, and what is said about parts and values that do not suit them.

use crate::{analysed, shows};
use kohort_base::Code;
use kohort_semantics::study::{Compared, ConfidenceKind, Output, Study, TimeUnit};
use kohort_semantics::value::Number;
use std::sync::Arc;

const STUDY: &str = r#"study s version "1.0.0" on clinic
model clinic version "1.0.0" {
  one patient { birth_date: Date  arm: Category { a, b }  weight: Decimal  region: Text }
  one death dated date { date: Date }
  many visit dated date { date: Date  kind: Category { first_visit, other } }
}
endpoint os { event death.date  censored at 2024-06-30  negative missing }
endpoint relapse { event (first visit).date  competing event death.date  censored at 2024-06-30  negative missing }
"#;

fn one_cohort(rest: &str) -> String {
    format!("{STUDY}cohort seen {{ index (first visit).date }}\n{rest}")
}

fn two_cohorts(rest: &str) -> String {
    one_cohort(&format!(
        "cohort late from seen {{ index (last visit).date }}\n{rest}"
    ))
}

fn study(text: &str) -> Arc<Study> {
    let analysis = analysed(text);
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    analysis.study.unwrap_or_else(|| panic!("{shown}"))
}

#[test]
fn rows_are_what_their_names_mean() {
    let study = study(&one_cohort(
        "let seen_twice = count visit on or before index >= 2\n\
         characteristic grown = age at index >= 18 years\n\
         report { baseline by grown of age, arm, seen_twice, grown, (weight * 2), age with smd  proportion of grown }",
    ));
    let names: Vec<(&str, bool)> = study
        .characteristics
        .iter()
        .map(|found| (found.name.as_str(), found.declared))
        .collect();
    assert_eq!(
        names,
        [
            ("grown", true),
            ("age", false),
            ("arm", false),
            ("seen_twice", false),
            ("weight * 2", false)
        ]
    );
    let Some(Output::Baseline { of, rows, smd }) = study.outputs.first() else {
        panic!("{:?}", study.outputs);
    };
    assert_eq!((of.by.len(), rows.len(), *smd), (1, 5, true));
    // One tally for each row, and one for the proportion's.
    assert_eq!(study.tallies().len(), 6);
}

#[test]
fn an_entry_is_of_each_cohort_that_it_names() {
    let study = study(&two_cohorts(
        "report { attrition for late  baseline for seen, late of arm }",
    ));
    assert_eq!(study.outputs.len(), 3);
    assert!(matches!(study.outputs.first(), Some(Output::Attrition(ids)) if ids.len() == 1));
}

#[test]
fn survival_has_all_its_parts() {
    let study = study(&one_cohort(
        "report { survival of os, relapse by arm at 12, 6 months with rmst at 2.5 years, at_risk compared by cox adjusted for weight stratified by region confidence log }",
    ));
    let Some(Output::Survival(report)) = study.outputs.first() else {
        panic!("{:?}", study.outputs);
    };
    assert_eq!(report.endpoints.len(), 2);
    assert_eq!(report.at, [Number::from_integer(6), Number::from_integer(12)]);
    assert_eq!(report.at_unit, TimeUnit::Months);
    assert_eq!(
        report.rmst,
        Number::from_ratio(5, 2).map(|time| (time, TimeUnit::Years))
    );
    assert_eq!((report.follow_up, report.at_risk), (false, true));
    assert_eq!(report.compared, Some(Compared::Cox));
    assert_eq!((report.stratified.len(), report.adjusted.len()), (1, 1));
    assert_eq!(report.confidence, ConfidenceKind::Log);
}

#[test]
fn rates_are_per_hundred_years_unless_they_say_otherwise() {
    let study = study(&one_cohort(
        "report { rates of os  rates of os per 1000 days by arm }",
    ));
    let per: Vec<(Number, TimeUnit)> = study
        .outputs
        .iter()
        .filter_map(|output| match output {
            Output::Rates { per, unit, .. } => Some((per.clone(), *unit)),
            _ => None,
        })
        .collect();
    let expected = [(100, TimeUnit::Years), (1000, TimeUnit::Days)];
    assert_eq!(
        per,
        expected.map(|(number, unit)| (Number::from_integer(number), unit))
    );
}

/// The names of what is reported as immortal time.
fn ahead(report: &str) -> Vec<String> {
    let text = one_cohort(&format!(
        "characteristic later = any visit where kind = other from index to index + 90 days\n\
         characteristic said = any visit where kind = other from index to index + 90 days, looking ahead 90 days \"late\"\n\
         endpoint landmark = os from index with landmark at 90 days\nreport {{ {report} }}"
    ));
    let analysis = analysed(&text);
    let found = analysis
        .diagnostics
        .iter()
        .filter(|found| found.code == Code::K0502);
    found
        .map(|found| found.title.split('`').nth(1).unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn baselines_and_groups_must_not_see_ahead() {
    assert_eq!(ahead("baseline of later, said"), ["later"]);
    assert_eq!(ahead("survival of os by later"), ["later"]);
    assert_eq!(ahead("rates of os by later"), ["later"]);
    assert_eq!(
        ahead("survival of os by arm compared by log-rank stratified by later"),
        ["later"]
    );
    assert_eq!(ahead("survival of os by said"), Vec::<String>::new());
    assert_eq!(ahead("proportion of later by later"), Vec::<String>::new());
    assert_eq!(ahead("survival of landmark by later"), Vec::<String>::new());
    assert_eq!(ahead("survival of landmark, os by later"), ["later"]);
    assert_eq!(
        ahead("baseline of (any visit after index)"),
        ["any visit after index"]
    );
}

shows!(unknown_entry: ["K0201", "K0201"] &one_cohort("report { atrition  forest }"));
shows!(which_cohort: ["K1205", "K0201"] &two_cohorts("report { attrition  baseline of arm  survival of os for lat }"));
shows!(parts_that_do_not_suit: ["K1203", "K1203", "K1203", "K1203"] &one_cohort(
    "report { attrition by arm  baseline of arm top 3  proportion of (arm = a) at 6 months  incidence of relapse compared by log-rank by arm }"
));
shows!(extras_that_do_not_suit: ["K1203", "K1203", "K1203", "K0202"] &one_cohort(
    "report { survival of os with smd  survival of os with rmst  survival of os with follow_up at 3 months  survival of os with at_risk, at_risk }"
));
shows!(comparisons: ["K1203", "K1203", "K1203", "K1203"] &one_cohort(
    "report {\n  survival of os compared by log-rank\n  survival of os by arm stratified by region\n  \
     survival of os by arm compared by log-rank adjusted for weight\n  baseline of arm with smd\n}"
));
shows!(values_that_do_not_suit: ["K1204", "K1204", "K1204", "K1204", "K1204", "K0305"] &one_cohort(
    "report {\n  baseline of (first visit)\n  proportion of arm\n  survival of os by weight\n  survival of os by arm weighted by region\n  \
     survival of os by arm compared by cox adjusted for region\n  baseline of visit\n}"
));
shows!(endpoints_that_are_none: ["K0201", "K1204", "K0201"] &one_cohort(
    "endpoint pattern(from: Date) { event death.date after from  censored at from }\n\
     report { survival of oss  survival of pattern  rates of arm }"
));
shows!(numbers: ["K0315", "K0313"] &one_cohort("report { survival of os at 6 weeks  rates of os per 0 years }"));
shows!(treatments_of_no_lines: ["K1204"] &one_cohort("let visits = visit where kind = other\nreport { treatments of visits }"));
