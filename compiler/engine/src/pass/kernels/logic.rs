//! Kleene's three-valued logic over vectors.
//!
//! Invariant: an answer is given exactly if it is the same whatever the unknown operands turn out to be.

use super::operand::Reader;
use kohort_semantics::value::kleene;

/// The opposite.
pub(crate) fn not(operand: Reader<'_, bool>, len: usize) -> Vec<Option<bool>> {
    (0..len).map(|at| kleene::not(operand.at(at))).collect()
}

/// All of the operands; true if there are none.
pub(crate) fn and(operands: &[Reader<'_, bool>], len: usize) -> Vec<Option<bool>> {
    fold(operands, len, Some(true), kleene::and)
}

/// Any of the operands; false if there are none.
pub(crate) fn or(operands: &[Reader<'_, bool>], len: usize) -> Vec<Option<bool>> {
    fold(operands, len, Some(false), kleene::or)
}

type Connective = fn(Option<bool>, Option<bool>) -> Option<bool>;

fn fold(
    operands: &[Reader<'_, bool>],
    len: usize,
    none: Option<bool>,
    connect: Connective,
) -> Vec<Option<bool>> {
    let mut result = vec![none; len];
    for operand in operands {
        for (at, value) in result.iter_mut().enumerate() {
            *value = connect(*value, operand.at(at));
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connectives_agree_with_one_value_at_a_time() {
        let all = [Some(true), Some(false), None];
        let left: Vec<_> = all.iter().flat_map(|left| [*left; 9]).collect();
        let middle: Vec<_> = all
            .iter()
            .flat_map(|middle| [*middle; 3])
            .cycle()
            .take(27)
            .collect();
        let right: Vec<_> = all.into_iter().cycle().take(27).collect();
        let readers = [&left, &middle, &right].map(|values| Reader::of(values));
        let (conjunction, disjunction) = (and(&readers, 27), or(&readers, 27));
        for at in 0..27 {
            let operands = [left[at], middle[at], right[at]];
            let decided = |by| operands.contains(&Some(by));
            let unknown = operands.contains(&None);
            let expected = if decided(false) {
                Some(false)
            } else if unknown {
                None
            } else {
                Some(true)
            };
            assert_eq!(conjunction[at], expected);
            let expected = if decided(true) {
                Some(true)
            } else if unknown {
                None
            } else {
                Some(false)
            };
            assert_eq!(disjunction[at], expected);
        }
        assert_eq!(not(Reader::of(&all), 3), [Some(false), Some(true), None]);
        assert_eq!((and(&[], 1), or(&[], 1)), (vec![Some(true)], vec![Some(false)]));
    }
}
