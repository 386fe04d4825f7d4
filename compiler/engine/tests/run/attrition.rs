//! Five patients whose attrition can be followed by hand, and what stands beside it.

use crate::support::data::five_patients;
use crate::support::plan::lung;
use crate::support::{run_csv, table};
use kohort_engine::Results;
use std::fmt::Write;

/// The results as a table.
pub fn shown(results: &Results) -> String {
    let mut text = String::new();
    for cohort in &results.cohorts {
        writeln!(text, "{}", cohort.name).unwrap();
        for step in &cohort.steps {
            let alone = step
                .alone
                .map_or(String::new(), |alone| format!("  alone {alone}"));
            writeln!(
                text,
                "  {:<18} before {:>4}  removed {:>4}  unknown {:>4}  after {:>4}  patients {:>4}{alone}",
                step.name, step.before, step.removed, step.unknown, step.after, step.patients
            )
            .unwrap();
        }
    }
    write!(text, "{:#?}", results.quality).unwrap();
    text
}

#[test]
fn five_patients_by_hand() {
    // p1: C34.1 on 2020-01-10, aged 69, haemoglobin 9.5 on 01-05, one stay. Stays in the cohort; a woman.
    // p2: C34.1 on 2020-01-15, aged 59, 99 g/L = 9.9 g/dL on 01-20, two stays. Removed as often in hospital.
    // p3: C34.9 on 2020-05-01, aged 10. Removed as no adult.
    // p4: C34 on 2020-06-10, aged 48, a haemoglobin without a value on 06-01: whether anaemic is unknown.
    // p5: no lung cancer.
    // Entries for each day of a haemoglobin test: p1 two, p2 one (and a test without a date), p4 one. p9 is no patient.
    insta::assert_snapshot!(shown(&run_csv(&lung(), &five_patients()).unwrap()));
}

#[test]
fn who_opted_out_is_not_counted_anywhere() {
    let mut data = five_patients();
    // Among what p2 takes along: a duplicate, values that cannot be read, an undated test and a value made missing.
    table(&mut data, "consent").push(&["p2", " 2 "]);
    table(&mut data, "consent").push(&["p2", "2"]);
    table(&mut data, "consent").push(&["p7", "2"]);
    table(&mut data, "patients").push(&["p2", "31.02.2020", "?"]);
    table(&mut data, "lab").push(&["p2", "yesterday", "HB", "low", "stones"]);
    insta::assert_snapshot!(shown(&run_csv(&lung(), &data).unwrap()));
}

#[test]
fn no_patients_are_no_fault() {
    let mut data = five_patients();
    data.tables.iter_mut().for_each(|table| table.rows.clear());
    let results = run_csv(&lung(), &data).unwrap();
    assert!(
        results
            .cohorts
            .iter()
            .flat_map(|cohort| &cohort.steps)
            .all(|step| step.before == 0 && step.after == 0)
    );
}

#[test]
fn results_are_plain_data() {
    let results = run_csv(&lung(), &five_patients()).unwrap();
    let text = serde_json::to_string(&results).unwrap();
    assert_eq!(serde_json::from_str::<Results>(&text).unwrap(), results);
}

#[test]
fn progress_is_told() {
    use std::sync::{Arc, Mutex};
    let folder = tempfile::TempDir::new().unwrap();
    five_patients().write_csv(folder.path(), ',');
    let told = Arc::new(Mutex::new(Vec::new()));
    let observer = Arc::clone(&told);
    let options = kohort_engine::RunOptions {
        progress: Some(Arc::new(move |progress| observer.lock().unwrap().push(progress))),
        ..crate::support::options(folder.path())
    };
    kohort_engine::run_blocking(&lung(), &options).unwrap();
    let told = told.lock().unwrap();
    assert_eq!(told.iter().map(|progress| progress.rows).max(), Some(22));
    assert_eq!(told.iter().map(|progress| progress.patients).max(), Some(5));
}

#[test]
fn one_table_is_enough() {
    use crate::support::plan::Builder;
    use crate::support::tables::PATIENT;
    use kohort_plan::algebra::IndexPlan;
    let mut plan = lung();
    plan.scans.truncate(1);
    plan.streams.truncate(1);
    plan.opt_outs.clear();
    plan.graph.clear();
    plan.definitions.clear();
    plan.cohorts.truncate(1);
    plan.cohorts[0].criteria.clear();
    let mut build = Builder(plan);
    let birth = build.only(PATIENT, 0);
    build.0.cohorts[0].index = IndexPlan::One(birth);
    let results = run_csv(&build.0, &five_patients()).unwrap();
    assert_eq!(results.cohorts[0].steps[1].after, 5);
}
