//! The wording of faults that concern a whole file or its columns.
//!
//! Invariant: nothing here quotes a value of the file; names of columns are not data.

use super::text::{counted, grouped, list, list_up_to, quoted};
use super::{DataFault, Site};
use kohort_base::Code;
use kohort_base::suggest::nearest;
use std::collections::BTreeSet;
use std::io;

/// How many of a file's columns a message lists.
const COLUMNS: usize = 30;

/// D0101: there is none of the files that the table may be.
pub(crate) fn missing(site: &Site, others: &[String], neighbours: &[String]) -> DataFault {
    let title = format!("the file of table `{}` is not in the data folder", site.table);
    let name = site.file.rsplit('/').next().unwrap_or(&site.file);
    let help = match nearest(name, neighbours.iter().map(String::as_str)) {
        Some(near) => {
            format!("there is a file `{near}`; correct the name in the source if it is the one that is meant")
        }
        None => "put the file into the data folder, or correct its name in the source".to_owned(),
    };
    let names: Vec<String> = std::iter::once(&site.file)
        .chain(others)
        .map(|file| format!("`{file}`"))
        .collect();
    let expected = format!("a file {} below the data folder", list(&names, "or"));
    site.fault(Code::D0101, title, expected, help)
}

/// D0104: the path leads out of the data folder.
pub(crate) fn outside(site: &Site) -> DataFault {
    let title = format!("the file of table `{}` is not below the data folder", site.table);
    let help =
        "put the file itself into the data folder; nothing outside it is read, not even through a link";
    site.fault(Code::D0104, title, "a file below the data folder", help)
}

/// D0104: the system does not let the file be read.
pub(crate) fn unreadable(site: &Site, reason: io::ErrorKind) -> DataFault {
    let title = format!("the file of table `{}` cannot be read: {reason}", site.table);
    let help = "check that it is a file, and that the person who runs the study may read it";
    site.fault(Code::D0104, title, "a file that can be opened", help)
}

/// D0105: no bytes, or no header.
pub(crate) fn empty(site: &Site, expected: &str) -> DataFault {
    let title = format!("the file of table `{}` is empty", site.table);
    let help =
        "export it again; a table without rows is written as a file with the names of its columns only";
    site.fault(Code::D0105, title, expected, help)
}

/// D0102: a column that a mapping reads is not there.
pub(crate) fn missing_column(site: &Site, column: &str, there: &[String]) -> DataFault {
    let title = format!("table `{}` has no column `{column}`", site.table);
    let help = match nearest(column, there.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`? Correct the column in the source"),
        None => {
            "correct the column in the source, or declare the attribute `absent` if this data set does not record it".into()
        }
    };
    let names: Vec<String> = there.iter().map(|name| format!("`{name}`")).collect();
    let columns = if names.len() == 1 {
        "the column"
    } else {
        "the columns"
    };
    DataFault {
        column: Some(column.to_owned()),
        found: Some(format!("{columns} {}", list_up_to(COLUMNS, &names, "and"))),
        ..site.fault(Code::D0102, title, format!("a column `{column}`"), help)
    }
}

/// D0102: the columns are not there since the header was divided at the wrong character.
pub(crate) fn wrong_delimiter(site: &Site, header: &str, wanted: &[String]) -> DataFault {
    let title = format!(
        "table `{}` has one column only, and none of those that are read",
        site.table
    );
    let names: Vec<String> = wanted.iter().map(|name| format!("`{name}`")).collect();
    let help = "the name of the column looks like several; correct the `delimiter` in the source";
    let expected = format!("the columns {}", list_up_to(COLUMNS, &names, "and"));
    DataFault {
        found: Some(format!("the column `{header}`")),
        ..site.fault(Code::D0102, title, expected, help)
    }
}

/// D0104: two columns of the name that a mapping reads.
pub(crate) fn repeated_column(site: &Site, column: &str) -> DataFault {
    let title = format!("table `{}` has more than one column `{column}`", site.table);
    let help = "have the columns named differently in the export; which of them is meant cannot be told";
    DataFault {
        column: Some(column.to_owned()),
        ..site.fault(Code::D0104, title, format!("one column `{column}`"), help)
    }
}

/// D0103: bytes that are not UTF-8.
pub(crate) fn not_utf8(site: &Site, byte: u64, line: u64) -> DataFault {
    let title = format!("the file of table `{}` is not UTF-8 text", site.table);
    let help = "convert the file before the run, for instance with `iconv -f CP932 -t UTF-8`, from the encoding it is in";
    DataFault {
        place: Some(format!(
            "line {}, at byte {} of the file",
            grouped(line),
            grouped(byte)
        )),
        ..site.fault(Code::D0103, title, "text in UTF-8", help)
    }
}

/// D0106: bytes that are no characters of the declared encoding.
pub(crate) fn not_in_encoding(site: &Site, encoding: &str, byte: u64, line: u64) -> DataFault {
    let title = format!("the file of table `{}` is not text in {encoding}", site.table);
    let help = "declare the encoding that the file is in (`encoding …`), or transfer the file again if it was damaged";
    DataFault {
        place: Some(format!(
            "line {}, at byte {} of the file",
            grouped(line),
            grouped(byte)
        )),
        ..site.fault(Code::D0106, title, format!("text in {encoding}"), help)
    }
}

/// D0104: text that is not well-formed XML.
pub(crate) fn malformed_xml(site: &Site, byte: u64, reason: &str) -> DataFault {
    let title = format!(
        "the file of table `{}` is not well-formed XML: {reason}",
        site.table
    );
    let help = "transfer the file again; one that was cut off ends in the middle of an element";
    DataFault {
        place: Some(format!("at byte {} of the file", grouped(byte))),
        ..site.fault(Code::D0104, title, "well-formed XML in UTF-8", help)
    }
}

/// D0104: an XML file of another kind.
pub(crate) fn other_root(site: &Site, expected: &str) -> DataFault {
    let title = format!("the file of table `{}` is XML of another kind", site.table);
    let help =
        "put the file that is meant into the data folder, or correct the path of the rows in the source";
    site.fault(Code::D0104, title, format!("a root element `{expected}`"), help)
}

/// D0104: rows that end before the columns that are read.
pub(crate) fn short_rows(site: &Site, rows: u64, lines: &[u64], fields: usize) -> DataFault {
    let what = counted(rows, "row has", "rows have");
    let title = format!("{what} too few fields in table `{}`", site.table);
    let help = "a file that was cut off ends like this; if the columns stand in another order, correct the `header` in the \
                source";
    DataFault {
        rows,
        place: Some(first_lines(rows, lines)),
        ..site.fault(
            Code::D0104,
            title,
            format!("at least {fields} fields in every row"),
            help,
        )
    }
}

/// D0210: rows of a joined table that refer to a row that is not there.
pub(crate) fn no_partner(site: &Site, column: &str, looked_up: &str, rows: u64) -> DataFault {
    let refer = counted(rows, "row refers", "rows refer");
    let title = format!(
        "{refer} to a row of table `{looked_up}` that is not there, in table `{}`",
        site.table
    );
    let help = "have the missing rows delivered, or join `to optional` if rows may be without one";
    DataFault {
        rows,
        column: Some(column.to_owned()),
        ..site.fault(
            Code::D0210,
            title,
            format!("a row of `{looked_up}` for every text of column `{column}`"),
            help,
        )
    }
}

/// D0211: rows of a joined table that refer to several rows.
pub(crate) fn several_partners(site: &Site, column: &str, looked_up: &str, rows: u64) -> DataFault {
    let refer = counted(rows, "row refers", "rows refer");
    let title = format!(
        "{refer} to more than one row of table `{looked_up}`, in table `{}`",
        site.table
    );
    let help = "remove the double rows where the reason for them is known, join on more columns, or join `to each` if every \
                one of them is meant";
    DataFault {
        rows,
        column: Some(column.to_owned()),
        ..site.fault(
            Code::D0211,
            title,
            format!("one row of `{looked_up}` for every text of column `{column}`"),
            help,
        )
    }
}

/// The first lines of so many rows at fault.
fn first_lines(rows: u64, lines: &[u64]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| grouped(*line)).collect();
    match lines.as_slice() {
        [only] => format!("line {only}"),
        several if rows > several.len() as u64 => format!("first in lines {}", list(several, "and")),
        several => format!("lines {}", list(several, "and")),
    }
}

/// D0104: rows with another number of fields than the header.
pub(crate) fn ragged(site: &Site, rows: u64, lines: &[u64], fields: usize) -> DataFault {
    let what = counted(rows, "row has", "rows have");
    let title = format!(
        "{what} another number of fields than the header of table `{}`",
        site.table
    );
    let place = first_lines(rows, lines);
    let help = "a file that was cut off ends like this, and so does one in which a text that holds the delimiter or a line \
                break is not in quotation marks; export or transfer it again";
    DataFault {
        rows,
        place: Some(place),
        ..site.fault(Code::D0104, title, format!("{fields} fields in every row"), help)
    }
}

/// D0104: a quotation mark that is never closed and swallows the rest of the file.
pub(crate) fn unclosed_quotation(site: &Site, line: u64) -> DataFault {
    let title = format!("a quotation mark in table `{}` is never closed", site.table);
    let help = "everything behind it would be read as one text; double the mark if it belongs to the text, or transfer the \
                file again if it was cut off";
    DataFault {
        place: Some(format!("in the row that begins in line {}", grouped(line))),
        ..site.fault(Code::D0104, title, "quotation marks in pairs", help)
    }
}

/// D0104: Parquet that cannot be decoded.
pub(crate) fn damaged_parquet(site: &Site, place: Option<String>) -> DataFault {
    let title = format!("the Parquet file of table `{}` is cut off or damaged", site.table);
    let help = "transfer the file again, and compare its size or checksum with the original";
    DataFault {
        place,
        ..site.fault(Code::D0104, title, "a complete Parquet file", help)
    }
}

/// D0209: a column whose type the mapping cannot read.
pub(crate) fn wrong_type(site: &Site, column: &str, found: &str, expected: &str) -> DataFault {
    let title = format!(
        "column `{column}` of table `{}` holds {found}, which cannot be read as {expected}",
        site.table
    );
    let help = "map a column of a fitting type, or have this one prepared as text, a number or a date before the run";
    DataFault {
        column: Some(column.to_owned()),
        ..site.fault(Code::D0209, title, expected, help)
    }
}

/// D0207: rows without a patient key.
pub(crate) fn missing_keys(site: &Site, key: &str, rows: u64) -> DataFault {
    let rows_of = counted(rows, "row", "rows");
    let do_not = if rows == 1 {
        "does not say to which patient it belongs"
    } else {
        "do not say to which patient they belong"
    };
    let title = format!("{rows_of} of table `{}` {do_not}", site.table);
    let help = "use the column that is filled, have the rows repaired at their origin, or leave them out with a condition \
                (`where …`) that everybody can read";
    DataFault {
        rows,
        column: Some(key.to_owned()),
        ..site.fault(
            Code::D0207,
            title,
            format!("a patient key in column {}", quoted(key)),
            help,
        )
    }
}

/// D0206: patients with two records where there is one; nothing if it is not known where the records are.
pub(crate) fn repeated_keys(sites: &[&Site], key: &str, entity: &str, patients: u64) -> Option<DataFault> {
    let what = counted(patients, "patient has", "patients have");
    let tables: BTreeSet<String> = sites.iter().map(|site| format!("`{}`", site.table)).collect();
    let tables: Vec<String> = tables.into_iter().collect();
    let noun = if tables.len() == 1 { "table" } else { "tables" };
    let title = format!("{what} more than one row in {noun} {}", list(&tables, "and"));
    let help = "map a table that has one row for each patient, or remove the double rows where the reason for them is known";
    Some(DataFault {
        rows: patients,
        column: Some(key.to_owned()),
        ..sites.first()?.fault(
            Code::D0206,
            title,
            format!("at most one row for each patient, since the model has one `{entity}`"),
            help,
        )
    })
}
