//! What the tests of prepared data need.

use datafusion::arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use datafusion::parquet::arrow::ArrowWriter;
use kohort_semantics::value::Day;
use kohort_tests::oracle::Tables;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

/// The same tables with their rows in another order.
pub(crate) fn shuffled(tables: &Tables, number: usize) -> Tables {
    let mut tables = tables.clone();
    for table in tables.values_mut() {
        let rows = table.rows.len().max(1);
        table.rows.reverse();
        table.rows.rotate_left(number % rows);
        let odd = table.rows.iter().skip(1).step_by(2).cloned();
        let even = table.rows.iter().step_by(2).cloned();
        table.rows = odd.chain(even).collect();
    }
    tables
}

/// The bytes of all files below a folder, by their path from it.
pub(crate) fn bytes_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(&inside).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The same table with the types that a warehouse would give its columns.
pub(crate) fn to_parquet(from: &Path, to: &Path) {
    let mut reader = csv::Reader::from_path(from).unwrap();
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let columns = heads.iter().enumerate().map(|(position, head)| {
        let texts = || rows.iter().map(move |row| &row[position]);
        let column: ArrayRef = match head.as_str() {
            "PatientID" | "ECOG" => Arc::new(texts().map(|text| text.parse().ok()).collect::<Int64Array>()),
            "LabValue" => Arc::new(texts().map(|text| text.parse().ok()).collect::<Float64Array>()),
            date if date.ends_with("Date") => {
                let days = texts().map(|text| Day::parse_iso(text).map(|day| day.0));
                Arc::new(days.collect::<Date32Array>())
            }
            _ => Arc::new(texts().map(Some).collect::<StringArray>()),
        };
        (head.as_str(), column)
    });
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(to).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}
