//! Tables as files, in the forms that their source declares.

use super::xml;
use crate::oracle::{Content, Dataset, RawTable, Tables};
use kohort_semantics::Source;
use kohort_semantics::source::{Encoding, Origin, TableFile, TableFormat};
use std::fs;
use std::io;
use std::path::Path;

/// The same source with every file in a text form, under a name of its own.
pub fn as_text(source: &Source) -> Source {
    let mut source = source.clone();
    for (table, number) in source.tables.iter_mut().zip(0..) {
        let Origin::Files(forms) = &mut table.origin else {
            continue;
        };
        for (form, place) in forms.iter_mut().zip(0..) {
            if form.format == TableFormat::Parquet {
                form.format = TableFormat::Csv {
                    delimiter: b',',
                    encoding: Encoding::Utf8,
                    header: None,
                };
            }
            form.path = format!("table {number} form {place}.txt");
        }
    }
    source
}

/// The columns of a form that lists them; it has no others. What an XML form counts from other texts cannot be written.
pub(super) fn listed(form: &TableFile) -> Option<Vec<&str>> {
    match &form.format {
        TableFormat::Csv { header, .. } => header
            .as_ref()
            .map(|names| names.iter().map(String::as_str).collect()),
        TableFormat::Xml { columns, .. } => Some(
            columns
                .iter()
                .filter(|(_, path)| !xml::is_counted(path))
                .map(|(name, _)| name.as_str())
                .collect(),
        ),
        TableFormat::Parquet => None,
    }
}

/// Whether a form has all columns of a table.
fn can_hold(form: &TableFile, table: &RawTable) -> bool {
    listed(form).is_none_or(|listed| {
        table
            .columns
            .iter()
            .all(|column| listed.contains(&column.as_str()))
    })
}

/// The files of a source of which every file is text. Of several forms that have the table's columns, the content decides
/// which is written; every second text has a byte order mark.
pub fn files(source: &Source, tables: &Tables) -> Dataset {
    let mut dataset = Dataset::default();
    for (table, number) in source.tables.iter().zip(0usize..) {
        let (Origin::Files(forms), Some(content)) = (&table.origin, tables.get(&table.name)) else {
            continue;
        };
        let forms: Vec<&TableFile> = forms.iter().filter(|form| can_hold(form, content)).collect();
        let place = content.rows.len().checked_rem(forms.len());
        let Some(form) = place.and_then(|place| forms.get(place)) else {
            continue;
        };
        let bytes = match &form.format {
            TableFormat::Csv {
                delimiter,
                encoding,
                header,
            } => {
                let text = delimited(content, *delimiter, header.as_deref());
                encoded(&text, *encoding, number % 2 == 1)
            }
            TableFormat::Xml { rows, columns } => {
                encoded(&xml::document(content, rows, columns), Encoding::Utf8, false)
            }
            TableFormat::Parquet => continue,
        };
        dataset.files.insert(form.path.clone(), Content::Bytes(bytes));
    }
    dataset
}

/// Writes the files of a dataset below a folder.
///
/// # Errors
/// What the disk says, or a file that is not bytes.
pub fn write(dataset: &Dataset, folder: &Path) -> io::Result<()> {
    for (path, content) in &dataset.files {
        let Content::Bytes(bytes) = content else {
            return Err(io::Error::other(format!("`{path}` is not text")));
        };
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// A file with a line of names, or in the order of the names that the source gives.
fn delimited(table: &RawTable, delimiter: u8, names: Option<&[String]>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    let order: Vec<Option<usize>> = match names {
        None => (0..table.columns.len()).map(Some).collect(),
        Some(names) => names
            .iter()
            .map(|name| table.columns.iter().position(|known| known == name))
            .collect(),
    };
    if names.is_none() {
        writer
            .write_record(&table.columns)
            .expect("memory can be written");
    }
    for row in &table.rows {
        let cells = order
            .iter()
            .map(|place| place.and_then(|place| row[place].as_deref()).unwrap_or(""));
        writer.write_record(cells).expect("memory can be written");
    }
    let bytes = writer.into_inner().expect("memory can be written");
    String::from_utf8(bytes).expect("texts were written")
}

fn encoded(text: &str, encoding: Encoding, marked: bool) -> Vec<u8> {
    let known = match encoding {
        Encoding::Utf8 if marked => return format!("\u{feff}{text}").into_bytes(),
        Encoding::Utf8 => return text.as_bytes().to_vec(),
        Encoding::Cp932 => encoding_rs::SHIFT_JIS,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
    };
    known.encode(text).0.into_owned()
}

/// The table with texts that every encoding has in which it may be written.
pub(super) fn writable(source: &Source, name: &str, mut table: RawTable) -> RawTable {
    let Some(Origin::Files(forms)) = source
        .tables
        .iter()
        .find(|known| known.name == name)
        .map(|known| &known.origin)
    else {
        return table;
    };
    for form in forms {
        if let TableFormat::Csv { encoding, .. } = form.format {
            for cell in table.rows.iter_mut().flatten().flatten() {
                *cell = within(cell, encoding);
            }
        }
    }
    table
}

/// The text as it comes back from a file in an encoding: what the encoding does not have becomes a question mark.
fn within(text: &str, encoding: Encoding) -> String {
    let known = match encoding {
        Encoding::Utf8 => return text.to_owned(),
        Encoding::Cp932 => encoding_rs::SHIFT_JIS,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
    };
    let has = |letter: char| {
        let text = letter.to_string();
        let (bytes, _, lossy) = known.encode(&text);
        let back = known.decode_without_bom_handling_and_without_replacement(&bytes);
        !lossy && back.as_deref() == Some(text.as_str())
    };
    text.chars()
        .map(|letter| if has(letter) { letter } else { '?' })
        .collect()
}
