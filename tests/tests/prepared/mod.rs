//! What the tests of prepared data need.

use datafusion::arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use datafusion::parquet::arrow::ArrowWriter;
use kohort_semantics::value::Day;
use kohort_tests::oracle::Tables;
use std::fs::File;
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
