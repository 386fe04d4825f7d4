//! Exact conversions between units.
//!
//! Invariant: `to = value * factor + offset`, with nothing rounded. Conversions between dimensions (mass to amount of
//! substance) are an analyte's declaration and enter here as plain numbers.

use super::Unit;
use crate::value::Number;
use serde::{Deserialize, Serialize};

/// A conversion: `to = value * factor + offset`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Conversion {
    /// What the value is multiplied by.
    pub factor: Number,
    /// What is then added, in the unit converted to.
    pub offset: Number,
}

impl Conversion {
    /// The conversion that changes nothing.
    pub fn identity() -> Self {
        Self::scale(Number::ONE)
    }

    /// A multiplication.
    pub fn scale(factor: Number) -> Self {
        Self {
            factor,
            offset: Number::ZERO,
        }
    }

    /// Whether it changes nothing.
    pub fn is_identity(&self) -> bool {
        self.factor == Number::ONE && self.offset.is_zero()
    }

    /// The converted value.
    pub fn apply(&self, value: &Number) -> Number {
        value.mul(&self.factor).add(&self.offset)
    }

    /// The way back; `None` if the factor is 0.
    pub fn inverse(&self) -> Option<Self> {
        Some(Self {
            factor: Number::ONE.div(&self.factor)?,
            offset: self.offset.neg().div(&self.factor)?,
        })
    }

    /// This conversion and then another.
    pub fn then(&self, next: &Self) -> Self {
        Self {
            factor: self.factor.mul(&next.factor),
            offset: next.apply(&self.offset),
        }
    }
}

/// Whether two units measure the same, so that their values can be converted and compared.
pub fn commensurable(left: &Unit, right: &Unit) -> bool {
    left.dimension() == right.dimension()
}

/// How a value in one unit becomes a value in another; `None` if they do not measure the same.
pub fn between(from: &Unit, to: &Unit) -> Option<Conversion> {
    if commensurable(from, to) {
        from.to_base().then(&to.to_base().inverse()?).into()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn conversion(from: &str, to: &str) -> Option<Conversion> {
        between(&Unit::parse(from).unwrap(), &Unit::parse(to).unwrap())
    }

    fn convert(value: &str, from: &str, to: &str) -> String {
        conversion(from, to)
            .unwrap()
            .apply(&Number::parse_decimal(value).unwrap())
            .to_string()
    }

    #[test]
    fn laboratory_units_convert_exactly() {
        for (value, from, to, expected) in [
            ("13.5", "g/dL", "g/L", "135"),
            ("250", "10*3/uL", "10*9/L", "250"),
            ("25", "10*4/uL", "10*9/L", "250"),
            ("4500", "/uL", "10*9/L", "4.5"),
            ("4500", "{cells}/µL", "10^9/L", "4.5"),
            ("1", "ukat/L", "U/L", "60"),
            ("50", "ng/dL", "ug/L", "0.5"),
            ("35", "U/mL", "kU/L", "35"),
            ("6.5", "%", "[ppth]", "65"),
            ("150", "[lb_av]", "kg", "68.0388555"),
            ("70", "[in_i]", "cm", "177.8"),
            ("760", "mm[Hg]", "kPa", "101.32472"),
            ("98.6", "[degF]", "Cel", "37"),
            ("37", "Cel", "K", "310.15"),
            ("2", "wk", "d", "14"),
        ] {
            assert_eq!(convert(value, from, to), expected, "{value} {from} in {to}");
        }
    }

    #[test]
    fn what_measures_something_else_does_not_convert() {
        for (from, to) in [
            ("mg/dL", "mmol/L"),
            ("[iU]/L", "U/L"),
            ("[iU]", "[arb'U]"),
            ("%", "g/dL"),
            ("mol", "10*23"),
            ("pH", "mol/L"),
        ] {
            assert_eq!(conversion(from, to), None, "{from} {to}");
        }
    }

    fn number() -> impl Strategy<Value = Number> {
        (-1000i64..1000, 1i64..50)
            .prop_map(|(numerator, denominator)| Number::from_ratio(numerator, denominator).unwrap())
    }

    proptest! {
        #[test]
        fn the_way_back_undoes_the_way_there(factor in number(), offset in number(), value in number()) {
            let there = Conversion { factor, offset };
            match there.inverse() {
                Some(back) => {
                    prop_assert_eq!(back.apply(&there.apply(&value)), value);
                    prop_assert!(there.then(&back).is_identity());
                }
                None => prop_assert!(there.factor.is_zero()),
            }
        }

        #[test]
        fn one_after_the_other_is_both(a in number(), b in number(), c in number(), d in number(), value in number()) {
            let (first, second) = (Conversion { factor: a, offset: b }, Conversion { factor: c, offset: d });
            prop_assert_eq!(first.then(&second).apply(&value), second.apply(&first.apply(&value)));
        }
    }
}
