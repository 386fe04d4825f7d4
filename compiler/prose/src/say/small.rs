//! Operators, units of time and placements in English.

use kohort_semantics::study::{Aggregate, Compare, Placement, ShiftUnit, TimeUnit};
use kohort_semantics::value::Number;
use kohort_semantics::value::month_name;

/// A comparison of dates, or of other values.
pub(super) fn compare(op: Compare, dates: bool) -> &'static str {
    match (op, dates) {
        (Compare::Eq, false) => "is",
        (Compare::Ne, false) => "is not",
        (Compare::Lt, false) => "is below",
        (Compare::Le, false) => "is at most",
        (Compare::Gt, false) => "is above",
        (Compare::Ge, false) => "is at least",
        (Compare::Eq, true) => "is on",
        (Compare::Ne, true) => "is on another day than",
        (Compare::Lt, true) => "is before",
        (Compare::Le, true) => "is on or before",
        (Compare::Gt, true) => "is after",
        (Compare::Ge, true) => "is on or after",
    }
}

/// A summary.
pub(super) fn aggregate(function: Aggregate) -> &'static str {
    match function {
        Aggregate::Min => "lowest",
        Aggregate::Max => "highest",
        Aggregate::Sum => "sum of the",
        Aggregate::Mean => "mean",
        Aggregate::Median => "median",
    }
}

/// A distance in time: `30 days`, `6 months`; whole years of months are years.
pub(super) fn distance(amount: u64, unit: ShiftUnit) -> String {
    let said = |number: u64, word: &str| {
        let plural = if number == 1 { "" } else { "s" };
        format!("{number} {word}{plural}")
    };
    match unit {
        ShiftUnit::Days => said(amount, "day"),
        ShiftUnit::Months if amount > 0 && amount.is_multiple_of(12) => said(amount / 12, "year"),
        ShiftUnit::Months => said(amount, "month"),
    }
}

/// A time in a unit.
pub(crate) fn time(number: &Number, unit: TimeUnit) -> String {
    let word = match unit {
        TimeUnit::Days => "day",
        TimeUnit::Months => "month",
        TimeUnit::Years => "year",
    };
    let plural = if *number == Number::ONE { "" } else { "s" };
    format!("{} {word}{plural}", number.exact_text())
}

/// On which day a coarse date is placed.
pub(crate) fn placement(placement: Placement) -> String {
    match placement {
        Placement::FirstDay => String::from("the first day that it may be"),
        Placement::LastDay => String::from("the last day that it may be"),
        Placement::DayOfMonth(day) => format!("day {day} of the (first) month that it may be"),
        Placement::DayOfYear { month: of, day } => format!("{day} {} of the year", month_name(of)),
    }
}
