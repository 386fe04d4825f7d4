//! Tables as text files.
//!
//! *Invariant:* a file is the header, where its table has one, and then rows in the order of the people; no byte depends on
//! how many rows were encoded at a time.

use crate::people::Encode;
use crate::rows::{TableLayout, TableRows, TextEncoding};
use encoding_rs::SHIFT_JIS;
use thiserror::Error;

/// Encodes rows as separated text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Text;

/// Why rows cannot be written as text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TextError {
    /// The encoding lacks a character.
    #[error("`{table}` has a character that code page 932 lacks, in: {near}")]
    Character {
        /// The table.
        table: &'static str,
        /// The first cells of it.
        near: String,
    },
    /// The cells are no whole rows.
    #[error("`{table}` has {cells} cells for rows of {columns}")]
    Cells {
        /// The table.
        table: &'static str,
        /// How many cells.
        cells: usize,
        /// How many columns.
        columns: usize,
    },
}

/// The first line of a table's file; nothing if it has none.
pub fn header(layout: &TableLayout) -> Result<Vec<u8>, TextError> {
    if !layout.header {
        return Ok(Vec::new());
    }
    bytes(layout, layout.columns.iter().copied())
}

impl Encode for Text {
    type Piece = Vec<u8>;
    type Error = TextError;

    fn encode(
        &self,
        _: usize,
        _: usize,
        layout: &TableLayout,
        rows: &TableRows,
    ) -> Result<Vec<u8>, TextError> {
        bytes(layout, rows.cells())
    }
}

fn bytes<'a>(layout: &TableLayout, cells: impl Iterator<Item = &'a str>) -> Result<Vec<u8>, TextError> {
    let columns = layout.columns.len();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(layout.delimiter)
        .flexible(true)
        .from_writer(Vec::new());
    let mut count = 0;
    for cell in cells {
        count += 1;
        // Writing to memory cannot fail; what would be left out shows as a row that is not whole.
        let ended = count % columns.max(1) == 0;
        if writer.write_field(cell).is_err() || ended && writer.write_record(None::<&[u8]>).is_err() {
            break;
        }
    }
    if count % columns.max(1) != 0 {
        return Err(TextError::Cells {
            table: layout.name,
            cells: count,
            columns,
        });
    }
    let text = writer.into_inner().unwrap_or_default();
    match layout.encoding {
        TextEncoding::Utf8 => Ok(text),
        TextEncoding::Cp932 => cp932(layout, &text),
    }
}

/// The same text in Windows code page 932, which the encoding standard calls Shift_JIS.
fn cp932(layout: &TableLayout, text: &[u8]) -> Result<Vec<u8>, TextError> {
    let text = String::from_utf8_lossy(text);
    let (encoded, _, lacking) = SHIFT_JIS.encode(&text);
    if lacking {
        let line = text
            .lines()
            .find(|line| SHIFT_JIS.encode(line).2)
            .unwrap_or_default();
        return Err(TextError::Character {
            table: layout.name,
            near: line.chars().take(80).collect(),
        });
    }
    Ok(encoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: TableLayout = TableLayout {
        name: "t",
        file: "t.csv",
        columns: &["a", "名前"],
        delimiter: b';',
        encoding: TextEncoding::Cp932,
        header: true,
    };

    fn encoded(layout: &TableLayout, cells: &[&str]) -> Result<Vec<u8>, TextError> {
        let mut rows = TableRows::default();
        rows.row(cells);
        Text.encode(0, 0, layout, &rows)
    }

    #[test]
    fn rows_are_quoted_and_encoded() {
        let utf8 = TableLayout {
            encoding: TextEncoding::Utf8,
            ..LAYOUT
        };
        assert_eq!(header(&utf8).unwrap(), "a;名前\n".as_bytes());
        assert_eq!(
            encoded(&utf8, &["x;y", "", "say \"no\"", "é"]).unwrap(),
            "\"x;y\";\n\"say \"\"no\"\"\";é\n".as_bytes()
        );
        assert_eq!(encoded(&LAYOUT, &["1", "男"]).unwrap(), b"1;\x92\x6a\n");
        let none = TableLayout {
            header: false,
            ..LAYOUT
        };
        assert!(header(&none).unwrap().is_empty());
        assert!(encoded(&LAYOUT, &[]).unwrap().is_empty());
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        let error = encoded(&LAYOUT, &["1", "é😀"]).unwrap_err();
        assert!(error.to_string().contains("code page 932"), "{error}");
        let error = encoded(&LAYOUT, &["1"]).unwrap_err();
        assert_eq!(error.to_string(), "`t` has 1 cells for rows of 2");
    }
}
