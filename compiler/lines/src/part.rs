//! What comes out: the parts of lines.

use crate::DrugBits;
use kohort_semantics::study::{EndReason, LineSetting};

/// A line, or the induction or the maintenance part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The number of the line in its setting, from 1.
    pub number: u32,
    /// The first day.
    pub start: i32,
    /// The last day.
    pub end: i32,
    /// The groups of interchangeable substances: what is compared.
    pub groups: DrugBits,
    /// The substances as named in the data: what is shown.
    pub drugs: DrugBits,
    /// Whether it is the maintenance part.
    pub maintenance: bool,
    /// Why it ended.
    pub end_reason: EndReason,
    /// Which count it belongs to.
    pub setting: LineSetting,
    /// The last day of the line, its maintenance included.
    pub line_end: i32,
    /// The first day of the next line of the setting.
    pub next_start: Option<i32>,
}

impl Part {
    /// By what parts are ordered. No two parts of a patient have the same.
    pub(crate) fn order(&self) -> (i32, LineSetting, u32, bool) {
        (self.start, self.setting, self.number, self.maintenance)
    }
}
