//! Counts of the records of one entity.

use super::{ValueTally, add_all};
use kohort_semantics::value::{Date, Day};
use std::collections::BTreeMap;

/// The records of some patients.
#[derive(Debug, Clone, Default)]
pub(in crate::describe) struct EntityTally {
    /// Patients with at least one.
    pub(in crate::describe) patients: u64,
    pub(in crate::describe) records: u64,
    /// For each part of the stream.
    pub(in crate::describe) by_part: BTreeMap<u32, u64>,
    pub(in crate::describe) undated: u64,
    /// Records whose date certainly lies outside the time that the source covers.
    pub(in crate::describe) outside: u64,
    pub(in crate::describe) repeated: u64,
    /// Records whose date lies within a month: year and month.
    pub(in crate::describe) by_month: BTreeMap<(i32, u32), u64>,
    /// Records whose date lies within a year.
    pub(in crate::describe) by_year: BTreeMap<i32, u64>,
    /// The attributes that the source records: records with a value, and what the values are.
    pub(in crate::describe) attributes: Vec<(u64, ValueTally)>,
}

impl EntityTally {
    /// One more record with this date, of a source that covers this time.
    pub(in crate::describe) fn dated(&mut self, date: Option<Date>, period: Option<(Day, Day)>) {
        let Some(date) = date else {
            self.undated += 1;
            return;
        };
        let is_outside = period.is_some_and(|(first, last)| date.last < first || date.first > last);
        self.outside += u64::from(is_outside);
        let ((first_year, first_month, _), (last_year, last_month, _)) = (date.first.ymd(), date.last.ymd());
        if first_year == last_year {
            *self.by_year.entry(first_year).or_default() += 1;
            if first_month == last_month {
                *self.by_month.entry((first_year, first_month)).or_default() += 1;
            }
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.patients += other.patients;
        self.records += other.records;
        add_all(&mut self.by_part, other.by_part);
        self.undated += other.undated;
        self.outside += other.outside;
        self.repeated += other.repeated;
        add_all(&mut self.by_month, other.by_month);
        add_all(&mut self.by_year, other.by_year);
        for ((known, values), (more_known, more)) in self.attributes.iter_mut().zip(other.attributes) {
            *known += more_known;
            values.add(more);
        }
    }
}
