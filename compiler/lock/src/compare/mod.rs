//! A lock and a later run, compared.
//!
//! Invariant: everything that a lock pins is compared; whatever differs is either a difference, which decides the status,
//! or a note, which cannot change a result. A status other than `ok` comes with at least one difference.

mod data;
mod kept;
mod meaning;
mod notes;
mod results;
mod shown;
#[cfg(test)]
mod tests;

pub use kept::Kept;

use crate::difference::{Difference, Note};
use crate::lock::Lock;
use crate::status::Status;
use crate::table::Table;

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// How the study stands.
    pub status: Status,
    /// What differs: meaning, then data, then results.
    pub differences: Vec<Difference>,
    /// What differs and changes no result.
    pub notes: Vec<Note>,
}

/// Compares a lock, and the tables that are kept beside it, with a later run and its tables.
pub fn compare(lock: &Lock, kept: &Kept, now: &Lock, tables: &[Table]) -> Comparison {
    let meaning = meaning::differences(lock, now);
    let data = data::differences(lock, now);
    let results = results::differences(lock, kept, now, tables);
    let mut notes = notes::notes(lock, now);
    notes.extend(results::reworded(kept, tables));
    let tool = lock.kohort != now.kohort;
    let comparable = lock.hashes == now.hashes;
    let status = match () {
        () if !meaning.is_empty() => Status::MeaningChanged,
        () if !data.is_empty() => Status::DataChanged,
        () if !comparable => Status::ToolChanged,
        () if results.is_empty() => Status::Reproduced,
        () if tool && results::of_the_run(&results) => Status::ToolChanged,
        () => Status::ResultChanged,
    };
    let (was, is) = (lock.kohort.clone(), now.kohort.clone());
    let by_tool = match (comparable, status) {
        (false, _) => Some(Difference::Hashes { was, is }),
        (true, Status::ToolChanged) => Some(Difference::Tool { was, is }),
        _ => None,
    };
    if tool && by_tool.is_none() {
        notes.insert(
            0,
            Note::Tool {
                was: lock.kohort.clone(),
                is: now.kohort.clone(),
            },
        );
    }
    let differences = meaning.into_iter().chain(data).chain(by_tool).chain(results);
    Comparison {
        status,
        differences: differences.collect(),
        notes,
    }
}

impl Comparison {
    /// Whether a result of the run, or a table that is kept, is another one.
    pub fn results_differ(&self) -> bool {
        self.differences.iter().any(Difference::is_result)
    }
}
