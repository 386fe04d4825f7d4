//! The distinct texts of a column that name no drug, no code or nothing that is listed, for the person who keeps the lists.
//!
//! Invariant: the counts are exact and do not depend on the order of rows: of too many texts the smallest by code point are
//! kept, so that a text that is kept was never dropped. Only what can hardly identify anybody is kept: short texts without
//! runs of digits; which of them are frequent enough to be shown is for whoever shows them.

use std::collections::BTreeMap;

/// How many distinct texts are kept.
const KEPT: usize = 1 << 12;
/// Longer texts are remarks.
const LONGEST: usize = 60;
/// A longer run of digits may be a number of a person or a case.
const DIGITS: usize = 4;

/// Distinct texts with how many rows have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spellings(BTreeMap<String, u64>);

impl Spellings {
    /// One more row with this text.
    pub(crate) fn add(&mut self, text: &str) {
        if harmless(text) {
            self.count(text, 1);
        }
    }

    /// Texts that were counted before, with how many rows have them.
    pub(crate) fn of(texts: &[(String, u64)]) -> Self {
        let mut spellings = Self::default();
        texts.iter().for_each(|(text, rows)| spellings.count(text, *rows));
        spellings
    }

    /// Adds all that was counted elsewhere.
    pub(crate) fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(text, rows)| self.count(text, *rows));
    }

    fn count(&mut self, text: &str, rows: u64) {
        if let Some(count) = self.0.get_mut(text) {
            *count += rows;
            return;
        }
        let full = self.0.len() >= KEPT;
        if full
            && self
                .0
                .last_key_value()
                .is_some_and(|(largest, _)| text > largest.as_str())
        {
            return;
        }
        self.0.insert(text.to_owned(), rows);
        if full {
            self.0.pop_last();
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The texts that at least so many rows have, the most frequent first.
    pub(crate) fn frequent(&self, least: u64) -> Vec<(String, u64)> {
        let mut found: Vec<(String, u64)> = self
            .0
            .iter()
            .filter(|(_, rows)| **rows >= least)
            .map(|(text, rows)| (text.clone(), *rows))
            .collect();
        found.sort_by(|(left, left_rows), (right, right_rows)| {
            right_rows.cmp(left_rows).then(left.cmp(right))
        });
        found
    }
}

fn harmless(text: &str) -> bool {
    let mut run = 0;
    let long_number = text.chars().any(|letter| {
        run = if letter.is_numeric() { run + 1 } else { 0 };
        run >= DIGITS
    });
    !long_number && text.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_do_not_depend_on_the_order() {
        let texts: Vec<String> = (0..KEPT + 10)
            .map(|number| format!("drug {}", letters(number)))
            .collect();
        let count = |texts: &mut dyn Iterator<Item = &String>| {
            let mut spellings = Spellings::default();
            texts.for_each(|text| spellings.add(text));
            spellings
        };
        let once = count(&mut texts.iter().chain(&texts));
        assert_eq!(once, count(&mut texts.iter().rev().chain(texts.iter().rev())));
        assert_eq!(once.0.len(), KEPT);
        let mut merged = count(&mut texts.iter().skip(KEPT / 2));
        merged.merge(&count(&mut texts.iter().take(KEPT / 2)));
        merged.merge(&count(&mut texts.iter()));
        assert_eq!(once, merged);
        assert_eq!((once.frequent(2).len(), once.frequent(3).len()), (KEPT, 0));
    }

    /// A number in letters.
    fn letters(number: usize) -> String {
        number
            .to_string()
            .bytes()
            .map(|digit| char::from(digit - b'0' + b'a'))
            .collect()
    }

    #[test]
    fn what_may_identify_is_not_kept() {
        let mut spellings = Spellings::default();
        for text in [
            "Oxaliplatin",
            "patient 1234567",
            &"x".repeat(LONGEST + 1),
            "5-FU",
            "１２３４",
        ] {
            spellings.add(text);
        }
        let kept: Vec<&String> = spellings.0.keys().collect();
        assert_eq!(kept, ["5-FU", "Oxaliplatin"]);
    }
}
