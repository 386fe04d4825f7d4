//! The sources of Germany and Japan read the registries' own sample files as they are: the sample of the federal clinical cancer
//! registry dataset, as CSV and as XML, and Form 1 with the EF file of the DPC survey.
//!
//! The expected numbers were counted in the files by hand-written scripts that know neither Kohort nor the source models.

use kohort_base::{MemoryWorld, render};
use kohort_oracle::{Content, Dataset, OracleResult, run_files};
use kohort_semantics::project::{Options, analyse};
use kohort_tests::projects::repository;
use std::fs;

/// The result of a study on one of the standard sources, whose files lie in a folder below `tests/data`.
fn run(study: &str, source: &str, folder: &str) -> OracleResult {
    let world = MemoryWorld::new().with("study.kohort", study);
    let options = Options {
        sources: Some(vec![source.to_owned()]),
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
    let study = analysis.study.unwrap();
    let source = analysis
        .sources
        .iter()
        .find(|known| known.name == source)
        .unwrap();
    let mut data = Dataset::default();
    for entry in fs::read_dir(repository().join("tests/data").join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        data.files.insert(name, Content::Bytes(fs::read(&path).unwrap()));
    }
    run_files(&study, source, &data).unwrap()
}

/// How many people each cohort has after its last step.
fn counts(result: &OracleResult) -> Vec<(&str, u64)> {
    let cohorts = result.cohorts.iter();
    cohorts
        .map(|cohort| (cohort.name.as_str(), cohort.steps.last().unwrap().after))
        .collect()
}

/// Of people with a tumour whose year of diagnosis is known: dates of the sample are estimated without exception.
const GERMANY: &str = r#"
study sample version "1.0.0" on std.oncology

use std.drugs.{bevacizumab, carboplatin, cyclophosphamide, methotrexate, oxaliplatin, trastuzumab}

precision diagnosis.date as year, placed on 1 July, otherwise missing

cohort dated { index (first diagnosis).date }
cohort women from dated { include it: sex = female, unknown is not met }
cohort dead from dated { include it: death.date < 2100-01-01, unknown is not met }
cohort treated from dated { include it: any medication, unknown is met }
cohort given_oxaliplatin from dated { include it: any medication where drug = oxaliplatin, unknown is not met }
cohort given_trastuzumab from dated { include it: any medication where drug = trastuzumab, unknown is not met }
cohort given_carboplatin from dated { include it: any medication where drug = carboplatin, unknown is not met }
cohort given_cyclophosphamide from dated { include it: any medication where drug = cyclophosphamide, unknown is not met }
cohort given_bevacizumab from dated { include it: any medication where drug = bevacizumab, unknown is not met }
cohort given_methotrexate from dated { include it: any medication where drug = methotrexate, unknown is not met }
cohort spread from dated { include it: any diagnosis where m = m1, unknown is not met }
cohort late from dated { include it: any diagnosis where stage >= stage_iii, unknown is not met }
cohort large from dated { include it: any diagnosis where t = t4, unknown is not met }
cohort poorly_differentiated from dated { include it: any diagnosis where grade = 3, unknown is not met }
cohort progressed from dated { include it: any progression, unknown is met }
cohort responded from dated { include it: any response where status = complete_response, unknown is not met }
cohort recurred from dated { include it: any disease_status where status = recurrence, unknown is not met }
cohort in_the_liver from dated { include it: any metastasis where site = liver, unknown is not met }
cohort operated from dated { include it: any procedure where intent = palliative, unknown is not met }
cohort irradiated from dated { include it: any radiotherapy where intent = curative, unknown is not met }
report { attrition }
"#;

#[test]
fn the_federal_registry_of_germany_as_csv_and_as_xml() {
    let csv = run(GERMANY, "de", "rki-obds/csv");
    assert_eq!(csv.cohorts.first().unwrap().steps.first().unwrap().after, 30);
    assert_eq!(
        counts(&csv),
        [
            ("dated", 23),
            ("women", 7),
            ("dead", 14),
            ("treated", 20),
            ("given_oxaliplatin", 0),
            ("given_trastuzumab", 2),
            ("given_carboplatin", 2),
            ("given_cyclophosphamide", 4),
            ("given_bevacizumab", 2),
            ("given_methotrexate", 4),
            ("spread", 20),
            ("late", 15),
            ("large", 12),
            ("poorly_differentiated", 9),
            ("progressed", 11),
            ("responded", 18),
            ("recurred", 13),
            ("in_the_liver", 18),
            ("operated", 9),
            ("irradiated", 17),
        ]
    );
    let xml = run(GERMANY, "de", "rki-obds/xml");
    assert_eq!(csv.cohorts, xml.cohorts);
}

/// The sample has 131 stays of 100 people, none of them in the registry.
const JAPAN: &str = r#"
study sample version "1.0.0" on std.oncology

use std.codes.cancers.colorectal
use std.drugs.oxaliplatin

precision diagnosis.date as day, otherwise missing
precision procedure.date as day, otherwise missing

cohort admitted { index (first visit).date }
cohort women from admitted { include it: sex = female, unknown is not met }
cohort dead from admitted { include it: death.date < 2100-01-01, unknown is not met }
cohort bowel from admitted { include it: any diagnosis where code in colorectal, unknown is not met }
cohort operated from admitted { include it: any procedure, unknown is met }
cohort treated from admitted { include it: any medication, unknown is met }
cohort infused from admitted { include it: any medication where route = intravenous, unknown is not met }
cohort given_oxaliplatin from admitted { include it: any medication where drug = oxaliplatin, unknown is not met }
cohort again from admitted { include it: days of visit > 1 }
report { attrition }
"#;

#[test]
fn form_one_and_the_bills_of_japan() {
    let result = run(JAPAN, "jp", "dpc");
    assert_eq!(
        counts(&result),
        [
            ("admitted", 100),
            ("women", 46),
            ("dead", 5),
            ("bowel", 18),
            ("operated", 34),
            ("treated", 99),
            ("infused", 93),
            ("given_oxaliplatin", 0),
            ("again", 13),
        ]
    );
    // The drugs of the sample do not exist.
    let unknown = result
        .quality
        .made_missing
        .get(&("入院EF".to_owned(), "診療明細名称".to_owned()));
    assert_eq!(unknown, Some(&692));
}
