//! The units of times: the study's, and the estimators'.

use kohort_semantics::study::TimeUnit;
use kohort_semantics::value::Number;
use kohort_stats::{Moment, Unit};

/// A unit of the study as estimators know it.
pub(crate) fn unit(unit: TimeUnit) -> Unit {
    match unit {
        TimeUnit::Days => Unit::Days,
        TimeUnit::Months => Unit::Months,
        TimeUnit::Years => Unit::Years,
    }
}

/// The word for several.
pub(crate) fn word(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Days => "days",
        TimeUnit::Months => "months",
        TimeUnit::Years => "years",
    }
}

/// A length of time in words: `6 months`, `1 year`.
pub(crate) fn length(amount: &Number, unit: TimeUnit) -> String {
    let word = word(unit);
    if *amount == Number::ONE {
        format!("1 {}", word.trim_end_matches('s'))
    } else {
        format!("{amount} {word}")
    }
}

/// When a length of time has passed.
pub(crate) fn moment(amount: &Number, of: TimeUnit) -> Option<Moment> {
    unit(of).moment(amount.as_ratio())
}
