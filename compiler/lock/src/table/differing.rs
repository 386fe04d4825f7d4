//! What differs between two states of a table, for one source.
//!
//! Invariant: rows are matched by their names and not by their places, so that a row in between is one difference and not
//! one for each row below. Two tables with different hashes have at least one difference.

use super::{Row, Table};
use serde::Serialize;
use std::collections::BTreeMap;

/// A row that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowChange {
    /// What names the row: columns, and what they hold.
    pub row: Vec<(String, String)>,
    /// The line of the kept table, if the row is there.
    pub line: Option<u64>,
    /// What differs.
    pub difference: RowDifference,
}

/// What differs in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowDifference {
    /// Some cells.
    Cells(Vec<CellChange>),
    /// The row is gone.
    Gone,
    /// The row was not there.
    New,
    /// The row stands in another place.
    Moved,
}

/// A cell that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// The column.
    pub column: String,
    /// What it was; nothing if the column was not there.
    pub was: Option<String>,
    /// What it is; nothing if the column is gone.
    pub is: Option<String>,
}

/// What names a row, and which of the rows of that name it is.
type Name<'t> = (Vec<(&'t str, &'t str)>, usize);

impl Table {
    /// The rows of a source that differ in a later state of the table, in the order of this table, then new ones.
    pub fn differences(&self, later: &Self, source: &str) -> Vec<RowChange> {
        let (old, new) = (self.named(source), later.named(source));
        let find: BTreeMap<&Name<'_>, usize> =
            new.iter().enumerate().map(|(at, (name, _))| (name, at)).collect();
        let mut changes = Vec::new();
        let mut found = vec![false; new.len()];
        let mut reached = None;
        for (name, row) in &old {
            let at = find.get(name).copied();
            let Some((at, (_, same))) = at.and_then(|at| Some((at, new.get(at)?))) else {
                changes.push(RowChange::of(name, Some(row.line), RowDifference::Gone));
                continue;
            };
            if let Some(found) = found.get_mut(at) {
                *found = true;
            }
            let cells = self.cells(row, later, same);
            if !cells.is_empty() {
                changes.push(RowChange::of(name, Some(row.line), RowDifference::Cells(cells)));
            } else if reached.is_some_and(|reached| at < reached) {
                changes.push(RowChange::of(name, Some(row.line), RowDifference::Moved));
            }
            reached = reached.max(Some(at));
        }
        let unmet = new.iter().zip(&found).filter(|(_, found)| !**found);
        changes.extend(unmet.map(|((name, _), _)| RowChange::of(name, None, RowDifference::New)));
        changes
    }

    /// The rows of a source with their names.
    fn named<'t>(&'t self, source: &str) -> Vec<(Name<'t>, &'t Row)> {
        let mut seen: BTreeMap<Vec<(&str, &str)>, usize> = BTreeMap::new();
        let rows = self.rows_of(source).into_iter().map(|row| {
            let name = self.layout.name(&row.fields);
            let before = seen.entry(name.clone()).or_default();
            let number = *before;
            *before += 1;
            ((name, number), row)
        });
        rows.collect()
    }

    /// The cells that differ between two rows of one name.
    fn cells(&self, row: &Row, later: &Self, same: &Row) -> Vec<CellChange> {
        let (was, is) = (
            self.layout.results(&row.fields),
            later.layout.results(&same.fields),
        );
        let of = |cells: &[(&str, &str)], column: &str| {
            let cell = cells.iter().find(|(name, _)| *name == column);
            cell.map(|(_, value)| (*value).to_owned())
        };
        let mut columns: Vec<&str> = was.iter().map(|(column, _)| *column).collect();
        columns.extend(
            is.iter()
                .map(|(column, _)| *column)
                .filter(|new| of(&was, new).is_none()),
        );
        let changes = columns.into_iter().map(|column| CellChange {
            column: column.to_owned(),
            was: of(&was, column),
            is: of(&is, column),
        });
        changes.filter(|change| change.was != change.is).collect()
    }
}

impl RowChange {
    fn of((name, _): &Name<'_>, line: Option<u64>, difference: RowDifference) -> Self {
        let owned = |(column, value): &(&str, &str)| ((*column).to_owned(), (*value).to_owned());
        Self {
            row: name.iter().map(owned).collect(),
            line,
            difference,
        }
    }

    /// What one of the columns that name the row holds.
    pub fn named(&self, column: &str) -> Option<&str> {
        let cell = self.row.iter().find(|(name, _)| name == column);
        cell.map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    const OLD: &str = "source,table,section,label,unit,column,shows,n,of
de,03_treatments,line 1,all,,all,count,60,
de,03_treatments,line 1,CAPOX,,all,share,15,60
de,03_treatments,line 1,FOLFOX,,all,share,10,60
uk,03_treatments,line 1,all,,all,count,7,
";

    fn told(old: &str, new: &str) -> String {
        let table = |text| Table::read("03_treatments.csv", text).unwrap();
        let changes = table(old).differences(&table(new), "de").into_iter();
        let lines = changes.map(|change| {
            let rows = vec![change];
            let (source, table) = (String::from("de"), String::from("03_treatments.csv"));
            crate::Difference::Rows { source, table, rows }.to_string()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_row_is_told_by_its_line_and_its_names() {
        let other = OLD.replace("share,15", "share,<5").replace("count,7", "count,8");
        insta::assert_snapshot!(told(OLD, &other), @"de, 03_treatments.csv line 3 (line 1, CAPOX, all): n 15 → <5");
    }

    #[test]
    fn a_row_in_between_is_one_difference() {
        let row = "de,03_treatments,line 1,CAPOX,,all,share,15,60\n";
        let without = OLD.replace(row, "");
        insta::assert_snapshot!(told(OLD, &without), @"de, 03_treatments.csv line 3 (line 1, CAPOX, all): the row is gone");
        insta::assert_snapshot!(told(&without, OLD), @"de, 03_treatments.csv (line 1, CAPOX, all): a new row");
    }

    #[test]
    fn a_row_may_move_and_a_column_come_and_go() {
        let (first, second) = (OLD.lines().nth(2).unwrap(), OLD.lines().nth(3).unwrap());
        let turned = OLD
            .replace(first, "#")
            .replace(second, first)
            .replace('#', second);
        insta::assert_snapshot!(told(OLD, &turned), @"de, 03_treatments.csv line 4 (line 1, FOLFOX, all): the row stands in another place");
        let wider: String = OLD.lines().map(|line| format!("{line},\n")).collect();
        let wider = wider.replacen("of,\n", "of,lower\n", 1);
        insta::assert_snapshot!(told(OLD, &wider), @"
        de, 03_treatments.csv line 2 (line 1, all, all): lower no column → nothing
        de, 03_treatments.csv line 3 (line 1, CAPOX, all): lower no column → nothing
        de, 03_treatments.csv line 4 (line 1, FOLFOX, all): lower no column → nothing
        ");
    }

    prop_compose! {
        /// A small table, in which rows of one name, in any order, are likely.
        fn any_table()(rows in vec(("[ab]", "[xy]", "[12]?", "[d]?"), 0..5)) -> String {
            let rows = rows.into_iter().map(|(source, label, n, words)| format!("{source},{label},{n},{words}\n"));
            rows.fold(String::from("source,label,n,description\n"), |text, row| text + &row)
        }
    }

    proptest! {
        #[test]
        fn tables_differ_if_and_only_if_their_hashes_do(old in any_table(), new in any_table()) {
            let table = |text: &str| Table::read("t.csv", text).unwrap();
            let (old, new) = (table(&old), table(&new));
            for source in ["a", "b"] {
                let same = old.hash(source) == new.hash(source);
                prop_assert_eq!(old.differences(&new, source).is_empty(), same);
            }
        }
    }
}
