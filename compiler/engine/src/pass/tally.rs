//! How often each row of a tally occurs.
//!
//! Invariant: the counts of disjoint patients add up. A row is known by its JSON text, which is the same for equal rows
//! and orders them alike everywhere.

use kohort_semantics::study::{Counted, TallyValue};
use std::collections::BTreeMap;

/// The rows of one tally, by their text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows(BTreeMap<String, u64>);

impl Rows {
    /// Counts a row.
    pub(crate) fn count(&mut self, row: &[TallyValue]) {
        // Writing cannot fail: a row is plain data with text keys.
        if let Ok(text) = serde_json::to_string(row) {
            self.add(text, 1);
        }
    }

    /// Counts a row, by its text, so many times.
    pub(crate) fn add(&mut self, text: String, count: u64) {
        *self.0.entry(text).or_default() += count;
    }

    /// Adds the counts of other patients.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (text, count) in &other.0 {
            match self.0.get_mut(text) {
                Some(known) => *known += count,
                None => self.add(text.clone(), *count),
            }
        }
    }

    /// The texts with their counts, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(text, count)| (text.as_str(), *count))
    }

    /// The rows that the texts are; nothing if one is no row.
    pub(crate) fn counted(&self) -> Option<Counted> {
        let row = |(text, count): (&str, u64)| Some((serde_json::from_str(text).ok()?, count));
        Some(Counted {
            rows: self.iter().map(row).collect::<Option<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_semantics::study::{NoOutcome, Outcome};
    use kohort_semantics::value::{Date, Day, Number, Value};

    #[test]
    fn rows_come_back_as_they_were_counted() {
        let rows: Vec<Vec<TallyValue>> = vec![
            vec![TallyValue::Value(Value::Missing)],
            vec![
                TallyValue::Value(Value::Boolean(true)),
                TallyValue::Value(Value::Category(3)),
            ],
            vec![TallyValue::Value(Value::Number(Number::from_decimal(-12345, 3)))],
            vec![TallyValue::Value(Value::Date(Date::day(Day(19000))))],
            vec![TallyValue::Value(Value::Text("薬, \"x\"".into()))],
            vec![TallyValue::Outcome(Outcome::None(NoOutcome::Negative))],
            vec![TallyValue::Outcome(Outcome::Time {
                exit: 5,
                entry: 0,
                event: Some(1),
            })],
        ];
        let (mut left, mut right) = (Rows::default(), Rows::default());
        for row in &rows {
            left.count(row);
            right.count(row);
            right.count(row);
        }
        left.merge(&right);
        let mut found = left.counted().unwrap().rows;
        let mut expected: Vec<_> = rows.into_iter().map(|row| (row, 3)).collect();
        let by_text = |row: &(Vec<TallyValue>, u64)| serde_json::to_string(&row.0).unwrap();
        expected.sort_by_key(by_text);
        assert!(found.is_sorted_by_key(by_text));
        found.sort_by_key(by_text);
        assert_eq!(found, expected);
    }
}
