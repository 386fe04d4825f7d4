//! Comparisons of two values of one type.
//!
//! Invariant: unknown exactly if an operand is missing or coarse dates leave it open. A comparison with a constant gives
//! what comparing the exact numbers gives ([`super::threshold`]).

use super::fault::Fault;
use super::numbers::{Numbers, row};
use super::operand::{NumberReader, Operand, Reader};
use super::threshold::Threshold;
use arrow::datatypes::i256;
use kohort_plan::algebra::{ColumnId, ValueType};
use kohort_semantics::study::Compare;
use kohort_semantics::value::{Date, Number, kleene};
use std::cmp::Ordering;

/// A constant moved to the raw side, for each form that the other operand may have.
#[derive(Debug, Clone)]
pub(crate) struct ConstantSide {
    /// Whether the constant is the left operand.
    pub(crate) left: bool,
    /// For whole numbers.
    pub(crate) integers: Threshold<i64>,
    /// For rows of this column: one for each of its conversions, where there is one.
    pub(crate) column: Option<(ColumnId, Vec<Option<Threshold<i256>>>)>,
}

/// Compares two operands at `len` positions.
pub(crate) fn compare(
    op: Compare,
    left: &Operand<'_>,
    right: &Operand<'_>,
    constant: Option<&ConstantSide>,
    len: usize,
) -> Result<Vec<Option<bool>>, Fault> {
    let tested = |order: Option<Ordering>| order.map(|order| holds(op, order));
    Ok(match left.values.ty() {
        ValueType::Boolean => by_order(left.booleans()?, right.booleans()?, op, len),
        ValueType::Category => by_order(left.categories()?, right.categories()?, op, len),
        ValueType::Number => numbers(op, left.numbers()?, right.numbers()?, constant, len),
        ValueType::Date => {
            let (left, right) = (left.dates()?, right.dates()?);
            (0..len)
                .map(|at| Date::compare(op, left.at(at)?, right.at(at)?))
                .collect()
        }
        ValueType::Period => {
            let (left, right) = (left.periods()?, right.periods()?);
            (0..len)
                .map(|at| periods(op, left.at(at)?, right.at(at)?))
                .collect()
        }
        ValueType::Text => {
            let (left, right) = (left.texts()?, right.texts()?);
            (0..len)
                .map(|at| tested(left.at(at).zip(right.at(at)).map(|(left, right)| left.cmp(right))))
                .collect()
        }
        ValueType::Record => return Err(Fault::Other("compares records")),
    })
}

/// Whether values in this order fulfil the operator.
pub(crate) fn holds(op: Compare, order: Ordering) -> bool {
    match op {
        Compare::Eq => order.is_eq(),
        Compare::Ne => order.is_ne(),
        Compare::Lt => order.is_lt(),
        Compare::Le => order.is_le(),
        Compare::Gt => order.is_gt(),
        Compare::Ge => order.is_ge(),
    }
}

fn by_order<T: Copy + Ord>(
    left: Reader<'_, T>,
    right: Reader<'_, T>,
    op: Compare,
    len: usize,
) -> Vec<Option<bool>> {
    (0..len)
        .map(|at| Some(holds(op, left.at(at)?.cmp(&right.at(at)?))))
        .collect()
}

/// Periods are equal if both ends are; they have no order, so nothing is known about one.
fn periods(op: Compare, left: (Date, Date), right: (Date, Date)) -> Option<bool> {
    let ends = |op| {
        (
            Date::compare(op, left.0, right.0),
            Date::compare(op, left.1, right.1),
        )
    };
    let equal = || {
        let (start, end) = ends(Compare::Eq);
        kleene::and(start, end)
    };
    match op {
        Compare::Eq => equal(),
        Compare::Ne => kleene::not(equal()),
        Compare::Lt | Compare::Le | Compare::Gt | Compare::Ge => None,
    }
}

fn numbers(
    op: Compare,
    left: NumberReader<'_>,
    right: NumberReader<'_>,
    constant: Option<&ConstantSide>,
    len: usize,
) -> Vec<Option<bool>> {
    let fast = constant.and_then(|constant| {
        let orders = with_constant(if constant.left { &right } else { &left }, constant, len)?;
        let turn = |order: Ordering| if constant.left { order.reverse() } else { order };
        Some(
            orders
                .into_iter()
                .map(|order| order.map(|order| holds(op, turn(order))))
                .collect(),
        )
    });
    fast.unwrap_or_else(|| {
        (0..len)
            .map(|at| left.order(&right, at).map(|order| holds(op, order)))
            .collect()
    })
}

/// How each number compares with the constant, where the threshold was prepared for their form.
fn with_constant(
    reader: &NumberReader<'_>,
    constant: &ConstantSide,
    len: usize,
) -> Option<Vec<Option<Ordering>>> {
    match reader.numbers {
        Numbers::Integer(values) => {
            let order = |at| {
                Some(
                    constant
                        .integers
                        .order(values.get(reader.lead(at)?).copied().flatten()?),
                )
            };
            Some((0..len).map(order).collect())
        }
        Numbers::Raw { column, rows } => {
            let (_, thresholds) = constant.column.as_ref().filter(|(id, _)| *id == column.id)?;
            let thresholds: Option<Vec<Threshold<i256>>> = thresholds.iter().copied().collect();
            let thresholds = thresholds?;
            let order = |at| {
                let (raw, unit) = column.raw(row(rows, reader.lead(at)?)?)?;
                Some(thresholds.get(unit)?.order(raw))
            };
            Some((0..len).map(order).collect())
        }
        Numbers::Exact(_) => None,
    }
}

/// The constant's thresholds for whole numbers and for a column with these conversions.
pub(crate) fn constant_side(
    left: bool,
    constant: &Number,
    column: Option<(ColumnId, &[kohort_semantics::units::Conversion])>,
) -> ConstantSide {
    let thresholds = |conversions: &[kohort_semantics::units::Conversion]| {
        conversions
            .iter()
            .map(|conversion| Threshold::of_raw(conversion, constant))
            .collect()
    };
    ConstantSide {
        left,
        integers: Threshold::of_integers(constant),
        column: column.map(|(id, conversions)| (id, thresholds(conversions))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::domains::Positions;
    use crate::pass::kernels::testing::{
        OPERATORS, any_date, naive_compare, one_of_each_type, raw_column, value_at,
    };
    use crate::pass::kernels::values::Values;
    use kohort_semantics::units::Conversion;
    use kohort_semantics::value::Value;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn operand(values: &Values) -> Operand<'_> {
        Operand {
            values,
            positions: Positions::Same,
        }
    }

    fn all(left: &Values, right: &Values, constant: Option<&ConstantSide>) -> Vec<Vec<Option<bool>>> {
        let compared = |op| compare(op, &operand(left), &operand(right), constant, left.len()).unwrap();
        OPERATORS.into_iter().map(compared).collect()
    }

    #[test]
    fn every_type_compares_as_its_values_do() {
        for left in one_of_each_type()
            .into_iter()
            .filter(|values| values.ty() != ValueType::Record)
        {
            for turn in 0..left.len() {
                // The same values, turned around so that all meet all.
                let choice: Vec<_> = (0..left.len())
                    .map(|at| Some((0, ((at + turn) % left.len()) as u32)))
                    .collect();
                let right = Values::choose(&[&left], &choice).unwrap();
                for (op, found) in OPERATORS.into_iter().zip(all(&left, &right, None)) {
                    for (at, found) in found.into_iter().enumerate() {
                        let (l, r) = (value_at(&left, at), value_at(&right, at));
                        assert_eq!(found, naive_compare(op, &l, &r), "{l:?} {op:?} {r:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn records_and_mixed_types_are_refused() {
        let (records, truths) = (Values::Record(vec![Some(1)]), Values::Boolean(vec![None]));
        assert!(compare(Compare::Eq, &operand(&records), &operand(&records), None, 1).is_err());
        assert!(compare(Compare::Eq, &operand(&truths), &operand(&records), None, 1).is_err());
    }

    proptest! {
        #[test]
        fn dates_compare_three_valued(dates in prop::collection::vec((any_date(), any_date()), 1..20)) {
            let (left, right): (Vec<_>, Vec<_>) = dates.into_iter().unzip();
            let (left, right) = (Values::Date(left), Values::Date(right));
            for (op, found) in OPERATORS.into_iter().zip(all(&left, &right, None)) {
                for (at, found) in found.into_iter().enumerate() {
                    prop_assert_eq!(found, naive_compare(op, &value_at(&left, at), &value_at(&right, at)));
                }
            }
        }

        #[test]
        fn a_constant_on_either_side_compares_exactly(
            factors in prop::collection::vec((-5i64..6, 1i64..4, -3i64..4), 1..3),
            rows in prop::collection::vec((-8i64..8, 0u16..3, any::<bool>()), 1..20),
            constant in (-20i64..20, 1i64..7),
        ) {
            let conversions: Vec<Conversion> = factors.into_iter().map(|(numerator, denominator, offset)| Conversion {
                factor: Number::from_ratio(numerator, denominator).unwrap(),
                offset: Number::from_integer(offset),
            }).collect();
            let units = conversions.len() as u16;
            let cells = rows.iter().map(|(value, unit, known)| known.then(|| (format!("{value}e-1"), unit % units)));
            let column = Arc::new(raw_column(&conversions, cells));
            let constant = Number::from_ratio(constant.0, constant.1).unwrap();
            let integers = Numbers::Integer(rows.iter().map(|(value, _, known)| known.then_some(*value)).collect());
            let raw = Numbers::Raw { column: Arc::clone(&column), rows: (0..rows.len() as u32).map(Some).collect() };
            for numbers in [integers, raw] {
                let values = Values::Number(numbers);
                let same = Values::Number(Numbers::Exact(vec![Some(constant.clone()); values.len()]));
                for left in [false, true] {
                    let side = constant_side(left, &constant, Some((column.id, &conversions)));
                    let (l, r) = if left { (&same, &values) } else { (&values, &same) };
                    let found = all(l, r, Some(&side));
                    prop_assert_eq!(&found, &all(l, r, None));
                    for (op, found) in OPERATORS.into_iter().zip(found) {
                        for (at, found) in found.into_iter().enumerate() {
                            let (l, r) = (value_at(l, at), value_at(r, at));
                            prop_assert!(found.is_some() || l == Value::Missing || r == Value::Missing);
                            prop_assert_eq!(found, naive_compare(op, &l, &r));
                        }
                    }
                }
            }
        }
    }
}
