use super::WRITER;
use crate::national::Mess;
use crate::national::rich::{day, rich, shown};
use crate::person::*;

#[test]
fn a_rich_person() {
    insta::assert_snapshot!(shown(&WRITER, &[rich()], Mess::Clean));
}

#[test]
fn a_woman_with_receptors_and_an_objection() {
    let found = |gene, status| Biomarker {
        date: day("2020-05-04"),
        gene,
        status,
        percent: None,
        specimen: None,
        collected: None,
    };
    let mut person = rich();
    person.number = 4;
    person.sex = Some(Sex::Other);
    person.opted_out = true;
    person.death = None;
    person.last_alive = Some(day("2024-01-31"));
    person.medications.clear();
    person.phases = vec![
        Phase {
            date: day("2021-02-01"),
            status: PhaseStatus::Recurrence,
        },
        Phase {
            date: day("2022-02-01"),
            status: PhaseStatus::Metastatic,
        },
        Phase {
            date: day("2020-06-01"),
            status: PhaseStatus::LocallyAdvanced,
        },
    ];
    person.metastases = vec![Metastasis {
        date: day("2022-02-01"),
        site: None,
        tumour: 1,
    }];
    for diagnosis in &mut person.diagnoses {
        diagnosis.date = day("2020-05-04");
        diagnosis.code = "C50.4".to_owned();
        diagnosis.m = Some(MCategory::M0);
        diagnosis.gleason = None;
    }
    person.biomarkers = vec![
        found(Gene::Er, TestStatus::Positive),
        found(Gene::Pr, TestStatus::Untested),
        found(Gene::Her2, TestStatus::Negative),
        found(Gene::Brca1, TestStatus::Negative),
    ];
    insta::assert_snapshot!(shown(&WRITER, &[person], Mess::Clean));
}

#[test]
fn real_records_repeat_themselves_and_differ_from_clean_ones() {
    let many = |mess| {
        let people: Vec<Person> = (1..2000).map(|number| Person { number, ..rich() }).collect();
        shown(&WRITER, &people, mess)
    };
    let messy = many(Mess::Realistic { seed: 1 });
    assert_eq!(messy, many(Mess::Realistic { seed: 1 }));
    assert_ne!(messy, many(Mess::Realistic { seed: 2 }));
    for text in [
        "Genauigkeit=T",
        "Genauigkeit=M",
        "Therapieart=AS",
        "Therapieart=WW",
        "Geschlecht=X",
        "mmol/L",
        "70%",
        "=U",
    ] {
        assert!(messy.contains(text), "{text}");
    }
    let clean = many(Mess::Clean);
    for text in ["Genauigkeit=T", "Therapieart=AS", "mmol/L", "Version=Sonstige"] {
        assert!(!clean.contains(text), "{text}");
    }
}
