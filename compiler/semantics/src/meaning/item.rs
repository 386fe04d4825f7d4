//! The things of a study that have a name and a meaning of their own.

use super::{Hash, Meanings, vocabulary};
use crate::study::{
    CharacteristicId, CohortId, DefinitionId, DrugListId, EndpointId, EventsBase, ExprKind, Output, Part,
    Place, Study,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One thing with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// What the study calls it. An output is called by its position from 1 and its kind.
    pub name: String,
    /// What it means.
    pub hash: Hash,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A parameter or a `let`.
    Definition,
    /// Lines of therapy.
    Lines,
    /// A cohort.
    Cohort,
    /// An endpoint.
    Endpoint,
    /// A characteristic.
    Characteristic,
    /// An entry of the report.
    Output,
    /// A code list.
    CodeList,
    /// A set of drugs.
    DrugList,
    /// A drug.
    Drug,
    /// An analyte.
    Analyte,
}

impl ItemKind {
    /// What a reader calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Lines => "lines",
            Self::Cohort => "cohort",
            Self::Endpoint => "endpoint",
            Self::Characteristic => "characteristic",
            Self::Output => "output",
            Self::CodeList => "code list",
            Self::DrugList => "set of drugs",
            Self::Drug => "drug",
            Self::Analyte => "analyte",
        }
    }
}

/// All items of a study.
pub(super) fn items(meanings: &Meanings<'_>) -> Vec<Item> {
    let study = meanings.of();
    let mut items = Vec::new();
    let mut add = |kind, name: &str, hash| {
        items.push(Item {
            kind,
            name: name.to_owned(),
            hash,
        });
    };
    for (id, definition) in (0u32..).map(DefinitionId).zip(&study.definitions) {
        let kind = match study.lines(id) {
            Some(_) => ItemKind::Lines,
            None => ItemKind::Definition,
        };
        add(kind, &definition.name, meanings.definition(id));
    }
    for (id, cohort) in (0u32..).map(CohortId).zip(&study.cohorts) {
        add(ItemKind::Cohort, &cohort.name, meanings.cohort(id));
    }
    for (id, endpoint) in (0u32..).map(EndpointId).zip(&study.endpoints) {
        add(ItemKind::Endpoint, &endpoint.name, meanings.endpoint(id));
    }
    let characteristics = (0u32..).map(CharacteristicId).zip(&study.characteristics);
    for (id, characteristic) in characteristics.filter(|(_, characteristic)| characteristic.declared) {
        add(
            ItemKind::Characteristic,
            &characteristic.name,
            meanings.characteristic(id),
        );
    }
    for (position, output) in (1..).zip(&study.outputs) {
        let name = format!("{position} {}", output.word());
        add(ItemKind::Output, &name, meanings.output(output));
    }
    for list in &study.code_lists {
        add(
            ItemKind::CodeList,
            &format!("{}.{}", list.module, list.name),
            vocabulary::code_list(list),
        );
    }
    for (id, list) in (0u32..).map(DrugListId).zip(&study.drug_lists) {
        add(
            ItemKind::DrugList,
            &format!("{}.{}", list.module, list.name),
            meanings.drug_list(id),
        );
    }
    for drug in &study.drugs {
        add(ItemKind::Drug, &drug.qualified, meanings.drug(&drug.qualified));
    }
    for analyte in &study.analytes {
        add(
            ItemKind::Analyte,
            &analyte.qualified,
            meanings.analyte(&analyte.qualified),
        );
    }
    items.sort_by_key(|item| item.kind);
    items
}

impl Output {
    /// The word with which it begins in a report.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Attrition(_) => "attrition",
            Self::Baseline { .. } => "baseline",
            Self::Proportion { .. } => "proportion",
            Self::Treatments { .. } => "treatments",
            Self::Survival(_) => "survival",
            Self::Incidence(_) => "incidence",
            Self::Rates { .. } => "rates",
        }
    }
}

/// The definitions that cohorts and outputs use, also through others.
pub fn used_definitions(study: &Study) -> BTreeSet<DefinitionId> {
    let (mut endpoints, mut characteristics) = (BTreeSet::new(), BTreeSet::new());
    for cohort in (0u32..).take(study.cohorts.len()) {
        let (some, others) = study.counted_of(CohortId(cohort));
        endpoints.extend(some);
        characteristics.extend(others);
    }
    let mut used = BTreeSet::new();
    let mut found = Vec::new();
    for output in &study.outputs {
        if let Output::Treatments { lines, .. } = output {
            found.push(*lines);
        }
    }
    study.roots(&mut |place, part| {
        let counts = match place {
            Place::Index(_) | Place::Criterion(..) => true,
            // A rule counts where its date is read, which is nearly everywhere.
            Place::Precision(_) => true,
            Place::Endpoint(id) => endpoints.contains(&id),
            Place::Characteristic(id) => characteristics.contains(&id),
            Place::Definition(_) | Place::Test(_) => false,
        };
        if counts {
            references(part, &mut found);
        }
    });
    while let Some(id) = found.pop() {
        if used.insert(id)
            && let Some(definition) = study.definition(id)
        {
            references(Part::Operand(&definition.value), &mut found);
        }
    }
    used
}

/// The definitions that something names.
fn references(part: Part<'_>, found: &mut Vec<DefinitionId>) {
    match part {
        Part::Operand(expr) | Part::Date(expr) | Part::Filter(expr) => {
            if let ExprKind::Definition(id) = &expr.kind {
                found.push(*id);
            }
            expr.parts(&mut |part| references(part, found));
        }
        Part::Events(events) => {
            if let EventsBase::Definition(id) = &events.base {
                found.push(*id);
            }
            events.parts(&mut |part| references(part, found));
        }
    }
}
