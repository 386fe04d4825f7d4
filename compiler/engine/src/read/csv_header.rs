//! The columns of a CSV file: named by its header, or by the source model.
//!
//! Invariant: names are compared in Unicode NFC and without blanks around them, but otherwise exactly.

use super::csv_text::{CsvFault, CsvText};
use crate::fault::{DataFault, Site, files};
use kohort_semantics::source::Encoding;
use std::path::PathBuf;
use unicode_normalization::UnicodeNormalization;

/// How a CSV file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CsvForm {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The column separator.
    pub(crate) delimiter: u8,
    /// How its text is encoded.
    pub(crate) encoding: Encoding,
    /// The names of the columns, if the file does not name them.
    pub(crate) header: Option<Vec<String>>,
}

impl CsvForm {
    pub(crate) fn open(&self) -> Result<CsvText, CsvFault> {
        CsvText::open(&self.path, self.delimiter, self.encoding)
    }

    /// The names of all columns.
    pub(crate) fn columns(&self, site: &Site) -> Result<Vec<String>, Box<DataFault>> {
        let fault = |fault: CsvFault| worded(site, &fault, self.encoding);
        let mut text = self.open().map_err(fault)?;
        if let Some(header) = &self.header {
            return Ok(header.clone());
        }
        let header = text.next(&self.path).map_err(fault)?;
        let Some((header, _)) = header else {
            return Err(files::empty(site, "a header with the names of its columns").into());
        };
        Ok(header.iter().map(|name| name.trim().to_owned()).collect())
    }
}

/// Where a wanted column is among those that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    At(usize),
    Nowhere,
    Repeated,
}

/// The position of a column.
pub(crate) fn position(there: &[String], wanted: &str) -> Position {
    let wanted: String = wanted.nfc().collect();
    let mut found = there
        .iter()
        .enumerate()
        .filter(|(_, candidate)| candidate.trim().nfc().eq(wanted.chars()))
        .map(|(position, _)| position);
    match (found.next(), found.next()) {
        (Some(only), None) => Position::At(only),
        (None, _) => Position::Nowhere,
        (Some(_), Some(_)) => Position::Repeated,
    }
}

/// Whether a text holds what often is a delimiter but is not this one.
pub(crate) fn holds_another(text: &str, delimiter: u8) -> bool {
    [';', ',', '\t', '|']
        .into_iter()
        .any(|candidate| candidate != char::from(delimiter) && text.contains(candidate))
}

/// The fault of a text that cannot be read on.
pub(crate) fn worded(site: &Site, fault: &CsvFault, encoding: Encoding) -> DataFault {
    match fault {
        CsvFault::NotUtf8 { byte, line } => files::not_utf8(site, *byte, *line),
        CsvFault::NotInEncoding { byte, line } => {
            let encoding = match encoding {
                Encoding::Utf8 => "UTF-8",
                Encoding::Cp932 => "code page 932",
                Encoding::Windows1252 => "Windows-1252",
            };
            files::not_in_encoding(site, encoding, *byte, *line)
        }
        CsvFault::Unclosed { line } => files::unclosed_quotation(site, *line),
        CsvFault::Io(reason) => files::unreadable(site, *reason),
    }
}
