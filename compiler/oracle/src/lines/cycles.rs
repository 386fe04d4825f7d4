//! Cycles of a line.

use super::part::Part;

/// How many cycles a part has before a day: days with a start at most so many days after the first of them are one cycle;
/// without a rule each day with a start is one.
pub(super) fn before(part: &Part<'_>, day: i64, cycle_days: Option<i64>) -> u32 {
    let within = cycle_days.unwrap_or(0);
    let mut cycles = 0;
    let mut first: Option<i64> = None;
    for start in part
        .doses
        .iter()
        .map(|dose| dose.day)
        .filter(|start| *start < day)
    {
        if first.is_none_or(|first| start - first > within) {
            first = Some(start);
            cycles += 1;
        }
    }
    cycles
}
