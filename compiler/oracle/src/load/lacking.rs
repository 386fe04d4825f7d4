//! Which tables and columns a dataset must have, and what becomes of those that it may lack (2.9).

use super::{Loader, Slot};
use crate::decode::columns_of;
use crate::relation::{Place, Relation};
use kohort_semantics::source::{Availability, Reading, RowCondition, TableId};
use std::collections::BTreeSet;
use std::rc::Rc;

impl<'a> Loader<'a, '_> {
    /// A table with all the columns that are needed of it.
    pub(super) fn table(&mut self, id: TableId, columns: &[&str]) -> Option<Rc<Relation<'a>>> {
        let relation = self.relations.of(id, &mut self.faults)?;
        let lacking = relation.parts.iter().filter(|part| part.columns.is_none());
        let names: Vec<String> = lacking.filter_map(|part| part.names.first().cloned()).collect();
        self.loaded.absent_tables.extend(names);
        let missing: BTreeSet<&str> = columns
            .iter()
            .copied()
            .filter(|column| relation.place(column).is_none())
            .collect();
        for column in &missing {
            self.faults.add("D0102", &relation.name, column, 0);
        }
        let short = self.too_short(&relation, columns);
        (missing.is_empty() && !short).then_some(relation)
    }

    /// Whether a row of a file without a line of names ends before a column that is needed.
    pub(super) fn too_short(&mut self, relation: &Relation<'_>, columns: &[&str]) -> bool {
        let mut found = false;
        for column in columns {
            let Some(Place::Cell(part, position)) = relation.place(column) else {
                continue;
            };
            let Some(name) = relation.parts.get(part).and_then(|part| part.names.first()) else {
                continue;
            };
            for (cells, number) in relation.rows.iter().zip(0..) {
                let cells = cells.get(part).and_then(Option::as_ref);
                if cells.is_some_and(|piece| piece.cells.len() <= position) {
                    self.faults.add("D0104", name, "", number);
                    found = true;
                }
            }
        }
        found
    }

    /// The columns that a condition looks at and that a file must have. One that a reading of the same table may lack, the
    /// condition may lack too; it is then empty.
    pub(super) fn tested<'c>(&self, table: TableId, condition: Option<&'c RowCondition>) -> Vec<&'c str> {
        let mappings = self
            .source
            .entities
            .iter()
            .filter(|mapping| mapping.table == table);
        let readings = mappings.flat_map(|mapping| {
            let attributes = mapping.attributes.iter();
            let present = attributes.filter_map(|attribute| match &attribute.availability {
                Availability::Present(reading) => Some(reading),
                Availability::Derived(_) | Availability::Absent { .. } => None,
            });
            present.chain(mapping.locals.iter().map(|local| &local.reading))
        });
        let optional: BTreeSet<&str> = readings
            .filter(|reading| reading.optional)
            .map(|reading| reading.column.as_str())
            .collect();
        let tests = condition.into_iter().flat_map(|condition| &condition.tests);
        tests
            .map(|test| test.column.as_str())
            .filter(|column| !optional.contains(column))
            .collect()
    }

    /// The readings without those whose optional column the table lacks; their values are missing.
    pub(super) fn without_lacking(
        &mut self,
        readings: Vec<(Slot, &'a Reading)>,
        table: &Relation<'_>,
    ) -> Option<Vec<(Slot, &'a Reading)>> {
        let (mut there, mut complete) = (Vec::new(), true);
        for (slot, reading) in readings {
            if reading.optional && table.place(&reading.column).is_none() {
                let column = (table.name.clone(), reading.column.clone());
                self.loaded.absent_columns.insert(column);
                continue;
            }
            for column in columns_of(reading) {
                if table.place(column).is_none() {
                    self.faults.add("D0102", &table.name, column, 0);
                    complete = false;
                }
            }
            there.push((slot, reading));
        }
        complete.then_some(there)
    }
}
