use super::WRITER;
use crate::decimal::Decimal;
use crate::national::Mess;
use crate::national::rich::{day, rich, shown};
use crate::person::*;

#[test]
fn a_rich_person() {
    insta::assert_snapshot!(shown(&WRITER, &[rich()], Mess::Clean));
}

#[test]
fn what_two_tables_could_hold_stands_in_one() {
    let found = |gene, status, specimen| Biomarker {
        date: day("2020-05-04"),
        gene,
        status,
        percent: None,
        specimen,
        collected: None,
    };
    let mut person = rich();
    person.number = 4;
    person.sex = Some(Sex::Other);
    person.race = None;
    person.opted_out = true;
    person.death = None;
    person.last_alive = Some(day("2024-01-31"));
    for diagnosis in &mut person.diagnoses {
        diagnosis.date = day("2020-05-04");
        diagnosis.code = "C50.4".to_owned();
        diagnosis.morphology = None;
        diagnosis.histology = Some(Histology::Ductal);
        diagnosis.gleason = None;
    }
    person.biomarkers = vec![
        found(Gene::Er, TestStatus::Positive, None),
        found(Gene::Er, TestStatus::Negative, None),
        found(Gene::Her2, TestStatus::Negative, Some(Specimen::Tissue)),
        found(Gene::Kras, TestStatus::Negative, None),
        found(Gene::Kras, TestStatus::Positive, None),
    ];
    // On the day of a diagnosis, on the first day of a cycle, and on a day of nothing.
    person.performance = ["2020-05-04", "2019-04-08", "2020-09-01"]
        .iter()
        .zip(0..)
        .map(|(date, ecog)| Performance {
            date: day(date),
            ecog,
        })
        .collect();
    let body = |date, quantity, mantissa| Measurement {
        date: day(date),
        quantity,
        value: Some(Decimal::new(mantissa, 1)),
    };
    person.measurements = vec![
        body("2019-03-25", Quantity::Weight, 805),
        body("2019-03-25", Quantity::Weight, 810),
        body("2019-03-25", Quantity::Height, 1780),
        body("2020-05-04", Quantity::Testosterone, 100),
    ];
    person.progressions = vec![
        Progression {
            date: day("2021-02-03"),
            evidence: None,
            pseudo: None,
        },
        Progression {
            date: day("2021-03-03"),
            evidence: Some(Evidence::Clinical),
            pseudo: None,
        },
    ];
    person.phases = vec![
        Phase {
            date: day("2021-02-01"),
            status: PhaseStatus::Recurrence,
        },
        Phase {
            date: day("2022-02-01"),
            status: PhaseStatus::Metastatic,
        },
    ];
    person.metastases.push(Metastasis {
        date: day("2022-02-01"),
        site: Some(Site::Peritoneum),
        tumour: 1,
    });
    person.procedures.push(Procedure {
        date: day("2020-05-20"),
        kind: None,
        intent: None,
        residual: None,
        tumour: 2,
    });
    insta::assert_snapshot!(shown(&WRITER, &[person], Mess::Clean));
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
    insta::assert_snapshot!(shown(&WRITER, &people[2..3], Mess::Realistic { seed: 7 }));
}
