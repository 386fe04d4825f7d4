//! The argument at which a distribution function has a value.

/// Enough halvings for any interval of machine floats.
const HALVINGS: u32 = 2_100;

/// The x between `low` and `high` at which the growing function `of` reaches `value`, by halving until two neighbouring
/// floats are left. Halving needs no derivative and no luck, and the steps are the same everywhere.
pub(super) fn bisect(mut low: f64, mut high: f64, value: f64, of: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if of(middle) < value {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}
