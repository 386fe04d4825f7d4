//! What in a dataset contradicts its source model, for those who make tables.

use crate::fault::Contradiction;
use crate::load;
use crate::raw::Tables;
use crate::uses::Uses;
use kohort_semantics::model::EntityId;
use kohort_semantics::{Source, Study};

/// What would have to go for the tables to agree with their source model, whatever a study uses. Where rows contradict each
/// other, all but the first are named; without what is named, other contradictions may appear.
pub fn contradictions(study: &Study, source: &Source, tables: &Tables) -> Vec<Contradiction> {
    let entities = (0..)
        .zip(&study.model.entities)
        .map(|(number, _)| EntityId(number));
    let mut uses = Uses::default();
    for entity in entities {
        uses.entities.insert(entity);
        uses.attributes.extend(study.model.attribute_ids(entity));
    }
    for (number, mapping) in source.entities.iter().enumerate() {
        uses.locals
            .extend((0..).zip(&mapping.locals).map(|(local, _)| (number, local)));
    }
    load::contradictions(study, source, tables, &uses)
}
