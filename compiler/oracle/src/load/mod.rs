//! From tables to patients, as the source model says (2.9), opted-out patients left out before anything is counted.

mod lacking;

use crate::decode::{columns_of, decode};
use crate::evaluate::Evaluation;
use crate::fault::{Contradiction, Faults, OracleFault};
use crate::raw::Tables;
use crate::record::{Patient, Record, Row};
use crate::relation::{RawRow, Relations};
use crate::rows::{Candidate, counted, meets};
use crate::uses::Uses;
use kohort_semantics::model::{AttributeId, AttributeType, Cardinality};
use kohort_semantics::source::{Availability, Decode, EntityMapping, Reading, Repeats};
use kohort_semantics::value::Value;
use kohort_semantics::{Source, Study};
use std::collections::{BTreeMap, BTreeSet};

/// The patients of a source who may be used.
#[derive(Debug, Default)]
pub(crate) struct Loaded<'a> {
    /// The patients by key.
    pub(crate) patients: BTreeMap<String, Patient<'a>>,
    /// How many patients opted out.
    pub(crate) opted_out: u64,
    /// How many values were made missing since they could not be understood, by table and column.
    pub(crate) made_missing: BTreeMap<(String, String), u64>,
    /// The rows, by table, whose records belong to nobody in the patient table.
    pub(crate) without_patient: BTreeMap<String, BTreeSet<usize>>,
    /// The optional tables that are used and that the dataset lacks.
    pub(crate) absent_tables: BTreeSet<String>,
    /// The optional columns, by table, that are used and that the dataset lacks.
    pub(crate) absent_columns: BTreeSet<(String, String)>,
}

/// Reads what the study uses.
pub(crate) fn load<'a>(
    study: &'a Study,
    source: &'a Source,
    tables: &'a Tables,
    uses: &Uses,
) -> Result<Loaded<'a>, OracleFault> {
    let mut loader = Loader {
        study,
        source,
        relations: Relations::new(source, tables),
        uses,
        opted_out: BTreeSet::new(),
        loaded: Loaded::default(),
        faults: Faults::default(),
    };
    loader.everything();
    loader.faults.into_result()?;
    Ok(loader.loaded)
}

/// What would have to go for the data to agree with their source model.
pub(crate) fn contradictions(
    study: &Study,
    source: &Source,
    tables: &Tables,
    uses: &Uses,
) -> Vec<Contradiction> {
    let mut loader = Loader {
        study,
        source,
        relations: Relations::new(source, tables),
        uses,
        opted_out: BTreeSet::new(),
        loaded: Loaded::default(),
        faults: Faults::default(),
    };
    loader.everything();
    loader.faults.into_contradictions()
}

struct Loader<'a, 'u> {
    study: &'a Study,
    source: &'a Source,
    relations: Relations<'a>,
    uses: &'u Uses,
    /// The keys of patients who opted out.
    opted_out: BTreeSet<String>,
    loaded: Loaded<'a>,
    faults: Faults,
}

impl<'a> Loader<'a, '_> {
    fn everything(&mut self) {
        self.opt_outs();
        self.patients();
        for (number, mapping) in self.source.entities.iter().enumerate() {
            if self.uses.entities.contains(&mapping.entity) {
                self.records(number, mapping);
            }
        }
    }

    /// The keys of patients who opted out: those with a row that says so.
    fn opt_outs(&mut self) {
        for opt_out in &self.source.opt_outs {
            let mut columns = vec![opt_out.key.as_str()];
            columns.extend(self.tested(opt_out.table, Some(&opt_out.condition)));
            let Some(table) = self.table(opt_out.table, &columns) else {
                continue;
            };
            for row in table.rows().filter(|row| meets(*row, Some(&opt_out.condition))) {
                match row.key(&opt_out.key) {
                    Some(key) => {
                        self.opted_out.insert(key.to_owned());
                    }
                    // Somebody opted out, and it is not known who.
                    None => self.faults.row("D0207", &table.name, &opt_out.key, row),
                }
            }
        }
    }

    /// One patient for each key of the patient tables (2.9: a duplicate patient key is a contradiction).
    fn patients(&mut self) {
        let mut listed: BTreeSet<String> = BTreeSet::new();
        for mapping in self.source.mappings(self.study.model.patient()) {
            let Some(table) = self.table(mapping.table, &[&mapping.key]) else {
                continue;
            };
            let rows = table.rows().filter(|row| meets(*row, mapping.condition.as_ref()));
            listed.extend(rows.filter_map(|row| row.key(&mapping.key)).map(str::to_owned));
        }
        self.loaded.opted_out = listed.intersection(&self.opted_out).count() as u64;
        let used = listed.difference(&self.opted_out);
        self.loaded.patients = used.map(|key| (key.clone(), Patient::default())).collect();
    }

    /// The records that one mapping of an entity gives; those of several mappings add up.
    fn records(&mut self, number: usize, mapping: &'a EntityMapping) {
        let readings = self.readings(number, mapping);
        let mut columns = vec![mapping.key.as_str()];
        columns.extend(self.tested(mapping.table, mapping.condition.as_ref()));
        if let Repeats::LastBy(column) = &mapping.repeats {
            columns.push(column);
        }
        let needed = readings.iter().filter(|(_, reading)| !reading.optional);
        columns.extend(needed.flat_map(|(_, reading)| columns_of(reading)));
        let Some(table) = self.table(mapping.table, &columns) else {
            return;
        };
        let Some(readings) = self.without_lacking(readings, &table) else {
            return;
        };
        // What is looked at is told even where nothing is found.
        self.loaded.without_patient.entry(table.name.clone()).or_default();
        for (_, reading) in readings.iter().filter(|(_, reading)| reading.otherwise_missing) {
            let column = (table.name.clone(), reading.column.clone());
            self.loaded.made_missing.entry(column).or_default();
        }
        let mut found: BTreeMap<String, Vec<Candidate<'a, '_>>> = BTreeMap::new();
        for row in table.rows().filter(|row| meets(*row, mapping.condition.as_ref())) {
            let Some(key) = row.key(&mapping.key) else {
                self.faults.row("D0207", &table.name, &mapping.key, row);
                continue;
            };
            // Nothing of somebody who opted out is looked at, not even to find a fault.
            if self.opted_out.contains(key) {
                continue;
            }
            let record = self.record(mapping, &readings, row, &table.name);
            if !self.loaded.patients.contains_key(key) {
                let rows = self.loaded.without_patient.entry(table.name.clone()).or_default();
                rows.insert(row.number());
                continue;
            }
            let order = match &mapping.repeats {
                Repeats::LastBy(column) => row.text(column),
                Repeats::Kept | Repeats::Distinct => None,
            };
            found.entry(key.to_owned()).or_default().push(Candidate {
                order,
                raw: row,
                record,
            });
        }
        let entity = self.study.model.entity(mapping.entity);
        let single = entity.is_some_and(|entity| entity.cardinality == Cardinality::One);
        for (key, rows) in found {
            let Some(patient) = self.loaded.patients.get_mut(&key) else {
                continue;
            };
            let records = patient.records.entry(mapping.entity).or_default();
            for row in counted(&mapping.repeats, rows) {
                if single && !records.is_empty() {
                    self.faults.row("D0206", &table.name, &mapping.key, row.raw);
                }
                records.push(row.record);
            }
        }
    }

    /// The columns of a mapping that the study uses. Whether repeated rows agree, all of its columns decide.
    fn readings(&self, number: usize, mapping: &'a EntityMapping) -> Vec<(Slot, &'a Reading)> {
        let all = mapping.repeats != Repeats::Kept;
        let attributes = mapping
            .attributes
            .iter()
            .filter_map(|attribute| match &attribute.availability {
                Availability::Present(reading)
                    if all || self.uses.attributes.contains(&attribute.attribute) =>
                {
                    Some((Slot::Attribute(attribute.attribute), reading))
                }
                _ => None,
            });
        let locals = mapping.locals.iter().zip(0..).filter_map(|(local, position)| {
            (all || self.uses.locals.contains(&(number, position)))
                .then_some((Slot::Local(position), &local.reading))
        });
        attributes.chain(locals).collect()
    }

    /// One record: first everything that stands for itself, then the quantities, whose unit may depend on the analyte.
    fn record(
        &mut self,
        mapping: &'a EntityMapping,
        readings: &[(Slot, &'a Reading)],
        row: RawRow<'_>,
        table: &str,
    ) -> Record<'a> {
        let mut record = Record {
            mapping,
            values: vec![Value::Missing; mapping.attributes.len()],
            locals: vec![Value::Missing; mapping.locals.len()],
        };
        for quantities in [false, true] {
            for (slot, reading) in readings {
                if matches!(reading.decode, Decode::Quantity(_)) != quantities {
                    continue;
                }
                let analyte = self.analyte_for(*slot, mapping, &record);
                let value = match decode(reading, row, analyte.as_deref()) {
                    Ok(value) => value,
                    Err(_) if reading.otherwise_missing => {
                        let column = (table.to_owned(), reading.column.clone());
                        *self.loaded.made_missing.entry(column).or_default() += 1;
                        Value::Missing
                    }
                    Err(unreadable) => {
                        let (code, column) = (unreadable.code, &unreadable.column);
                        self.faults.row(code, table, column, row);
                        self.faults.unreadable(&reading.column, row);
                        Value::Missing
                    }
                };
                let place = match slot {
                    Slot::Attribute(attribute) => record.values.get_mut(attribute.index as usize),
                    Slot::Local(position) => record.locals.get_mut(*position as usize),
                };
                if let Some(place) = place {
                    *place = value;
                }
            }
        }
        record
    }

    /// The record's analyte, for an attribute whose unit depends on it.
    fn analyte_for(&self, slot: Slot, mapping: &EntityMapping, record: &Record<'a>) -> Option<String> {
        let Slot::Attribute(attribute) = slot else {
            return None;
        };
        let AttributeType::QuantityOf(analyte) = self.study.model.attribute(attribute)?.ty else {
            return None;
        };
        let nobody = Patient::default();
        let evaluation = Evaluation::new(self.study, self.source, &nobody);
        match evaluation.recorded(Row::Record(mapping.entity, record), analyte) {
            Value::Analyte(name) => Some(name.to_string()),
            _ => None,
        }
    }
}

/// Which value of a record a column gives.
#[derive(Debug, Clone, Copy)]
enum Slot {
    Attribute(AttributeId),
    Local(u32),
}
