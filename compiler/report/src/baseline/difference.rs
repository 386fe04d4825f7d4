//! The largest standardised difference of any two groups.

use crate::cell::{Cell, Quantity};
use kohort_stats::baseline::SmdError;

/// The largest absolute difference of any two of these groups.
pub(super) fn largest<G>(groups: &[G], of: impl Fn(&G, &G) -> Result<f64, SmdError>) -> Cell {
    let mut largest: Option<f64> = None;
    for (place, one) in groups.iter().enumerate() {
        for other in groups.iter().skip(place.saturating_add(1)) {
            match of(one, other) {
                Err(why) => return Cell::undefined(why),
                Ok(difference) => {
                    let size = difference.abs();
                    largest = Some(largest.map_or(size, |known| known.max(size)));
                }
            }
        }
    }
    match largest {
        Some(size) => Cell::estimate(Quantity::Difference, size, None),
        None => Cell::undefined("there are no two groups"),
    }
}
