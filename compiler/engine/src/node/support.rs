//! What both physical nodes need.

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::{Partitioning, PlanProperties};
use std::sync::Arc;

/// The properties of a node whose partitions and rows have no order that others could use.
pub(crate) fn properties(
    schema: SchemaRef,
    partitions: usize,
    emission: EmissionType,
) -> Arc<PlanProperties> {
    let partitioning = Partitioning::UnknownPartitioning(partitions);
    let equivalences = EquivalenceProperties::new(schema);
    Arc::new(PlanProperties::new(
        equivalences,
        partitioning,
        emission,
        Boundedness::Bounded,
    ))
}
