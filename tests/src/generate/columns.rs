//! Which columns the files of a source have, and what may stand in each.
//!
//! A joined table has no file of its own: what a mapping reads of it, the files must have from which it is joined.

use super::files;
use super::literals::Literals;
use super::pools::{columns_of, readings, tested};
use kohort_semantics::source::{Origin, Repeats, RowCondition, TableId};
use kohort_semantics::value::Day;
use kohort_semantics::{Source, Study};
use std::collections::{BTreeMap, BTreeSet};

/// What stands in a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    /// Whether it is a patient key; then it holds nothing else.
    pub(super) key: bool,
    /// The texts that may stand in it.
    pub(super) texts: Vec<String>,
    /// Whether something reads it that a file may not lack.
    pub(super) needed: bool,
}

/// The columns of a table, by name.
pub(super) type Columns = BTreeMap<String, Column>;

/// Texts by which rows refer to each other, some of them in nobody's interest.
const LINKS: [&str; 7] = ["1", "2", "3", "a", "A", "a\u{308}", "ä"];

/// A place in a file.
type Place = (TableId, String);

/// The columns of every table of a source; none for those that have no file.
pub(super) fn columns(
    study: &Study,
    source: &Source,
    literals: &Literals,
    days: &[Day],
) -> BTreeMap<TableId, Columns> {
    let mut files = Files {
        source,
        columns: BTreeMap::new(),
        links: Vec::new(),
    };
    for (table, id) in source.tables.iter().zip(0..) {
        match &table.origin {
            // What a form lists, the table has; a bare name of a joined table may mean it.
            Origin::Files(forms) => {
                let listed = forms.iter().filter_map(files::listed).flatten();
                let columns = listed.map(|column| (column.to_owned(), Column::default()));
                files.columns.insert(TableId(id), columns.collect());
            }
            Origin::List { columns, rows } => {
                let [key, value] = columns;
                let listed = |column: &String, texts: Vec<String>| {
                    (
                        column.clone(),
                        Column {
                            texts,
                            ..Column::default()
                        },
                    )
                };
                let keys = rows.iter().map(|(key, _)| key.clone()).collect();
                let values = rows.iter().map(|(_, value)| value.clone()).collect();
                files.columns.insert(
                    TableId(id),
                    BTreeMap::from([listed(key, keys), listed(value, values)]),
                );
            }
            Origin::Joined { .. } => {}
        }
    }
    let wanted = wanted(study, source, literals, days);
    // First the columns that are named without doubt, then bare names of joined tables, which may mean one of those.
    for (table, column, _) in &wanted {
        if files.is_certain(*table, column) {
            files.declare(*table, column);
        }
    }
    for (table, _) in source
        .tables
        .iter()
        .zip(0..)
        .map(|(table, id)| (TableId(id), table))
    {
        files.links_of(table);
    }
    for (table, column, _) in &wanted {
        files.declare(*table, column);
    }
    for (table, column, more) in wanted {
        let place = files.place(table, &column);
        let Some(known) = files
            .columns
            .get_mut(&place.0)
            .and_then(|columns| columns.get_mut(&place.1))
        else {
            continue;
        };
        known.key |= more.key;
        known.needed |= more.needed;
        known.texts.extend(more.texts);
    }
    files.connect();
    files.columns.retain(|id, _| {
        source
            .table(*id)
            .is_some_and(|table| matches!(table.origin, Origin::Files(_)))
    });
    files.columns
}

/// Everything that a source reads, by the table that it names.
fn wanted(
    study: &Study,
    source: &Source,
    literals: &Literals,
    days: &[Day],
) -> Vec<(TableId, String, Column)> {
    let mut found = Vec::new();
    let key = Column {
        key: true,
        needed: true,
        ..Column::default()
    };
    let values = |texts: Vec<String>, needed: bool| Column {
        key: false,
        texts,
        needed,
    };
    let condition = |table: TableId, condition: &RowCondition, wanted: usize, others: usize| {
        let tested = tested(condition, wanted, others).into_iter();
        tested.map(move |(column, texts)| (table, column, values(texts, false)))
    };
    for opt_out in &source.opt_outs {
        found.push((opt_out.table, opt_out.key.clone(), key.clone()));
        // Most patients do not opt out.
        found.extend(
            condition(opt_out.table, &opt_out.condition, 1, 5).map(|(table, column, texts)| {
                let needed = Column {
                    needed: true,
                    ..texts
                };
                (table, column, needed)
            }),
        );
    }
    for mapping in &source.entities {
        found.push((mapping.table, mapping.key.clone(), key.clone()));
        let optional: BTreeSet<&str> = readings(study, mapping)
            .into_iter()
            .filter(|(reading, _)| reading.optional)
            .map(|(reading, _)| reading.column.as_str())
            .collect();
        for (table, column, texts) in mapping
            .condition
            .iter()
            .flat_map(|one| condition(mapping.table, one, 4, 1))
        {
            let needed = !optional.contains(column.as_str());
            found.push((table, column, Column { needed, ..texts }));
        }
        if let Repeats::LastBy(column) = &mapping.repeats {
            let texts = ["2020-01-31", "2020-02-01", "9", "10"]
                .map(str::to_owned)
                .to_vec();
            found.push((mapping.table, column.clone(), values(texts, true)));
        }
        for (reading, birth) in readings(study, mapping) {
            for (column, texts) in columns_of(reading, birth, literals, days) {
                let needed = !reading.optional || column != reading.column;
                found.push((mapping.table, column, values(texts, needed)));
            }
        }
    }
    found
}

struct Files<'a> {
    source: &'a Source,
    columns: BTreeMap<TableId, Columns>,
    /// Columns that must hold texts of one kind, since they are compared.
    links: Vec<(Place, Place)>,
}

impl Files<'_> {
    /// The tables from which a table is made, in the order in which a bare name is looked for, each with the names that may
    /// stand before its columns.
    fn parts(&self, id: TableId) -> Vec<(TableId, Vec<String>)> {
        let Some(table) = self.source.table(id) else {
            return Vec::new();
        };
        let mut parts = match &table.origin {
            Origin::Files(_) | Origin::List { .. } => vec![(id, Vec::new())],
            Origin::Joined { base, steps } => {
                let tables = std::iter::once(base).chain(steps.iter().map(|step| &step.table));
                tables.flat_map(|part| self.parts(*part)).collect()
            }
        };
        for (_, names) in &mut parts {
            names.push(table.name.clone());
        }
        parts
    }

    /// Whether a name says which table it means.
    fn is_certain(&self, table: TableId, column: &str) -> bool {
        let parts = self.parts(table);
        parts.len() == 1 || self.qualified(&parts, column).is_some()
    }

    fn qualified(&self, parts: &[(TableId, Vec<String>)], column: &str) -> Option<Place> {
        parts.iter().find_map(|(id, names)| {
            let bare = names
                .iter()
                .find_map(|name| column.strip_prefix(name.as_str())?.strip_prefix('.'))?;
            Some((*id, bare.to_owned()))
        })
    }

    /// The file's column that a name means: a bare name means the first table that has it, or else the first.
    fn place(&self, table: TableId, column: &str) -> Place {
        let parts = self.parts(table);
        if let Some(place) = self.qualified(&parts, column) {
            return place;
        }
        let has = |id: &TableId| {
            self.columns
                .get(id)
                .is_some_and(|columns| columns.contains_key(column))
        };
        let found = parts.iter().find(|(id, _)| has(id)).or(parts.first());
        (found.map_or(table, |(id, _)| *id), column.to_owned())
    }

    fn declare(&mut self, table: TableId, column: &str) {
        let (id, name) = self.place(table, column);
        let is_list = self
            .source
            .table(id)
            .is_some_and(|table| matches!(table.origin, Origin::List { .. }));
        if !is_list {
            self.columns.entry(id).or_default().entry(name).or_default();
        }
    }

    /// The columns that a joined table compares.
    fn links_of(&mut self, table: TableId) {
        let Some(Origin::Joined { base, steps }) = self.source.table(table).map(|table| table.origin.clone())
        else {
            return;
        };
        let mut before = vec![base];
        for step in &steps {
            for (left, right) in &step.on {
                let parts: Vec<_> = before.iter().flat_map(|id| self.parts(*id)).collect();
                let has = |id: &TableId| {
                    self.columns
                        .get(id)
                        .is_some_and(|columns| columns.contains_key(left))
                };
                let left = self.qualified(&parts, left).unwrap_or_else(|| {
                    let found = parts.iter().find(|(id, _)| has(id)).or(parts.first());
                    (found.map_or(base, |(id, _)| *id), left.clone())
                });
                let right = self.place(step.table, right);
                for place in [&left, &right] {
                    let columns = self.columns.entry(place.0).or_default();
                    columns.entry(place.1.clone()).or_default().needed = true;
                }
                self.links.push((left, right));
            }
            before.push(step.table);
        }
    }

    /// Gives columns that are compared the same kind of texts.
    fn connect(&mut self) {
        let column = |columns: &BTreeMap<TableId, Columns>, place: &Place| {
            columns
                .get(&place.0)
                .and_then(|columns| columns.get(&place.1))
                .cloned()
                .unwrap_or_default()
        };
        // A text travels over as many joins as there are.
        for _ in 0..=self.links.len() {
            for (left, right) in &self.links {
                let (one, other) = (column(&self.columns, left), column(&self.columns, right));
                let mut texts: Vec<String> = one.texts.iter().chain(&other.texts).cloned().collect();
                texts.sort();
                texts.dedup();
                if texts.is_empty() {
                    texts.extend(LINKS.map(str::to_owned));
                }
                for place in [left, right] {
                    if let Some(known) = self
                        .columns
                        .get_mut(&place.0)
                        .and_then(|found| found.get_mut(&place.1))
                    {
                        known.key = one.key || other.key;
                        known.texts.clone_from(&texts);
                    }
                }
            }
        }
    }
}
