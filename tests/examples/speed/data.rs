//! The tutorial's tables repeated: the same people again under other keys, as CSV and as typed Parquet.

use datafusion::arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use datafusion::parquet::arrow::ArrowWriter;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// Writes `demographics`, `features` and `lab` in both forms; returns the number of rows of one form.
pub(crate) fn write(from: &Path, to: &Path, copies: u32) -> Result<u64, Box<dyn Error>> {
    fs::create_dir_all(to)?;
    let mut rows = 0;
    for table in ["demographics", "features", "lab"] {
        let mut reader = csv::Reader::from_path(from.join(format!("{table}.csv")))?;
        let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        let records = reader.records().collect::<Result<Vec<_>, _>>()?;
        let key = header
            .iter()
            .position(|name| name == "PatientID")
            .ok_or("no PatientID")?;
        let mut text = BufWriter::new(File::create(to.join(format!("{table}.csv")))?);
        writeln!(text, "{}", header.join(","))?;
        let mut writer: Option<ArrowWriter<File>> = None;
        for copy in 0..copies {
            let keyed = |record: &csv::StringRecord| format!("{}-{copy:04}", &record[key]);
            for record in &records {
                let fields: Vec<String> = record
                    .iter()
                    .enumerate()
                    .map(|(at, field)| {
                        if at == key {
                            keyed(record)
                        } else {
                            field.to_owned()
                        }
                    })
                    .collect();
                writeln!(text, "{}", fields.join(","))?;
                rows += 1;
            }
            let batch = typed(&header, &records, key, &keyed)?;
            let file = to.join(format!("{table}.parquet"));
            let open = match writer.take() {
                Some(open) => open,
                None => ArrowWriter::try_new(File::create(file)?, batch.schema(), None)?,
            };
            writer.insert(open).write(&batch)?;
        }
        text.flush()?;
        if let Some(writer) = writer {
            writer.close()?;
        }
    }
    Ok(rows)
}

/// One copy of a table with dates, whole numbers and floats as such.
fn typed(
    header: &[String],
    records: &[csv::StringRecord],
    key: usize,
    keyed: &dyn Fn(&csv::StringRecord) -> String,
) -> Result<RecordBatch, Box<dyn Error>> {
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let cells = || {
            records
                .iter()
                .map(|record| Some(&record[at]).filter(|text| !text.is_empty()))
        };
        let column: ArrayRef = if at == key {
            Arc::new(StringArray::from_iter_values(records.iter().map(keyed)))
        } else if name.ends_with("Date") {
            let days = |text: &str| -> Option<i32> {
                let date: jiff::civil::Date = text.parse().ok()?;
                date.since(jiff::civil::date(1970, 1, 1))
                    .ok()
                    .map(|span| span.get_days())
            };
            Arc::new(Date32Array::from_iter(cells().map(|cell| cell.and_then(days))))
        } else if name == "LabValue" {
            Arc::new(Float64Array::from_iter(
                cells().map(|cell| cell.and_then(|text| text.parse::<f64>().ok())),
            ))
        } else if name == "ECOG" {
            Arc::new(Int64Array::from_iter(
                cells().map(|cell| cell.and_then(|text| text.parse::<i64>().ok())),
            ))
        } else {
            Arc::new(StringArray::from_iter(cells()))
        };
        columns.push((name.clone(), column));
    }
    Ok(RecordBatch::try_from_iter(columns)?)
}
