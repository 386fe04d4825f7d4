//! Gathers the faults of a run while many threads read.
//!
//! Invariant: what is gathered depends on the files only. Counts are sums and examples the smallest few, both of which
//! are the same in any order. Where a file cannot be read to its end, nothing is said about its values, since how many
//! of them were seen depends on how the reading was divided.

use super::values::{self, Part};
use super::{DataFault, Examples, Site, files};
use kohort_plan::Plan;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One reading of a file: a scan or an opt-out of the plan, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// A table of records.
    Scan(usize),
    /// A table of patients to leave out.
    OptOut(usize),
}

impl Input {
    /// Where it reads, and the column with the patient key.
    pub fn site(self, plan: &Plan) -> Option<(Site, &str)> {
        let (table, file, key) = match self {
            Self::Scan(position) => plan
                .scans
                .get(position)
                .map(|scan| (&scan.table, &scan.file, &scan.key))?,
            Self::OptOut(position) => plan
                .opt_outs
                .get(position)
                .map(|scan| (&scan.table, &scan.file, &scan.key))?,
        };
        Some((
            Site {
                table: table.clone(),
                file: file.clone(),
            },
            key,
        ))
    }
}

/// A column of the plan: the positions of its stream and of it.
pub type ColumnPosition = (usize, usize);

/// What is wrong with some values of one column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) rows: u64,
    pub(crate) examples: Examples,
}

impl Tally {
    /// One more such value.
    pub(crate) fn add(&mut self, text: &str) {
        self.rows += 1;
        self.examples.consider(text);
    }

    fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.examples.merge(&other.examples);
    }
}

/// What was noticed in one batch of rows.
#[derive(Debug, Default)]
pub(crate) struct Noticed {
    pub(crate) unreadable: BTreeMap<(ColumnPosition, Part), Tally>,
    pub(crate) made_missing: BTreeMap<ColumnPosition, u64>,
    pub(crate) missing_keys: u64,
}

/// Everything noticed in a run.
#[derive(Debug, Default)]
pub struct FaultLog {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: Vec<(Input, DataFault)>,
    damaged: BTreeSet<Input>,
    unreadable: BTreeMap<(ColumnPosition, Part), Tally>,
    made_missing: BTreeMap<ColumnPosition, u64>,
    missing_keys: BTreeMap<Input, u64>,
}

impl FaultLog {
    /// A fault of a whole file.
    pub(crate) fn file(&self, input: Input, fault: DataFault) {
        let mut state = self.state();
        if !state.files.contains(&(input, fault.clone())) {
            state.files.push((input, fault));
        }
    }

    /// An input could not be read to its end; why and where is found out when the run is over.
    pub(crate) fn damaged(&self, input: Input) {
        self.state().damaged.insert(input);
    }

    /// The inputs that could not be read to their end and have no fault that says so.
    pub(crate) fn unexplained(&self) -> Vec<Input> {
        let state = self.state();
        let explained = |input: &Input| state.files.iter().any(|(with_fault, _)| with_fault == input);
        state
            .damaged
            .iter()
            .filter(|input| !explained(input))
            .copied()
            .collect()
    }

    /// What was noticed in a batch of an input's rows.
    pub(crate) fn notice(&self, input: Input, noticed: &Noticed) {
        if noticed.unreadable.is_empty() && noticed.made_missing.is_empty() && noticed.missing_keys == 0 {
            return;
        }
        let mut state = self.state();
        for (at, tally) in &noticed.unreadable {
            state.unreadable.entry(*at).or_default().merge(tally);
        }
        for (at, count) in &noticed.made_missing {
            *state.made_missing.entry(*at).or_default() += count;
        }
        if noticed.missing_keys > 0 {
            *state.missing_keys.entry(input).or_default() += noticed.missing_keys;
        }
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_clean(&self) -> bool {
        let state = self.state();
        state.files.is_empty()
            && state.damaged.is_empty()
            && state.unreadable.is_empty()
            && state.missing_keys.is_empty()
    }

    /// How many values of a column became missing since they could not be understood.
    pub(crate) fn made_missing(&self, column: ColumnPosition) -> u64 {
        self.state().made_missing.get(&column).copied().unwrap_or(0)
    }

    /// All faults, sorted, with those of patients who have several records in a stream that has one for each patient.
    pub(crate) fn faults(&self, plan: &Plan, repeated: &[(usize, u64)]) -> Vec<DataFault> {
        let state = self.state();
        let readable = |input: Input| {
            !state.damaged.contains(&input) && !state.files.iter().any(|(unreadable, _)| *unreadable == input)
        };
        // Whose records count is only known if the patient table is.
        let patients = plan.streams.iter().find(|stream| stream.patient);
        let patients = patients.is_none_or(|stream| readable(Input::Scan(stream.scan.0 as usize)));
        let mut faults: Vec<DataFault> = state.files.iter().map(|(_, fault)| fault.clone()).collect();
        for ((at, part), tally) in &state.unreadable {
            let (stream, column) = *at;
            let Some(stream) = plan.streams.get(stream) else {
                continue;
            };
            let input = Input::Scan(stream.scan.0 as usize);
            if let (true, Some((site, _)), Some(column)) =
                (readable(input), input.site(plan), stream.columns.get(column))
            {
                let fault =
                    values::unreadable(&site, &column.reading, *part, tally.rows, tally.examples.clone());
                faults.push(without_identifiers(fault, plan));
            }
        }
        for (input, rows) in &state.missing_keys {
            if let (true, Some((site, key))) = (readable(*input), input.site(plan)) {
                faults.push(files::missing_keys(&site, key, *rows));
            }
        }
        for (position, count) in repeated {
            let Some(stream) = plan.streams.get(*position) else {
                continue;
            };
            let input = Input::Scan(stream.scan.0 as usize);
            if let (true, true, Some((site, key))) =
                (*count > 0 && patients, readable(input), input.site(plan))
            {
                faults.push(files::repeated_keys(&site, key, &stream.name, *count));
            }
        }
        faults.sort();
        // A table that is read twice, for its records and for its opt-outs, is damaged once.
        faults.dedup();
        faults
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that died while counting leaves a log that is still good for the faults of the others.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The same fault without values if they are, by the name of their column, patient keys of any table.
fn without_identifiers(mut fault: DataFault, plan: &Plan) -> DataFault {
    let keys = plan
        .scans
        .iter()
        .map(|scan| &scan.key)
        .chain(plan.opt_outs.iter().map(|scan| &scan.key));
    if fault
        .column
        .as_ref()
        .is_some_and(|column| keys.into_iter().any(|key| key == column))
    {
        fault.examples.clear();
    }
    fault
}
