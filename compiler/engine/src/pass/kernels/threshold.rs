//! Comparing with a constant without making a rational for each value: the constant is moved to the raw side.
//!
//! Invariant: [`Threshold::order`] is how the converted value compares with the constant, for every raw value there is. It
//! holds because a conversion is monotone: the raw values split into those below, at and above the constant, and the two
//! borders are found by bisection with exact arithmetic, once for a plan.

use super::raw;
use arrow::datatypes::i256;
use kohort_semantics::units::Conversion;
use kohort_semantics::value::Number;
use std::cmp::Ordering;

/// A whole number that can be bisected.
pub(crate) trait Whole: Copy + Ord {
    /// The smallest.
    const LEAST: Self;
    /// The largest.
    const MOST: Self;
    /// A number of the range `low..high`, not further from its one end than from the other by more than 1.
    fn middle(low: Self, high: Self) -> Self;
    /// The next number; the same at the end.
    fn next(self) -> Self;
}

impl Whole for i64 {
    const LEAST: Self = Self::MIN;
    const MOST: Self = Self::MAX;

    fn middle(low: Self, high: Self) -> Self {
        (low & high) + ((low ^ high) >> 1)
    }

    fn next(self) -> Self {
        self.saturating_add(1)
    }
}

impl Whole for i256 {
    const LEAST: Self = Self::MIN;
    const MOST: Self = Self::MAX;

    fn middle(low: Self, high: Self) -> Self {
        (low & high).wrapping_add((low ^ high) >> 1)
    }

    fn next(self) -> Self {
        self.checked_add(Self::ONE).unwrap_or(self)
    }
}

/// Where the raw values reach and pass a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Threshold<T> {
    /// The first raw value that reaches the constant.
    reaches: Option<T>,
    /// The first raw value that passes it.
    passes: Option<T>,
    /// Whether values rise with raw values.
    rising: bool,
}

impl<T: Whole> Threshold<T> {
    /// The threshold of a monotone conversion.
    fn new(value: impl Fn(T) -> Number, rising: bool, constant: &Number) -> Self {
        let order = |raw: T| {
            let order = value(raw).cmp(constant);
            if rising { order } else { order.reverse() }
        };
        Self {
            reaches: first_where(|raw| order(raw) != Ordering::Less),
            passes: first_where(|raw| order(raw) == Ordering::Greater),
            rising,
        }
    }

    /// How the converted value compares with the constant.
    pub(crate) fn order(&self, raw: T) -> Ordering {
        let order = if self.reaches.is_none_or(|border| raw < border) {
            Ordering::Less
        } else if self.passes.is_none_or(|border| raw < border) {
            Ordering::Equal
        } else {
            Ordering::Greater
        };
        if self.rising { order } else { order.reverse() }
    }
}

impl Threshold<i64> {
    /// The threshold of whole numbers.
    pub(crate) fn of_integers(constant: &Number) -> Self {
        Self::new(Number::from_integer, true, constant)
    }
}

impl Threshold<i256> {
    /// The threshold of a decoded decimal column's raw values; none, if the conversion makes all values alike.
    pub(crate) fn of_raw(conversion: &Conversion, constant: &Number) -> Option<Self> {
        let value = |raw: i256| conversion.apply(&raw::number(raw));
        let rising = !conversion.factor.is_negative();
        (!conversion.factor.is_zero()).then(|| Self::new(value, rising, constant))
    }
}

/// The first number that holds, if what holds for a number holds for every larger one.
fn first_where<T: Whole>(holds: impl Fn(T) -> bool) -> Option<T> {
    let (mut low, mut high) = (T::LEAST, T::MOST);
    while low < high {
        let middle = T::middle(low, high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle.next();
        }
    }
    holds(low).then_some(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number() -> impl Strategy<Value = Number> {
        (-1000i64..1000, 1i64..60)
            .prop_map(|(numerator, denominator)| Number::from_ratio(numerator, denominator).unwrap())
    }

    /// Raw values of all sizes, and those right beside the borders.
    fn probes(threshold: &Threshold<i256>, others: Vec<(u128, i128)>) -> Vec<i256> {
        let mut probes = vec![i256::MIN, i256::MAX, i256::ZERO];
        probes.extend(others.into_iter().map(|(low, high)| i256::from_parts(low, high)));
        for border in [threshold.reaches, threshold.passes].into_iter().flatten() {
            probes.extend([
                border.wrapping_sub(i256::ONE),
                border,
                border.wrapping_add(i256::ONE),
            ]);
        }
        probes
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn raw_values_compare_as_converted_ones(
            factor in number(), offset in number(), constant in number(),
            others in prop::collection::vec((any::<u128>(), -4i128..4), 0..8),
        ) {
            let conversion = Conversion { factor, offset };
            match Threshold::of_raw(&conversion, &constant) {
                Some(threshold) => {
                    for probe in probes(&threshold, others) {
                        let expected = conversion.apply(&raw::number(probe)).cmp(&constant);
                        prop_assert_eq!(threshold.order(probe), expected, "{}", probe);
                    }
                }
                None => prop_assert!(conversion.factor.is_zero()),
            }
        }

        #[test]
        fn integers_compare_with_any_number(constant in number(), near in -50i64..50, any in any::<i64>()) {
            let threshold = Threshold::of_integers(&constant);
            for probe in [near, any, i64::MIN, i64::MAX] {
                prop_assert_eq!(threshold.order(probe), Number::from_integer(probe).cmp(&constant));
            }
        }
    }

    #[test]
    fn a_constant_beyond_every_raw_value_is_never_reached() {
        let beyond = Number::from_decimal(i128::MAX, 0).mul(&Number::from_integer(4));
        let threshold = Threshold::of_raw(&Conversion::identity(), &beyond).unwrap();
        assert_eq!(
            (threshold.order(i256::MAX), threshold.order(i256::MIN)),
            (Ordering::Less, Ordering::Less)
        );
        assert_eq!(Threshold::of_integers(&beyond).order(i64::MAX), Ordering::Less);
        assert_eq!(
            Threshold::of_integers(&beyond.neg()).order(i64::MIN),
            Ordering::Greater
        );
    }
}
