//! One person who has something of everything, for the tests of the writers.

use super::{Mess, Writer};
use crate::decimal::Decimal;
use crate::person::*;
use crate::rows::Rows;
use std::fmt::Write;

pub(super) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn dose(start: &str, drug: &str, kind: MedicationKind) -> Medication {
    Medication {
        start: day(start),
        end: None,
        drug: drug.to_owned(),
        kind,
        cancelled: false,
        intent: Some(Intent::Palliative),
        setting: Some(Setting::Primary),
        regimen: 1,
        regimen_name: Some("FOLFOX".to_owned()),
        cycle: 1,
        in_trial: false,
        route: Some(Route::Intravenous),
        days_supplied: None,
        tumour: 1,
    }
}

/// A man with a metastatic cancer of the bowel and, later, a cancer of the prostate.
pub(super) fn rich() -> Person {
    let bowel = Diagnosis {
        date: day("2019-03-04"),
        code: "C18.7".to_owned(),
        stage: Some(Stage::IVA),
        edition: Some(8),
        t: Some(TCategory::T3),
        n: Some(NCategory::N1),
        m: Some(MCategory::M1),
        morphology: Some("8140/3".to_owned()),
        histology: Some(Histology::Adenocarcinoma),
        laterality: None,
        grade: Some(2),
        gleason: None,
        tumour: 1,
    };
    let prostate = Diagnosis {
        date: day("2021-06-01"),
        code: "C61".to_owned(),
        stage: None,
        edition: None,
        t: Some(TCategory::T2),
        n: None,
        m: Some(MCategory::M0),
        grade: None,
        gleason: Some((3, 4)),
        tumour: 2,
        ..bowel.clone()
    };
    let mut medications = vec![
        dose("2019-03-25", "oxaliplatin", MedicationKind::Administration),
        dose("2019-03-25", "fluorouracil", MedicationKind::Administration),
        dose("2019-04-08", "oxaliplatin", MedicationKind::Administration),
        dose("2019-04-08", "fluorouracil", MedicationKind::Administration),
        dose("2019-04-08", "bevacizumab", MedicationKind::Administration),
        Medication {
            cancelled: true,
            ..dose("2019-04-22", "oxaliplatin", MedicationKind::Order)
        },
    ];
    let tablets = Medication {
        end: Some(day("2020-01-19")),
        regimen: 2,
        regimen_name: None,
        route: Some(Route::Oral),
        ..dose("2020-01-06", "capecitabine", MedicationKind::Course)
    };
    let supply = Medication {
        days_supplied: Some(28),
        regimen: 3,
        regimen_name: None,
        route: Some(Route::Oral),
        tumour: 2,
        ..dose("2021-07-01", "bicalutamide", MedicationKind::Dispensing)
    };
    let elsewhere = Medication {
        end: Some(day("2022-03-01")),
        regimen: 4,
        regimen_name: Some("FOLFIRI".to_owned()),
        route: None,
        ..dose("2022-01-10", "irinotecan", MedicationKind::Regimen)
    };
    medications.extend([tablets, supply, elsewhere]);
    let measured = |date: &str, quantity, mantissa, scale| Measurement {
        date: day(date),
        quantity,
        value: Some(Decimal::new(mantissa, scale)),
    };
    let tested = |date: &str, gene, status, percent, specimen| Biomarker {
        date: day(date),
        gene,
        status,
        percent,
        specimen,
        collected: Some(day("2019-03-01")),
    };
    Person {
        number: 17,
        birth: Some(day("1954-02-28")),
        sex: Some(Sex::Male),
        race: Some(Race::Black),
        deprivation: Some(2),
        opted_out: false,
        death: Some(Death {
            date: day("2023-02-11"),
            cause: Some("C18.7".to_owned()),
            tumour_related: Some(true),
        }),
        last_alive: None,
        diagnoses: vec![bowel, prostate],
        metastases: vec![
            Metastasis {
                date: day("2019-03-04"),
                site: Some(Site::Liver),
                tumour: 1,
            },
            Metastasis {
                date: day("2020-02-03"),
                site: Some(Site::Lung),
                tumour: 1,
            },
        ],
        medications,
        procedures: vec![Procedure {
            date: day("2019-03-11"),
            kind: Some(ProcedureKind::PrimaryResection),
            intent: Some(Intent::Palliative),
            residual: Some(Residual::R2),
            tumour: 1,
        }],
        radiotherapies: vec![Radiotherapy {
            start: day("2021-08-02"),
            end: Some(day("2021-09-24")),
            intent: Some(Intent::Curative),
            dose: Some(Decimal::new(780, 1)),
            fractions: Some(39),
            tumour: 2,
        }],
        measurements: vec![
            measured("2019-03-20", Quantity::Haemoglobin, 81, 1),
            measured("2019-03-20", Quantity::Platelets, 230, 0),
            measured("2019-03-20", Quantity::Creatinine, 9, 1),
            measured("2019-03-20", Quantity::Crp, 125, 1),
            measured("2019-03-20", Quantity::Alt, 31, 0),
            measured("2021-06-01", Quantity::Psa, 123, 1),
            measured("2021-09-01", Quantity::Psa, 4, 1),
            measured("2019-03-20", Quantity::Weight, 805, 1),
            Measurement {
                date: day("2019-03-21"),
                quantity: Quantity::Albumin,
                value: None,
            },
        ],
        performance: vec![Performance {
            date: day("2019-03-04"),
            ecog: 1,
        }],
        biomarkers: vec![
            tested(
                "2019-03-04",
                Gene::Ras,
                TestStatus::Negative,
                None,
                Some(Specimen::Tissue),
            ),
            tested(
                "2019-03-15",
                Gene::PdL1,
                TestStatus::Positive,
                Some(50),
                Some(Specimen::Tissue),
            ),
            Biomarker {
                collected: None,
                ..tested("2019-03-15", Gene::Braf, TestStatus::Unknown, None, None)
            },
        ],
        progressions: vec![Progression {
            date: day("2020-02-03"),
            evidence: Some(Evidence::Radiographic),
            pseudo: Some(false),
        }],
        responses: vec![
            Response {
                date: day("2019-06-03"),
                status: ResponseStatus::Partial,
                tumour: 1,
            },
            Response {
                date: day("2020-02-03"),
                status: ResponseStatus::Progressive,
                tumour: 1,
            },
        ],
        phases: vec![
            Phase {
                date: day("2019-03-04"),
                status: PhaseStatus::Metastatic,
            },
            Phase {
                date: day("2022-06-01"),
                status: PhaseStatus::CastrationResistant,
            },
        ],
        visits: vec![
            Visit {
                date: day("2019-03-04"),
                kind: Some(VisitKind::Outpatient),
            },
            Visit {
                date: day("2019-03-25"),
                kind: Some(VisitKind::Treatment),
            },
        ],
        insurance: vec![Insurance {
            start: day("2019-01-01"),
            end: None,
            payer: Payer::Public,
        }],
    }
}

/// The rows of all tables, with their columns where a cell is not empty.
pub(super) fn shown(writer: &dyn Writer, people: &[Person], mess: Mess) -> String {
    let mut rows = Rows::of(writer.tables().len());
    for person in people {
        writer.write(person, mess, &mut rows);
    }
    let mut text = String::new();
    for (layout, table) in writer.tables().iter().zip(rows.tables()) {
        let cells: Vec<&str> = table.cells().collect();
        assert_eq!(
            cells.len() % layout.columns.len(),
            0,
            "rows of `{}` are whole",
            layout.name
        );
        for row in cells.chunks(layout.columns.len()) {
            let known = layout
                .columns
                .iter()
                .zip(row)
                .filter(|(_, cell)| !cell.is_empty());
            let known: Vec<String> = known.map(|(column, cell)| format!("{column}={cell}")).collect();
            writeln!(text, "{}: {}", layout.name, known.join(" | ")).unwrap();
        }
    }
    text
}
