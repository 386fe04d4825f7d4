//! Which rows of a batch are read.
//!
//! Invariant: a row that is not read can neither have a value nor be at fault.

use arrow::array::Array;
use arrow::buffer::BooleanBuffer;

/// Some rows of a batch.
#[derive(Debug, Clone)]
pub(crate) struct Rows(BooleanBuffer);

impl Rows {
    pub(crate) fn all(length: usize) -> Self {
        Self(BooleanBuffer::new_set(length))
    }

    pub(crate) fn of(included: impl IntoIterator<Item = bool>) -> Self {
        Self(included.into_iter().collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn includes(&self, row: usize) -> bool {
        row < self.0.len() && self.0.value(row)
    }

    pub(crate) fn are_all(&self) -> bool {
        self.0.count_set_bits() == self.0.len()
    }

    /// These rows and those.
    pub(crate) fn or(&self, other: &Self) -> Self {
        Self(&self.0 | &other.0)
    }

    /// Those of these rows in which an array has a value.
    pub(crate) fn with_value_in(&self, array: &dyn Array) -> Self {
        match array.logical_nulls() {
            Some(nulls) => Self(&self.0 & nulls.inner()),
            None => self.clone(),
        }
    }

    pub(crate) fn bits(&self) -> &BooleanBuffer {
        &self.0
    }
}
