//! What the sources say of an attribute or an entity, as a small table.
//!
//! Invariant: it is the capability matrix of `kohort describe`, in its words.

use super::page::{code, escaped};
use kohort_semantics::Source;
use kohort_semantics::capability::{Capability, cell};
use kohort_semantics::model::{AttributeId, EntityId, Model};
use std::sync::Arc;

/// The head of the table.
pub(super) const HEAD: [&str; 3] = ["source", "recorded", "where, or why not"];

/// A row for each source.
pub(super) fn of_attribute(sources: &[Arc<Source>], attribute: AttributeId) -> Vec<Vec<String>> {
    let row = |source: &Arc<Source>| {
        let cell = cell(source, attribute);
        let detail = match &cell.capability {
            Capability::Present { columns }
            | Capability::Derived { columns }
            | Capability::Coarser { columns, .. } => {
                let mut detail = shortened(columns);
                let partly = cell.partly();
                if !partly.is_empty() {
                    detail = format!("{detail}; {}", escaped(&partly));
                }
                detail
            }
            Capability::Absent { reason } => escaped(reason),
        };
        vec![name(source), word(&cell.capability), detail]
    };
    sources.iter().map(row).collect()
}

/// A row for each source: which attributes it does not record.
pub(super) fn of_entity(model: &Model, sources: &[Arc<Source>], entity: EntityId) -> Vec<Vec<String>> {
    let row = |source: &Arc<Source>| {
        if let Some(absent) = source.absent.iter().find(|absent| absent.entity == entity) {
            return vec![name(source), String::from("absent"), escaped(&absent.reason)];
        }
        let all: Vec<AttributeId> = model.attribute_ids(entity).collect();
        let lacking = all
            .iter()
            .filter(|id| !cell(source, **id).capability.is_available())
            .filter_map(|id| Some(code(&model.attribute(*id)?.name)));
        let lacking: Vec<String> = lacking.collect();
        let has = all.len().saturating_sub(lacking.len());
        let (said, detail) = match (has, lacking.as_slice()) {
            (0, _) => ("absent", String::from("the source does not map these records")),
            (_, []) => ("present", String::from("all attributes")),
            (_, lacking) => ("present", format!("without {}", lacking.join(", "))),
        };
        vec![name(source), said.to_owned(), detail]
    };
    sources.iter().map(row).collect()
}

/// The name of a source, with its country.
fn name(source: &Source) -> String {
    match &source.country {
        Some(country) => format!("{} ({})", code(&source.name), escaped(country)),
        None => code(&source.name),
    }
}

/// The word of the matrix. A date that is known less exactly says that it is.
fn word(capability: &Capability) -> String {
    match capability {
        Capability::Coarser { precision, .. } => format!("to the {precision} at worst"),
        other => other.word(),
    }
}

/// The first columns; a hover is no place for twenty.
fn shortened(columns: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = columns.iter().take(SHOWN).map(|column| code(column)).collect();
    match columns.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
