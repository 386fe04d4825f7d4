//! Real files are prepared and described as they are: the federal registry dataset of Germany as sixteen tables and as XML, its
//! lists of protocols and substances, Simulacrum's tables, and the DPC files of Japan.
//!
//! What is expected is counted in the files by this test or by hand-written scripts, which know neither Kohort nor the
//! source models.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

mod below;
mod real;
mod terminal;

use below::bytes_below;
use kohort::Exit;
use kohort_engine::describe::{Precisions, ValuesDescription};
use kohort_semantics::value::Day;
use kohort_tests::projects::repository;
use real::{Dates, Known, fixture};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use terminal::kohort;

/// The rows of a table of the German sample, each by the names of its columns.
fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    let path = fixture("rki-obds/csv").join(table);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_path(path).unwrap();
    let named = |head: &str| head.trim_start_matches('\u{feff}').to_owned();
    let heads: Vec<String> = reader.headers().unwrap().iter().map(named).collect();
    let rows = reader.records().map(Result::unwrap);
    let row = |row: csv::StringRecord| heads.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
    rows.map(row).collect()
}

/// Year, month and day of a date that is written `yyyy-MM-dd`, and what its letter leaves of it.
fn days(date: &str, letter: &str) -> Option<(i32, i32)> {
    let year: i32 = date.get(..4)?.parse().unwrap();
    let month: u32 = date[5..7].parse().unwrap();
    let day = |year, month, day| Day::from_ymd(year, month, day).unwrap().0;
    let after = if month == 12 {
        day(year + 1, 1, 1)
    } else {
        day(year, month + 1, 1)
    };
    match letter {
        "" | "E" => {
            let exact = day(year, month, date[8..10].parse().unwrap());
            Some((exact, exact))
        }
        "T" => Some((day(year, month, 1), after - 1)),
        "M" => Some((day(year, 1, 1), day(year, 12, 31))),
        "V" => None,
        other => panic!("{other} is no letter"),
    }
}

/// A date column of some rows, as the register means it.
fn meant(rows: &[BTreeMap<String, String>], column: &str) -> Dates {
    let mut found = Dates::new();
    for row in rows {
        let letter = &row[&format!("{column}_Genauigkeit")];
        *found.entry(days(&row[column], letter)).or_default() += 1;
    }
    found
}

#[test]
fn the_german_registry_is_prepared_from_its_sixteen_tables_and_from_xml_alike() {
    let de = Known::standard("de");
    let csv = de.prepare(&fixture("rki-obds/csv"));
    let xml = de.prepare(&fixture("rki-obds/xml"));
    assert_eq!((csv.manifest.patients, xml.manifest.patients), (30, 30));
    for (csv, xml) in csv.manifest.streams.iter().zip(&xml.manifest.streams) {
        assert_eq!(csv.columns, xml.columns, "{}", csv.entity);
    }
    assert_eq!(csv.manifest.fingerprint, xml.manifest.fingerprint);
    let records = |folder: &Path| {
        let mut bytes = bytes_below(folder);
        // The manifest alone says which files were read.
        bytes.retain(|name, _| name.ends_with(".parquet"));
        bytes
    };
    let (csv, xml) = (records(csv.folder.path()), records(xml.folder.path()));
    assert!(csv.len() > 20 && csv == xml, "{:?}", csv.keys());
}

#[test]
fn the_age_that_the_register_gives_is_counted_from_the_digits_of_its_dates() {
    let de = Known::standard("de");
    let ages = |data: &str| {
        let prepared = de.prepare(&fixture(data));
        let diagnosis = prepared.stream("diagnosis");
        let age = diagnosis
            .columns
            .iter()
            .find(|column| column.of == "diagnosis.age_at_diagnosis")
            .unwrap();
        (diagnosis.rows, age.missing)
    };
    assert_eq!(ages("rki-obds/csv"), (75, 0));
    assert_eq!(ages("rki-obds/xml"), (75, 0));
}

#[test]
fn a_german_date_is_what_its_letter_leaves_of_it() {
    let de = Known::standard("de");
    let data = fixture("rki-obds/csv");
    let prepared = de.prepare(&data);
    let (tumours, irradiations) = (rows("tumor.csv"), rows("bestrahlung.csv"));
    assert_eq!(
        prepared.dates("diagnosis", "date"),
        meant(&tumours, "Diagnosedatum")
    );
    assert_eq!(
        prepared.dates("radiotherapy", "start"),
        meant(&irradiations, "Datum_Beginn_Bestrahlung")
    );
    let dead: Vec<_> = rows("patient.csv")
        .into_iter()
        .filter(|row| row["Verstorben"] == "J")
        .collect();
    assert_eq!(prepared.dates("death", "date"), meant(&dead, "Datum_Vitalstatus"));

    let found = de.describe(&data);
    let letters = |letter: &str| {
        tumours
            .iter()
            .filter(|row| row["Diagnosedatum_Genauigkeit"] == letter)
            .count() as u64
    };
    let precisions = Precisions {
        day: letters("E"),
        month: letters("T"),
        year: letters("M"),
        ..Precisions::default()
    };
    assert_eq!((precisions.month, precisions.year, letters("V")), (25, 21, 29));
    let dates = found.attribute("diagnosis.date");
    assert_eq!(dates.values, ValuesDescription::Dates(precisions));
    assert_eq!((dates.known, dates.missing), (46, 29));
}

#[test]
fn what_the_german_sample_holds() {
    let found = Known::standard("de").describe(&fixture("rki-obds/csv"));
    assert_eq!(found.0.patients, rows("patient.csv").len() as u64);
    assert!(found.0.faults.is_empty(), "{:?}", found.0.faults);
    let records = |entity: &str| found.entity(entity).records;
    assert_eq!(records("diagnosis"), rows("tumor.csv").len() as u64);
    assert_eq!(records("radiotherapy"), rows("bestrahlung.csv").len() as u64);
    let metastases = found.entity("metastasis");
    let by_table = |table: &str, rows: usize| (table.to_owned(), rows as u64);
    let expected = [
        by_table("fm_tumor", rows("fm.csv").len()),
        by_table("fm_folge", rows("folgeereignis_fm.csv").len()),
    ];
    assert_eq!(metastases.by_table, expected);
    // One record for each code of an operation, and one for an operation without a code.
    let coded: BTreeSet<String> = rows("ops.csv")
        .into_iter()
        .map(|mut row| row.remove("OPId").unwrap())
        .collect();
    let uncoded = rows("op.csv")
        .iter()
        .filter(|row| !coded.contains(&row["OPId"]))
        .count();
    assert_eq!(records("procedure"), (rows("ops.csv").len() + uncoded) as u64);
    // One code of an operation is no code.
    let code = found.attribute("procedure.code");
    assert_eq!(
        (code.unreadable, &code.unresolved),
        (1, &vec![("5-24-".to_owned(), 1)])
    );
    assert_eq!(
        (code.known, code.missing),
        (rows("ops.csv").len() as u64 - 1, uncoded as u64 + 1)
    );
    let sexes = found.attribute("patient.sex");
    let of = |letters: &[&str]| {
        let rows = rows("patient.csv");
        rows.iter()
            .filter(|row| letters.contains(&row["Geschlecht"].as_str()))
            .count() as u64
    };
    let listed = [
        ("female", of(&["W"])),
        ("male", of(&["M"])),
        ("other", of(&["D"])),
    ];
    let listed = listed.map(|(name, count)| (name.to_owned(), count)).to_vec();
    assert_eq!(
        (&sexes.values, sexes.missing),
        (&ValuesDescription::Listed(listed), of(&["X", "U"]))
    );
    // Nothing that the files hold of a systemic therapy is lost: each names its substances, its protocol, or nothing.
    let given = |row: &BTreeMap<String, String>| !["AS", "WS", "WW"].contains(&row["Therapieart"].as_str());
    let therapies: BTreeSet<String> = rows("syst.csv")
        .into_iter()
        .filter(given)
        .map(|mut row| row.remove("SYSTId").unwrap())
        .collect();
    let substances: Vec<_> = rows("substanz.csv")
        .into_iter()
        .filter(|row| therapies.contains(&row["SYSTId"]))
        .collect();
    let with: BTreeSet<&String> = substances.iter().map(|row| &row["SYSTId"]).collect();
    let medications = found.entity("medication");
    let from = |table: &str| {
        medications
            .by_table
            .iter()
            .find(|(name, _)| name == table)
            .map_or(0, |(_, records)| *records)
    };
    assert_eq!(from("gabe"), substances.len() as u64);
    assert!(from("syst_schluessel") + from("syst_bezeichnung") >= (therapies.len() - with.len()) as u64);
}

/// A list of the registries: the cells of each row.
fn list(name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(repository().join("stdlib/tests/data/rki-obds").join(name)).unwrap();
    let cells = |line: &str| line.split(';').map(|cell| cell.trim().to_owned()).collect();
    text.trim_start_matches('\u{feff}')
        .lines()
        .skip(1)
        .map(cells)
        .collect()
}

/// Tables of the German sample without a row, but for these.
fn german_tables(folder: &Path, written: &BTreeMap<&str, Vec<Vec<(&str, String)>>>) {
    for entry in fs::read_dir(fixture("rki-obds/csv")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let head = text
            .lines()
            .next()
            .unwrap()
            .trim_start_matches('\u{feff}')
            .to_owned();
        let mut lines = vec![head.clone()];
        for row in written.get(name).into_iter().flatten() {
            let cell = |column: &str| {
                row.iter()
                    .find(|(name, _)| *name == column)
                    .map_or("", |(_, cell)| cell.as_str())
            };
            lines.push(head.split(';').map(cell).collect::<Vec<_>>().join(";"));
        }
        fs::write(folder.join(name), lines.join("\n") + "\n").unwrap();
    }
}

/// How often each protocol and substance is given, so that none is too rare to be named.
const TIMES: usize = 6;

#[test]
fn protocols_and_substances_of_the_registries_are_resolved_or_listed() {
    let (protocols, substances) = (list("protokoll.csv"), list("substanz.csv"));
    assert_eq!((protocols.len(), substances.len()), (164, 410));
    let mut tables: BTreeMap<&str, Vec<Vec<(&str, String)>>> = BTreeMap::new();
    let text = |text: &str| text.to_owned();
    tables.entry("patient.csv").or_default().push(vec![
        ("PatientId", text("1")),
        ("Geschlecht", text("W")),
        ("Verstorben", text("N")),
    ]);
    tables.entry("tumor.csv").or_default().push(vec![
        ("oBDS_RKIPatientTumorId", text("1")),
        ("oBDS_RKIPatientId", text("1")),
        ("Diagnosedatum", text("2019-03-01")),
        ("Diagnosedatum_Genauigkeit", text("E")),
    ]);
    let mut therapy = 0;
    let mut given = |table: &'static str, cells: &[(&'static str, &str)]| {
        for _ in 0..TIMES {
            therapy += 1;
            tables.entry("syst.csv").or_default().push(vec![
                ("SYSTId", therapy.to_string()),
                ("Therapieart", text("CH")),
                ("Datum_Beginn_SYST", text("2019-04-01")),
                ("Datum_Beginn_SYST_Genauigkeit", text("E")),
                ("oBDS_RKIPatientTumorId", text("1")),
            ]);
            let mut row = vec![("SYSTId", therapy.to_string())];
            row.extend(cells.iter().map(|(column, cell)| (*column, text(cell))));
            tables.entry(table).or_default().push(row);
        }
    };
    let named: BTreeSet<&String> = substances.iter().map(|row| &row[1]).collect();
    let mut expected = 0;
    let mut unresolved = Vec::new();
    for row in &protocols {
        given("protokoll.csv", &[("Bezeichnung", &row[0])]);
        let listed = row[2..]
            .iter()
            .filter(|cell| !cell.is_empty() && !cell.starts_with('<'));
        // A protocol without substances may have the name of one.
        let stands_for = listed.count().max(usize::from(named.contains(&row[0])));
        expected += stands_for * TIMES;
        if stands_for == 0 {
            unresolved.push((row[0].clone(), TIMES as u64));
        }
    }
    let codes: Vec<&str> = substances
        .iter()
        .map(|row| row[2].as_str())
        .filter(|code| !code.is_empty())
        .collect();
    for row in &substances {
        given("substanz.csv", &[("SubstanzId", "1"), ("Bezeichnung", &row[1])]);
    }
    for code in &codes {
        given(
            "substanz.csv",
            &[("SubstanzId", "1"), ("SYST_TypSubstanzATC_Code", code)],
        );
    }
    expected += (substances.len() + codes.len()) * TIMES;

    let folder = tempfile::tempdir().unwrap();
    german_tables(folder.path(), &tables);
    let de = Known::standard("de");
    let found = de.describe(folder.path());
    assert!(found.0.faults.is_empty(), "{:?}", found.0.faults);
    let drug = found.attribute("medication.drug");
    let expected = expected as u64;
    unresolved.sort();
    assert_eq!(unresolved.len(), 14);
    assert_eq!(drug.unresolved, unresolved);
    assert_eq!(
        (drug.known, drug.missing, drug.unreadable),
        (expected, 14 * TIMES as u64, 14 * TIMES as u64)
    );
    // The same of prepared data, and for a reader of the terminal.
    let prepared = de.prepare(folder.path());
    assert_eq!(
        de.describe(prepared.folder.path()).attribute("medication.drug"),
        drug
    );
    let data = folder.path().to_str().unwrap();
    let said = kohort(folder.path(), &["describe", "de", "--data", data])
        .ends(Exit::Fine)
        .out;
    assert!(
        said.contains("cannot be resolved: \"CAR-T-Zelltherapie\" 6, \"HIPEC\" 6"),
        "{said}"
    );
}

#[test]
fn the_tables_of_simulacrum_are_described() {
    let uk = Known::standard("uk");
    let data = fixture("simulacrum");
    let found = uk.describe(&data);
    // Ten people with a tumour each; all other tables are rows of zeros, and nobody's.
    assert_eq!(
        found.counts(),
        [
            ("patient", 10, 10),
            ("death", 1, 1),
            ("follow_up", 9, 9),
            ("diagnosis", 10, 10),
            ("performance_status", 10, 10),
            ("biomarker", 10, 10),
        ]
    );
    let status = found.attribute("biomarker.status");
    assert_eq!((status.known, status.unreadable), (0, 10));
    assert_eq!(status.unresolved.iter().map(|(_, rows)| rows).sum::<u64>(), 10);
    let prepared = uk.prepare(&data);
    assert_eq!(prepared.manifest.patients, 10);
    let lacking = |found: &real::Described| (found.0.lacking_tables.len(), found.0.lacking_columns.len());
    assert_eq!(lacking(&found), (13, 17));
    assert_eq!(lacking(&uk.describe(prepared.folder.path())), (13, 17));
}

/// The cells of a file of the DPC survey.
fn dpc(name: &str) -> Vec<Vec<String>> {
    let bytes = fs::read(fixture("dpc").join(name)).unwrap();
    let (text, _, faulty) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(!faulty, "{name} is no CP932");
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
    text.lines().map(cells).collect()
}

#[test]
fn the_dpc_files_of_japan_are_described() {
    let jp = Known::standard("jp");
    let data = fixture("dpc");
    let (form, bills) = (dpc("yoshiki1.txt"), dpc("ef.txt"));
    assert!(form.iter().all(|row| row.len() == 17) && form.len() == 821);
    assert!(bills.iter().all(|row| row.len() == 31) && bills.len() == 1707);
    let of_item = |item: &str| form.iter().filter(|row| row[5] == item).collect::<Vec<_>>();
    let people = |rows: &[&Vec<String>]| rows.iter().map(|row| &row[1]).collect::<BTreeSet<_>>().len() as u64;
    let both = |rows: &[&Vec<String>]| (rows.len() as u64, people(rows));
    // 6: died of the disease treated; 7: of another.
    let died: Vec<_> = of_item("A000030")
        .into_iter()
        .filter(|row| ["6", "7"].contains(&row[10].as_str()))
        .collect();
    // Drugs by mouth, injected, and other: data kinds 21 to 39, without the rows that sum up.
    let drugs: Vec<_> = bills
        .iter()
        .filter(|row| {
            row[6] != "000" && row[10].starts_with("架空") && ["21", "33"].contains(&row[4].as_str())
        })
        .collect();

    let found = jp.describe(&data);
    assert_eq!(found.0.patients, people(&of_item("A000010")));
    let entity = |name: &str| (found.entity(name).records, found.entity(name).patients);
    assert_eq!(entity("visit"), both(&of_item("A000010")));
    assert_eq!(entity("diagnosis"), both(&of_item("A006030")));
    assert_eq!(entity("procedure"), both(&of_item("A007010")));
    assert_eq!(entity("death"), (people(&died), people(&died)));
    assert_eq!(entity("medication"), both(&drugs));
    assert_eq!(found.counts().len(), 6);
    let mut names: BTreeMap<String, u64> = BTreeMap::new();
    drugs
        .iter()
        .for_each(|row| *names.entry(row[10].clone()).or_default() += 1);
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_by(|(left, left_rows), (right, right_rows)| right_rows.cmp(left_rows).then(left.cmp(right)));
    // No drug of the sample exists.
    let drug = found.attribute("medication.drug");
    assert_eq!(
        (drug.known, drug.unreadable, &drug.unresolved),
        (0, drugs.len() as u64, &names)
    );
    let prepared = jp.prepare(&data);
    assert_eq!(prepared.manifest.patients, 100);
    assert_eq!(prepared.stream("medication").rows, drugs.len() as u64);
    let born: BTreeSet<_> = of_item("A000010")
        .into_iter()
        .map(|row| (&row[1], &row[8]))
        .collect();
    assert_eq!(
        prepared.dates("patient", "birth_date").values().sum::<u64>(),
        born.len() as u64
    );
}

#[test]
fn what_is_prepared_is_described_as_the_files_are() {
    for (source, folder) in [
        ("de", "rki-obds/csv"),
        ("de", "rki-obds/xml"),
        ("uk", "simulacrum"),
        ("jp", "dpc"),
    ] {
        let here = tempfile::tempdir().unwrap();
        let data = fixture(folder);
        let data = data.to_str().unwrap();
        let said = kohort(here.path(), &["prepare", source, "--data", data, "--out", "out"]).ends(Exit::Fine);
        assert!(
            said.out.starts_with(&format!("wrote `out`: `{source}` 1.0.0, ")),
            "{}",
            said.out
        );
        for format in ["text", "json", "html"] {
            let describe = |data: &str| {
                let arguments = ["describe", source, "--data", data, "--format", format];
                kohort(here.path(), &arguments).ends(Exit::Fine).out
            };
            assert!(describe(data) == describe("out"), "{source} {format}");
        }
    }
}
