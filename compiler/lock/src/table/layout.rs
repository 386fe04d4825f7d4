//! What the columns of a result table are.
//!
//! Invariant: a column is the source's name, part of a row's name, a result, or words that are not compared; a column that
//! is not known is a result.

/// The column with the source's name.
const SOURCE: &str = "source";
/// Columns that name a row.
const NAMES: [&str; 9] = [
    "cohort", "step", "kind", "place", "section", "label", "unit", "column", "table",
];
/// Columns that describe and are not compared.
const WORDS: [&str; 1] = ["description"];

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    head: Vec<String>,
    source: usize,
}

impl Layout {
    /// The layout of a table with these columns; none without a column for the source.
    pub(super) fn of(head: Vec<String>) -> Option<Self> {
        let source = head.iter().position(|name| name == SOURCE)?;
        Some(Self { head, source })
    }

    pub(super) fn head(&self) -> &[String] {
        &self.head
    }

    /// The source that a row is of.
    pub(super) fn source<'f>(&self, fields: &'f [String]) -> &'f str {
        fields.get(self.source).map_or("", String::as_str)
    }

    /// The fields that are compared.
    pub(super) fn compared<'f>(&self, fields: &'f [String]) -> Vec<&'f str> {
        self.pairs(fields)
            .filter(|(column, _)| !WORDS.contains(column))
            .map(|(_, field)| field)
            .collect()
    }

    /// The columns and fields that name a row beside its source.
    pub(super) fn name<'f>(&'f self, fields: &'f [String]) -> Vec<(&'f str, &'f str)> {
        self.pairs(fields)
            .filter(|(column, _)| NAMES.contains(column))
            .collect()
    }

    /// The columns and fields that are results.
    pub(super) fn results<'f>(&'f self, fields: &'f [String]) -> Vec<(&'f str, &'f str)> {
        self.pairs(fields)
            .filter(|(column, _)| *column != SOURCE && !NAMES.contains(column) && !WORDS.contains(column))
            .collect()
    }

    fn pairs<'s, 'f>(&'s self, fields: &'f [String]) -> impl Iterator<Item = (&'s str, &'f str)> {
        self.head
            .iter()
            .map(String::as_str)
            .zip(fields.iter().map(String::as_str))
    }
}
