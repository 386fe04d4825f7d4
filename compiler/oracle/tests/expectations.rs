//! Tests that are written in studies: whether they pass, and what is said if they do not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use kohort_base::Files;
use kohort_oracle::{Outcome, run_tests};

const STUDY: &str = r#"
study test version "1" on m
model m version "1" {
  one patient { birth_date: Date  sex: Category { female, male } }
  one death dated date { date: Date }
  many diagnosis dated date { date: Date  code: Code  stage: Ordered { stage_i, stage_iv } }
  many medication dated start to end { start: Date  end: Date  drug: Drug }
  many lab dated date { date: Date  test: Analyte  value: Quantity of test }
  many vital dated date { date: Date  temperature: Quantity in Cel }
}
drug alpha { ATC L01XA01 }
drug beta { ATC L01XA02 }
drugs both { alpha, beta }
codes bowel { ICD10 C18.* }
analyte haemoglobin { LOINC 718-7  unit g/dL  convert mmol/L = 1.6114 g/dL }

let hb = last lab where test = haemoglobin on or before index

cohort bowels {
  index (first diagnosis where code in bowel and stage = stage_iv).date
  include adult:   age at index >= 18 years
  include treated: any medication where drug in both from index to index + 90 days
  exclude anaemic: hb.value < 8 g/dL, unknown is not met
}
cohort survivors from bowels {
  include alive: not (death.date < index + 300 days), unknown is met
}
"#;

fn outcomes(test: &str) -> (Vec<Outcome>, Files) {
    let analysis = support::analysed(&format!("{STUDY}\n{test}\n"));
    let study = analysis.study.as_ref().unwrap();
    (run_tests(study), analysis.files)
}

/// What is said of the expectations that do not hold.
fn said(test: &str) -> String {
    let (outcomes, files) = outcomes(test);
    let mut lines = Vec::new();
    for outcome in outcomes {
        assert_eq!(outcome.fault, None);
        for failure in outcome.failures {
            lines.push(failure.text.clone());
            let worded = failure.reasons.iter();
            lines.extend(
                worded.map(|reason| format!("  {}", reason.worded(|span| files.slice(span).to_owned()))),
            );
        }
    }
    lines.join("\n")
}

const PERSON: &str = r#"
    birth_date 1974-05-02   sex female
    diagnosis  2019-03-04   code ICD10 "C18.7"  stage_iv
    medication 2019-03-25   alpha, beta  every 14 days times 3
    lab        2019-03-01   haemoglobin 8.1 g/dL
"#;

fn test(person: &str, expectations: &str) -> String {
    format!("test \"a person\" {{\n patient {{\n{person}\n }}\n{expectations}\n}}")
}

#[test]
fn what_holds_is_not_mentioned() {
    let expected = "expect in bowels\n expect in survivors\n expect age at index = 44 years, for bowels\n\
                    expect count medication = 6, for bowels\n expect hb.value > 8.05 g/dL, for survivors\n\
                    expect death.date is missing, for bowels";
    assert_eq!(said(&test(PERSON, expected)), "");
    let fever = format!("{PERSON}\n vital 2019-03-04 temperature 100 [degF]");
    assert_eq!(
        said(&test(
            &fever,
            "expect (first vital).temperature = 100 [degF], for bowels"
        )),
        ""
    );
    let died = format!("{PERSON}\n death 2019-06");
    assert_eq!(
        said(&test(
            &died,
            "expect in bowels\n expect not in survivors\n expect death.date in 2019-06-01 to 2019-06-30, for bowels"
        )),
        ""
    );
}

#[test]
fn who_is_removed_is_told_by_what() {
    let anaemic = PERSON.replace("8.1", "7.9");
    assert_eq!(
        said(&test(&anaemic, "expect in bowels")),
        "expect in bowels\n  with index 2019-03-04, `exclude anaemic` removes the person: its condition is true\n  `hb.value` is 7.9 g/dL"
    );
    let untreated = PERSON.replace("medication 2019-03-25", "medication 2018-03-25");
    assert_eq!(
        said(&test(&untreated, "expect in survivors")),
        "expect in survivors\n  `survivors` is drawn from `bowels`, in which the person is not\n  with index 2019-03-04, `include treated` removes the person: its condition is false\n  `medication where drug in both from index to index + 90 days` is no record"
    );
    let unborn = PERSON.replace("birth_date 1974-05-02", "");
    assert_eq!(
        said(&test(&unborn, "expect in bowels")),
        "expect in bowels\n  with index 2019-03-04, `include adult` removes the person: its condition is unknown\n  `age at index` is missing"
    );
    let early = PERSON.replace("stage_iv", "stage_i");
    assert_eq!(
        said(&test(&early, "expect in bowels")),
        "expect in bowels\n  there is no index date of `bowels` that is known to the day\n  `(first diagnosis where code in bowel and stage = stage_iv).date` is missing"
    );
}

#[test]
fn what_an_operand_had_is_told() {
    assert_eq!(
        said(&test(PERSON, "expect not in bowels")),
        "expect not in bowels\n  the person is in it, with index 2019-03-04, and meets all criteria"
    );
    assert_eq!(
        said(&test(
            PERSON,
            "expect age at index = 45 years and sex = female, for bowels"
        )),
        "expect age at index = 45 years and sex = female, for bowels\n  with index 2019-03-04, it is false\n  `age at index` is 44 years"
    );
    assert_eq!(
        said(&test(PERSON, "expect (first medication).drug = beta, for bowels")),
        "expect (first medication).drug = beta, for bowels\n  with index 2019-03-04, it is false\n  `(first medication).drug` is alpha"
    );
}
