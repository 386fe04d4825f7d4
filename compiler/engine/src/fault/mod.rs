//! Faults of data: what a source's files hold that contradicts what the source declares.
//!
//! Invariant: a fault counts, and shows at most three of the smallest distinct values, never a patient key and never long
//! text. The same files give the same faults whatever the order of rows and the number of threads. A fault is found while
//! reading; [`log`] gathers, [`files`] and [`values`] word.

pub mod files;
pub mod log;
pub(crate) mod spellings;
mod text;
pub mod values;
mod year;

pub use log::FaultLog;
pub(crate) use text::Examples;

use kohort_base::Code;
use serde::Serialize;
use std::fmt;

/// One fault of the data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DataFault {
    /// The table's name in the source model.
    pub table: String,
    /// The file below the data folder.
    pub file: String,
    /// The column, where one is concerned.
    pub column: Option<String>,
    /// The code.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub title: String,
    /// How many rows, values or patients are concerned, as the title says; 0 where the whole file is.
    pub rows: u64,
    /// Where in the file, if that can be said.
    pub place: Option<String>,
    /// What is there instead.
    pub found: Option<String>,
    /// Up to three of the values, the smallest by code point; none where they could identify a patient.
    pub examples: Vec<String>,
    /// What the source declares.
    pub expected: String,
    /// What to do.
    pub help: String,
}

/// The table that a fault is in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// The table's name in the source model.
    pub table: String,
    /// The file below the data folder.
    pub file: String,
}

impl Site {
    /// A fault of this table, still without its details.
    fn fault(
        &self,
        code: Code,
        title: String,
        expected: impl Into<String>,
        help: impl Into<String>,
    ) -> DataFault {
        DataFault {
            table: self.table.clone(),
            file: self.file.clone(),
            column: None,
            code,
            title,
            rows: 0,
            place: None,
            found: None,
            examples: Vec::new(),
            expected: expected.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for DataFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.title)?;
        let mut line = |label: &str, text: &str| write!(f, "\n  {label:<9} {text}");
        line("file", &self.file)?;
        if let Some(place) = &self.place {
            line("place", place)?;
        }
        line("expected", &self.expected)?;
        if let Some(found) = &self.found {
            line("found", found)?;
        }
        if !self.examples.is_empty() {
            let quoted: Vec<String> = self
                .examples
                .iter()
                .map(|example| text::quoted(example))
                .collect();
            line("found", &text::list(&quoted, "and"))?;
        }
        line("help", &self.help)
    }
}
