//! A table of the source model with all its columns: that of a file, one that the model writes itself, or a joined one.

use crate::fault::Faults;
use crate::join::joined;
use crate::raw::{Cells, Tables, composed};
use kohort_semantics::Source;
use kohort_semantics::source::{Origin, TableId};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The rows of a table. Those of a joined table are rows of several.
#[derive(Debug, Clone)]
pub(crate) struct Relation<'t> {
    /// The name in the source model.
    pub(crate) name: String,
    /// The tables whose columns it has, in the order in which a bare name is looked for.
    pub(crate) parts: Vec<Part>,
    /// For each row what each part has of it; none where an optional partner is missing.
    pub(crate) rows: Vec<Vec<Option<Piece<'t>>>>,
    /// Where the columns are, by every name that they may have.
    places: BTreeMap<String, Place>,
}

/// One row of one table.
#[derive(Debug, Clone)]
pub(crate) struct Piece<'t> {
    /// Its position in that table.
    pub(crate) number: usize,
    /// Its cells.
    pub(crate) cells: Cow<'t, Cells>,
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
    relation: &'a Relation<'a>,
    pieces: &'a [Option<Piece<'a>>],
    number: usize,
}

/// The tables of a source model, each put together when it is first asked for.
#[derive(Debug)]
pub(crate) struct Relations<'t> {
    source: &'t Source,
    tables: &'t Tables,
    known: BTreeMap<TableId, Option<Rc<Relation<'t>>>>,
}

impl<'t> Relations<'t> {
    pub(crate) fn new(source: &'t Source, tables: &'t Tables) -> Self {
        Self {
            source,
            tables,
            known: BTreeMap::new(),
        }
    }

    /// The rows of a table; none if something about it is a fault.
    pub(crate) fn of(&mut self, id: TableId, faults: &mut Faults) -> Option<Rc<Relation<'t>>> {
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        let made = self.made(id, faults).map(Rc::new);
        self.known.insert(id, made.clone());
        made
    }

    fn made(&mut self, id: TableId, faults: &mut Faults) -> Option<Relation<'t>> {
        let table = self.source.table(id)?;
        match &table.origin {
            Origin::Files(_) => match self.tables.get(&table.name) {
                Some(raw) => {
                    let rows = raw.rows.iter().map(Cow::Borrowed);
                    Some(Relation::of_table(&table.name, Some(&raw.columns), rows))
                }
                None if table.optional => Some(Relation::of_table(&table.name, None, std::iter::empty())),
                None => {
                    faults.add("D0101", &table.name, "", 0);
                    None
                }
            },
            Origin::List { columns, rows } => {
                let row = |(key, value): &(String, String)| -> Cow<'t, Cells> {
                    Cow::Owned(vec![Some(key.clone()), Some(value.clone())])
                };
                Some(Relation::of_table(
                    &table.name,
                    Some(columns),
                    rows.iter().map(row),
                ))
            }
            Origin::Joined { base, steps } => {
                let base = self.of(*base, faults)?;
                let mut rows = Relation::new(&table.name, base.parts.clone(), base.rows.clone());
                for step in steps {
                    let partners = self.of(step.table, faults)?;
                    rows = joined(&rows, &partners, step, faults)?;
                }
                for part in &mut rows.parts {
                    part.names.push(table.name.clone());
                }
                Some(Relation::new(&table.name, rows.parts, rows.rows))
            }
        }
    }
}

impl<'t> Relation<'t> {
    pub(crate) fn new(name: &str, parts: Vec<Part>, rows: Vec<Vec<Option<Piece<'t>>>>) -> Self {
        Self {
            name: name.to_owned(),
            places: places(&parts),
            parts,
            rows,
        }
    }

    fn of_table(name: &str, columns: Option<&[String]>, rows: impl Iterator<Item = Cow<'t, Cells>>) -> Self {
        let part = Part {
            names: vec![name.to_owned()],
            columns: columns.map(<[String]>::to_vec),
        };
        let piece = |(number, cells)| vec![Some(Piece { number, cells })];
        Self::new(name, vec![part], rows.enumerate().map(piece).collect())
    }

    /// Where a column is: `TABLE.COLUMN` in that table, a bare name in the first table that has it.
    pub(crate) fn place(&self, column: &str) -> Option<Place> {
        let nowhere = || {
            let lacking = self.parts.iter().any(|part| part.columns.is_none());
            lacking.then_some(Place::Nowhere)
        };
        self.places.get(&*composed(column)).copied().or_else(nowhere)
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

/// The place of every name, in Unicode NFC and without the blanks around it: first those with their table before the point,
/// then bare ones. Of several columns with one name the first counts.
fn places(parts: &[Part]) -> BTreeMap<String, Place> {
    let mut places = BTreeMap::new();
    let columns = || {
        let of_part = |(number, part): (usize, &Part)| {
            let columns = part.columns.iter().flatten().enumerate();
            let columns =
                columns.map(|(at, column)| (Place::Cell(number, at), composed(column).into_owned()));
            columns.collect::<Vec<_>>()
        };
        parts.iter().enumerate().map(of_part)
    };
    for (part, columns) in parts.iter().zip(columns()) {
        for (place, column) in columns {
            for name in &part.names {
                places
                    .entry(format!("{}.{column}", composed(name)))
                    .or_insert(place);
            }
        }
    }
    for (place, column) in columns().flatten() {
        places.entry(column).or_insert(place);
    }
    places
}

impl<'a> RawRow<'a> {
    /// The text of a cell without the blanks around it, in Unicode NFC. An empty or all-blank cell is missing (2.1).
    pub(crate) fn text(self, column: &str) -> Option<Cow<'a, str>> {
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
