//! Everything that a source maps, with the rules and bounds by which it does, and without a study.
//!
//! Invariant: each attribute that some record can have is one node over the records of its entity: as the source derives
//! it, before the source's bounds, which are nodes of their own behind the attributes.

use super::streams::Layout;
use super::{BindError, Binder};
use crate::algebra::{NodeId, Plan};
use crate::build::GraphBuilder;
use crate::words::Vocabulary;
use kohort_semantics::model::{AttributeId, EntityId, Model};
use kohort_semantics::source::Source;
use kohort_semantics::study::Study;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that a source maps.
#[derive(Debug, Clone)]
pub struct Complete {
    /// Tables, records, columns, rules and bounds; no cohort.
    pub plan: Plan,
    /// The node of each attribute that the source records, in the model's order.
    pub attributes: Vec<(AttributeId, NodeId)>,
}

/// Binds everything that a source maps.
///
/// # Errors
/// If a rule or a bound of the source is not one that a check has passed.
pub fn complete(model: &Arc<Model>, source: &Source) -> Result<Complete, BindError> {
    let study = Study {
        name: String::new(),
        version: String::new(),
        doc: None,
        model: Arc::clone(model),
        precision: Vec::new(),
        definitions: Vec::new(),
        cohorts: Vec::new(),
        endpoints: Vec::new(),
        characteristics: Vec::new(),
        outputs: Vec::new(),
        code_lists: Vec::new(),
        analytes: Vec::new(),
        drugs: Vec::new(),
        drug_lists: Vec::new(),
        tests: Vec::new(),
        span: source.span,
    };
    let mut binder = Binder {
        study: &study,
        source,
        layout: Layout::new(model, source, &Vocabulary::default()),
        words: Vocabulary::default(),
        graph: GraphBuilder::default(),
        attributes: BTreeMap::new(),
        recorded: true,
        pending: Vec::new(),
        derived: Vec::new(),
        bound: BTreeMap::new(),
        names: Vec::new(),
        unused: Vec::new(),
    };
    let mut attributes = Vec::new();
    let entities = (0..model.entities.len() as u32).map(EntityId);
    for attribute in entities.flat_map(|entity| model.attribute_ids(entity)) {
        if source.records(attribute) {
            attributes.push((attribute, binder.attribute(attribute, source.span)?));
        }
    }
    binder.recorded = false;
    for bound in &source.bounds {
        if source.records(bound.attribute) {
            binder.attribute(bound.attribute, source.span)?;
        }
    }
    let plan = Plan {
        graph: binder.graph.finish(),
        ..super::layout(model, source)
    };
    Ok(Complete { plan, attributes })
}
