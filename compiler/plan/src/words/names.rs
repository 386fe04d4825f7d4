//! The names of a study's own things, each of which stands for one thing.
//!
//! Invariant: two definitions, and a definition and something else that could stand in its place, never have one name.

use super::vocabulary::{code_list_name, drug_list_name};
use super::{Words, small};
use kohort_semantics::model::{AttributeId, EntityId};
use kohort_semantics::study::{
    CharacteristicId, CodeListId, CohortId, DefinitionId, DrugListId, EndpointId, Field, RecordKind, Study,
};
use std::collections::BTreeMap;

/// Names that are worked out once.
pub(super) struct Names {
    definitions: Vec<String>,
    drug_sets: super::drug_sets::DrugSets,
}

impl Names {
    pub(super) fn of(study: &Study) -> Self {
        // Definitions of two modules may have one name; that of the study's own file stands behind those that it uses.
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        let mut definitions: Vec<String> = study
            .definitions
            .iter()
            .rev()
            .map(|definition| {
                let number = seen.entry(&definition.name).or_default();
                *number += 1;
                match *number {
                    1 => definition.name.clone(),
                    number => format!("{} ({number})", definition.name),
                }
            })
            .collect();
        definitions.reverse();
        Self {
            definitions,
            drug_sets: super::drug_sets::DrugSets::of(study),
        }
    }

    pub(super) fn drug_sets(&self) -> &super::drug_sets::DrugSets {
        &self.drug_sets
    }
}

impl Words<'_> {
    /// The name of a definition.
    pub fn definition(&self, id: DefinitionId) -> &str {
        self.names
            .definitions
            .get(id.0 as usize)
            .map_or("?", String::as_str)
    }

    /// The name of a cohort.
    pub fn cohort(&self, id: CohortId) -> &str {
        self.study.cohort(id).map_or("?", |found| &found.name)
    }

    /// The name of an endpoint.
    pub fn endpoint_name(&self, id: EndpointId) -> &str {
        self.study.endpoint(id).map_or("?", |found| &found.name)
    }

    /// The name of a characteristic.
    pub fn characteristic_name(&self, id: CharacteristicId) -> &str {
        self.study.characteristic(id).map_or("?", |found| &found.name)
    }

    /// The name of a code list, with its module where another list has the same name.
    pub fn code_list(&self, id: CodeListId) -> String {
        match self.study.code_lists.get(id.0 as usize) {
            Some(found) => code_list_name(self.study, found),
            None => String::from("?"),
        }
    }

    /// The name of a set of drugs, with its module where another set has the same name.
    pub fn drug_list(&self, id: DrugListId) -> String {
        match self.study.drug_lists.get(id.0 as usize) {
            Some(found) => drug_list_name(self.study, found),
            None => String::from("?"),
        }
    }

    /// The name of a drug, with its module where another drug of the study, or a definition, has the same name.
    pub fn drug(&self, qualified: &str) -> String {
        self.untaken(self.vocabulary.drug(qualified), qualified)
    }

    /// The name of an analyte, with its module where another analyte of the study, or a definition, has the same name.
    pub fn analyte(&self, qualified: &str) -> String {
        self.untaken(self.vocabulary.analyte(qualified), qualified)
    }

    /// A name, or something longer where a definition has that name.
    pub(super) fn untaken(&self, name: String, longer: &str) -> String {
        if self.is_taken(&name) {
            longer.to_owned()
        } else {
            name
        }
    }

    pub(super) fn is_taken(&self, name: &str) -> bool {
        self.names.definitions.iter().any(|definition| definition == name)
    }

    /// All records of an entity.
    pub(super) fn entity(&self, id: EntityId) -> String {
        let name = self.study.model.entity(id).map_or("?", |found| &found.name);
        match self.is_taken(name) {
            true => format!("(every {name})"),
            false => name.to_owned(),
        }
    }

    /// `entity.attribute`, or the bare attribute for the patient's own where it can mean nothing else.
    pub(super) fn attribute(&self, id: AttributeId, row: Option<RecordKind>) -> String {
        let path = self.study.model.attribute_path(id);
        if path.contains('.') || !(self.is_taken(&path) || self.is_field(&path, row)) {
            return path;
        }
        let entity = self
            .study
            .model
            .entity(id.entity)
            .map_or("?", |found| &found.name);
        format!("{entity}.{path}")
    }

    /// A field of a record as it stands behind the record and a dot.
    pub(super) fn field(&self, field: Field) -> &str {
        match field {
            Field::Attribute(id) => self.study.model.attribute(id).map_or("?", |found| &found.name),
            Field::Start => "start",
            Field::End => "end",
            Field::Period => "period",
            Field::Line(field) => field.word(),
        }
    }

    /// A field of the record under test.
    pub(super) fn field_under_test(&self, field: Field) -> String {
        let name = self.field(field);
        if !self.is_taken(name) {
            return name.to_owned();
        }
        match field {
            Field::Attribute(id) => {
                let entity = self
                    .study
                    .model
                    .entity(id.entity)
                    .map_or("?", |found| &found.name);
                format!("{entity}.{name}")
            }
            _ => format!("record.{name}"),
        }
    }

    /// Whether a name is a field of the record under test.
    fn is_field(&self, name: &str, row: Option<RecordKind>) -> bool {
        match row {
            None => false,
            Some(RecordKind::Entity(id)) => {
                let entity = self.study.model.entity(id);
                name == "period" || entity.is_some_and(|entity| entity.attribute_named(name).is_some())
            }
            Some(RecordKind::Periods) => ["start", "end", "period"].contains(&name),
            Some(RecordKind::Lines) => kohort_semantics::study::LineField::ALL
                .iter()
                .any(|field| field.word() == name),
        }
    }

    /// A look past the index date that was declared.
    pub fn looking_ahead(&self, ahead: &kohort_semantics::study::LookingAhead) -> String {
        small::looking_ahead(ahead)
    }
}
