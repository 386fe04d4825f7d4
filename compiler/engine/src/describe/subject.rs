//! What is described: everything that a source maps, ready to be evaluated batch by batch.
//!
//! Invariant: an attribute is evaluated as the source derives it, before the source's bounds, so that what is counted is
//! what was recorded; bounds are evaluated for what contradicts them.

use super::tally::Frame;
use crate::error::EnvironmentFault;
use crate::pass::batch::PatientBatch;
use crate::pass::counts::bounds;
use crate::pass::evaluate::EvaluateError;
use crate::pass::kernels::dispatch::Scope;
use crate::pass::kernels::domains::Domains;
use crate::pass::kernels::fault::Fault;
use crate::pass::kernels::layout::Layout;
use crate::pass::kernels::prepare::Prepared;
use crate::pass::kernels::schedule::{self, Schedule, Step};
use kohort_plan::algebra::NodeId;
use kohort_plan::{Complete, Plan, complete};
use kohort_semantics::codes::Analyte;
use kohort_semantics::model::{AttributeId, AttributeType, Model};
use kohort_semantics::source::Source;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is described.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) model: Arc<Model>,
    pub(super) plan: Arc<Plan>,
    /// The first and the last day that the source says its data cover.
    pub(super) frame: Frame,
    /// The analytes that values are compared with, by qualified name.
    pub(super) analytes: BTreeMap<String, Arc<Analyte>>,
    /// For each stream of the plan, the attributes that the source records.
    pub(super) entities: Vec<Vec<Described>>,
    prepared: Prepared,
}

/// An attribute that the source records.
#[derive(Debug, Clone)]
pub(super) struct Described {
    pub(super) id: AttributeId,
    pub(super) name: String,
    pub(super) ty: AttributeType,
    /// Its values.
    pub(super) node: NodeId,
    /// Its column in the stream, if it is not only derived.
    pub(super) column: Option<usize>,
}

impl Subject {
    pub(super) fn new(
        model: &Arc<Model>,
        source: &Source,
        analytes: &[Arc<Analyte>],
    ) -> Result<Self, EnvironmentFault> {
        let bound = complete(model, source).map_err(|error| EnvironmentFault::Plan(error.to_string()))?;
        let Complete { plan, attributes } = bound;
        let entities = plan.streams.iter().map(|stream| {
            let own = attributes.iter().filter(|(id, _)| id.entity == stream.entity);
            let described = own.filter_map(|(id, node)| {
                let attribute = model.attribute(*id)?;
                Some(Described {
                    id: *id,
                    name: attribute.name.clone(),
                    ty: attribute.ty.clone(),
                    node: *node,
                    column: stream
                        .columns
                        .iter()
                        .position(|column| column.attribute == Some(*id)),
                })
            });
            described.collect()
        });
        let steps = plan
            .graph
            .node_indices()
            .map(|node| (Step::Node(node), Vec::new()));
        let schedule = Schedule {
            steps: steps.collect(),
        };
        let by_name = analytes
            .iter()
            .map(|analyte| (analyte.qualified.clone(), Arc::clone(analyte)));
        Ok(Self {
            model: Arc::clone(model),
            entities: entities.collect(),
            frame: match source.anchor {
                Some(_) => Frame::Anchored,
                None => Frame::Calendar(source.period),
            },
            analytes: by_name.collect(),
            prepared: Prepared::new(&plan, &schedule),
            plan: Arc::new(plan),
        })
    }

    /// Evaluates all attributes of a batch. Also gives how many dates contradict each bound.
    pub(super) fn evaluate<'a>(
        &'a self,
        batch: &'a PatientBatch,
    ) -> Result<(Scope<'a>, Vec<u64>), EvaluateError> {
        batch.check(&self.plan)?;
        let layouts = batch
            .streams
            .iter()
            .map(|stream| Layout::from_offsets(&stream.offsets))
            .collect();
        let mut scope = Scope {
            plan: &self.plan,
            prepared: &self.prepared,
            batch,
            domains: Domains::new(batch.patients, layouts),
            values: BTreeMap::new(),
            periods: BTreeMap::new(),
            lines: BTreeMap::new(),
        };
        let bounds: Vec<NodeId> = bounds(&self.plan).collect();
        let mut contradictions = Vec::with_capacity(bounds.len());
        // Operands come before the nodes that use them.
        for node in self.plan.graph.node_indices() {
            let computed = scope.evaluate(node).map_err(|fault| self.fault(node, &fault))?;
            if bounds.contains(&node) {
                contradictions.push(computed.contradictions);
            }
            scope.values.insert(node, computed.values);
        }
        Ok((scope, contradictions))
    }

    /// The error of a node that cannot be evaluated.
    pub(super) fn fault(&self, node: NodeId, fault: &Fault) -> EvaluateError {
        schedule::error(&self.plan, Step::Node(node), fault)
    }
}
