//! A table of the source model with all its columns: that of a file, one that the model writes itself, or a joined one.

use crate::fault::Faults;
use crate::join::joined;
use crate::raw::{Cells, Tables, composed, position};
use kohort_semantics::Source;
use kohort_semantics::source::{Origin, TableId};

/// The rows of a table. Those of a joined table are rows of several.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    /// The name in the source model.
    pub(crate) name: String,
    /// The tables whose columns it has, in the order in which a bare name is looked for.
    pub(crate) parts: Vec<Part>,
    /// For each row what each part has of it; none where an optional partner is missing.
    pub(crate) rows: Vec<Vec<Option<Piece>>>,
}

/// One row of one table.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Its position in that table.
    pub(crate) number: usize,
    /// Its cells.
    pub(crate) cells: Cells,
}

/// The columns that one table contributes.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// The names before the point in `TABLE.COLUMN`: the table's own, and those of joined tables that contain it.
    pub(crate) names: Vec<String>,
    /// The columns; none if the dataset lacks an optional table.
    pub(crate) columns: Option<Vec<String>>,
}

/// What a column's name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// This column of this part.
    Cell(usize, usize),
    /// A column of an optional table that the dataset lacks: no row has a value.
    Nowhere,
}

/// One row with the names of its columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawRow<'a> {
    relation: &'a Relation,
    pieces: &'a [Option<Piece>],
    number: usize,
}

/// The rows of a table; none if something about it is a fault.
pub(crate) fn relation(
    source: &Source,
    tables: &Tables,
    id: TableId,
    faults: &mut Faults,
) -> Option<Relation> {
    let table = source.table(id)?;
    let one = |columns: Option<Vec<String>>, rows: &[Cells]| Relation {
        name: table.name.clone(),
        parts: vec![Part {
            names: vec![table.name.clone()],
            columns,
        }],
        rows: pieces(rows),
    };
    match &table.origin {
        Origin::Files(_) => match tables.get(&table.name) {
            Some(raw) => Some(one(Some(raw.columns.clone()), &raw.rows)),
            None if table.optional => Some(one(None, &[])),
            None => {
                faults.add("D0101", &table.name, "", 0);
                None
            }
        },
        Origin::List { columns, rows } => {
            let rows: Vec<Cells> = rows
                .iter()
                .map(|(key, value)| vec![Some(key.clone()), Some(value.clone())])
                .collect();
            Some(one(Some(columns.to_vec()), &rows))
        }
        Origin::Joined { base, steps } => {
            let mut rows = relation(source, tables, *base, faults)?;
            rows.name.clone_from(&table.name);
            for step in steps {
                let partners = relation(source, tables, step.table, faults)?;
                rows = joined(rows, &partners, step, faults)?;
            }
            for part in &mut rows.parts {
                part.names.push(table.name.clone());
            }
            Some(rows)
        }
    }
}

fn pieces(rows: &[Cells]) -> Vec<Vec<Option<Piece>>> {
    let piece = |(number, cells): (usize, &Cells)| {
        let cells = cells.clone();
        vec![Some(Piece { number, cells })]
    };
    rows.iter().enumerate().map(piece).collect()
}

impl Relation {
    /// Where a column is: `TABLE.COLUMN` in that table, a bare name in the first table that has it.
    pub(crate) fn place(&self, column: &str) -> Option<Place> {
        let named = self.parts.iter().enumerate().filter_map(|(number, part)| {
            let bare = part
                .names
                .iter()
                .find_map(|name| column.strip_prefix(name.as_str())?.strip_prefix('.'))?;
            Some((number, part, bare))
        });
        let bare = self
            .parts
            .iter()
            .enumerate()
            .map(|(number, part)| (number, part, column));
        let mut lacking = false;
        for (number, part, column) in named.chain(bare) {
            match &part.columns {
                Some(columns) => {
                    if let Some(found) = position(columns, column) {
                        return Some(Place::Cell(number, found));
                    }
                }
                None => lacking = true,
            }
        }
        lacking.then_some(Place::Nowhere)
    }

    /// All rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = RawRow<'_>> {
        self.rows.iter().zip(0..).map(|(pieces, number)| RawRow {
            relation: self,
            pieces,
            number,
        })
    }
}

impl<'a> RawRow<'a> {
    /// The text of a cell without the blanks around it, in Unicode NFC. An empty or all-blank cell is missing (2.1).
    pub(crate) fn text(self, column: &str) -> Option<String> {
        self.key(column).map(composed)
    }

    /// The position of the row in its table.
    pub(crate) fn number(self) -> usize {
        self.number
    }

    /// A patient key: the same, but letter for letter as it is written.
    pub(crate) fn key(self, column: &str) -> Option<&'a str> {
        let Place::Cell(part, cell) = self.relation.place(column)? else {
            return None;
        };
        let piece = self.pieces.get(part)?.as_ref()?;
        let text = piece.cells.get(cell)?.as_deref()?.trim();
        if text.is_empty() { None } else { Some(text) }
    }

    /// The table and row of a file whose row this is.
    pub(crate) fn first(self) -> Option<(&'a str, usize)> {
        let piece = self.pieces.first()?.as_ref()?;
        let table = self.relation.parts.first()?.names.first()?;
        Some((table, piece.number))
    }

    /// The table and row of a file in which a column's cell stands; those of the first table for a column that is nowhere.
    pub(crate) fn origin(self, column: &str) -> Option<(&'a str, usize)> {
        let part = match self.relation.place(column) {
            Some(Place::Cell(part, _)) => part,
            Some(Place::Nowhere) | None => 0,
        };
        let piece = self.pieces.get(part)?.as_ref()?;
        let table = self.relation.parts.get(part)?.names.first()?;
        Some((table, piece.number))
    }
}
