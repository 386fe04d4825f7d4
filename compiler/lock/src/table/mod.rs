//! A result table as `kohort run --out` writes it, and what differs between two of them.
//!
//! Invariant: a hash is of one source's rows and of the columns that are results. Descriptions are shown and never
//! compared, so that a corrected comment in a study changes no result.

mod differing;
mod layout;

pub use differing::{CellChange, RowChange, RowDifference};

use crate::hash::hash;
use layout::Layout;

/// A result table of all sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The name of its file.
    pub name: String,
    layout: Layout,
    rows: Vec<Row>,
}

/// A row, with the line of the file that it begins on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    line: u64,
    fields: Vec<String>,
}

/// A text is no result table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is no result table: {why}")]
pub struct TableError {
    /// The name of the file.
    pub name: String,
    /// Why.
    pub why: String,
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// [`TableError`], if the text is not CSV with a column `source`.
    pub fn read(name: &str, text: &str) -> Result<Self, TableError> {
        let wrong = |why: String| TableError {
            name: name.to_owned(),
            why,
        };
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let head = reader.headers().map_err(|error| wrong(error.to_string()))?;
        let layout = Layout::of(head.iter().map(str::to_owned).collect())
            .ok_or_else(|| wrong(String::from("it has no column `source`")))?;
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| wrong(error.to_string()))?;
            rows.push(Row {
                line: record.position().map_or(0, csv::Position::line),
                fields: record.iter().map(str::to_owned).collect(),
            });
        }
        Ok(Self {
            name: name.to_owned(),
            layout,
            rows,
        })
    }

    /// The sources with rows, each once, in order of their rows.
    pub fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> = Vec::new();
        for row in &self.rows {
            let source = self.layout.source(&row.fields);
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }

    /// The hash of what one source gives; none if it has no row.
    pub fn hash(&self, source: &str) -> Option<String> {
        let rows = self.rows_of(source);
        (!rows.is_empty()).then(|| hash(&self.canonical(&rows)))
    }

    /// The rows of one source, in order.
    fn rows_of(&self, source: &str) -> Vec<&Row> {
        let of = |row: &&Row| self.layout.source(&row.fields) == source;
        self.rows.iter().filter(of).collect()
    }

    /// The text that is hashed: the compared columns as CSV.
    fn canonical(&self, rows: &[&Row]) -> String {
        let mut text = line(&self.layout.compared(self.layout.head()));
        for row in rows {
            text.push_str(&line(&self.layout.compared(&row.fields)));
        }
        text
    }
}

/// One line of CSV, quoted only where it must be.
fn line(fields: &[&str]) -> String {
    let quoted = |field: &&str| {
        if field.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            (*field).to_owned()
        }
    };
    let fields: Vec<String> = fields.iter().map(quoted).collect();
    fields.join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "source,cohort,step,removed,description\nde,a,old,3,\"Old, or\nnot\"\nde,a,ill,<5,\nuk,a,old,4,Old\n";

    #[test]
    fn a_hash_is_of_one_source_and_not_of_descriptions() {
        let table = Table::read("attrition.csv", TEXT).unwrap();
        assert_eq!(table.sources(), ["de", "uk"]);
        let same = Table::read("attrition.csv", &TEXT.replace("Old, or\nnot", "Aged")).unwrap();
        assert_eq!(table.hash("de"), same.hash("de"));
        let other = Table::read("attrition.csv", &TEXT.replace("uk,a,old,4", "uk,a,old,5")).unwrap();
        assert_eq!(table.hash("de"), other.hash("de"));
        assert_ne!(table.hash("uk"), other.hash("uk"));
        assert_eq!(table.hash("jp"), None);
        let known = hash("source,cohort,step,removed\nuk,a,old,4\n");
        assert_eq!(table.hash("uk"), Some(known));
    }

    #[test]
    fn a_text_that_is_no_table_says_why() {
        let error = Table::read("x.csv", "a,b\n1,2\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`x.csv` is no result table: it has no column `source`"
        );
        assert!(Table::read("x.csv", "source,b\n1\n").is_err());
    }
}
