//! Exact arithmetic on numbers.
//!
//! Invariant: nothing is rounded and nothing wraps; a missing operand or a division by zero gives missing.

use super::numbers::Numbers;
use super::operand::NumberReader;
use kohort_semantics::study::Arithmetic;
use kohort_semantics::value::Number;

/// Arithmetic on two operands.
pub(crate) fn arithmetic(
    op: Arithmetic,
    left: NumberReader<'_>,
    right: NumberReader<'_>,
    len: usize,
) -> Numbers {
    let computed = |at| {
        let (left, right) = (left.at(at)?, right.at(at)?);
        match op {
            Arithmetic::Add => Some(left.add(&right)),
            Arithmetic::Subtract => Some(left.sub(&right)),
            Arithmetic::Multiply => Some(left.mul(&right)),
            Arithmetic::Divide => left.div(&right),
        }
    };
    Numbers::Exact((0..len).map(computed).collect())
}

/// The negative.
pub(crate) fn negate(numbers: NumberReader<'_>, len: usize) -> Numbers {
    Numbers::Exact(
        (0..len)
            .map(|at| numbers.at(at).map(|number| number.neg()))
            .collect(),
    )
}

/// A multiple.
pub(crate) fn scale(numbers: NumberReader<'_>, factor: &Number, len: usize) -> Numbers {
    Numbers::Exact(
        (0..len)
            .map(|at| numbers.at(at).map(|number| number.mul(factor)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::numbers_in_every_form;

    #[test]
    fn arithmetic_is_that_of_rationals_in_every_form() {
        let (left, right) = (
            [Some(7), Some(i64::MIN), None, Some(1)],
            [Some(-3), Some(-1), Some(1), Some(0)],
        );
        for l in numbers_in_every_form(&left) {
            for r in numbers_in_every_form(&right) {
                let (l, r) = (NumberReader::of(&l), NumberReader::of(&r));
                for op in [
                    Arithmetic::Add,
                    Arithmetic::Subtract,
                    Arithmetic::Multiply,
                    Arithmetic::Divide,
                ] {
                    let found = arithmetic(op, l, r, 4);
                    for at in 0..4 {
                        let expected = left[at].zip(right[at]).and_then(|(left, right)| {
                            let (left, right) = (Number::from_integer(left), Number::from_integer(right));
                            match op {
                                Arithmetic::Add => Some(left.add(&right)),
                                Arithmetic::Subtract => Some(left.sub(&right)),
                                Arithmetic::Multiply => Some(left.mul(&right)),
                                Arithmetic::Divide => left.div(&right),
                            }
                        });
                        assert_eq!(found.get(at), expected, "{op:?} {at}");
                    }
                }
                let minus = Number::from_integer(-1);
                for at in 0..4 {
                    assert_eq!(negate(l, 4).get(at), scale(l, &minus, 4).get(at));
                    assert_eq!(
                        negate(l, 4).get(at),
                        left[at].map(|left| Number::from_integer(left).neg())
                    );
                }
            }
        }
    }
}
