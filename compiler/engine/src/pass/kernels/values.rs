//! The vector of a node's values, one for each position of its domain.
//!
//! Invariant: a missing value is `None` in every type. A record is the position among its owner's records, so that it
//! means the same whether the records are seen from a patient or from an entry.

use super::fault::Fault;
use super::numbers::Numbers;
use super::texts::Texts;
use kohort_plan::algebra::ValueType;
use kohort_semantics::value::Date;
use std::cmp::Ordering;

/// From which of some vectors, and from which position of it, a value is taken; missing, if absent.
pub(crate) type Choice = Option<(u32, u32)>;

/// A node's values.
#[derive(Debug, Clone)]
pub(crate) enum Values {
    /// True, false or unknown.
    Boolean(Vec<Option<bool>>),
    /// Exact numbers.
    Number(Numbers),
    /// Dates.
    Date(Vec<Option<Date>>),
    /// Periods.
    Period(Vec<Option<(Date, Date)>>),
    /// Positions in a category.
    Category(Vec<Option<u32>>),
    /// Texts and codes.
    Text(Texts),
    /// Records, by position among their owner's.
    Record(Vec<Option<u32>>),
}

impl Values {
    /// The type.
    pub(crate) fn ty(&self) -> ValueType {
        match self {
            Self::Boolean(_) => ValueType::Boolean,
            Self::Number(_) => ValueType::Number,
            Self::Date(_) => ValueType::Date,
            Self::Period(_) => ValueType::Period,
            Self::Category(_) => ValueType::Category,
            Self::Text(_) => ValueType::Text,
            Self::Record(_) => ValueType::Record,
        }
    }

    /// How many there are.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Boolean(values) => values.len(),
            Self::Number(values) => values.len(),
            Self::Date(values) => values.len(),
            Self::Period(values) => values.len(),
            Self::Category(values) | Self::Record(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// Whether nothing is known at a position; also behind the end.
    pub(crate) fn is_missing(&self, position: usize) -> bool {
        match self {
            Self::Boolean(values) => values.get(position).is_none_or(Option::is_none),
            Self::Number(values) => values.is_missing(position),
            Self::Date(values) => values.get(position).is_none_or(Option::is_none),
            Self::Period(values) => values.get(position).is_none_or(Option::is_none),
            Self::Category(values) | Self::Record(values) => values.get(position).is_none_or(Option::is_none),
            Self::Text(values) => values.get(position).is_none(),
        }
    }

    /// How two known values are ordered where a total order is needed (ties, smallest and largest); `None` if either is
    /// missing. It is [`kohort_semantics::value::tie_order`] on vectors.
    pub(crate) fn order(&self, left: usize, right: usize) -> Option<Ordering> {
        match self {
            Self::Boolean(values) => order(values, left, right),
            Self::Number(values) => values.order(left, values, right),
            Self::Date(values) => order(values, left, right),
            Self::Period(values) => order(values, left, right),
            Self::Category(values) | Self::Record(values) => order(values, left, right),
            Self::Text(values) => Some(values.get(left)?.cmp(values.get(right)?)),
        }
    }

    /// A vector of chosen values, each from one of some vectors of one type.
    pub(crate) fn choose(from: &[&Self], choice: &[Choice]) -> Result<Self, Fault> {
        let first = from.first().ok_or(Fault::Other("has no operand"))?;
        Ok(match first {
            Self::Boolean(_) => Self::Boolean(pick(&typed(from, Self::booleans)?, choice)),
            Self::Number(_) => Self::Number(Numbers::choose(&typed(from, Self::numbers)?, choice)),
            Self::Date(_) => Self::Date(pick(&typed(from, Self::dates)?, choice)),
            Self::Period(_) => Self::Period(pick(&typed(from, Self::periods)?, choice)),
            Self::Category(_) => Self::Category(pick(&typed(from, Self::categories)?, choice)),
            Self::Text(_) => Self::Text(Texts::choose(&typed(from, Self::texts)?, choice)),
            Self::Record(_) => Self::Record(pick(&typed(from, Self::records)?, choice)),
        })
    }

    /// The truths.
    pub(crate) fn booleans(&self) -> Result<&[Option<bool>], Fault> {
        if let Self::Boolean(values) = self {
            Ok(values)
        } else {
            Err(self.wanted(ValueType::Boolean))
        }
    }

    /// The numbers.
    pub(crate) fn numbers(&self) -> Result<&Numbers, Fault> {
        if let Self::Number(values) = self {
            Ok(values)
        } else {
            Err(self.wanted(ValueType::Number))
        }
    }

    /// The dates.
    pub(crate) fn dates(&self) -> Result<&[Option<Date>], Fault> {
        if let Self::Date(values) = self {
            Ok(values)
        } else {
            Err(self.wanted(ValueType::Date))
        }
    }

    /// The periods.
    pub(crate) fn periods(&self) -> Result<&[Option<(Date, Date)>], Fault> {
        if let Self::Period(values) = self {
            Ok(values)
        } else {
            Err(self.wanted(ValueType::Period))
        }
    }

    /// The categories.
    pub(crate) fn categories(&self) -> Result<&[Option<u32>], Fault> {
        if let Self::Category(values) = self {
            Ok(values)
        } else {
            Err(self.wanted(ValueType::Category))
        }
    }

    /// The texts.
    pub(crate) fn texts(&self) -> Result<&Texts, Fault> {
        if let Self::Text(values) = self {
            Ok(values)
        } else {
            Err(self.wanted(ValueType::Text))
        }
    }

    /// The records.
    pub(crate) fn records(&self) -> Result<&[Option<u32>], Fault> {
        if let Self::Record(values) = self {
            Ok(values)
        } else {
            Err(self.wanted(ValueType::Record))
        }
    }

    fn wanted(&self, wanted: ValueType) -> Fault {
        Fault::Type {
            wanted,
            found: self.ty(),
        }
    }
}

fn order<T: Copy + Ord>(values: &[Option<T>], left: usize, right: usize) -> Option<Ordering> {
    let value = |position: usize| values.get(position).copied().flatten();
    Some(value(left)?.cmp(&value(right)?))
}

/// All the vectors as vectors of one type.
fn typed<'a, T: ?Sized>(
    from: &[&'a Values],
    read: impl Fn(&'a Values) -> Result<&'a T, Fault>,
) -> Result<Vec<&'a T>, Fault> {
    from.iter().map(|values| read(values)).collect()
}

fn pick<T: Copy>(from: &[&[Option<T>]], choice: &[Choice]) -> Vec<Option<T>> {
    let chosen = |(which, at): (u32, u32)| from.get(which as usize)?.get(at as usize).copied().flatten();
    choice.iter().map(|choice| choice.and_then(chosen)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::{one_of_each_type, value_at};
    use kohort_semantics::value::{Value, tie_order};

    #[test]
    fn the_order_is_the_one_of_the_values() {
        for values in one_of_each_type() {
            for left in 0..values.len() {
                for right in 0..values.len() {
                    let (l, r) = (value_at(&values, left), value_at(&values, right));
                    let expected = (!l.is_missing() && !r.is_missing()).then(|| tie_order(&l, &r));
                    assert_eq!(values.order(left, right), expected, "{l:?} {r:?}");
                }
            }
        }
    }

    #[test]
    fn every_type_can_be_chosen_from_and_none_from_two() {
        for values in one_of_each_type() {
            let last = u32::try_from(values.len() - 1).unwrap();
            let chosen = Values::choose(
                &[&values, &values],
                &[Some((1, last)), None, Some((0, 0)), Some((0, 99))],
            )
            .unwrap();
            let expected = [
                value_at(&values, values.len() - 1),
                Value::Missing,
                value_at(&values, 0),
                Value::Missing,
            ];
            for (position, expected) in expected.into_iter().enumerate() {
                assert_eq!(value_at(&chosen, position), expected);
                assert_eq!(chosen.is_missing(position), expected.is_missing());
            }
            for other in one_of_each_type() {
                assert_eq!(
                    Values::choose(&[&values, &other], &[]).is_ok(),
                    values.ty() == other.ty()
                );
            }
        }
        assert!(Values::choose(&[], &[]).is_err());
    }
}
