//! One thing that differs between a lock and a run.
//!
//! Invariant: a difference names what it is about as the study's author named it, and says from what to what where both
//! are known.

use crate::table::RowChange;
use serde::Serialize;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Difference {
    /// Parts of the study of one kind.
    Meaning {
        /// What they are, such as `cohort`.
        kind: String,
        /// What became of them.
        change: Change,
        /// Their names.
        names: Vec<String>,
    },
    /// The study as a whole, though none of its parts.
    Study,
    /// A source model.
    Model {
        /// The source.
        source: String,
        /// The version that is locked.
        was: String,
        /// The version now.
        is: String,
    },
    /// Sources that the study ran on.
    Source {
        /// The source.
        source: String,
        /// What became of it.
        change: Change,
    },
    /// A file of the data, or a kind of prepared records.
    Data {
        /// The source.
        source: String,
        /// The folder, as the lock names it.
        folder: Option<String>,
        /// The file, or the kind of records.
        part: String,
        /// Whether it is a kind of prepared records.
        records: bool,
        /// What became of it.
        change: Change,
    },
    /// Files were locked and prepared records are there, or the other way round.
    DataForm {
        /// The source.
        source: String,
        /// Whether prepared records are there now.
        prepared: bool,
    },
    /// The fingerprint of the data is not the one that follows from their parts in the lock.
    Fingerprint {
        /// The source.
        source: String,
    },
    /// The version of the form in which meanings are hashed, so that it cannot be said whether the meaning changed.
    Hashes {
        /// The version of Kohort that is locked.
        was: String,
        /// The version now.
        is: String,
    },
    /// The version of Kohort, where results differ and nothing else explains it.
    Tool {
        /// The version that is locked.
        was: String,
        /// The version now.
        is: String,
    },
    /// A whole table of results.
    Table {
        /// The source.
        source: String,
        /// The name of the table's file.
        table: String,
        /// What became of it.
        change: Change,
    },
    /// Rows of a table of results; at least one.
    Rows {
        /// The source.
        source: String,
        /// The name of the table's file.
        table: String,
        /// The rows, the first one first.
        rows: Vec<RowChange>,
    },
    /// The same rows in the same order, in other columns.
    Columns {
        /// The source.
        source: String,
        /// The name of the table's file.
        table: String,
    },
    /// A table that is kept beside the lock is not the one that was locked.
    Kept {
        /// The source.
        source: String,
        /// The name of the table's file.
        table: String,
        /// What is wrong with it.
        fault: KeptFault,
        /// Whether the run gives what was locked.
        reproduced: bool,
    },
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is another one.
    Other,
    /// It is there and was not.
    New,
    /// It was there and is not.
    Gone,
}

/// What is wrong with a table that is kept beside the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptFault {
    /// It is not there.
    Missing,
    /// It is not the one that was locked, and neither the one that the run gives.
    Edited,
    /// It is the one that the run gives, so that the lock was edited, or the table was replaced without it.
    AsTheRun,
    /// The lock knows nothing of it.
    Unlocked,
}

/// Something that differs and changes no result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Note {
    /// The version of Kohort.
    Tool {
        /// The version that is locked.
        was: String,
        /// The version now.
        is: String,
    },
    /// The declared name of the study.
    Name {
        /// The one that is locked.
        was: String,
        /// The one now.
        is: String,
    },
    /// The declared version of the study.
    Version {
        /// The one that is locked.
        was: String,
        /// The one now.
        is: String,
    },
    /// Parts of a study whose meaning as a whole is the same: names of definitions, and what nothing uses.
    Parts {
        /// What they are.
        kind: String,
        /// What became of them.
        change: Change,
        /// Their names.
        names: Vec<String>,
    },
    /// A list that holds the same, written with more or fewer entries.
    Entries {
        /// What it is.
        kind: String,
        /// Its name.
        name: String,
        /// How many entries are locked.
        was: usize,
        /// How many there are now.
        is: usize,
    },
    /// The text of a module that the study or its sources use.
    Library {
        /// The module's file.
        path: String,
        /// What became of it.
        change: Change,
    },
    /// Descriptions in a table that is kept; its results are the same.
    Words {
        /// The name of the table's file.
        table: String,
    },
    /// Where the project says that the data are.
    Folder {
        /// The source.
        source: String,
        /// The folder that is locked; none if it was named on the command line.
        was: Option<String>,
        /// The folder now.
        is: Option<String>,
    },
}

impl Difference {
    /// Whether it is about results, and not about what they follow from.
    pub fn is_result(&self) -> bool {
        matches!(
            self,
            Self::Table { .. } | Self::Rows { .. } | Self::Columns { .. } | Self::Kept { .. }
        )
    }
}
