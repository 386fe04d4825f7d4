//! The names by which nodes are called.
//!
//! Invariant: the first definition of a node names it, so that one that is used twice has one name. A constant is never named by its node, since equal constants may be
//! equal by chance; one that is the value of a definition carries the name itself.

use crate::algebra::{NamedNode, NodeId, Operator, Plan};
use crate::words::small::bare;
use std::collections::BTreeMap;

/// Names of nodes.
pub(super) struct Names<'a> {
    definitions: BTreeMap<NodeId, &'a str>,
    derived: BTreeMap<NodeId, &'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let mut names = Self {
            definitions: BTreeMap::new(),
            derived: BTreeMap::new(),
        };
        let constant = |node: NodeId| {
            matches!(
                plan.node(node).map(|found| &found.operator),
                Some(Operator::Constant(_))
            )
        };
        for definition in plan
            .definitions
            .iter()
            .filter(|definition| !constant(definition.node) && !is_aside(plan, definition))
        {
            names
                .definitions
                .entry(definition.node)
                .or_insert(&definition.name);
        }
        for derived in plan
            .derived
            .iter()
            .filter(|derived| !constant(derived.node) && !recorded(plan, derived.node))
        {
            names.derived.entry(derived.node).or_insert(bare(&derived.name));
        }
        names
    }

    /// The definition that a node is.
    pub(super) fn definition(&self, node: NodeId) -> Option<&'a str> {
        self.definitions.get(&node).copied()
    }

    /// The derived attribute of a record that a node is, without its entity.
    pub(super) fn derived(&self, node: NodeId) -> Option<&'a str> {
        self.derived.get(&node).copied()
    }
}

/// Whether a definition was made for something else, such as `age_group.value` for a characteristic, and is too simple to be
/// called by that name where others use the same.
pub(super) fn is_aside(plan: &Plan, definition: &NamedNode) -> bool {
    let simple = |node| match plan.node(node).map(|found| &found.operator) {
        Some(Operator::FieldOf { record, .. }) => !matches!(
            plan.node(*record).map(|found| &found.operator),
            Some(Operator::Pick { .. })
        ),
        found => !matches!(found, Some(Operator::Pick { .. } | Operator::Select { .. })),
    };
    definition.name.contains('.') && simple(definition.node)
}

/// Whether a node is an attribute that the source records, which keeps its own name.
fn recorded(plan: &Plan, node: NodeId) -> bool {
    match plan.node(node).map(|found| &found.operator) {
        Some(Operator::Column(column)) => plan
            .column(*column)
            .is_some_and(|found| found.attribute.is_some()),
        Some(Operator::Place { .. } | Operator::Bounded { .. }) => true,
        _ => false,
    }
}
