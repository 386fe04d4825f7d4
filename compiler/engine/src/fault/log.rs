//! Gathers the faults of a run while many threads read.
//!
//! Invariant: what is gathered depends on the files only. Counts are sums and examples the smallest few, both of which
//! are the same in any order. Where a file cannot be read to its end, nothing is said about its values, since how many
//! of them were seen depends on how the reading was divided.

use super::spellings::Spellings;
use super::values::{self, Part};
use super::{DataFault, Examples, Site, files};
use kohort_plan::Plan;
use kohort_plan::algebra::{ScanOrigin, Stream};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One reading of a table: a scan or an opt-out of the plan, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// A table of records.
    Scan(usize),
    /// A table of patients to leave out.
    OptOut(usize),
}

/// One file, or list, that a reading goes through; a joined table has one for each table that it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId {
    /// The reading.
    pub input: Input,
    /// The position among its files.
    pub file: usize,
}

impl Input {
    /// The table's name, where its rows come from, and the column with the patient key.
    pub fn of(self, plan: &Plan) -> Option<(&str, &ScanOrigin, bool, &str)> {
        match self {
            Self::Scan(position) => plan.scans.get(position).map(|scan| {
                (
                    scan.table.as_str(),
                    &scan.origin,
                    scan.optional,
                    scan.key.as_str(),
                )
            }),
            Self::OptOut(position) => plan.opt_outs.get(position).map(|scan| {
                (
                    scan.table.as_str(),
                    &scan.origin,
                    scan.optional,
                    scan.key.as_str(),
                )
            }),
        }
    }
}

/// Where the columns of a reading are, for the messages about their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sites {
    /// The table itself; of a joined table, with the file of the rows.
    pub own: Site,
    /// The same with the file of each column, since a joined table has several.
    pub columns: BTreeMap<String, Site>,
}

impl Sites {
    /// Where a column is.
    pub(crate) fn of(&self, column: &str) -> &Site {
        self.columns.get(column).unwrap_or(&self.own)
    }
}

/// A column of the plan as one part of its stream reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnPosition {
    /// The stream's position in the plan.
    pub stream: usize,
    /// The part's position in the stream.
    pub part: usize,
    /// The column's position in the stream.
    pub column: usize,
}

/// A look-up of a joined table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lookup {
    /// The joined table, with the file of its rows.
    pub site: Site,
    /// The first column that refers.
    pub column: String,
    /// The table that is looked up.
    pub table: String,
}

/// What went wrong in a look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum LookupFault {
    /// Rows without a partner.
    NoPartner,
    /// Rows with several.
    SeveralPartners,
}

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
    pub(crate) spellings: BTreeMap<ColumnPosition, Spellings>,
    pub(crate) missing_keys: u64,
}

/// Everything noticed in a run.
#[derive(Debug, Default)]
pub struct FaultLog {
    sites: BTreeMap<Input, Sites>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: Vec<(FileId, DataFault)>,
    damaged: BTreeSet<FileId>,
    unreadable: BTreeMap<(ColumnPosition, Part), Tally>,
    made_missing: BTreeMap<ColumnPosition, u64>,
    spellings: BTreeMap<ColumnPosition, Spellings>,
    missing_keys: BTreeMap<Input, u64>,
    lookups: BTreeMap<(Input, Lookup, LookupFault), u64>,
}

impl FaultLog {
    /// A log for readings of these tables.
    pub(crate) fn new(sites: BTreeMap<Input, Sites>) -> Self {
        Self {
            sites,
            state: Mutex::default(),
        }
    }

    /// A fault of a whole file.
    pub(crate) fn file(&self, file: FileId, fault: DataFault) {
        let mut state = self.state();
        if !state.files.contains(&(file, fault.clone())) {
            state.files.push((file, fault));
        }
    }

    /// Rows whose look-up went wrong.
    pub(crate) fn lookup(&self, input: Input, lookup: &Lookup, fault: LookupFault, rows: u64) {
        *self
            .state()
            .lookups
            .entry((input, lookup.clone(), fault))
            .or_default() += rows;
    }

    /// A file could not be read to its end; why and where is found out when the run is over.
    pub(crate) fn damaged(&self, file: FileId) {
        self.state().damaged.insert(file);
    }

    /// The files that could not be read to their end and have no fault that says so.
    pub(crate) fn unexplained(&self) -> Vec<FileId> {
        let state = self.state();
        let explained = |file: &FileId| state.files.iter().any(|(with_fault, _)| with_fault == file);
        state
            .damaged
            .iter()
            .filter(|file| !explained(file))
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
        for (at, spellings) in &noticed.spellings {
            state.spellings.entry(*at).or_default().merge(spellings);
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
            && state.lookups.is_empty()
    }

    /// How many values of a column became missing since they could not be understood.
    pub(crate) fn made_missing(&self, column: ColumnPosition) -> u64 {
        self.state().made_missing.get(&column).copied().unwrap_or(0)
    }

    /// The texts of a column that name no drug, with how many rows have them.
    pub(crate) fn spellings(&self, column: ColumnPosition) -> Spellings {
        self.state().spellings.get(&column).cloned().unwrap_or_default()
    }

    /// All faults, sorted, with those of patients who have several records in a stream that has one for each patient.
    pub(crate) fn faults(&self, plan: &Plan, repeated: &[(usize, u64)]) -> Vec<DataFault> {
        let state = self.state();
        let readable = |input: Input| {
            let of_input = |file: &FileId| file.input == input;
            !state.damaged.iter().any(of_input) && !state.files.iter().any(|(file, _)| of_input(file))
        };
        // Whose records count is only known if the patient table is.
        let patients = plan.streams.iter().find(|stream| stream.patient);
        let patients = patients.is_none_or(|stream| inputs(stream).into_iter().all(readable));
        // A file that is read twice, for two patient keys or for its opt-outs, is damaged once.
        let mut faults: Vec<DataFault> = state.files.iter().map(|(_, fault)| fault.clone()).collect();
        faults.sort();
        faults.dedup();
        for ((at, part), tally) in &state.unreadable {
            let Some(found) = plan
                .streams
                .get(at.stream)
                .and_then(|stream| stream.parts.get(at.part))
            else {
                continue;
            };
            let input = Input::Scan(found.scan.0 as usize);
            let reading = found.readings.get(at.column).and_then(Option::as_ref);
            if let (true, Some(sites), Some(reading)) = (readable(input), self.sites.get(&input), reading) {
                let column = values::column(reading, *part);
                let fault = values::unreadable(
                    sites.of(column),
                    reading,
                    *part,
                    tally.rows,
                    tally.examples.clone(),
                );
                faults.push(without_identifiers(fault, plan));
            }
        }
        for ((input, lookup, fault), rows) in &state.lookups {
            let worded = match fault {
                LookupFault::NoPartner => files::no_partner,
                LookupFault::SeveralPartners => files::several_partners,
            };
            if readable(*input) {
                faults.push(worded(&lookup.site, &lookup.column, &lookup.table, *rows));
            }
        }
        for (input, rows) in &state.missing_keys {
            if let (true, Some(sites), Some((.., key))) =
                (readable(*input), self.sites.get(input), input.of(plan))
            {
                faults.push(files::missing_keys(&sites.own, key, *rows));
            }
        }
        for (position, count) in repeated.iter().filter(|(_, count)| *count > 0 && patients) {
            let Some(stream) = plan.streams.get(*position) else {
                continue;
            };
            let inputs = inputs(stream);
            let sites: Vec<&Site> = inputs
                .iter()
                .filter_map(|input| self.sites.get(input).map(|sites| &sites.own))
                .collect();
            let key = inputs
                .first()
                .and_then(|input| input.of(plan))
                .map(|(.., key)| key);
            if let (true, Some(key)) = (inputs.iter().copied().all(readable), key) {
                faults.extend(files::repeated_keys(&sites, key, &stream.name, *count));
            }
        }
        faults.sort();
        faults
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that died while counting leaves a log that is still good for the faults of the others.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The readings that a stream's records come from, each once.
fn inputs(stream: &Stream) -> Vec<Input> {
    let scans: BTreeSet<usize> = stream.parts.iter().map(|part| part.scan.0 as usize).collect();
    scans.into_iter().map(Input::Scan).collect()
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
