//! From tables to patients, as the source model says (2.9), opted-out patients left out before anything is counted.

use super::decode::decode;
use super::evaluate::Evaluation;
use super::fault::{Faults, OracleFault};
use super::raw::{RawRow, RawTable, Tables, composed};
use super::record::{Patient, Record, Row};
use super::uses::Uses;
use kohort_semantics::model::{AttributeId, AttributeType, Cardinality};
use kohort_semantics::source::{
    Availability, Decode, EntityMapping, Reading, RowCondition, TableId, UnitSpec,
};
use kohort_semantics::value::Value;
use kohort_semantics::{Source, Study};
use std::collections::{BTreeMap, BTreeSet};

/// The patients of a source who may be used.
#[derive(Debug, Default)]
pub(super) struct Loaded<'a> {
    /// The patients by key.
    pub(super) patients: BTreeMap<String, Patient<'a>>,
    /// How many patients opted out.
    pub(super) opted_out: u64,
    /// How many values were made missing since they could not be understood, by table and column.
    pub(super) made_missing: BTreeMap<(String, String), u64>,
    /// The rows, by table, whose records belong to nobody in the patient table.
    pub(super) without_patient: BTreeMap<String, BTreeSet<usize>>,
}

/// Reads what the study uses.
pub(super) fn load<'a>(
    study: &'a Study,
    source: &'a Source,
    tables: &'a Tables,
    uses: &Uses,
) -> Result<Loaded<'a>, OracleFault> {
    let mut loader = Loader {
        study,
        source,
        tables,
        uses,
        opted_out: BTreeSet::new(),
        loaded: Loaded::default(),
        faults: Faults::default(),
    };
    loader.opt_outs();
    loader.patients();
    for entity in &uses.entities {
        if let Some(mapping) = source.entity(*entity) {
            loader.records(mapping);
        }
    }
    loader.faults.into_result()?;
    Ok(loader.loaded)
}

struct Loader<'a, 'u> {
    study: &'a Study,
    source: &'a Source,
    tables: &'a Tables,
    uses: &'u Uses,
    /// The keys of patients who opted out.
    opted_out: BTreeSet<String>,
    loaded: Loaded<'a>,
    faults: Faults,
}

impl<'a> Loader<'a, '_> {
    /// A table with all the columns that are needed of it.
    fn table(&mut self, id: TableId, columns: &[&str]) -> Option<(&'a str, &'a RawTable)> {
        let name = self.source.table(id)?.name.as_str();
        let Some(table) = self.tables.get(name) else {
            self.faults.add("D0101", name, "", 0);
            return None;
        };
        let missing: BTreeSet<&str> = columns
            .iter()
            .copied()
            .filter(|column| !table.has_column(column))
            .collect();
        for column in &missing {
            self.faults.add("D0102", name, column, 0);
        }
        missing.is_empty().then_some((name, table))
    }

    /// The keys of patients who opted out: those with a row that says so.
    fn opt_outs(&mut self) {
        for opt_out in &self.source.opt_outs {
            let columns = [opt_out.key.as_str(), opt_out.condition.column.as_str()];
            let Some((table_name, table)) = self.table(opt_out.table, &columns) else {
                continue;
            };
            for row in table.rows().filter(|row| meets(*row, &opt_out.condition)) {
                match row.key(&opt_out.key) {
                    Some(key) => {
                        self.opted_out.insert(key.to_owned());
                    }
                    // Somebody opted out, and it is not known who.
                    None => self.faults.add("D0207", table_name, &opt_out.key, row.number()),
                }
            }
        }
    }

    /// One patient for each key of the patient table (2.9: a duplicate patient key is a contradiction).
    fn patients(&mut self) {
        let Some(mapping) = self.source.entity(self.study.model.patient()) else {
            return;
        };
        let Some((_, table)) = self.table(mapping.table, &[&mapping.key]) else {
            return;
        };
        let rows = table.rows().filter(|row| {
            mapping
                .condition
                .as_ref()
                .is_none_or(|wanted| meets(*row, wanted))
        });
        let listed: BTreeSet<&str> = rows.filter_map(|row| row.key(&mapping.key)).collect();
        self.loaded.opted_out = listed.iter().filter(|key| self.opted_out.contains(**key)).count() as u64;
        let used = listed.iter().filter(|key| !self.opted_out.contains(**key));
        self.loaded.patients = used.map(|key| ((*key).to_owned(), Patient::default())).collect();
    }

    /// The records of one entity.
    fn records(&mut self, mapping: &'a EntityMapping) {
        let readings = self.readings(mapping);
        let mut columns = vec![mapping.key.as_str()];
        columns.extend(
            mapping
                .condition
                .iter()
                .map(|condition| condition.column.as_str()),
        );
        columns.extend(readings.iter().flat_map(|(_, reading)| columns_of(reading)));
        let Some((table_name, table)) = self.table(mapping.table, &columns) else {
            return;
        };
        let single = self
            .study
            .model
            .entity(mapping.entity)
            .is_some_and(|e| e.cardinality == Cardinality::One);
        // What is looked at is told even where nothing is found.
        self.loaded
            .without_patient
            .entry(table_name.to_owned())
            .or_default();
        for (_, reading) in readings.iter().filter(|(_, reading)| reading.otherwise_missing) {
            self.loaded
                .made_missing
                .entry((table_name.to_owned(), reading.column.clone()))
                .or_default();
        }
        for row in table.rows() {
            if mapping
                .condition
                .as_ref()
                .is_some_and(|wanted| !meets(row, wanted))
            {
                continue;
            }
            let Some(key) = row.key(&mapping.key) else {
                self.faults.add("D0207", table_name, &mapping.key, row.number());
                continue;
            };
            // Nothing of somebody who opted out is looked at, not even to find a fault.
            if self.opted_out.contains(key) {
                continue;
            }
            let record = self.record(mapping, &readings, row, table_name);
            let Some(patient) = self.loaded.patients.get_mut(key) else {
                self.loaded
                    .without_patient
                    .entry(table_name.to_owned())
                    .or_default()
                    .insert(row.number());
                continue;
            };
            let records = patient.records.entry(mapping.entity).or_default();
            if single && !records.is_empty() {
                self.faults.add("D0206", table_name, &mapping.key, row.number());
            }
            records.push(record);
        }
    }

    /// The columns of a mapping that the study uses.
    fn readings(&self, mapping: &'a EntityMapping) -> Vec<(Slot, &'a Reading)> {
        let attributes = mapping
            .attributes
            .iter()
            .filter_map(|attribute| match &attribute.availability {
                Availability::Present(reading) if self.uses.attributes.contains(&attribute.attribute) => {
                    Some((Slot::Attribute(attribute.attribute), reading))
                }
                _ => None,
            });
        let locals = mapping.locals.iter().zip(0..).filter_map(|(local, position)| {
            self.uses
                .locals
                .contains(&(mapping.entity, position))
                .then_some((Slot::Local(position), &local.reading))
        });
        attributes.chain(locals).collect()
    }

    /// One record: first everything that stands for itself, then the quantities, whose unit may depend on the analyte.
    fn record(
        &mut self,
        mapping: &'a EntityMapping,
        readings: &[(Slot, &'a Reading)],
        row: RawRow<'a>,
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
                        let column = match (unreadable.code, &reading.decode) {
                            ("D0203", Decode::Quantity(UnitSpec::ByColumn { column, .. })) => column,
                            _ => &reading.column,
                        };
                        self.faults.add(unreadable.code, table, column, row.number());
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
        let evaluation = Evaluation {
            study: self.study,
            patient: &nobody,
        };
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

/// Whether the condition's column holds one of its texts.
fn meets(row: RawRow<'_>, condition: &RowCondition) -> bool {
    row.text(&condition.column)
        .is_some_and(|text| condition.values.iter().any(|value| composed(value) == text))
}

/// The columns that a reading looks at: its own and, where there is one, that of the unit.
fn columns_of(reading: &Reading) -> Vec<&str> {
    let mut columns = vec![reading.column.as_str()];
    if let Decode::Quantity(UnitSpec::ByColumn { column, .. }) = &reading.decode {
        columns.push(column);
    }
    columns
}
