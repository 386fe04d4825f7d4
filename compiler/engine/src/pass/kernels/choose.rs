//! Choosing among values: the first known, one by a condition, a field of a record; and whether there is a value.
//!
//! Invariant: a chosen value is never computed with, so it keeps its cheap form.

use super::fault::Fault;
use super::layout::Layout;
use super::operand::{Operand, Reader};
use super::values::{Choice, Values};

/// Whether an operand is missing.
pub(crate) fn is_missing(operand: &Operand<'_>, len: usize) -> Vec<Option<bool>> {
    (0..len).map(|at| Some(operand.is_missing(at))).collect()
}

/// The first operand that is known.
pub(crate) fn or_else(operands: &[Operand<'_>], len: usize) -> Result<Values, Fault> {
    let first_known = |at| {
        let known = operands
            .iter()
            .enumerate()
            .find(|(_, operand)| !operand.is_missing(at));
        known.and_then(|(which, operand)| choice(which, operand.lead(at)))
    };
    choose(operands, (0..len).map(first_known).collect())
}

/// The first operand where the condition is true, the second where it is false, missing where it is unknown.
pub(crate) fn if_else(
    condition: Reader<'_, bool>,
    then: Operand<'_>,
    otherwise: Operand<'_>,
    len: usize,
) -> Result<Values, Fault> {
    let branch = |at| match condition.at(at)? {
        true => choice(0, then.lead(at)),
        false => choice(1, otherwise.lead(at)),
    };
    let chosen = (0..len).map(branch).collect();
    choose(&[then, otherwise], chosen)
}

/// Of a record of part `k` of its stream, the value of the `k`-th operand; of the only one, if there is one part.
pub(crate) fn by_part(operands: &[Operand<'_>], parts: Option<&[u32]>, len: usize) -> Result<Values, Fault> {
    let value = |at: usize| {
        let part = match parts {
            Some(parts) => *parts.get(at)? as usize,
            None => 0,
        };
        choice(part, operands.get(part)?.lead(at))
    };
    choose(operands, (0..len).map(value).collect())
}

/// A value of each record; `place` says where the value of a record stands. Missing if there is no record.
pub(crate) fn field_of(
    records: Reader<'_, u32>,
    value: &Values,
    place: impl Fn(usize, u32) -> Option<usize>,
    len: usize,
) -> Result<Values, Fault> {
    let chosen: Vec<Choice> = (0..len).map(|at| choice(0, place(at, records.at(at)?))).collect();
    Values::choose(&[value], &chosen)
}

/// The only record of each patient. A patient with several has none: such data contradict their source model and give no
/// result, but even so the order of a file must not decide anything.
pub(crate) fn only_record(layout: &Layout) -> Vec<Option<u32>> {
    layout
        .ranges()
        .map(|range| (range.len() == 1).then_some(0))
        .collect()
}

fn choice(which: usize, place: Option<usize>) -> Choice {
    Some((u32::try_from(which).ok()?, u32::try_from(place?).ok()?))
}

fn choose(operands: &[Operand<'_>], choice: Vec<Choice>) -> Result<Values, Fault> {
    let values: Vec<&Values> = operands.iter().map(|operand| operand.values).collect();
    Values::choose(&values, &choice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::domains::Positions;
    use crate::pass::kernels::testing::{one_of_each_type, value_at};
    use kohort_semantics::value::Value;

    fn operand(values: &Values, positions: Positions) -> Operand<'_> {
        Operand { values, positions }
    }

    #[test]
    fn choices_agree_with_one_value_at_a_time() {
        for values in one_of_each_type() {
            let len = values.len();
            let reversed: std::sync::Arc<[u32]> = (0..len as u32).rev().collect();
            let back = || operand(&values, Positions::Through(reversed.clone()));
            let same = || operand(&values, Positions::Same);
            let first = or_else(&[same(), back()], len).unwrap();
            let conditions: Vec<_> = [Some(true), Some(false), None]
                .into_iter()
                .cycle()
                .take(len)
                .collect();
            let branch = if_else(Reader::of(&conditions), same(), back(), len).unwrap();
            let missing = is_missing(&same(), len);
            for at in 0..len {
                let (l, r) = (value_at(&values, at), value_at(&values, len - 1 - at));
                assert_eq!(missing[at], Some(l == Value::Missing));
                let expected = match conditions[at] {
                    Some(true) => l.clone(),
                    Some(false) => r.clone(),
                    None => Value::Missing,
                };
                assert_eq!(value_at(&branch, at), expected);
                assert_eq!(value_at(&first, at), if l == Value::Missing { r } else { l });
            }
        }
    }

    #[test]
    fn fields_are_found_by_record() {
        let values = Values::Category(vec![Some(10), Some(11), Some(12)]);
        let records = [Some(1), None, Some(0), Some(7)];
        let place = |at: usize, record: u32| Some(at.min(1) + record as usize);
        let found = field_of(Reader::of(&records), &values, place, 4).unwrap();
        assert_eq!(found.categories().unwrap(), [Some(11), None, Some(11), None]);
    }

    #[test]
    fn only_one_record_is_the_only_one() {
        assert_eq!(
            only_record(&Layout::from_lengths([1, 0, 2])),
            [Some(0), None, None]
        );
    }
}
