//! Builds a plan's graph node by node.
//!
//! Invariant: a node is added after its operands, equal nodes are one node, and an edge leads from each distinct operand to
//! its user. The order of the nodes is therefore an order in which they can be evaluated.

use crate::algebra::{CohortIndex, ConstantDisplay, Node, NodeId, Operator, ValueType};
use crate::domain::{self, DomainFault};
use petgraph::graph::DiGraph;
use std::collections::{BTreeMap, BTreeSet};

/// A graph in the making.
#[derive(Debug, Default)]
pub(crate) struct GraphBuilder {
    graph: DiGraph<Node, ()>,
    /// Nodes by their written form. It holds everything that equality compares, and unlike a hash it never collides.
    known: BTreeMap<String, NodeId>,
}

impl GraphBuilder {
    /// Adds an operator, or finds the equal one. `cohort` is the cohort whose index date it may be.
    pub(crate) fn add(
        &mut self,
        operator: Operator,
        cohort: Option<CohortIndex>,
        ty: ValueType,
    ) -> Result<NodeId, DomainFault> {
        let domain = domain::of(&operator, cohort, &self.graph)?;
        Ok(self.insert(Node {
            operator,
            domain,
            ty,
            display: None,
        }))
    }

    /// Adds a constant, shown as said.
    pub(crate) fn constant(
        &mut self,
        operator: Operator,
        ty: ValueType,
        display: ConstantDisplay,
    ) -> Result<NodeId, DomainFault> {
        let domain = domain::of(&operator, None, &self.graph)?;
        Ok(self.insert(Node {
            operator,
            domain,
            ty,
            display: Some(display),
        }))
    }

    /// Adds a node whose operands are nodes of this graph, or finds the equal one.
    pub(crate) fn insert(&mut self, node: Node) -> NodeId {
        // Writing a node cannot fail: it is plain data with text keys. If it did, the node would only not be shared.
        let written = serde_json::to_string(&node).ok();
        if let Some(found) = written.as_ref().and_then(|written| self.known.get(written)) {
            return *found;
        }
        let operands: BTreeSet<NodeId> = node.operator.operands().into_iter().collect();
        let id = self.graph.add_node(node);
        // An operand that does not exist gets no edge; the invariants report it.
        for operand in operands.into_iter().filter(|operand| *operand < id) {
            self.graph.add_edge(operand, id, ());
        }
        if let Some(written) = written {
            self.known.insert(written, id);
        }
        id
    }

    /// The graph so far.
    pub(crate) fn graph(&self) -> &DiGraph<Node, ()> {
        &self.graph
    }

    /// The finished graph.
    pub(crate) fn finish(self) -> DiGraph<Node, ()> {
        self.graph
    }
}
