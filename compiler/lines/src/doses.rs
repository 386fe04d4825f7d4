//! The records that are seen, in the order of their days, with what they cover.

use crate::compiled::Compiled;
use crate::history::{History, Record, Starting};
use kohort_semantics::study::Cover;

/// From when to when a patient is observed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Observation {
    /// The first day, if there is such a bound.
    pub(crate) first: Option<i64>,
    /// The last day, if anything ends it.
    pub(crate) last: Option<i64>,
    /// The day of a death that is not after the cut-off.
    pub(crate) death: Option<i64>,
}

/// A record that is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dose {
    pub(crate) start: i64,
    /// The last day that it covers, never after the end of observation.
    pub(crate) covers_to: i64,
    pub(crate) drug: u32,
    pub(crate) group: u32,
    /// Whether its end is recorded.
    pub(crate) recorded: bool,
}

impl Observation {
    /// None if the patient has no lines.
    pub(crate) fn of(compiled: &Compiled, history: &History<'_>) -> Option<Self> {
        let first = match history.starting {
            Starting::Unbounded => None,
            Starting::Missing => return None,
            Starting::On(day) => Some(i64::from(day).saturating_sub(compiled.look_back)),
        };
        let (until, death) = (history.until.map(i64::from), history.death.map(i64::from));
        Some(Self {
            first,
            last: until.into_iter().chain(death).min(),
            death: death.filter(|death| until.is_none_or(|until| *death <= until)),
        })
    }

    fn sees(&self, day: i64) -> bool {
        self.first.is_none_or(|first| first <= day) && self.has_not_ended(day)
    }

    /// Whether a day is not after the end of observation.
    pub(crate) fn has_not_ended(&self, day: i64) -> bool {
        self.last.is_none_or(|last| day <= last)
    }
}

/// Puts the records that are seen into `doses`, in place of what is there.
pub(crate) fn gather<'d>(
    compiled: &Compiled,
    records: &[Record],
    observation: &Observation,
    doses: &'d mut Vec<Dose>,
) -> &'d [Dose] {
    doses.clear();
    let seen = records
        .iter()
        .filter(|record| !record.contradicts() && observation.sees(i64::from(record.start)));
    doses.extend(seen.filter_map(|record| dose(compiled, record, observation)));
    if !doses.is_sorted_by_key(|dose| dose.start) {
        // Records of one day have no order, so that no order of them can matter.
        doses.sort_unstable_by_key(|dose| dose.start);
    }
    doses
}

fn dose(compiled: &Compiled, record: &Record, observation: &Observation) -> Option<Dose> {
    let start = i64::from(record.start);
    let covers_to = match record.end {
        Some(end) => i64::from(end),
        None => start.saturating_add(covered_days(compiled, record) - 1),
    };
    let end_of_time = observation.last.unwrap_or(i64::from(i32::MAX));
    Some(Dose {
        start,
        covers_to: covers_to.min(end_of_time),
        drug: record.drug,
        group: compiled.group(record.drug)?,
        recorded: record.end.is_some(),
    })
}

/// How many days a record without an end covers; at least its own.
fn covered_days(compiled: &Compiled, record: &Record) -> i64 {
    let days = match compiled.cover(record.drug) {
        Some(Cover::Days(days)) => days,
        Some(Cover::Supply) => record.supply.unwrap_or(1),
        None => 1,
    };
    days.max(1)
}
