//! The small parts of which messages are made.
//!
//! Invariant: whatever is quoted from data is on one line and holds no control characters.

use std::collections::BTreeSet;
use std::fmt::Write;

/// How many values a fault shows.
const EXAMPLES: usize = 3;
/// Longer values are free text, which may say anything about a patient.
const LONGEST_EXAMPLE: usize = 40;

/// The smallest few distinct values of many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Examples(BTreeSet<String>);

impl Examples {
    /// Considers one more value.
    pub(crate) fn consider(&mut self, text: &str) {
        let enough = self.0.len() >= EXAMPLES;
        if enough && self.0.last().is_some_and(|largest| text >= largest.as_str())
            || text.chars().count() > LONGEST_EXAMPLE
        {
            return;
        }
        self.0.insert(text.to_owned());
        if self.0.len() > EXAMPLES {
            self.0.pop_last();
        }
    }

    /// Considers all that were considered elsewhere.
    pub(crate) fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|text| self.consider(text));
    }

    /// The values, ascending.
    pub(crate) fn into_vec(self) -> Vec<String> {
        self.0.into_iter().collect()
    }
}

/// In quotation marks, with control characters and marks that change the direction of writing made visible.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        let directional =
            matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if character.is_control() || directional {
            // Writing into a string cannot fail.
            let _ = write!(quoted, "\\u{{{:x}}}", u32::from(character));
        } else {
            quoted.push(character);
        }
    }
    quoted.push('"');
    quoted
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// The first so many items as a list, and how many more there are.
pub(super) fn list_up_to(limit: usize, items: &[String], last: &str) -> String {
    match items.get(..limit) {
        Some(shown) if items.len() > limit => {
            format!(
                "{} and {} more",
                shown.join(", "),
                grouped((items.len() - limit) as u64)
            )
        }
        _ => list(items, last),
    }
}

/// `1 value`, `1,204 values`.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{} {many}", grouped(count))
    }
}

/// With a comma between groups of three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_examples_are_kept_whatever_the_order() {
        let texts = ["d", "b", "a", "c", "b", "a"];
        for turn in 0..texts.len() {
            let mut examples = Examples::default();
            texts
                .iter()
                .cycle()
                .skip(turn)
                .take(texts.len())
                .for_each(|text| examples.consider(text));
            assert_eq!(examples.into_vec(), ["a", "b", "c"]);
        }
        let mut long = Examples::default();
        long.consider(&"x".repeat(LONGEST_EXAMPLE + 1));
        assert_eq!(long.into_vec(), Vec::<String>::new());
    }

    #[test]
    fn quoted_text_cannot_command_a_terminal() {
        assert_eq!(quoted("a\u{1b}[2J\n\u{202e}b"), "\"a\\u{1b}[2J\\u{a}\\u{202e}b\"");
        assert_eq!(quoted("男"), "\"男\"");
    }

    #[test]
    fn counts_and_lists_read_well() {
        assert_eq!(counted(1, "value", "values"), "1 value");
        assert_eq!(counted(1_234_567, "value", "values"), "1,234,567 values");
        assert_eq!(grouped(999), "999");
        let items: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!(list(&items, "or"), "a, b or c");
        assert_eq!(list_up_to(2, &items, "and"), "a, b and 1 more");
        assert_eq!(list_up_to(3, &items, "and"), "a, b and c");
    }
}
