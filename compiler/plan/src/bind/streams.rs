//! The tables, the records and the columns of a source, as scans, streams and columns.
//!
//! Invariant: one scan for each table and patient key, in the source's order, so that each table is read once; one stream
//! for each mapped entity, in the model's order, with one part for each mapping, a column for every attribute that any of
//! them reads, and then one for every local. Which of them a study needs is decided later.

use super::display::display;
use super::origin::origin;
use crate::algebra::{
    Column, ColumnDisplay, ColumnId, OptOutScan, Scan, ScanId, Stream, StreamId, StreamPart, ValueType,
};
use crate::words::Vocabulary;
use kohort_semantics::model::{Attribute, AttributeId, AttributeType, Cardinality, Entity, EntityId, Model};
use kohort_semantics::source::{Availability, Decode, EntityMapping, OptOut, Reading, Source, TableId};
use kohort_semantics::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a source maps.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) scans: Vec<Scan>,
    pub(super) streams: Vec<Stream>,
    stream_of: BTreeMap<EntityId, StreamId>,
    /// For each stream, the position of each part's mapping among the source's.
    mappings: Vec<Vec<usize>>,
    attributes: BTreeMap<AttributeId, ColumnId>,
    locals: BTreeMap<(StreamId, u32, u32), ColumnId>,
}

impl Layout {
    /// Lays out a source. A mapping of an entity that the model does not have, or from a table that the source does not
    /// declare, is left out; whatever reads it is reported as not recorded.
    pub(super) fn new(model: &Model, source: &Source, words: &Vocabulary<'_>) -> Self {
        let mut layout = Self::default();
        let keys: BTreeSet<(TableId, &str)> = source
            .entities
            .iter()
            .map(|m| (m.table, m.key.as_str()))
            .collect();
        let mut scan_of = BTreeMap::new();
        for (table, key) in keys {
            if let Some(found) = origin(source, table) {
                scan_of.insert((table, key), ScanId(layout.scans.len() as u32));
                layout.scans.push(Scan {
                    table: found.table,
                    origin: found.origin,
                    optional: found.optional,
                    optional_columns: optional_columns(source, table),
                    key: key.to_owned(),
                });
            }
        }
        for (position, entity) in model.entities.iter().enumerate() {
            let id = EntityId(position as u32);
            let mut parts: Vec<(usize, &EntityMapping, ScanId)> = Vec::new();
            for (position, mapping) in source.entities.iter().enumerate() {
                let scan = scan_of.get(&(mapping.table, mapping.key.as_str()));
                if let (true, Some(scan)) = (mapping.entity == id, scan) {
                    parts.push((position, mapping, *scan));
                }
            }
            if !parts.is_empty() {
                layout.stream(model, words, (id, entity), &parts);
            }
        }
        layout
    }

    fn stream(
        &mut self,
        model: &Model,
        words: &Vocabulary<'_>,
        (id, entity): (EntityId, &Entity),
        mappings: &[(usize, &EntityMapping, ScanId)],
    ) {
        let stream = StreamId(self.streams.len() as u32);
        let mut columns: Vec<Column> = Vec::new();
        let mut readings: Vec<Vec<Option<Reading>>> = vec![Vec::new(); mappings.len()];
        let mut add = |column: Column, read: Vec<Option<Reading>>| {
            let index = columns.len() as u32;
            columns.push(column);
            readings
                .iter_mut()
                .zip(read)
                .for_each(|(part, reading)| part.push(reading));
            ColumnId { stream, index }
        };
        for (attribute_id, attribute) in model.attribute_ids(id).zip(&entity.attributes) {
            let read: Vec<Option<Reading>> = mappings
                .iter()
                .map(|(_, mapping, _)| present(mapping, attribute_id).cloned())
                .collect();
            if read.iter().any(Option::is_some) {
                let column = Column {
                    name: format!("{}.{}", entity.name, attribute.name),
                    attribute: Some(attribute_id),
                    analyte: None,
                    ty: type_of_attribute(&attribute.ty),
                    display: display(words, attribute, &read),
                };
                self.attributes.insert(attribute_id, add(column, read));
            }
        }
        for (part, (_, mapping, _)) in mappings.iter().enumerate() {
            for (position, local) in mapping.locals.iter().enumerate() {
                let column = Column {
                    name: format!("{}.{}", entity.name, local.name),
                    attribute: None,
                    analyte: None,
                    ty: type_of_decoded(&local.reading.decode),
                    display: ColumnDisplay::default(),
                };
                let read = (0..mappings.len()).map(|other| (other == part).then(|| local.reading.clone()));
                let added = add(column, read.collect());
                self.locals.insert((stream, part as u32, position as u32), added);
            }
        }
        for column in &mut columns {
            let measured = column.attribute.and_then(|id| model.attribute(id));
            if let Some(Attribute {
                ty: AttributeType::QuantityOf(analyte),
                ..
            }) = measured
            {
                column.analyte = self.attributes.get(analyte).map(|found| found.index);
            }
        }
        let parts = mappings
            .iter()
            .zip(readings)
            .map(|((_, mapping, scan), readings)| StreamPart {
                scan: *scan,
                condition: mapping.condition.clone(),
                repeats: mapping.repeats.clone(),
                readings,
            });
        self.stream_of.insert(id, stream);
        self.mappings
            .push(mappings.iter().map(|(position, ..)| *position).collect());
        self.streams.push(Stream {
            entity: id,
            name: entity.name.clone(),
            single: entity.cardinality == Cardinality::One,
            patient: id == model.patient(),
            dated: entity.dated,
            parts: parts.collect(),
            columns,
        });
    }

    /// The stream of an entity, if the source records it.
    pub(super) fn stream_of(&self, entity: EntityId) -> Option<StreamId> {
        self.stream_of.get(&entity).copied()
    }

    /// The column of an attribute that some part reads.
    pub(super) fn attribute(&self, attribute: AttributeId) -> Option<ColumnId> {
        self.attributes.get(&attribute).copied()
    }

    /// The column of a local of one part.
    pub(super) fn local(&self, stream: StreamId, part: u32, position: u32) -> Option<ColumnId> {
        self.locals.get(&(stream, part, position)).copied()
    }

    /// A column.
    pub(super) fn column(&self, id: ColumnId) -> Option<&Column> {
        self.records(id.stream)?.columns.get(id.index as usize)
    }

    /// A stream.
    pub(super) fn records(&self, id: StreamId) -> Option<&Stream> {
        self.streams.get(id.0 as usize)
    }

    /// The mapping of each part of a stream.
    pub(super) fn mappings<'s>(&self, stream: StreamId, source: &'s Source) -> Vec<&'s EntityMapping> {
        let positions = self.mappings.get(stream.0 as usize).into_iter().flatten();
        positions
            .filter_map(|position| source.entities.get(*position))
            .collect()
    }

    /// The entity of a stream.
    pub(super) fn entity_of(&self, stream: StreamId) -> Option<EntityId> {
        self.records(stream).map(|found| found.entity)
    }
}

/// How a mapping reads an attribute, if it does from a column.
fn present(mapping: &EntityMapping, attribute: AttributeId) -> Option<&Reading> {
    match &mapping.attributes.get(attribute.index as usize)?.availability {
        Availability::Present(reading) => Some(reading),
        Availability::Derived(_) | Availability::Absent { .. } => None,
    }
}

/// The opt-outs of a source, in its order.
pub(super) fn opt_outs(source: &Source) -> Vec<OptOutScan> {
    let scan = |declared: &OptOut| {
        let found = origin(source, declared.table)?;
        Some(OptOutScan {
            table: found.table,
            origin: found.origin,
            optional: found.optional,
            optional_columns: optional_columns(source, declared.table),
            key: declared.key.clone(),
            condition: declared.condition.clone(),
        })
    };
    source.opt_outs.iter().filter_map(scan).collect()
}

/// The columns of a table that a dataset may lack: those that some mapping of it declares so.
fn optional_columns(source: &Source, table: TableId) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for mapping in source.entities.iter().filter(|mapping| mapping.table == table) {
        let locals = mapping.locals.iter().map(|local| &local.reading);
        let attributes = mapping
            .attributes
            .iter()
            .filter_map(|entry| match &entry.availability {
                Availability::Present(reading) => Some(reading),
                Availability::Derived(_) | Availability::Absent { .. } => None,
            });
        let optional = locals.chain(attributes).filter(|reading| reading.optional);
        found.extend(optional.map(|reading| reading.column.clone()));
    }
    found
}

/// The type of an attribute's values.
pub(super) fn type_of_attribute(ty: &AttributeType) -> ValueType {
    match ty {
        AttributeType::Boolean => ValueType::Boolean,
        AttributeType::Integer
        | AttributeType::Decimal
        | AttributeType::QuantityOf(_)
        | AttributeType::QuantityIn(_) => ValueType::Number,
        AttributeType::Date => ValueType::Date,
        AttributeType::Category(_) => ValueType::Category,
        AttributeType::Text
        | AttributeType::Code
        | AttributeType::Analyte
        | AttributeType::Drug
        | AttributeType::Unknown => ValueType::Text,
    }
}

/// The type of the values that a reading gives.
fn type_of_decoded(decode: &Decode) -> ValueType {
    match decode {
        Decode::Text | Decode::Texts(_) | Decode::Analyte(_) | Decode::Drug(_) | Decode::Code(_) => {
            ValueType::Text
        }
        Decode::Integer | Decode::Decimal | Decode::Numbers(_) | Decode::Quantity(_) => ValueType::Number,
        Decode::Boolean(_) => ValueType::Boolean,
        Decode::Date { .. } | Decode::DaysFromAnchor => ValueType::Date,
        Decode::Category(_) => ValueType::Category,
        Decode::Always(value) => match value {
            Value::Boolean(_) => ValueType::Boolean,
            Value::Number(_) => ValueType::Number,
            Value::Date(_) => ValueType::Date,
            Value::Period(..) => ValueType::Period,
            Value::Category(_) => ValueType::Category,
            Value::Missing | Value::Analyte(_) | Value::Code { .. } | Value::Text(_) => ValueType::Text,
        },
    }
}
