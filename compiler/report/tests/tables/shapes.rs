//! Counts that are not those of the study are refused.

use crate::support::{by, counted, endpoint, report, survival_report, time, value};
use crate::trial::{by_arm, trial};
use kohort_report::{Report, ReportError};
use kohort_semantics::study::{Counted, EndpointId, Output, Study, SurvivalReport, TimeUnit};

fn asked() -> Study {
    let mut study = trial();
    study.outputs = vec![Output::Survival(survival_report(by(&[0])))];
    study
}

#[test]
fn too_few_and_too_many_tallies() {
    for counts in [Vec::new(), vec![by_arm(), by_arm()]] {
        let found = counts.len();
        assert_eq!(
            Report::of(&asked(), &counts),
            Err(ReportError::Tallies { expected: 1, found })
        );
    }
}

#[test]
fn rows_that_do_not_fit() {
    for row in [
        vec![value("0")],
        vec![value("0"), value("1")],
        vec![time(0, 1, None), time(0, 1, None)],
        vec![value("0"), time(0, 1, None), value("0")],
        Vec::new(),
    ] {
        let counts = counted([vec![value("0"), time(0, 5, None)], row]);
        let error = Report::of(&asked(), &[counts]).expect_err("it does not fit");
        assert!(matches!(error, ReportError::Row { tally: 0, .. }), "{error}");
    }
}

#[test]
fn a_study_that_reports_only_its_attrition_has_no_tables() {
    let empty = report(trial(), Output::Attrition(Vec::new()), &[]);
    assert!(empty.tables.is_empty());
}

/// Two outputs that count the same share a tally, and each has its tables.
#[test]
fn outputs_that_count_the_same_share_the_counts() {
    let mut study = asked();
    study.outputs.push(Output::Incidence(survival_report(by(&[0]))));
    assert_eq!(study.tallies().len(), 1);
    let report = Report::of(&study, &[by_arm()]).unwrap();
    let names: Vec<&str> = report.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["01_survival_remission", "02_incidence_remission"]);
}

#[test]
fn nobody_at_all_is_a_report_too() {
    let report = Report::of(&asked(), &[Counted::default()]).unwrap();
    assert_eq!(report.tables[0].columns.len(), 1);
}

#[test]
fn tables_of_several_sources_share_a_file() {
    let report = Report::of(&asked(), &[by_arm()]).unwrap();
    let files = kohort_report::render::csv_files(&[("us", &report), ("uk", &report)]);
    let [(name, text)] = files.as_slice() else {
        panic!("{files:?}");
    };
    assert_eq!(name, "01_survival_remission.csv");
    let of = |source: &str| text.lines().filter(|line| line.starts_with(source)).count();
    assert_eq!((of("source,"), of("us,"), of("uk,")), (1, 21, 21));
    assert!(kohort_report::render::csv_files(&[]).is_empty());
}

/// Names that differ only in what a file's name cannot hold, and one endpoint asked for twice.
#[test]
fn every_table_has_a_name_of_its_own() {
    let mut study = trial();
    study.endpoints = ["time é", "time è"]
        .map(|name| endpoint(name, &["event"], TimeUnit::Days))
        .into();
    study.outputs = vec![Output::Survival(SurvivalReport {
        endpoints: vec![EndpointId(0), EndpointId(1), EndpointId(0)],
        ..survival_report(by(&[0]))
    })];
    let counts = vec![by_arm(); study.tallies().len()];
    let report = Report::of(&study, &counts).unwrap();
    let names: Vec<&str> = report.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "01_survival_time__",
            "01_survival_time___2",
            "01_survival_time___3"
        ]
    );
}
