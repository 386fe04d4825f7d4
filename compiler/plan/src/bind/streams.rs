//! The tables, the records and the columns of a source, as scans, streams and columns.
//!
//! Invariant: one scan for each table and patient key, in the source's order, so that each table is read once; one stream
//! for each mapped entity, in the model's order, with a column for every mapped attribute and then for every local. Which
//! of them a study needs is decided later.

use crate::algebra::{
    AnalyteDisplay, Column, ColumnDisplay, ColumnId, OptOutScan, Scan, ScanId, Stream, StreamId, ValueType,
};
use kohort_semantics::model::{Attribute, AttributeId, AttributeType, Cardinality, EntityId};
use kohort_semantics::source::{Availability, Decode, EntityMapping, Reading, Source, TableId};
use kohort_semantics::study::Study;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a source maps.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) scans: Vec<Scan>,
    pub(super) streams: Vec<Stream>,
    stream_of: BTreeMap<EntityId, StreamId>,
    attributes: BTreeMap<AttributeId, ColumnId>,
    locals: BTreeMap<(EntityId, u32), ColumnId>,
}

impl Layout {
    /// Lays out a source. A mapping of an entity that the model does not have, or from a table that the source does not
    /// declare, is left out; whatever reads it is reported as not recorded.
    pub(super) fn new(study: &Study, source: &Source) -> Self {
        let mut layout = Self::default();
        let keys: BTreeSet<(TableId, &str)> = source
            .entities
            .iter()
            .map(|m| (m.table, m.key.as_str()))
            .collect();
        let mut scan_of = BTreeMap::new();
        for (table, key) in keys {
            if let Some(found) = source.table(table) {
                scan_of.insert((table, key), ScanId(layout.scans.len() as u32));
                layout.scans.push(Scan {
                    table: found.name.clone(),
                    file: found.file.clone(),
                    format: found.format,
                    key: key.to_owned(),
                });
            }
        }
        for (position, _) in study.model.entities.iter().enumerate() {
            let Some(mapping) = source.entity(EntityId(position as u32)) else {
                continue;
            };
            if let Some(scan) = scan_of.get(&(mapping.table, mapping.key.as_str())) {
                layout.stream(study, mapping, *scan);
            }
        }
        layout
    }

    fn stream(&mut self, study: &Study, mapping: &EntityMapping, scan: ScanId) {
        let Some(entity) = study.model.entity(mapping.entity) else {
            return;
        };
        let id = StreamId(self.streams.len() as u32);
        let mut columns = Vec::new();
        let column_id = |columns: &Vec<Column>| ColumnId {
            stream: id,
            index: columns.len() as u32,
        };
        for entry in &mapping.attributes {
            let (Availability::Present(reading), Some(attribute)) =
                (&entry.availability, study.model.attribute(entry.attribute))
            else {
                continue;
            };
            self.attributes.insert(entry.attribute, column_id(&columns));
            columns.push(Column {
                name: format!("{}.{}", entity.name, attribute.name),
                attribute: Some(entry.attribute),
                reading: reading.clone(),
                analyte: None,
                ty: value_type(&reading.decode),
                display: display(study, attribute, reading),
            });
        }
        for (position, local) in mapping.locals.iter().enumerate() {
            self.locals
                .insert((mapping.entity, position as u32), column_id(&columns));
            columns.push(Column {
                name: format!("{}.{}", entity.name, local.name),
                attribute: None,
                reading: local.reading.clone(),
                analyte: None,
                ty: value_type(&local.reading.decode),
                display: ColumnDisplay::default(),
            });
        }
        for column in &mut columns {
            let measured = column.attribute.and_then(|id| study.model.attribute(id));
            if let Some(Attribute {
                ty: AttributeType::QuantityOf(analyte),
                ..
            }) = measured
            {
                column.analyte = self.attributes.get(analyte).map(|found| found.index);
            }
        }
        self.stream_of.insert(mapping.entity, id);
        self.streams.push(Stream {
            entity: mapping.entity,
            name: entity.name.clone(),
            scan,
            single: entity.cardinality == Cardinality::One,
            patient: mapping.entity == study.model.patient(),
            dated: entity.dated,
            condition: mapping.condition.clone(),
            columns,
        });
    }

    /// The stream of an entity, if the source records it.
    pub(super) fn stream_of(&self, entity: EntityId) -> Option<StreamId> {
        self.stream_of.get(&entity).copied()
    }

    /// The column of a mapped attribute.
    pub(super) fn attribute(&self, attribute: AttributeId) -> Option<ColumnId> {
        self.attributes.get(&attribute).copied()
    }

    /// The column of a local.
    pub(super) fn local(&self, entity: EntityId, position: u32) -> Option<ColumnId> {
        self.locals.get(&(entity, position)).copied()
    }

    /// A column.
    pub(super) fn column(&self, id: ColumnId) -> Option<&Column> {
        self.streams
            .get(id.stream.0 as usize)?
            .columns
            .get(id.index as usize)
    }

    /// The entity of a stream.
    pub(super) fn entity_of(&self, stream: StreamId) -> Option<EntityId> {
        self.streams.get(stream.0 as usize).map(|found| found.entity)
    }
}

/// The opt-outs of a source, in its order.
pub(super) fn opt_outs(source: &Source) -> Vec<OptOutScan> {
    let scan = |declared: &kohort_semantics::source::OptOut| {
        let table = source.table(declared.table)?;
        Some(OptOutScan {
            table: table.name.clone(),
            file: table.file.clone(),
            format: table.format,
            key: declared.key.clone(),
            condition: declared.condition.clone(),
        })
    };
    source.opt_outs.iter().filter_map(scan).collect()
}

/// The type of the values that a reading gives.
fn value_type(decode: &Decode) -> ValueType {
    match decode {
        Decode::Text | Decode::Analyte(_) | Decode::Code(_) => ValueType::Text,
        Decode::Integer | Decode::Decimal | Decode::Quantity(_) => ValueType::Number,
        Decode::Boolean(_) => ValueType::Boolean,
        Decode::Date { .. } => ValueType::Date,
        Decode::Category(_) => ValueType::Category,
    }
}

/// The words for a column's values.
fn display(study: &Study, attribute: &Attribute, reading: &Reading) -> ColumnDisplay {
    let mut words = ColumnDisplay::default();
    match &attribute.ty {
        AttributeType::Category(category) => words.values = category.values.clone(),
        AttributeType::QuantityIn(unit) => words.unit = Some(unit.text().to_owned()),
        AttributeType::QuantityOf(_) | AttributeType::Analyte => {
            for analyte in &study.analytes {
                let shown = AnalyteDisplay {
                    name: analyte_name(study, analyte),
                    unit: analyte.unit.text().to_owned(),
                };
                words.analytes.insert(analyte.qualified.clone(), shown);
            }
        }
        _ => {}
    }
    if let Decode::Analyte(listed) = &reading.decode {
        words
            .analytes
            .retain(|qualified, _| listed.values().any(|value| value == qualified));
    }
    words
}

/// An analyte's name, with its module where another analyte of the study has the same name.
pub(super) fn analyte_name(study: &Study, analyte: &kohort_semantics::codes::Analyte) -> String {
    let namesakes = study
        .analytes
        .iter()
        .filter(|other| other.name == analyte.name)
        .count();
    if namesakes > 1 {
        analyte.qualified.clone()
    } else {
        analyte.name.clone()
    }
}
