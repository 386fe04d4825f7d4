//! A column that says how another column of the same row is to be read, by listed texts.
//!
//! Invariant: a text that is not listed is only a fault where the other column has a value.

use super::rows::Rows;
use super::texts::listed;
use super::visit::{Seen, composed, visit};
use arrow::array::ArrayRef;
use arrow::error::ArrowError;
use std::collections::BTreeMap;

/// What the texts of the column mean.
#[derive(Debug)]
pub(super) struct Beside<T> {
    listed: BTreeMap<String, T>,
    blank: Option<T>,
}

/// What one row's text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry<T> {
    Known(T),
    /// The text, which may be empty.
    Unlisted(String),
}

impl<T: Clone> Beside<T> {
    /// Listed texts, and what an empty cell stands for, if it may be empty.
    pub(super) fn new(texts: &BTreeMap<String, T>, blank: Option<T>) -> Self {
        Self {
            listed: listed(texts),
            blank,
        }
    }

    /// What each row says.
    pub(super) fn read(&self, array: &ArrayRef, rows: &Rows) -> Result<Vec<Entry<T>>, ArrowError> {
        let mut entries = Vec::with_capacity(rows.len());
        visit(array, rows, |_, seen| {
            let entry = match seen {
                Seen::Outside => None,
                Seen::Missing => self.blank.clone(),
                Seen::Text(text) => {
                    let text = composed(text);
                    match self.listed.get(text.as_ref()) {
                        Some(value) => Some(value.clone()),
                        None => {
                            entries.push(Entry::Unlisted(text.into_owned()));
                            return;
                        }
                    }
                }
            };
            entries.push(entry.map_or_else(|| Entry::Unlisted(String::new()), Entry::Known));
        })?;
        Ok(entries)
    }
}
