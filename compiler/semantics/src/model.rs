//! The common model that studies are written against: entities, their attributes and the attributes' types.
//!
//! A model names no table and no country. It is declared in Kohort (`model … { one patient { … } many lab … }`).

use crate::units::Unit;
use kohort_base::Span;
use serde::{Deserialize, Serialize};

/// A data model: what can be said about one patient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The declared name.
    pub name: String,
    /// The module that declares it, for example `std.oncology`.
    pub module: String,
    /// The declared version.
    pub version: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The entities in declaration order; exactly one is the patient.
    pub entities: Vec<Entity>,
    /// The declared name's place.
    pub span: Span,
}

/// An entity of a [`Model`], by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityId(pub u32);

/// An attribute of an entity, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AttributeId {
    /// The entity.
    pub entity: EntityId,
    /// The attribute's position within the entity.
    pub index: u32,
}

/// How many records of an entity a patient has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cardinality {
    /// At most one.
    One,
    /// Any number: events.
    Many,
}

/// When an entity's records happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dated {
    /// The records have no date of their own.
    Never,
    /// The records happen on a day.
    On(AttributeId),
    /// The records last from one date to another; windows and picks use the first.
    Span(AttributeId, AttributeId),
}

/// A kind of record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// The name studies use.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// At most one, or many records for each patient.
    pub cardinality: Cardinality,
    /// The attribute(s) that date a record.
    pub dated: Dated,
    /// The attributes in declaration order, which is also the order that breaks ties.
    pub attributes: Vec<Attribute>,
    /// The declared name's place.
    pub span: Span,
}

/// One attribute of an entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    /// The name studies use.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// Its type.
    pub ty: AttributeType,
    /// The declared name's place.
    pub span: Span,
}

/// The type of an attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AttributeType {
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Decimal,
    /// A date; its precision is the source's.
    Date,
    /// Text.
    Text,
    /// A code of the system that the source states.
    Code,
    /// Which analyte a record measures.
    Analyte,
    /// A substance.
    Drug,
    /// One of a closed list of values.
    Category(Category),
    /// A quantity in the unit of the analyte that another attribute of the record names.
    QuantityOf(AttributeId),
    /// A quantity that is stored in this unit.
    QuantityIn(Unit),
    /// A type that was reported as wrong. A model that is handed out has none.
    Unknown,
}

/// The values of a categorical attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Category {
    /// The values in declaration order, which is their sort order.
    pub values: Vec<String>,
    /// Whether `<` and `>=` are allowed.
    pub ordered: bool,
}

impl Model {
    /// The patient entity's id. A checked model always has one; position 0 stands in otherwise.
    pub fn patient(&self) -> EntityId {
        self.entity_named("patient").map_or(EntityId(0), |(id, _)| id)
    }

    /// The entity with this id.
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.0 as usize)
    }

    /// The attribute with this id.
    pub fn attribute(&self, id: AttributeId) -> Option<&Attribute> {
        self.entity(id.entity)?.attributes.get(id.index as usize)
    }

    /// The entity of this name.
    pub fn entity_named(&self, name: &str) -> Option<(EntityId, &Entity)> {
        self.entities
            .iter()
            .enumerate()
            .find(|(_, entity)| entity.name == name)
            .map(|(index, entity)| (EntityId(index as u32), entity))
    }

    /// `entity.attribute`, or the bare attribute for the patient's own.
    pub fn attribute_path(&self, id: AttributeId) -> String {
        match (self.entity(id.entity), self.attribute(id)) {
            (Some(entity), Some(attribute)) if entity.name == "patient" => attribute.name.clone(),
            (Some(entity), Some(attribute)) => format!("{}.{}", entity.name, attribute.name),
            _ => String::from("?"),
        }
    }

    /// All ids of all entities' attributes, in declaration order.
    pub fn all_attributes(&self) -> impl Iterator<Item = AttributeId> {
        let entities = (0..self.entities.len() as u32).map(EntityId);
        entities.flat_map(|entity| self.attribute_ids(entity))
    }

    /// All ids of an entity's attributes, in declaration order.
    pub fn attribute_ids(&self, entity: EntityId) -> impl Iterator<Item = AttributeId> + use<> {
        let count = self.entity(entity).map_or(0, |found| found.attributes.len());
        (0..count as u32).map(move |index| AttributeId { entity, index })
    }
}

impl Entity {
    /// The attribute of this name.
    pub fn attribute_named(&self, name: &str) -> Option<(u32, &Attribute)> {
        self.attributes
            .iter()
            .enumerate()
            .find(|(_, a)| a.name == name)
            .map(|(i, a)| (i as u32, a))
    }

    /// The attribute that places a record in time, where there is one.
    pub fn date_attribute(&self) -> Option<AttributeId> {
        match self.dated {
            Dated::Never => None,
            Dated::On(date) | Dated::Span(date, _) => Some(date),
        }
    }
}
