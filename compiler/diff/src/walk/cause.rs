//! What makes two versions of something differ.

use crate::places::Places;
use kohort_semantics::model::AttributeId;
use kohort_semantics::study::{CodeListId, DefinitionId, DrugListId};
use std::collections::BTreeMap;

/// Something that both versions name and that means something else in each: first of the old version, then of the new.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// A definition.
    Definition(DefinitionId, DefinitionId),
    /// How dates of an attribute are read.
    Precision(AttributeId, AttributeId),
    /// A code list.
    CodeList(CodeListId, CodeListId),
    /// A declared set of drugs.
    DrugList(DrugListId, DrugListId),
    /// A set of drugs that a library names: what it is called, and the drugs in both versions.
    DrugSet(String, Vec<String>, Vec<String>),
    /// A drug, by its qualified name.
    Drug(String),
    /// An analyte, by its qualified name.
    Analyte(String),
    /// An entity or attribute of the model, by its path.
    Model(String),
}

/// What makes one thing differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// What it names, and in which sources that counts.
    pub(crate) causes: BTreeMap<Cause, Places>,
    /// In which sources it differs by itself, if it does.
    pub(crate) own: Option<Places>,
}
