//! Columns of days from an undisclosed date.
//!
//! Invariant: the anchor of every patient stands on the same day inside a run, which is never shown; a number that leads
//! out of the supported years is not understood.

use super::decimal;
use super::numbers::shown;
use super::verdicts::Verdicts;
use arrow::array::{Date32Array, Date32Builder, Decimal256Array};
use kohort_semantics::value::Day;

/// The days that are so many days from the anchor.
pub(super) fn days(distances: &Decimal256Array, verdicts: &mut Verdicts) -> Date32Array {
    let mut days = Date32Builder::with_capacity(distances.len());
    for distance in distances {
        let day = distance
            .and_then(decimal::to_whole)
            .and_then(|days| Day::ANCHOR.add_days(days));
        if let (Some(distance), None) = (distance, day) {
            verdicts.unreadable(&shown(distance));
        }
        days.append_option(day.map(|day| day.0));
    }
    days.finish()
}
