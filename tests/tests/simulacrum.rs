//! The source of the United Kingdom reads the public sample of Simulacrum as it is, rows of zeros and lacking columns included.
//!
//! The expected numbers were counted in the two tables of ten people by hand.

use kohort_base::{MemoryWorld, render};
use kohort_oracle::{Content, Dataset, OracleResult, run_files};
use kohort_semantics::project::{Options, analyse};
use kohort_tests::projects::repository;
use std::fs;

const STUDY: &str = r#"
study sample version "1.0.0" on std.oncology

use std.codes.cancers.{breast}

cohort dated { index (first diagnosis).date }
cohort men from dated { include it: sex = male, unknown is not met }
cohort of_mixed_groups from dated { include it: race = mixed and ethnicity = "White and Black Caribbean", unknown is not met }
cohort with_breast_cancer from dated { include it: any diagnosis where code in breast, unknown is not met }
cohort of_sixty from dated { include it: (first diagnosis).age_at_diagnosis >= 60, unknown is not met }
cohort able from dated { include it: (first performance_status).ecog <= 1, unknown is not met }
cohort living from dated { include it: follow_up.last_alive = 2022-12-12, unknown is not met }
cohort dead from dated { include it: death.date = 2022-12-12, unknown is not met }
cohort once from dated { include it: (count diagnosis) = 1 and (count performance_status) = 1 }
// ER_STATUS is there and holds numbers, PR_STATUS and HER2_STATUS are not there.
cohort with_a_test from dated { include it: (count biomarker) = 1 and (any biomarker where gene = er), unknown is not met }
cohort with_an_outcome from dated { include it: any biomarker where status is known, unknown is not met }
// What stands in rows of zeros is nobody's.
cohort treated from dated { include it: any medication or any radiotherapy or any vital, unknown is met }
cohort staged from dated { include it: any diagnosis where stage is known or morphology is known or grade is known }
cohort of_known_birth from dated { include it: birth_date is known }

report { attrition }
"#;

fn sample() -> OracleResult {
    let world = MemoryWorld::new().with("study.kohort", STUDY);
    let options = Options {
        sources: Some(vec!["uk".to_owned()]),
    };
    let analysis = analyse(&world, "study.kohort", &options).unwrap();
    let errors: Vec<_> = analysis
        .diagnostics
        .iter()
        .filter(|found| found.is_error())
        .cloned()
        .collect();
    assert!(
        errors.is_empty(),
        "{}",
        render::terminal(&errors, &analysis.files, false, 100)
    );
    let mut data = Dataset::default();
    for entry in fs::read_dir(repository().join("tests/data/simulacrum")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        data.files.insert(name, Content::Bytes(fs::read(&path).unwrap()));
    }
    run_files(&analysis.study.unwrap(), &analysis.sources[0], &data).unwrap()
}

#[test]
fn the_sample_is_read_as_it_is() {
    let result = sample();
    let counts: Vec<(&str, u64)> = result
        .cohorts
        .iter()
        .map(|cohort| (cohort.name.as_str(), cohort.steps.last().unwrap().after))
        .collect();
    assert_eq!(
        counts,
        [
            ("dated", 10),
            ("men", 7),
            ("of_mixed_groups", 10),
            ("with_breast_cancer", 2),
            ("of_sixty", 6),
            ("able", 6),
            ("living", 9),
            ("dead", 1),
            ("once", 10),
            ("with_a_test", 10),
            ("with_an_outcome", 0),
            ("treated", 0),
            ("staged", 0),
            ("of_known_birth", 0),
        ]
    );
}

#[test]
fn what_the_sample_lacks_is_said() {
    let quality = sample().quality;
    assert!(quality.absent_tables.contains("hospital_patient"));
    assert!(quality.absent_tables.contains("national_data_opt_out"));
    let column = |name: &str| ("sim_av_tumour".to_owned(), name.to_owned());
    assert!(quality.absent_columns.contains(&column("STAGE_BEST")));
    assert!(!quality.absent_columns.contains(&column("DIAGNOSISDATEBEST")));
    // Ten numbers that are no status of a receptor.
    assert_eq!(quality.made_missing.get(&column("ER_STATUS")), Some(&10));
}
