//! One patient's records as the source gives them, before any study looks at them.

use crate::lines::Line;
use crate::therapy::Kept;
use kohort_semantics::model::{AttributeId, EntityId};
use kohort_semantics::source::{Availability, EntityMapping};
use kohort_semantics::value::{Date, Value};
use std::collections::BTreeMap;

/// Everything that is recorded about one patient.
#[derive(Debug, Default)]
pub(crate) struct Patient<'a> {
    /// The records of each entity, in no particular order: those of all its mappings.
    pub(crate) records: BTreeMap<EntityId, Vec<Record<'a>>>,
    /// The lines of therapy that were made of them.
    pub(crate) lines: Kept,
}

/// One record of an entity.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    /// How the source reads it.
    pub(crate) mapping: &'a EntityMapping,
    /// The values that are read from columns; the others are missing here.
    pub(crate) values: Vec<Value>,
    /// The values of the mapping's helper columns.
    pub(crate) locals: Vec<Value>,
}

/// A member of a bag of events: a record, an episode or gap, or a line of therapy.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Row<'a> {
    /// A record of an entity.
    Record(EntityId, &'a Record<'a>),
    /// An episode or a gap, from its first to its last day.
    Period(Date, Date),
    /// A line of therapy, or its maintenance.
    Line(&'a Line),
}

impl<'a> Patient<'a> {
    /// All records of an entity.
    pub(crate) fn rows(&'a self, entity: EntityId) -> Vec<Row<'a>> {
        let records = self.records.get(&entity).map_or(&[][..], Vec::as_slice);
        records.iter().map(|record| Row::Record(entity, record)).collect()
    }
}

impl Record<'_> {
    /// What the source says about an attribute of this record.
    pub(crate) fn availability(&self, attribute: AttributeId) -> Option<&Availability> {
        self.mapping
            .attributes
            .iter()
            .find(|mapping| mapping.attribute == attribute)
            .map(|m| &m.availability)
    }
}
