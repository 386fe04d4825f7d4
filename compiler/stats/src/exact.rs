//! Exact numbers, and the one way from them to machine floats.

/// An exact rational number: a weight, a measured value, or a mean of them.
pub type Rational = dashu_ratio::RBig;

/// The machine float that is nearest to an exact number, ties to even.
pub(crate) fn to_float(value: &Rational) -> f64 {
    value.to_f64().value()
}

/// The machine float that is nearest to a count; exact up to 2^53.
pub(crate) fn count_to_float(count: u64) -> f64 {
    count as f64
}
