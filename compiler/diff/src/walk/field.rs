//! Attributes, vocabulary and ties side by side.

use super::{Cause, Node, Walk};
use crate::places::Places;
use kohort_semantics::model::{AttributeId, AttributeType};
use kohort_semantics::study::{CodeListId, DrugListId, DrugSet, Field, Study, TieBreak};

impl Walk<'_> {
    pub(super) fn field(self, old: Field, new: Field, at: &Places, node: &mut Node) {
        match (old, new) {
            (Field::Attribute(old), Field::Attribute(new)) => self.attribute(old, new, at, node),
            _ if old == new => {}
            _ => Self::own(node, at),
        }
    }

    pub(super) fn attribute(self, old: AttributeId, new: AttributeId, at: &Places, node: &mut Node) {
        let (before, after) = (&self.versions.old, &self.versions.new);
        let (old_path, new_path) = (path(before.of(), old), path(after.of(), new));
        if old_path != new_path {
            return Self::own(node, at);
        }
        if before.attribute(old) == after.attribute(new) {
            return;
        }
        let rules = (
            before
                .of()
                .precision_rule(old)
                .map(|rule| before.precision_rule(rule)),
            after
                .of()
                .precision_rule(new)
                .map(|rule| after.precision_rule(rule)),
        );
        if rules.0 == rules.1 {
            Self::caused(node, Cause::Model(new_path), at);
        } else {
            Self::caused(node, Cause::Precision(old, new), at);
        }
    }

    /// The same position among the values of a category.
    pub(super) fn category(
        self,
        position: u32,
        old: AttributeId,
        new: AttributeId,
        at: &Places,
        node: &mut Node,
    ) {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        if value(before, old, position) == value(after, new, position) {
            self.attribute(old, new, at, node);
        } else {
            Self::own(node, at);
        }
    }

    /// Declared orders of records of one day.
    pub(super) fn ties(self, old: &[TieBreak], new: &[TieBreak], at: &Places, node: &mut Node) {
        if old.len() != new.len() {
            return Self::own(node, at);
        }
        for (old, new) in old.iter().zip(new) {
            let (before, after) = (self.versions.old.of(), self.versions.new.of());
            match (old, new) {
                (TieBreak::HighestFirst(old), TieBreak::HighestFirst(new))
                | (TieBreak::LowestFirst(old), TieBreak::LowestFirst(new)) => {
                    self.attribute(*old, *new, at, node);
                }
                (TieBreak::ValueFirst(old, old_value), TieBreak::ValueFirst(new, new_value))
                    if value(before, *old, *old_value) == value(after, *new, *new_value) =>
                {
                    self.attribute(*old, *new, at, node);
                }
                _ => Self::own(node, at),
            }
        }
    }

    pub(super) fn code_list(self, old: CodeListId, new: CodeListId, at: &Places, node: &mut Node) {
        if self.versions.old.code_list(old) == self.versions.new.code_list(new) {
            return;
        }
        let named = |study: &Study, id: CodeListId| {
            let list = study.code_lists.get(id.0 as usize);
            list.map(|list| (list.module.clone(), list.name.clone()))
        };
        if alike(
            named(self.versions.old.of(), old),
            named(self.versions.new.of(), new),
        ) {
            Self::caused(node, Cause::CodeList(old, new), at);
        } else {
            Self::own(node, at);
        }
    }

    pub(super) fn drug_list(self, old: DrugListId, new: DrugListId, at: &Places, node: &mut Node) {
        if self.versions.old.drug_list(old) == self.versions.new.drug_list(new) {
            return;
        }
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        let (Some(old_list), Some(new_list)) = (
            before.drug_lists.get(old.0 as usize),
            after.drug_lists.get(new.0 as usize),
        ) else {
            return Self::own(node, at);
        };
        let named = |list: &kohort_semantics::codes::DrugList| Some((list.module.clone(), list.name.clone()));
        if !alike(named(old_list), named(new_list)) {
            Self::own(node, at);
        } else if old_list.drugs == new_list.drugs {
            new_list.drugs.iter().for_each(|drug| self.drug(drug, at, node));
        } else {
            Self::caused(node, Cause::DrugList(old, new), at);
        }
    }

    /// A set of drugs that a rule or a question names.
    pub(super) fn drug_set(self, old: &DrugSet, new: &DrugSet, at: &Places, node: &mut Node) {
        if self.versions.old.drug_set(old) == self.versions.new.drug_set(new) {
            return;
        }
        if old.drugs == new.drugs {
            new.drugs.iter().for_each(|drug| self.drug(drug, at, node));
        } else if old.text == new.text {
            let cause = Cause::DrugSet(new.text.clone(), old.drugs.clone(), new.drugs.clone());
            Self::caused(node, cause, at);
        } else {
            Self::own(node, at);
        }
    }

    pub(super) fn drug(self, qualified: &str, at: &Places, node: &mut Node) {
        if self.versions.old.drug(qualified) != self.versions.new.drug(qualified) {
            Self::caused(node, Cause::Drug(qualified.to_owned()), at);
        }
    }

    pub(super) fn analyte(self, qualified: &str, at: &Places, node: &mut Node) {
        if self.versions.old.analyte(qualified) == self.versions.new.analyte(qualified) {
            Self::own(node, at);
        } else {
            Self::caused(node, Cause::Analyte(qualified.to_owned()), at);
        }
    }
}

/// The attribute's name with its entity's, whichever way it is shown.
fn path(study: &Study, id: AttributeId) -> String {
    let entity = study.model.entity(id.entity).map_or("?", |entity| &entity.name);
    let attribute = study.model.attribute(id).map_or("?", |attribute| &attribute.name);
    format!("{entity}.{attribute}")
}

/// A category's value.
fn value(study: &Study, attribute: AttributeId, position: u32) -> Option<&str> {
    match &study.model.attribute(attribute)?.ty {
        AttributeType::Category(category) => category.values.get(position as usize).map(String::as_str),
        _ => None,
    }
}

/// Whether two lists have one name, in one module or each in a study's own file, which may be called otherwise.
fn alike(old: Option<(String, String)>, new: Option<(String, String)>) -> bool {
    matches!((old, new), (Some((_, old)), Some((_, new))) if old == new)
}
