//! Every nasty case of real records occurs in the realistic tables of some country, and none that clean tables must not have
//! occurs there.

use super::{Mess, writers};
use crate::rows::Rows;
use crate::{Realistic, Simulator};
use std::collections::{BTreeMap, BTreeSet};

const PEOPLE: u64 = 1_200;

/// The tables that are looked at.
const TABLES: &[&str] = &[
    "Enhanced_Mortality_V2",
    "MedicationOrder",
    "Practice",
    "Visit",
    "chart_lab",
    "chart_prescription",
    "hbcr",
    "kis_leistungszustand",
    "kis_widerspruch",
    "national_data_opt_out",
    "patient",
    "sim_av_tumour",
    "sim_sact_regimen",
    "substanz",
    "syst",
    "tumor",
];

/// The rows of all tables: by source and table, each row by its columns.
struct Tables(BTreeMap<(String, String), Vec<BTreeMap<String, String>>>);

impl Tables {
    fn of(mess: Mess) -> Self {
        let simulator = Simulator::new(3, &[]);
        let mut found = BTreeMap::new();
        for writer in writers() {
            let mut rows = Rows::of(writer.tables().len());
            for number in 1..=PEOPLE {
                let mut person = simulator.person(number);
                if let Mess::Realistic { seed } = mess {
                    Realistic { seed }.apply(&mut person);
                }
                writer.write(&person, mess, &mut rows);
            }
            let tables = writer.tables().iter().zip(rows.tables());
            for (layout, rows) in tables.filter(|(layout, _)| TABLES.contains(&layout.name)) {
                let cells: Vec<&str> = rows.cells().collect();
                let row = |cells: &[&str]| -> BTreeMap<String, String> {
                    let named = layout.columns.iter().zip(cells);
                    named
                        .map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned()))
                        .collect()
                };
                let rows = cells.chunks(layout.columns.len()).map(row).collect();
                found.insert((writer.source().to_owned(), layout.name.to_owned()), rows);
            }
        }
        Self(found)
    }

    #[track_caller]
    fn rows(&self, source: &str, table: &str) -> &[BTreeMap<String, String>] {
        &self.0[&(source.to_owned(), table.to_owned())]
    }

    /// The cells of a column.
    #[track_caller]
    fn cells(&self, source: &str, table: &str, column: &str) -> Vec<&str> {
        let rows = self.rows(source, table).iter();
        rows.map(|row| row[column].as_str()).collect()
    }

    /// How many cells of a column are so.
    #[track_caller]
    fn count(&self, source: &str, table: &str, column: &str, is: impl Fn(&str) -> bool) -> usize {
        let cells = self.cells(source, table, column);
        cells.into_iter().filter(|cell| is(cell)).count()
    }

    /// The last (or first) cell of a column for each key.
    #[track_caller]
    fn extreme(&self, at: (&str, &str), key: &str, column: &str, last: bool) -> BTreeMap<&str, &str> {
        let mut found: BTreeMap<&str, &str> = BTreeMap::new();
        for row in self.rows(at.0, at.1) {
            let cell = row[column].as_str();
            let kept = found.entry(row[key].as_str()).or_insert(cell);
            if (last && cell > *kept) || (!last && cell < *kept) {
                *kept = cell;
            }
        }
        found
    }

    /// How many rows say the same as another in these columns.
    #[track_caller]
    fn repeated(&self, source: &str, table: &str, columns: &[&str]) -> usize {
        let rows = self.rows(source, table);
        let said: BTreeSet<Vec<&str>> = rows
            .iter()
            .map(|row| columns.iter().map(|column| row[*column].as_str()).collect())
            .collect();
        rows.len() - said.len()
    }

    /// The cases of real data, and how often each is here.
    fn cases(&self) -> Vec<(&'static str, usize)> {
        let last_visit = self.extreme(("us", "Visit"), "PatientID", "VisitDate", true);
        let deaths = self.rows("us", "Enhanced_Mortality_V2").iter();
        let early_deaths = deaths.filter(|row| {
            let month = row["DateOfDeath"].as_str();
            let visit = last_visit.get(row["PatientID"].as_str());
            visit.is_some_and(|visit| visit.get(..month.len()).is_some_and(|visited| month < visited))
        });
        let diagnosed = self.extreme(("uk", "sim_av_tumour"), "PATIENTID", "DIAGNOSISDATEBEST", false);
        let treated = self.extreme(
            ("uk", "sim_sact_regimen"),
            "ENCORE_PATIENT_ID",
            "START_DATE_OF_REGIMEN",
            false,
        );
        let early_treatment = treated
            .iter()
            .filter(|(patient, start)| diagnosed.get(*patient).is_some_and(|date| *start < date));
        let atc = self.rows("de", "substanz").iter();
        let edition_of_regimen: BTreeMap<&str, &str> = self
            .rows("de", "syst")
            .iter()
            .map(|row| (row["SYSTId"].as_str(), row["Datum_Beginn_SYST"].as_str()))
            .collect();
        let wrong_year = atc.filter(|row| {
            let version = row["SYST_TypSubstanzATC_Version"].as_str();
            let start = edition_of_regimen.get(row["SYSTId"].as_str());
            !version.is_empty() && start.is_some_and(|start| !start.starts_with(version))
        });
        // The report of the start has no end, and the report of the end has the same start.
        let therapies = self.rows("de", "syst");
        let therapy = |row: &BTreeMap<String, String>| {
            ["oBDS_RKIPatientTumorId", "Therapieart", "Datum_Beginn_SYST"].map(|column| row[column].clone())
        };
        let ended = |row: &&BTreeMap<String, String>| !row["Datum_Ende_SYST"].is_empty();
        let complete: BTreeSet<[String; 3]> = therapies.iter().filter(ended).map(therapy).collect();
        let twice = therapies
            .iter()
            .filter(|row| !ended(row) && complete.contains(&therapy(row)));
        let long =
            |cell: &str| cell.len() > 1 && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'%');
        vec![
            ("a death in a month before the last visit", early_deaths.count()),
            ("treatment before the date of diagnosis", early_treatment.count()),
            (
                "a date of which the day is estimated",
                self.count("de", "tumor", "Diagnosedatum_Genauigkeit", |cell| cell == "T"),
            ),
            (
                "a date of which the month is estimated",
                self.count("de", "tumor", "Diagnosedatum_Genauigkeit", |cell| cell == "M"),
            ),
            (
                "99999999",
                self.rows("jp", "hbcr")
                    .iter()
                    .flat_map(BTreeMap::values)
                    .filter(|cell| *cell == "99999999")
                    .count(),
            ),
            (
                "ten thousand written in another way",
                self.count("jp", "chart_lab", "単位", |cell| cell == "×10^4/μL"),
            ),
            (
                "a cancelled order",
                self.count("us", "MedicationOrder", "IsCanceled", |cell| cell == "True"),
            ),
            ("a therapy reported twice", twice.count()),
            (
                "waiting as a therapy",
                self.count("de", "syst", "Therapieart", |cell| cell == "WW" || cell == "AS"),
            ),
            ("an ATC code with another year", wrong_year.count()),
            (
                "sex D or X",
                self.count("de", "patient", "Geschlecht", |cell| cell == "D" || cell == "X"),
            ),
            ("an objection", self.rows("de", "kis_widerspruch").len()),
            ("an opt-out", self.rows("uk", "national_data_opt_out").len()),
            (
                "a patient in two practices",
                self.repeated("us", "Practice", &["PatientID"]),
            ),
            (
                "Karnofsky among ECOG",
                self.count("de", "kis_leistungszustand", "Allgemeiner_Leistungszustand", long),
            ),
        ]
    }
}

#[test]
fn every_nasty_case_occurs_in_realistic_tables_and_few_in_clean_ones() {
    let realistic = Tables::of(Mess::Realistic { seed: 3 });
    for (case, count) in realistic.cases() {
        assert!(count > 0, "{case} does not occur");
    }
    // Two scales in one field are no defect, but what the field is for.
    let clean = Tables::of(Mess::Clean);
    for (case, count) in clean.cases() {
        assert_eq!(
            count > 0,
            case == "Karnofsky among ECOG",
            "{case}: {count} in clean tables"
        );
    }
    // Two more that clean tables have too, since people do: a second primary, and tablets with one date of dispensing.
    for tables in [&realistic, &clean] {
        assert!(tables.repeated("de", "tumor", &["oBDS_RKIPatientId"]) > 0);
        assert!(
            tables.count("jp", "chart_prescription", "処方日数", |days| days == "28"
                || days == "30")
                > 0
        );
    }
    let platelets = |cell: &str| cell == "万/μL";
    assert!(clean.count("jp", "chart_lab", "単位", platelets) > 0);
}
