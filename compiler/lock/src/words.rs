//! Differences in words.
//!
//! Invariant: one line each, and a clinician can read it: what it is about, and from what to what.

use crate::difference::{Change, Difference, KeptFault, Note};
use crate::table::{RowChange, RowDifference};
use std::fmt;

/// The table whose rows are the steps of cohorts.
const ATTRITION: &str = "attrition.csv";
/// The columns that say in words which step of which cohort a row is.
const STEP: [&str; 3] = ["cohort", "step", "kind"];

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Meaning { kind, change, names } => meaning(f, kind, *change, names),
            Self::Study => {
                f.write_str("the study means something else as a whole, and each of its parts the same")
            }
            Self::Model { source, was, is } if was == is => {
                write!(
                    f,
                    "source model `{source}`: means something else, and its version is still {was}"
                )
            }
            Self::Model { source, was, is } => {
                write!(
                    f,
                    "source model `{source}`: means something else, version {was} → {is}"
                )
            }
            Self::Source { source, change } => match change {
                Change::Gone => write!(
                    f,
                    "source `{source}`: it was locked, and the study does not run on it"
                ),
                _ => write!(
                    f,
                    "source `{source}`: the study runs on it, and it was not locked"
                ),
            },
            Self::Data {
                source,
                folder,
                part,
                records,
                change,
            } => data(f, source, folder.as_deref(), part, *records, *change),
            Self::DataForm {
                source,
                prepared: true,
            } => {
                write!(f, "{source}: files were locked, and the data are prepared")
            }
            Self::DataForm { source, .. } => {
                write!(f, "{source}: prepared data were locked, and the data are files")
            }
            Self::Fingerprint { source } => {
                write!(
                    f,
                    "{source}: the lock's fingerprint is not that of the data it lists; the lock was edited"
                )
            }
            Self::Hashes { was, is } => write!(
                f,
                "Kohort {was} and Kohort {is} hash meanings in different forms, so that nobody can tell whether the meaning changed"
            ),
            Self::Tool { was, is } => write!(f, "Kohort {was} gave other results than Kohort {is}"),
            Self::Table {
                source,
                table,
                change,
            } => match change {
                Change::New => write!(f, "{source}, {table}: a new table"),
                _ => write!(f, "{source}, {table}: the table is gone"),
            },
            Self::Rows { source, table, rows } => {
                write!(f, "{source}, ")?;
                rows.iter().take(1).try_for_each(|row| self::row(f, table, row))
            }
            Self::Columns { source, table } => write!(f, "{source}, {table}: the columns are others"),
            Self::Kept {
                source,
                table,
                fault,
                reproduced,
            } => kept(f, source, table, *fault, *reproduced),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown =
            |folder: &Option<String>| folder.clone().unwrap_or_else(|| String::from("the command line"));
        match self {
            Self::Tool { was, is } => write!(f, "locked by Kohort {was}, this is {is}"),
            Self::Name { was, is } => write!(f, "the study's name {was} → {is}"),
            Self::Version { was, is } => write!(f, "the study's version {was} → {is}"),
            Self::Parts { kind, change, names } => meaning(f, kind, *change, names),
            Self::Entries { kind, name, was, is } => {
                let kind = kind.replace('_', " ");
                write!(f, "{kind} `{name}`: {was} → {is} entries, which hold the same")
            }
            Self::Library { path, change } => match change {
                Change::Other => write!(f, "the text of {path} changed"),
                Change::New => write!(f, "{path} is used now"),
                Change::Gone => write!(f, "{path} is not used any more"),
            },
            Self::Words { table } => write!(f, "descriptions in {table} changed"),
            Self::Folder { source, was, is } => {
                write!(
                    f,
                    "the data of {source} are named by {} → {}",
                    shown(was),
                    shown(is)
                )
            }
        }
    }
}

impl Difference {
    /// The parts of the study that mean something else, without saying so.
    pub(crate) fn subject(&self) -> Option<String> {
        match self {
            Self::Meaning { kind, names, .. } => Some(parts(kind, names)),
            _ => None,
        }
    }
}

/// Parts of a study by kind and name.
fn parts(kind: &str, names: &[String]) -> String {
    let kind = kind.replace('_', " ");
    let several = names.len() != 1;
    let kind = match kind.split_once(" of ") {
        Some((what, of)) if several => format!("{what}s of {of}"),
        None if kind == "criterion" && several => String::from("criteria"),
        None if kind == "index date" && several => String::from("index dates of"),
        None if kind == "index date" => String::from("index date of"),
        None if several && !kind.ends_with('s') => format!("{kind}s"),
        _ => kind,
    };
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("{kind} {}", quoted.join(", "))
}

fn meaning(f: &mut fmt::Formatter<'_>, kind: &str, change: Change, names: &[String]) -> fmt::Result {
    let several = names.len() != 1;
    let became = match (change, several) {
        (Change::Other, false) => "means something else",
        (Change::Other, true) => "mean something else",
        (Change::New, _) => "new",
        (Change::Gone, _) => "gone",
    };
    write!(f, "{}: {became}", parts(kind, names))
}

fn data(
    f: &mut fmt::Formatter<'_>,
    source: &str,
    folder: Option<&str>,
    part: &str,
    records: bool,
    change: Change,
) -> fmt::Result {
    let what = match (records, folder) {
        (true, _) => format!("the prepared records `{part}`"),
        (false, Some(folder)) => format!("{folder}/{part}"),
        (false, None) => part.to_owned(),
    };
    let verb = if records { "have" } else { "has" };
    match change {
        Change::Other => write!(f, "{source}: {what} {verb} another content"),
        Change::New => write!(f, "{source}: {what} is read, and was not locked"),
        Change::Gone => write!(f, "{source}: {what} was locked, and is not read"),
    }
}

fn row(f: &mut fmt::Formatter<'_>, table: &str, change: &RowChange) -> fmt::Result {
    match (table, change.named("cohort"), change.named("step")) {
        (ATTRITION, Some(cohort), Some(step)) => write!(f, "attrition of {cohort}, step {step}")?,
        _ => {
            f.write_str(table)?;
            if let Some(line) = change.line {
                write!(f, " line {line}")?;
            }
            let all = change.row.iter();
            let names = all.filter(|(column, name)| {
                column != "table" && !STEP.contains(&column.as_str()) && !name.is_empty()
            });
            let names: Vec<&str> = names.map(|(_, name)| name.as_str()).collect();
            if !names.is_empty() {
                write!(f, " ({})", names.join(", "))?;
            }
        }
    }
    match &change.difference {
        RowDifference::Gone => f.write_str(": the row is gone"),
        RowDifference::New => f.write_str(": a new row"),
        RowDifference::Moved => f.write_str(": the row stands in another place"),
        RowDifference::Cells(cells) => {
            let worded: Vec<String> = cells
                .iter()
                .map(|cell| format!("{} {} → {}", cell.column, value(&cell.was), value(&cell.is)))
                .collect();
            write!(f, ": {}", worded.join(", "))
        }
    }
}

fn value(value: &Option<String>) -> &str {
    match value.as_deref() {
        None => "no column",
        Some("") => "nothing",
        Some(value) => value,
    }
}

fn kept(
    f: &mut fmt::Formatter<'_>,
    source: &str,
    table: &str,
    fault: KeptFault,
    reproduced: bool,
) -> fmt::Result {
    write!(f, "{source}, {table}: ")?;
    f.write_str(match (fault, reproduced) {
        (KeptFault::Missing, true) => "the run gives what was locked, but the table is not kept beside the lock",
        (KeptFault::Missing, false) => {
            "not what was locked; the table is not kept beside the lock, so that the difference cannot be shown"
        }
        (KeptFault::Edited, true) => "the run gives what was locked, but the table that is kept beside the lock was edited",
        (KeptFault::Edited, false) => {
            "not what was locked; the table that is kept beside the lock was edited, so that the difference cannot be shown"
        }
        (KeptFault::AsTheRun, _) => {
            "the run gives the table that is kept, and the lock has the hash of another one: the lock was edited, or the table replaced without it"
        }
        (KeptFault::Unlocked, _) => "a table is kept that was not locked",
    })
}
