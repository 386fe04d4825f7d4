//! Distinct values with how many records have each, in bounded memory.
//!
//! Invariant: the counts are exact and do not depend on the order of records: of too many values the smallest are kept, so
//! that a value that is kept was never dropped.

use std::borrow::Borrow;
use std::collections::BTreeMap;

/// Distinct values with how many records have each.
#[derive(Debug, Clone)]
pub(in crate::describe) struct Counted<T> {
    counts: BTreeMap<T, u64>,
    limit: usize,
    dropped: bool,
}

impl<T: Ord> Counted<T> {
    /// Nothing yet; so many values at most are kept.
    pub(in crate::describe) fn new(limit: usize) -> Self {
        Self {
            counts: BTreeMap::new(),
            limit,
            dropped: false,
        }
    }

    /// One more record with this value.
    pub(in crate::describe) fn see<Q: Ord + ?Sized + ToOwned<Owned = T>>(&mut self, value: &Q)
    where
        T: Borrow<Q>,
    {
        match self.counts.get_mut(value) {
            Some(count) => *count += 1,
            None => self.count(value.to_owned(), 1),
        }
    }

    fn count(&mut self, value: T, records: u64) {
        *self.counts.entry(value).or_default() += records;
        if self.counts.len() > self.limit {
            self.counts.pop_last();
            self.dropped = true;
        }
    }

    /// Adds what was counted elsewhere.
    pub(in crate::describe) fn add(&mut self, other: Self) {
        self.dropped |= other.dropped;
        other
            .counts
            .into_iter()
            .for_each(|(value, records)| self.count(value, records));
    }

    /// How many values are kept.
    pub(in crate::describe) fn len(&self) -> u64 {
        self.counts.len() as u64
    }

    /// Whether there were more than are kept.
    pub(in crate::describe) fn is_cut(&self) -> bool {
        self.dropped
    }

    /// The values that are kept, ascending.
    pub(in crate::describe) fn iter(&self) -> impl Iterator<Item = (&T, u64)> {
        self.counts.iter().map(|(value, count)| (value, *count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_do_not_depend_on_the_order() {
        let texts: Vec<String> = (0..40).map(|number| format!("value {number:02}")).collect();
        let count = |texts: &mut dyn Iterator<Item = &String>| {
            let mut counted = Counted::<String>::new(30);
            texts.for_each(|text| counted.see(text.as_str()));
            counted
        };
        let shown = |counted: &Counted<String>| -> Vec<(String, u64)> {
            counted
                .iter()
                .map(|(text, count)| (text.clone(), count))
                .collect()
        };
        let twice = count(&mut texts.iter().chain(&texts));
        assert_eq!(
            shown(&twice),
            shown(&count(&mut texts.iter().rev().chain(texts.iter().rev())))
        );
        let mut parts = count(&mut texts.iter().skip(20));
        parts.add(count(&mut texts.iter()));
        parts.add(count(&mut texts.iter().take(20)));
        assert_eq!(shown(&twice), shown(&parts));
        assert!(parts.is_cut() && parts.len() == 30);
        assert!(shown(&parts).iter().all(|(_, count)| *count == 2));
    }
}
