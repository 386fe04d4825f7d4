//! How the sentences of a protocol are to be read.

use crate::block::{Entry, Section};

pub(super) fn section() -> Section {
    let mut section = Section::new(2, "How to read this protocol");
    let lines = [
        "Within so many days of a date: the last of these days is included.",
        "A date so many months or years before or after another keeps the day of the month, or takes the month's last day where there is no such day.",
        "An age is in completed years.",
        "A comparison with a missing value is unknown, neither true nor false. \u{201c}A and B\u{201d} is false if one of them is false, whatever the other is; \u{201c}A or B\u{201d} is true if one of them is true. What a criterion does with those for whom it is unknown stands at the criterion.",
        "The data do not tell whether a criterion holds where a value is missing or a date too coarse to decide.",
        "A record for which a condition or a window is unknown is left aside, and counted in the report on data quality.",
        "Whether there is at least one record is unknown where none is for certain, but the data do not tell it of every one.",
        "Of several records on one day that nothing else orders, the first is the one whose values come first, attribute by attribute, in the order of the appendix.",
        "An asterisk behind a code stands for every code that begins with it, the code itself included.",
    ];
    section.list(lines.into_iter().map(Entry::new).collect());
    section
}
