//! An operand as its user sees it: indexed by the user's own positions.
//!
//! Invariant: a reader answers for every position; where there is nothing the value is missing.

use super::domains::Positions;
use super::fault::Fault;
use super::numbers::Numbers;
use super::texts::Texts;
use super::values::Values;
use kohort_semantics::value::{Date, Number};
use std::cmp::Ordering;

/// A vector and the way from the user's positions to its own.
#[derive(Debug, Clone)]
pub(crate) struct Operand<'a> {
    /// The vector.
    pub(crate) values: &'a Values,
    /// The way to it.
    pub(crate) positions: Positions,
}

/// Values that can be copied, by the user's positions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a, T> {
    values: &'a [Option<T>],
    positions: &'a Positions,
}

/// Numbers, by the user's positions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NumberReader<'a> {
    /// The vector.
    pub(crate) numbers: &'a Numbers,
    positions: &'a Positions,
}

/// Texts, by the user's positions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextReader<'a> {
    texts: &'a Texts,
    positions: &'a Positions,
}

impl<'a> Operand<'a> {
    /// The operand's position behind a position of the user.
    pub(crate) fn lead(&self, position: usize) -> Option<usize> {
        self.positions.lead(position)
    }

    /// Whether nothing is known.
    pub(crate) fn is_missing(&self, position: usize) -> bool {
        self.lead(position)
            .is_none_or(|there| self.values.is_missing(there))
    }

    /// How two known values are ordered; `None` if either is missing.
    pub(crate) fn order(&self, left: usize, right: usize) -> Option<Ordering> {
        self.values.order(self.lead(left)?, self.lead(right)?)
    }

    /// Read as truths.
    pub(crate) fn booleans(&'a self) -> Result<Reader<'a, bool>, Fault> {
        Ok(Reader {
            values: self.values.booleans()?,
            positions: &self.positions,
        })
    }

    /// Read as dates.
    pub(crate) fn dates(&'a self) -> Result<Reader<'a, Date>, Fault> {
        Ok(Reader {
            values: self.values.dates()?,
            positions: &self.positions,
        })
    }

    /// Read as periods.
    pub(crate) fn periods(&'a self) -> Result<Reader<'a, (Date, Date)>, Fault> {
        Ok(Reader {
            values: self.values.periods()?,
            positions: &self.positions,
        })
    }

    /// Read as categories.
    pub(crate) fn categories(&'a self) -> Result<Reader<'a, u32>, Fault> {
        Ok(Reader {
            values: self.values.categories()?,
            positions: &self.positions,
        })
    }

    /// Read as records.
    pub(crate) fn records(&'a self) -> Result<Reader<'a, u32>, Fault> {
        Ok(Reader {
            values: self.values.records()?,
            positions: &self.positions,
        })
    }

    /// Read as numbers.
    pub(crate) fn numbers(&'a self) -> Result<NumberReader<'a>, Fault> {
        Ok(NumberReader {
            numbers: self.values.numbers()?,
            positions: &self.positions,
        })
    }

    /// Read as texts.
    pub(crate) fn texts(&'a self) -> Result<TextReader<'a>, Fault> {
        Ok(TextReader {
            texts: self.values.texts()?,
            positions: &self.positions,
        })
    }
}

impl<T: Copy> Reader<'_, T> {
    /// The value for a position.
    pub(crate) fn at(&self, position: usize) -> Option<T> {
        self.values.get(self.positions.lead(position)?).copied().flatten()
    }
}

impl<'a> NumberReader<'a> {
    /// The number for a position.
    pub(crate) fn at(&self, position: usize) -> Option<Number> {
        self.numbers.get(self.lead(position)?)
    }

    /// The vector's position behind a position of the user.
    pub(crate) fn lead(&self, position: usize) -> Option<usize> {
        self.positions.lead(position)
    }

    /// How the numbers for two positions compare, if both are known.
    pub(crate) fn order_within(&self, left: usize, right: usize) -> Option<Ordering> {
        self.numbers
            .order(self.lead(left)?, self.numbers, self.lead(right)?)
    }

    /// How the number for a position compares with another vector's, if both are known.
    pub(crate) fn order(&self, other: &NumberReader<'_>, position: usize) -> Option<Ordering> {
        self.numbers
            .order(self.lead(position)?, other.numbers, other.lead(position)?)
    }
}

impl<'a> TextReader<'a> {
    /// The text for a position.
    pub(crate) fn at(&self, position: usize) -> Option<&'a str> {
        self.texts.get(self.positions.lead(position)?)
    }
}

impl<'a, T> Reader<'a, T> {
    /// A reader of a vector of the user's own domain.
    #[cfg(test)]
    pub(crate) fn of(values: &'a [Option<T>]) -> Self {
        Self {
            values,
            positions: &Positions::Same,
        }
    }
}

impl<'a> NumberReader<'a> {
    /// A reader of a vector of the user's own domain.
    #[cfg(test)]
    pub(crate) fn of(numbers: &'a Numbers) -> Self {
        Self {
            numbers,
            positions: &Positions::Same,
        }
    }
}

impl<'a> TextReader<'a> {
    /// A reader of a vector of the user's own domain.
    #[cfg(test)]
    pub(crate) fn of(texts: &'a Texts) -> Self {
        Self {
            texts,
            positions: &Positions::Same,
        }
    }
}
