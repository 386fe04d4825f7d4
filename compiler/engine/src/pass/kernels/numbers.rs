//! Vectors of exact numbers, in the cheapest form that holds them.
//!
//! Invariant: the form is never visible in a result; it only decides what a comparison costs.

use super::raw::RawColumn;
use kohort_semantics::value::Number;
use std::cmp::Ordering;
use std::sync::Arc;

/// A vector of numbers.
#[derive(Debug, Clone)]
pub(crate) enum Numbers {
    /// Rows of a decoded column.
    Raw {
        /// The column.
        column: Arc<RawColumn>,
        /// Which row each number is.
        rows: Vec<Option<u32>>,
    },
    /// Whole numbers: ages, days, counts.
    Integer(Vec<Option<i64>>),
    /// Whatever was computed.
    Exact(Vec<Option<Number>>),
}

impl Numbers {
    /// How many there are.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Raw { rows, .. } => rows.len(),
            Self::Integer(values) => values.len(),
            Self::Exact(values) => values.len(),
        }
    }

    /// The number at a position.
    pub(crate) fn get(&self, position: usize) -> Option<Number> {
        match self {
            Self::Raw { column, rows } => column.number(row(rows, position)?),
            Self::Integer(values) => values.get(position).copied().flatten().map(Number::from_integer),
            Self::Exact(values) => values.get(position)?.clone(),
        }
    }

    /// Whether there is no number at a position.
    pub(crate) fn is_missing(&self, position: usize) -> bool {
        match self {
            Self::Raw { column, rows } => row(rows, position).and_then(|row| column.raw(row)).is_none(),
            Self::Integer(values) => values.get(position).is_none_or(Option::is_none),
            Self::Exact(values) => values.get(position).is_none_or(Option::is_none),
        }
    }

    /// How a number compares with one of another vector, if both are known.
    pub(crate) fn order(&self, position: usize, other: &Self, there: usize) -> Option<Ordering> {
        match (self, other) {
            (
                Self::Raw { column, rows },
                Self::Raw {
                    column: same,
                    rows: others,
                },
            ) if Arc::ptr_eq(column, same) => column.order(row(rows, position)?, row(others, there)?),
            (Self::Integer(left), Self::Integer(right)) => Some(
                left.get(position)
                    .copied()
                    .flatten()?
                    .cmp(&right.get(there).copied().flatten()?),
            ),
            (Self::Exact(left), Self::Exact(right)) => {
                Some(left.get(position)?.as_ref()?.cmp(right.get(there)?.as_ref()?))
            }
            _ => Some(self.get(position)?.cmp(&other.get(there)?)),
        }
    }

    /// A vector of chosen numbers, each from one of some vectors.
    pub(crate) fn choose(from: &[&Self], choice: &[Option<(u32, u32)>]) -> Self {
        if let Some(column) = Self::common_column(from) {
            let chosen = |(which, at): (u32, u32)| match from.get(which as usize)? {
                Self::Raw { rows, .. } => rows.get(at as usize).copied().flatten(),
                _ => None,
            };
            return Self::Raw {
                column,
                rows: choice.iter().map(|choice| choice.and_then(chosen)).collect(),
            };
        }
        let integer = |(which, at): (u32, u32)| match from.get(which as usize)? {
            Self::Integer(values) => values.get(at as usize).copied().flatten(),
            _ => None,
        };
        if from.iter().all(|numbers| matches!(numbers, Self::Integer(_))) {
            return Self::Integer(choice.iter().map(|choice| choice.and_then(integer)).collect());
        }
        let exact = |(which, at): (u32, u32)| from.get(which as usize)?.get(at as usize);
        Self::Exact(choice.iter().map(|choice| choice.and_then(exact)).collect())
    }

    /// The one column that all of the vectors are rows of.
    fn common_column(from: &[&Self]) -> Option<Arc<RawColumn>> {
        let column = |numbers: &Self| match numbers {
            Self::Raw { column, .. } => Some(Arc::clone(column)),
            _ => None,
        };
        let first = column(from.first()?)?;
        from.iter()
            .all(|numbers| column(numbers).is_some_and(|other| Arc::ptr_eq(&first, &other)))
            .then_some(first)
    }
}

/// The row at a position.
pub(crate) fn row(rows: &[Option<u32>], position: usize) -> Option<usize> {
    rows.get(position).copied().flatten().map(|row| row as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::{numbers_in_every_form, raw_column};
    use kohort_semantics::units::Conversion;

    #[test]
    fn every_form_holds_the_same_numbers() {
        let values = [Some(3), None, Some(-2), Some(3)];
        for left in numbers_in_every_form(&values) {
            assert_eq!(left.len(), values.len());
            for (position, value) in values.iter().enumerate() {
                assert_eq!(left.get(position), value.map(Number::from_integer));
                assert_eq!(left.is_missing(position), value.is_none());
                for right in numbers_in_every_form(&values) {
                    for (there, other) in values.iter().enumerate() {
                        assert_eq!(
                            left.order(position, &right, there),
                            value.zip(*other).map(|(l, r)| l.cmp(&r))
                        );
                    }
                }
            }
            assert!(left.is_missing(4) && left.get(4).is_none());
        }
    }

    #[test]
    fn what_is_chosen_stays_raw_if_it_is_of_one_column() {
        let column = Arc::new(raw_column(
            &[Conversion::identity()],
            [Some(("1".to_owned(), 0)), Some(("2".to_owned(), 0))],
        ));
        let rows = |rows: &[Option<u32>]| Numbers::Raw {
            column: Arc::clone(&column),
            rows: rows.to_vec(),
        };
        let (first, second) = (rows(&[Some(0), Some(1)]), rows(&[Some(1)]));
        let choice = [Some((1, 0)), None, Some((0, 0)), Some((0, 9)), Some((7, 0))];
        let chosen = Numbers::choose(&[&first, &second], &choice);
        assert!(
            matches!(&chosen, Numbers::Raw { rows, .. } if *rows == [Some(1), None, Some(0), None, None])
        );
        let mixed = Numbers::choose(&[&first, &Numbers::Integer(vec![Some(2)])], &choice);
        for position in 0..choice.len() {
            assert_eq!(mixed.get(position), chosen.get(position));
        }
    }
}
