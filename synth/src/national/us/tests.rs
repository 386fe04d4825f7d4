use super::WRITER;
use crate::national::Mess;
use crate::national::rich::{day, rich, shown};
use crate::person::*;

#[test]
fn a_rich_person() {
    insta::assert_snapshot!(shown(&WRITER, &[rich()], Mess::Clean));
}

#[test]
fn a_woman_with_cancer_of_the_breast_and_the_lung() {
    let found = |gene, status| Biomarker {
        date: day("2014-05-04"),
        gene,
        status,
        percent: None,
        specimen: None,
        collected: None,
    };
    let mut person = rich();
    person.number = 20;
    person.sex = Some(Sex::Female);
    for (diagnosis, code, date) in person
        .diagnoses
        .iter_mut()
        .zip(["C50.4", "C34.1"])
        .zip(["2014-05-04", "2016-01-02"])
        .map(|((d, c), t)| (d, c, t))
    {
        diagnosis.code = code.to_owned();
        diagnosis.date = day(date);
        diagnosis.stage = Some(Stage::IIIB);
    }
    // A second cancer of the same breast and one of an organ without a header: ICD rows of either side of the change.
    let mut second = person.diagnoses[0].clone();
    (second.date, second.tumour) = (day("2015-09-30"), 3);
    let mut kidney = second.clone();
    (kidney.date, kidney.tumour, kidney.code) = (day("2015-10-01"), 4, "C64".to_owned());
    person.diagnoses.extend([second, kidney]);
    person.biomarkers = vec![
        found(Gene::Er, TestStatus::Positive),
        found(Gene::Her2, TestStatus::Negative),
        found(Gene::Brca1, TestStatus::Negative),
        found(Gene::Brca2, TestStatus::Positive),
        found(Gene::Egfr, TestStatus::Untested),
    ];
    person.visits.push(Visit {
        date: day("2016-02-01"),
        kind: Some(VisitKind::Telephone),
    });
    person.progressions.clear();
    insta::assert_snapshot!(shown(&WRITER, &[person], Mess::Clean));
}

#[test]
fn cancer_that_is_squamous_and_not_is_not_specified() {
    let mut person = rich();
    person.diagnoses.truncate(1);
    let mut shown_as = |morphology: &str, histology| {
        person.diagnoses[0].code = "C34.1".to_owned();
        person.diagnoses[0].morphology = Some(morphology.to_owned());
        person.diagnoses[0].histology = Some(histology);
        shown(&WRITER, &[person.clone()], Mess::Clean)
    };
    assert!(shown_as("8560/3", Histology::Other).contains("NSCLC histology NOS"));
    assert!(shown_as("8070/3", Histology::SquamousCell).contains("Squamous cell carcinoma"));
    assert!(!shown_as("8041/3", Histology::SmallCell).contains("NSCLC histology"));
}

#[test]
fn who_refused_is_not_delivered() {
    let mut person = rich();
    person.opted_out = true;
    assert_eq!(shown(&WRITER, &[person], Mess::Clean), "");
}

#[test]
fn defects_follow_from_the_seed() {
    let people: Vec<Person> = (1..=30).map(|number| Person { number, ..rich() }).collect();
    let rows = |mess| shown(&WRITER, &people, mess);
    assert_eq!(
        rows(Mess::Realistic { seed: 7 }),
        rows(Mess::Realistic { seed: 7 })
    );
    assert_ne!(
        rows(Mess::Realistic { seed: 7 }),
        rows(Mess::Realistic { seed: 8 })
    );
    insta::assert_snapshot!(shown(&WRITER, &people[9..10], Mess::Realistic { seed: 7 }));
}
