//! The cohort algebra: what is read, and a graph of operators that is evaluated for one patient after the other.
//!
//! Every node has a *domain*: it has one value for each patient, for each entry of a cohort, for each record of a stream,
//! or for each pair of an entry and a record. A bag of events is a Boolean over records (true: in the bag, unknown: left
//! aside); picks and aggregates reduce such a Boolean to one value for each patient or entry. No operator looks at two
//! patients. Invariant: operands come before the nodes that use them, and two nodes are never equal.

mod adaptation;
mod cohort;
mod lines;
mod node;
mod operator;
mod scan;
mod stream;
mod tally;

pub use adaptation::{Adaptation, Chosen};
pub use cohort::{CohortPlan, CriterionPlan, IndexPlan};
pub use lines::{DatedBag, DrugsTestPlan, LinesPlan};
pub use node::{ConstantDisplay, Domain, Node, Space, ValueType};
pub use operator::{Operator, PickPlan, TieKey, TieOrder, WindowPlan};
pub use scan::{JoinPlan, JoinedRows, JoinedTable, OptOutScan, Scan, ScanOrigin};
pub use stream::{AnalyteDisplay, Column, ColumnDisplay, DerivedAttribute, Stream, StreamPart};
pub use tally::{EndpointEventPlan, EndpointPlan, TallyColumnPlan, TallyPlan};

use kohort_semantics::source::{CodeReading, Decode, Repeats, UnitSpec};
use kohort_semantics::study::{LookingAhead, Output};
use petgraph::graph::{DiGraph, NodeIndex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A study bound to one source.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Plan {
    /// The study's name.
    pub study: String,
    /// The study's version.
    pub study_version: String,
    /// The study's doc comment.
    pub study_doc: Option<String>,
    /// The model that the study is written against, with its module.
    pub model: String,
    /// The model's version.
    pub model_version: String,
    /// The source's name.
    pub source: String,
    /// The source's version.
    pub source_version: String,
    /// The source's country, where it declares one.
    pub country: Option<String>,
    /// The smallest count that may be published, where the source declares one.
    pub minimum_cell: Option<u32>,
    /// The tables that are read, each once, in the source's order.
    pub scans: Vec<Scan>,
    /// The records that the operators see, in the model's order.
    pub streams: Vec<Stream>,
    /// Patients left out before anything is counted.
    pub opt_outs: Vec<OptOutScan>,
    /// The operators; an edge leads from an operand to its user.
    pub graph: DiGraph<Node, ()>,
    /// The study's named definitions, for the reader of the plan; one that depends on the index date has a node for each
    /// cohort that uses it.
    pub definitions: Vec<NamedNode>,
    /// Definitions without a node, since no cohort uses them.
    pub unused_definitions: Vec<String>,
    /// The attributes in use that the source derives by a rule.
    pub derived: Vec<DerivedAttribute>,
    /// Where the study says something else for some sources, and what that is for this one.
    #[serde(default)]
    pub adaptations: Vec<Adaptation>,
    /// The cohorts, each built from earlier ones only.
    pub cohorts: Vec<CohortPlan>,
    /// The endpoints, each for one cohort.
    #[serde(default)]
    pub endpoints: Vec<EndpointPlan>,
    /// What is counted beside the attrition, in the order of [`kohort_semantics::study::Study::tallies`].
    #[serde(default)]
    pub tallies: Vec<TallyPlan>,
    /// What is reported.
    pub outputs: Vec<Output>,
}

/// A node of [`Plan::graph`].
pub type NodeId = NodeIndex<u32>;

/// A scan, by position in [`Plan::scans`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ScanId(pub u32);

/// A stream, by position in [`Plan::streams`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StreamId(pub u32);

/// A column of a stream, by position in [`Stream::columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ColumnId {
    /// The stream.
    pub stream: StreamId,
    /// The position.
    pub index: u32,
}

/// A cohort, by position in [`Plan::cohorts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CohortIndex(pub u32);

/// A definition's node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedNode {
    /// The definition's name.
    pub name: String,
    /// The cohort whose index date it uses, if it uses one.
    pub cohort: Option<CohortIndex>,
    /// The node.
    pub node: NodeId,
    /// The doc comment.
    pub doc: Option<String>,
    /// Whether it was declared as a parameter.
    pub parameter: bool,
    /// The declared look past the index date.
    pub looking_ahead: Option<LookingAhead>,
}

impl Plan {
    /// The node with this id.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.graph.node_weight(id)
    }

    /// The stream with this id.
    pub fn stream(&self, id: StreamId) -> Option<&Stream> {
        self.streams.get(id.0 as usize)
    }

    /// The columns of a scan's table that are read, as the source model names them.
    pub fn raw_columns(&self, id: ScanId) -> BTreeSet<String> {
        let mut read = BTreeSet::new();
        read.extend(self.scans.get(id.0 as usize).map(|scan| scan.key.clone()));
        let parts = self.streams.iter().flat_map(|stream| &stream.parts);
        for part in parts.filter(|part| part.scan == id) {
            let tests = part.condition.iter().flat_map(|condition| &condition.tests);
            read.extend(tests.map(|test| test.column.clone()));
            if let Repeats::LastBy(column) = &part.repeats {
                read.insert(column.clone());
            }
            for reading in part.readings.iter().flatten() {
                match &reading.decode {
                    Decode::Always(_) => continue,
                    Decode::Date { by: Some(by), .. } => read.insert(by.column.clone()),
                    Decode::Code(CodeReading::ByColumn { column, .. })
                    | Decode::Quantity(UnitSpec::ByColumn { column, .. }) => read.insert(column.clone()),
                    _ => false,
                };
                read.insert(reading.column.clone());
            }
        }
        read
    }

    /// The column with this id.
    pub fn column(&self, id: ColumnId) -> Option<&Column> {
        self.stream(id.stream)?.columns.get(id.index as usize)
    }
}
