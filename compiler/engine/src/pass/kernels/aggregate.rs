//! Summaries of a value over a bag.
//!
//! Invariant: exact, and so independent of the order of rows. Only known values of true records count; without one the
//! summary is missing.

use super::bag::members;
use super::fault::Fault;
use super::layout::Layout;
use super::numbers::Numbers;
use super::operand::{NumberReader, Operand, Reader};
use super::values::{Choice, Values};
use kohort_semantics::study::Aggregate;
use kohort_semantics::value::Number;
use std::cmp::Ordering;

/// The summary of each owner's records.
pub(crate) fn aggregate(
    function: Aggregate,
    layout: &Layout,
    bag: Reader<'_, bool>,
    value: &Operand<'_>,
) -> Result<Values, Fault> {
    let known = |range| members(bag, range).filter(|at| !value.is_missing(*at));
    let chosen = |function: fn(&mut dyn Iterator<Item = usize>, &Operand<'_>) -> Option<usize>| {
        let choice: Vec<Choice> = layout
            .ranges()
            .map(|range| {
                Some((
                    0,
                    u32::try_from(value.lead(function(&mut known(range), value)?)?).ok()?,
                ))
            })
            .collect();
        Values::choose(&[value.values], &choice)
    };
    let computed = |function: fn(&[usize], NumberReader<'_>) -> Option<Number>| {
        let numbers = value.numbers()?;
        let computed = layout
            .ranges()
            .map(|range| function(&known(range).collect::<Vec<_>>(), numbers))
            .collect();
        Ok(Values::Number(Numbers::Exact(computed)))
    };
    match function {
        Aggregate::Min => chosen(|known, value| known.min_by(|left, right| order(value, *left, *right))),
        Aggregate::Max => chosen(|known, value| known.max_by(|left, right| order(value, *left, *right))),
        Aggregate::Sum => computed(|known, numbers| (!known.is_empty()).then(|| sum(known, numbers))),
        Aggregate::Mean => computed(|known, numbers| sum(known, numbers).div(&count(known))),
        Aggregate::Median => computed(median),
    }
}

fn order(value: &Operand<'_>, left: usize, right: usize) -> Ordering {
    value.order(left, right).unwrap_or(Ordering::Equal)
}

fn count(known: &[usize]) -> Number {
    Number::from_integer(i64::try_from(known.len()).unwrap_or(i64::MAX))
}

fn sum(known: &[usize], numbers: NumberReader<'_>) -> Number {
    known
        .iter()
        .filter_map(|at| numbers.at(*at))
        .fold(Number::ZERO, |sum, number| sum.add(&number))
}

/// The middle number, or the mean of the two middle ones.
fn median(known: &[usize], numbers: NumberReader<'_>) -> Option<Number> {
    let mut sorted: Vec<usize> = known.to_vec();
    sorted.sort_by(|left, right| numbers.order_within(*left, *right).unwrap_or(Ordering::Equal));
    let upper = numbers.at(*sorted.get(sorted.len() / 2)?)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = numbers.at(*sorted.get((sorted.len() / 2).checked_sub(1)?)?)?;
    lower.add(&upper).div(&Number::from_integer(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::domains::Positions;
    use crate::pass::kernels::testing::{any_truth, numbers_in_every_form, value_at};
    use kohort_semantics::value::Value;
    use proptest::prelude::*;

    const ALL: [Aggregate; 5] = [
        Aggregate::Min,
        Aggregate::Max,
        Aggregate::Sum,
        Aggregate::Mean,
        Aggregate::Median,
    ];

    fn naive(function: Aggregate, rows: &[(Option<bool>, Option<i64>)]) -> Value {
        let mut known: Vec<i64> = rows
            .iter()
            .filter(|row| row.0 == Some(true))
            .filter_map(|row| row.1)
            .collect();
        known.sort();
        let n = known.len();
        if n == 0 {
            return Value::Missing;
        }
        let ratio =
            |numerator: i64, denominator: usize| Number::from_ratio(numerator, denominator as i64).unwrap();
        Value::Number(match function {
            Aggregate::Min => ratio(known[0], 1),
            Aggregate::Max => ratio(known[n - 1], 1),
            Aggregate::Sum => ratio(known.iter().sum(), 1),
            Aggregate::Mean => ratio(known.iter().sum(), n),
            Aggregate::Median if n % 2 == 1 => ratio(known[n / 2], 1),
            Aggregate::Median => ratio(known[n / 2 - 1] + known[n / 2], 2),
        })
    }

    fn rows() -> impl Strategy<Value = Vec<(Option<bool>, Option<i64>)>> {
        prop::collection::vec((any_truth(), prop::option::weighted(0.8, -9i64..9)), 0..9)
    }

    proptest! {
        #[test]
        fn summaries_of_numbers_are_exact(
            groups in prop::collection::vec(rows(), 1..5),
        ) {
            let layout = Layout::from_lengths(groups.iter().map(Vec::len));
            let (bag, values): (Vec<_>, Vec<_>) = groups.iter().flatten().copied().unzip();
            for numbers in numbers_in_every_form(&values) {
                let values = Values::Number(numbers);
                let operand = Operand { values: &values, positions: Positions::Same };
                for function in ALL {
                    let found = aggregate(function, &layout, Reader::of(&bag), &operand).unwrap();
                    for (at, rows) in groups.iter().enumerate() {
                        prop_assert_eq!(value_at(&found, at), naive(function, rows), "{:?}", function);
                    }
                }
            }
        }
    }

    #[test]
    fn ordered_values_have_a_smallest_and_a_largest_but_no_sum() {
        let layout = Layout::from_lengths([3, 0, 1]);
        let (bag, values) = (
            vec![Some(true); 4],
            Values::Category(vec![Some(2), Some(1), None, None]),
        );
        let operand = Operand {
            values: &values,
            positions: Positions::Same,
        };
        let found = |function| aggregate(function, &layout, Reader::of(&bag), &operand);
        let categories = |function| found(function).unwrap().categories().unwrap().to_vec();
        assert_eq!(categories(Aggregate::Min), [Some(1), None, None]);
        assert_eq!(categories(Aggregate::Max), [Some(2), None, None]);
        assert!(
            found(Aggregate::Sum).is_err()
                && found(Aggregate::Mean).is_err()
                && found(Aggregate::Median).is_err()
        );
    }
}
