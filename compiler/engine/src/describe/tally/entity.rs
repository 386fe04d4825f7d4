//! Counts of the records of one entity.

use super::{ValueTally, add_all};
use kohort_semantics::value::{Date, Day};
use std::collections::BTreeMap;

/// The days of a stretch of time where there is no calendar.
pub(in crate::describe) const STRETCH: i32 = 365;

/// What the dates of a source lie in.
#[derive(Debug, Clone, Copy)]
pub(in crate::describe) enum Frame {
    /// The calendar, and the time that the source covers if it says so.
    Calendar(Option<(Day, Day)>),
    /// Days from an undisclosed date: where the anchor stands in the calendar means nothing.
    Anchored,
}

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
    /// Records of a source without a calendar, by stretches of 365 days: the first is numbered 0 and starts with the anchor.
    pub(in crate::describe) by_stretch: BTreeMap<i32, u64>,
    /// The attributes that the source records: records with a value, and what the values are.
    pub(in crate::describe) attributes: Vec<(u64, ValueTally)>,
}

impl EntityTally {
    /// One more record with this date.
    pub(in crate::describe) fn dated(&mut self, date: Option<Date>, frame: Frame) {
        let Some(date) = date else {
            self.undated += 1;
            return;
        };
        let period = match frame {
            Frame::Calendar(period) => period,
            Frame::Anchored => {
                let days = date.first.0.saturating_sub(Day::ANCHOR.0);
                *self.by_stretch.entry(days.div_euclid(STRETCH)).or_default() += 1;
                return;
            }
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
        add_all(&mut self.by_stretch, other.by_stretch);
        for ((known, values), (more_known, more)) in self.attributes.iter_mut().zip(other.attributes) {
            *known += more_known;
            values.add(more);
        }
    }
}
