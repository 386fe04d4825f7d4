//! The projection law: people written in the tables of four countries are the same members of the same cohorts in all of
//! them. docs/laws.md says what that means; `cargo run -p kohort-tests --example projection_law` asks more people.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod law;

use kohort_synth::national::{Mess, Writer, de};
use kohort_synth::person::{Day, Person};
use kohort_synth::rows::{Rows, TableLayout};
use kohort_tests::law::{Case, cases, cases_with};
use law::People;

const PEOPLE: People = People {
    seed: 7,
    count: 3_000,
};
/// The oracle takes its time.
const JUDGED: People = People { seed: 7, count: 200 };

#[test]
fn four_countries_find_the_same_attrition_lines_and_endpoints() {
    let cases = cases().unwrap_or_else(|why| panic!("{why}"));
    let found = law::attritions(&cases, PEOPLE, &mut |_, _| {}).unwrap_or_else(|why| panic!("{why}"));
    // Every study, and in each of its cohorts enough people for the law to say something.
    let studies: Vec<&str> = found.iter().map(|found| found.study.as_str()).collect();
    assert_eq!(
        studies,
        [
            "examples/early_onset_colorectal/early_onset_colorectal.kohort",
            "examples/nsclc_rwpfs/nsclc_rwpfs.kohort",
            "examples/nsclc_transportability/nsclc_transportability.kohort",
            "examples/prostate_uk_management/prostate_uk_management.kohort",
        ]
    );
    for found in &found {
        for cohort in &found.results.cohorts {
            let members = cohort.steps.last().map_or(0, |step| step.patients);
            assert!(members > 0, "{}: nobody is in {}", found.study, cohort.name);
        }
        // Lines and endpoints are of somebody, too.
        let rows = found.results.tallies.iter().map(|tally| tally.rows.len());
        assert!(rows.sum::<usize>() > 20, "{} counts hardly anything", found.study);
    }
}

#[test]
fn nobody_makes_up_for_somebody_else() {
    let cases = cases().unwrap_or_else(|why| panic!("{why}"));
    law::halves(&cases, PEOPLE, 4).unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn to_the_oracle_the_members_are_the_same_people() {
    let cases = cases().unwrap_or_else(|why| panic!("{why}"));
    let memberships = law::memberships(&cases, JUDGED).unwrap_or_else(|why| panic!("{why}"));
    assert!(memberships > 100, "{memberships}");
}

/// The people to whom a broken country is shown.
const SHOWN: People = People { seed: 5, count: 400 };

/// The studies in which countries differ about them.
fn broken_in(cases: &[Case]) -> Vec<String> {
    let differ =
        |case: &&Case| law::differ(case, SHOWN.seed, &SHOWN.numbers()).unwrap_or_else(|why| panic!("{why}"));
    let names = cases.iter().filter(differ).map(|case| case.study.name.clone());
    names.collect()
}

#[test]
fn a_source_model_that_is_wrong_breaks_it() {
    for (country, from, to, study) in [
        // A code for the stage.
        (
            "us",
            "\"Stage IV\": stage_iv,",
            "\"Stage IV\": stage_iiia,",
            "nsclc_transportability",
        ),
        // A unit.
        (
            "jp",
            "\"g/dL\": g/dL,",
            "\"g/dL\": g/L,",
            "early_onset_colorectal",
        ),
        (
            "de",
            "\"kastrationsresistent\": castration_resistant",
            "\"kastrationsresistent\": locally_advanced",
            "prostate_uk_management",
        ),
        // Which rows of a table are records.
        (
            "uk",
            "and ADMINISTRATION_ROUTE in { \"2\", \"02\" }",
            "and ADMINISTRATION_ROUTE in { \"02\" }",
            "prostate_uk_management",
        ),
    ] {
        let cases = cases_with(country, |text| text.replace(from, to)).unwrap_or_else(|why| panic!("{why}"));
        let broken = broken_in(&cases);
        assert!(
            broken.iter().any(|name| name == study),
            "{country}, {to}: {broken:?}"
        );
    }
}

#[test]
fn who_breaks_it_is_named_with_the_step_and_the_records() {
    let change = |text: &str| text.replace("\"g/dL\": g/dL,", "\"g/dL\": g/L,");
    let cases = cases_with("jp", change).unwrap_or_else(|why| panic!("{why}"));
    let why = law::explain(&cases[0], SHOWN.seed, &SHOWN.numbers()).unwrap_or_else(|why| why);
    for part in [
        "early_onset_colorectal.kohort: countries do not agree on 400 people of seed 5",
        "  cohort colorectal_cancer",
        "    us: index ",
        "haemoglobin true",
        "haemoglobin false",
        "  measurements: Measurement { ",
        "as written in us\n  Demographics: PatientID=US",
        "as written in jp\n",
        "ヘモグロビン",
    ] {
        assert!(why.contains(part), "no `{part}` in\n{why}");
    }
    // The one blood count that matters and nothing else.
    assert_eq!(why.matches("  measurements: ").count(), 1, "{why}");
    assert_eq!(why.matches("  medications: ").count(), 0, "{why}");
}

/// Germany, where everybody is born a year early.
#[derive(Debug)]
struct BornEarly;

impl Writer for BornEarly {
    fn source(&self) -> &'static str {
        de::WRITER.source()
    }

    fn tables(&self) -> &'static [TableLayout] {
        de::WRITER.tables()
    }

    fn write(&self, person: &Person, mess: Mess, rows: &mut Rows) {
        let mut person = person.clone();
        person.birth = person.birth.map(|birth| Day(birth.0 - 365));
        de::WRITER.write(&person, mess, rows);
    }
}

#[test]
fn a_writer_that_is_wrong_breaks_it() {
    let mut cases = cases().unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(broken_in(&cases), Vec::<String>::new());
    for case in &mut cases {
        for country in &mut case.countries {
            if country.name() == "de" {
                country.writer = &BornEarly;
            }
        }
    }
    // Ages are in the tables of each of these.
    let of_age = [
        "early_onset_colorectal",
        "nsclc_transportability",
        "prostate_uk_management",
    ];
    assert_eq!(broken_in(&cases), of_age);
    let why = law::memberships(&cases, People { count: 100, ..SHOWN }).unwrap_err();
    assert!(
        why.contains("members in de are others") && why.contains("cohort early_onset"),
        "{why}"
    );
}
