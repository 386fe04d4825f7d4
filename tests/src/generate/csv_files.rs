//! Tables as files.

use crate::oracle::Tables;
use kohort_semantics::Source;
use kohort_semantics::source::TableFormat;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The same source with every table in a CSV file.
pub fn as_csv(source: &Source) -> Source {
    let mut source = source.clone();
    for (table, number) in source.tables.iter_mut().zip(0..) {
        if table.format == TableFormat::Parquet {
            table.format = TableFormat::Csv { delimiter: b',' };
        }
        table.file = format!("table {number}.csv");
    }
    source
}

/// Writes the tables of a source whose tables are all CSV, every second one with a byte order mark.
///
/// # Errors
/// What the disk says, or a table that is not CSV.
pub fn write_csv(source: &Source, tables: &Tables, folder: &Path) -> Result<(), std::io::Error> {
    for (table, number) in source.tables.iter().zip(0u32..) {
        let TableFormat::Csv { delimiter } = table.format else {
            return Err(std::io::Error::other(format!(
                "table `{}` is not CSV",
                table.name
            )));
        };
        let Some(content) = tables.get(&table.name) else {
            continue;
        };
        let path = folder.join(&table.file);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = fs::File::create(path)?;
        if number % 2 == 1 {
            file.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(file);
        writer.write_record(&content.columns)?;
        for row in &content.rows {
            writer.write_record(row.iter().map(|cell| cell.as_deref().unwrap_or("")))?;
        }
        writer.flush()?;
    }
    Ok(())
}
