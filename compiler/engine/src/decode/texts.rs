//! Columns whose values are understood as texts: free text and listed texts.
//!
//! Invariant: texts are compared and kept in Unicode NFC.

use super::rows::Rows;
use super::verdicts::Verdicts;
use super::visit::{Seen, composed, visit};
use arrow::array::ArrayRef;
use arrow::error::ArrowError;
use std::collections::{BTreeMap, BTreeSet};

/// The texts that mean *missing*, in the form in which they are compared.
pub(super) fn unknown_texts(texts: &[String]) -> BTreeSet<String> {
    texts
        .iter()
        .map(|text| composed(text.trim()).into_owned())
        .collect()
}

/// A map by listed texts, in the form in which they are compared.
pub(super) fn listed<T: Clone>(map: &BTreeMap<String, T>) -> BTreeMap<String, T> {
    map.iter()
        .map(|(text, value)| (composed(text.trim()).into_owned(), value.clone()))
        .collect()
}

/// Reads each row's text; `read` gives nothing for a text that it does not understand. `push` gets every row's value.
pub(super) fn read_texts<T>(
    (array, rows): (&ArrayRef, &Rows),
    unknown: &BTreeSet<String>,
    verdicts: &mut Verdicts,
    mut read: impl FnMut(&str) -> Option<T>,
    mut push: impl FnMut(Option<T>),
) -> Result<(), ArrowError> {
    visit(array, rows, |_, seen| {
        let Seen::Text(text) = seen else { return push(None) };
        let text = composed(text);
        if !unknown.is_empty() && unknown.contains(text.as_ref()) {
            return push(None);
        }
        let value = read(&text);
        if value.is_none() {
            verdicts.unlisted(&text);
        }
        push(value);
    })
}
