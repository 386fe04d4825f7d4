//! The ways to write the same CSV.

use crate::support::data::{Table, five_patients};
use crate::support::plan::lung;
use crate::support::tables::csv;
use crate::support::{files_of, options, reading_of, run_csv, table};
use kohort_engine::run_blocking;
use std::path::Path;
use tempfile::TempDir;

/// Runs over the five patients with some files written in another way.
fn results_with(rewrite: impl Fn(&Path)) -> kohort_engine::Results {
    let folder = TempDir::new().unwrap();
    five_patients().write_csv(folder.path(), ',');
    rewrite(folder.path());
    run_blocking(&lung(), &options(folder.path())).unwrap()
}

fn rewrite(folder: &Path, file: &str, change: impl Fn(String) -> Vec<u8>) {
    let path = folder.join(file);
    std::fs::write(&path, change(std::fs::read_to_string(&path).unwrap())).unwrap();
}

#[test]
fn marks_line_ends_quotation_and_order_of_columns_do_not_matter() {
    let expected = run_csv(&lung(), &five_patients()).unwrap();
    let same = |changed: kohort_engine::Results| assert_eq!(changed, expected);
    same(results_with(|folder| {
        rewrite(folder, "patients.csv", |text| {
            format!("\u{feff}{text}").into_bytes()
        });
        rewrite(folder, "lab.csv", |text| {
            format!("\u{feff}{}", text.replacen("patient_id", "\"patient_id\"", 1)).into_bytes()
        });
    }));
    same(results_with(|folder| {
        rewrite(folder, "lab.csv", |text| text.replace('\n', "\r\n").into_bytes())
    }));
    same(results_with(|folder| {
        rewrite(folder, "lab.csv", |text| text.trim_end().to_owned().into_bytes())
    }));
    same(results_with(|folder| {
        rewrite(folder, "lab.csv", |text| {
            text.replace(",HB,", ",\" HB \",").into_bytes()
        })
    }));
    same(results_with(|folder| {
        rewrite(folder, "lab.csv", |text| text.replace('\n', "\n\n").into_bytes())
    }));

    let mut data = five_patients();
    for table in &mut data.tables {
        table.columns.reverse();
        table.rows.iter_mut().for_each(|row| row.reverse());
    }
    let notes = Table::new("notes", &["not read"], &[&["\u{0}"]]);
    data.tables.push(notes);
    same(run_csv(&lung(), &data).unwrap());
}

#[test]
fn texts_may_hold_delimiters_line_breaks_and_quotation_marks() {
    let expected = run_csv(&lung(), &five_patients()).unwrap();
    let mut data = five_patients();
    let patients = table(&mut data, "patients");
    patients.columns.push("note");
    for (row, note) in patients
        .rows
        .iter_mut()
        .zip(["a, \"b\"", "line\nbreak", "\r\n", "\"", "男"])
    {
        row.push(note.to_owned());
    }
    assert_eq!(run_csv(&lung(), &data).unwrap(), expected);
}

#[test]
fn other_delimiters_and_names_in_any_script() {
    let expected = run_csv(&lung(), &five_patients()).unwrap();
    for delimiter in [';', '\t', '|'] {
        let folder = TempDir::new().unwrap();
        let mut data = five_patients();
        // The file has the decomposed form of the letter, the source model the composed one.
        table(&mut data, "patients").rename("sex", "Gescha\u{308}ft");
        data.write_csv(folder.path(), delimiter);
        std::fs::create_dir(folder.path().join("患者 #1 100%")).unwrap();
        std::fs::rename(
            folder.path().join("patients.csv"),
            folder.path().join("患者 #1 100%/表.csv"),
        )
        .unwrap();
        let mut plan = lung();
        for file in files_of(&mut plan) {
            file.format = csv(delimiter as u8);
        }
        files_of(&mut plan)[0].path = "患者 #1 100%/表.csv".into();
        reading_of(&mut plan, 0, 1).column = "Geschäft".into();
        assert_eq!(run_blocking(&plan, &options(folder.path())).unwrap(), expected);
    }
}
