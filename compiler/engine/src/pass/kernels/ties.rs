//! How records of one day are ordered.
//!
//! Invariant: missing values come last whatever the direction. Records that no key tells apart are alike in everything
//! that a study can see, so it does not matter which of them comes first.

use super::fault::Fault;
use super::operand::{Operand, Reader};
use kohort_plan::algebra::TieOrder;
use std::cmp::Ordering;

/// A key that orders records.
pub(crate) enum Tie<'a> {
    /// By value.
    Value {
        /// The values.
        values: &'a Operand<'a>,
        /// Highest first.
        descending: bool,
    },
    /// One category value before all others.
    First {
        /// The categories.
        categories: Reader<'a, u32>,
        /// The value that comes first.
        value: u32,
    },
}

impl<'a> Tie<'a> {
    /// The key that the plan asks for.
    pub(crate) fn new(values: &'a Operand<'a>, order: TieOrder) -> Result<Self, Fault> {
        Ok(match order {
            TieOrder::Ascending => Self::Value {
                values,
                descending: false,
            },
            TieOrder::Descending => Self::Value {
                values,
                descending: true,
            },
            TieOrder::ValueFirst(value) => Self::First {
                categories: values.categories()?,
                value,
            },
        })
    }

    fn order(&self, left: usize, right: usize) -> Ordering {
        match self {
            Self::Value { values, descending } => match values.order(left, right) {
                Some(order) if *descending => order.reverse(),
                Some(order) => order,
                None => values.is_missing(left).cmp(&values.is_missing(right)),
            },
            Self::First { categories, value } => {
                let other = |at| categories.at(at) != Some(*value);
                other(left).cmp(&other(right))
            }
        }
    }
}

/// The order of two records by several keys, the first of which that tells them apart decides.
pub(crate) fn order(ties: &[Tie<'_>], left: usize, right: usize) -> Ordering {
    ties.iter()
        .map(|tie| tie.order(left, right))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::domains::Positions;
    use crate::pass::kernels::values::Values;

    fn sorted(values: &Values, tie: TieOrder) -> Vec<usize> {
        let operand = Operand {
            values,
            positions: Positions::Same,
        };
        let ties = [Tie::new(&operand, tie).unwrap()];
        let mut rows: Vec<usize> = (0..values.len()).collect();
        rows.sort_by(|left, right| order(&ties, *left, *right));
        rows
    }

    #[test]
    fn missing_values_come_last_in_every_order() {
        let values = Values::Category(vec![None, Some(2), Some(0), Some(1), Some(2)]);
        assert_eq!(sorted(&values, TieOrder::Ascending), [2, 3, 1, 4, 0]);
        assert_eq!(sorted(&values, TieOrder::Descending), [1, 4, 3, 2, 0]);
        assert_eq!(sorted(&values, TieOrder::ValueFirst(1)), [3, 0, 1, 2, 4]);
        let truths = Values::Boolean(vec![Some(true)]);
        assert!(
            Tie::new(
                &Operand {
                    values: &truths,
                    positions: Positions::Same
                },
                TieOrder::ValueFirst(1)
            )
            .is_err()
        );
    }

    #[test]
    fn the_first_key_that_differs_decides() {
        let (first, second) = (
            Values::Boolean(vec![Some(true), Some(false), Some(false)]),
            Values::Category(vec![Some(0), Some(2), Some(1)]),
        );
        let operands = [&first, &second].map(|values| Operand {
            values,
            positions: Positions::Same,
        });
        let ties: Vec<_> = operands
            .iter()
            .map(|operand| Tie::new(operand, TieOrder::Ascending).unwrap())
            .collect();
        assert_eq!(
            [order(&ties, 0, 1), order(&ties, 1, 2), order(&ties, 1, 1)],
            [Ordering::Greater, Ordering::Greater, Ordering::Equal]
        );
        assert_eq!(order(&[], 0, 1), Ordering::Equal);
    }
}
