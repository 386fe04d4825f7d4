//! The header of a CSV file: which columns it has.
//!
//! Invariant: names are compared in Unicode NFC and without blanks around them, but otherwise exactly.

use super::csv_text::{CsvFault, CsvText};
use crate::fault::{DataFault, Site, files};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// The position of each wanted column, and how many columns there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// For each wanted column, where it is.
    pub positions: Vec<usize>,
    /// How many fields every row must have.
    pub fields: usize,
}

/// Reads the header of a file and finds the wanted columns in it.
pub(crate) fn read(
    site: &Site,
    path: &Path,
    delimiter: u8,
    wanted: &[String],
) -> Result<Header, Vec<DataFault>> {
    let mut text = CsvText::open(path, delimiter).map_err(|fault| vec![worded(site, &fault)])?;
    let header = text.next(path).map_err(|fault| vec![worded(site, &fault)])?;
    let Some((header, _)) = header else {
        return Err(vec![files::empty(site, "a header with the names of its columns")]);
    };
    let there: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let positions = find(site, &there, wanted, Some(delimiter))?;
    Ok(Header {
        positions,
        fields: there.len(),
    })
}

/// The position of each wanted column, or what is wrong with those that cannot be told. The delimiter is that of a text.
pub(crate) fn find(
    site: &Site,
    there: &[String],
    wanted: &[String],
    delimiter: Option<u8>,
) -> Result<Vec<usize>, Vec<DataFault>> {
    let composed: Vec<String> = there.iter().map(|name| name.nfc().collect()).collect();
    let mut positions = Vec::with_capacity(wanted.len());
    let mut faults = Vec::new();
    for column in wanted {
        let name: String = column.nfc().collect();
        let mut found = composed
            .iter()
            .enumerate()
            .filter(|(_, candidate)| **candidate == name)
            .map(|(position, _)| position);
        match (found.next(), found.next()) {
            (Some(only), None) => positions.push(only),
            (None, _) => faults.push(files::missing_column(site, column, there)),
            (Some(_), Some(_)) => faults.push(files::repeated_column(site, column)),
        }
    }
    match there {
        _ if faults.is_empty() => Ok(positions),
        [header]
            if positions.is_empty()
                && delimiter.is_some_and(|delimiter| holds_another(header, delimiter)) =>
        {
            Err(vec![files::wrong_delimiter(site, header, wanted)])
        }
        _ => Err(faults),
    }
}

/// Whether a text holds what often is a delimiter but is not this one.
fn holds_another(text: &str, delimiter: u8) -> bool {
    [';', ',', '\t', '|']
        .into_iter()
        .any(|candidate| candidate != char::from(delimiter) && text.contains(candidate))
}

/// The fault of a text that cannot be read on.
pub(crate) fn worded(site: &Site, fault: &CsvFault) -> DataFault {
    match fault {
        CsvFault::NotUtf8 { byte, line } => files::not_utf8(site, *byte, *line),
        CsvFault::Unclosed { line } => files::unclosed_quotation(site, *line),
        CsvFault::Io(reason) => files::unreadable(site, *reason),
    }
}
