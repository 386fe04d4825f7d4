//! What is known of one patient.

/// A record of a drug that counts: it is eligible and every condition on records is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// The first day, in days of any one calendar.
    pub start: i32,
    /// The last day, where it is recorded.
    pub end: Option<i32>,
    /// The substance: [`crate::Compiled::drug`]. A record of any other number is no record of an eligible drug.
    pub drug: u32,
    /// The days that a dispensed supply lasts, where that is recorded.
    pub supply: Option<i64>,
}

/// The start of observation that the lines declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starting {
    /// None is declared: lines start with the first record.
    Unbounded,
    /// It is declared, and unknown for this patient, who has no lines.
    Missing,
    /// This day.
    On(i32),
}

/// One patient's records and events, each in any order.
#[derive(Debug, Clone, Copy)]
pub struct History<'h> {
    /// The records that make lines of the setting `main`.
    pub records: &'h [Record],
    /// The records of settings that are counted separately.
    pub apart: &'h [Record],
    /// The start of observation, before `look back`.
    pub starting: Starting,
    /// The cut-off.
    pub until: Option<i32>,
    /// The day of death.
    pub death: Option<i32>,
    /// The days of the events that break lines, for each rule in the order of the rules.
    pub breakers: &'h [&'h [i32]],
    /// The days of the events that lines may only advance after.
    pub progression: &'h [i32],
    /// The days of the events that must not have come before maintenance, in the order of `Lines::without`.
    pub without: &'h [&'h [i32]],
}

impl Record {
    /// Whether it ends before it starts.
    pub fn contradicts(&self) -> bool {
        self.end.is_some_and(|end| end < self.start)
    }
}

impl<'h> History<'h> {
    /// A patient with these records and nothing else known.
    pub fn of(records: &'h [Record]) -> Self {
        Self {
            records,
            apart: &[],
            starting: Starting::Unbounded,
            until: None,
            death: None,
            breakers: &[],
            progression: &[],
            without: &[],
        }
    }
}
