//! The cohort algebra: what is read, and a graph of operators that is evaluated for one patient after the other.
//!
//! Every node has a *domain*: it has one value for each patient, for each entry of a cohort, for each record of a stream,
//! or for each pair of an entry and a record. A bag of events is a Boolean over records (true: in the bag, unknown: left
//! aside); picks and aggregates reduce such a Boolean to one value for each patient or entry. No operator looks at two
//! patients. Invariant: operands come before the nodes that use them, and two nodes are never equal.

use kohort_semantics::codes::CodePattern;
use kohort_semantics::model::{AttributeId, Dated, EntityId};
use kohort_semantics::source::{Reading, RowCondition, TableFormat};
use kohort_semantics::study::{
    Aggregate, Arithmetic, Compare, LookingAhead, Otherwise, Output, Placement, Relation, ShiftUnit,
};
use kohort_semantics::value::{Number, Precision, Value};
use petgraph::graph::{DiGraph, NodeIndex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// The cohorts, each built from earlier ones only.
    pub cohorts: Vec<CohortPlan>,
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

/// One physical table, read once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// The table's name in the source model.
    pub table: String,
    /// The file below the data folder.
    pub file: String,
    /// How it is written.
    pub format: TableFormat,
    /// The column with the patient key.
    pub key: String,
}

/// The records of one entity: some rows and columns of one scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// The entity.
    pub entity: EntityId,
    /// The entity's name.
    pub name: String,
    /// Where the rows come from.
    pub scan: ScanId,
    /// Whether a patient has at most one record.
    pub single: bool,
    /// Whether it is the patient entity, whose keys are the population.
    pub patient: bool,
    /// What dates a record.
    pub dated: Dated,
    /// The rows of the scan that are records of this entity; all, if absent.
    pub condition: Option<RowCondition>,
    /// The columns that are read and decoded.
    pub columns: Vec<Column>,
}

/// One decoded column of a stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// `entity.attribute`, or `entity.local` for a local of the source model.
    pub name: String,
    /// The attribute it holds; absent for a local of the source model.
    pub attribute: Option<AttributeId>,
    /// How raw values are read. Quantities are decoded to the raw number and the position of its conversion in `units`.
    pub reading: Reading,
    /// For an attribute typed by analyte: the column of this stream that names the record's analyte.
    pub analyte: Option<u32>,
    /// The values' type.
    pub ty: ValueType,
    /// Words for a reader of the plan.
    #[serde(default)]
    pub display: ColumnDisplay,
}

/// Words that only a reader of a column needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnDisplay {
    /// The values of a category, in order.
    pub values: Vec<String>,
    /// The unit that a quantity is converted to, if it is the same for all records.
    pub unit: Option<String>,
    /// For an attribute that names analytes or is typed by one: the short names of the analytes that the study uses, and
    /// their units, by qualified name.
    pub analytes: BTreeMap<String, AnalyteDisplay>,
}

/// An analyte, for the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalyteDisplay {
    /// The name that the study uses.
    pub name: String,
    /// The unit that its values are in.
    pub unit: String,
}

/// Patients to leave out: those with a row that fulfils the condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptOutScan {
    /// The table's name in the source model.
    pub table: String,
    /// The file below the data folder.
    pub file: String,
    /// How it is written.
    pub format: TableFormat,
    /// The column with the patient key.
    pub key: String,
    /// The rows that opt out.
    pub condition: RowCondition,
}

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

/// The node of an attribute that the source derives for each record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedAttribute {
    /// `entity.attribute`.
    pub name: String,
    /// The attribute.
    pub attribute: AttributeId,
    /// The node, before a precision rule.
    pub node: NodeId,
}

/// The type of a node's values. All may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ValueType {
    /// True, false or unknown.
    Boolean,
    /// An exact number: integers, decimals, quantities in their type's unit, durations.
    Number,
    /// A date, possibly coarse.
    Date,
    /// A period.
    Period,
    /// A position in a category.
    Category,
    /// Text, a qualified analyte name, or a normalised code of the source's system.
    Text,
    /// One record of a row space, or none.
    Record,
}

/// The rows that a record-wise node ranges over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Space {
    /// The records of a stream.
    Stream(StreamId),
    /// The periods that an [`Operator::Episodes`] or [`Operator::Gaps`] node makes.
    Periods(NodeId),
}

/// For what a node has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Domain {
    /// For each entry of this cohort; for each patient, if absent.
    pub cohort: Option<CohortIndex>,
    /// And for each record of the patient in this space; one value, if absent.
    pub space: Option<Space>,
}

/// An operator with its domain and type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// What it computes.
    pub operator: Operator,
    /// For what it has values. Operands of a smaller domain are repeated.
    pub domain: Domain,
    /// The values' type. An operator that makes a space has the type of that space's rows.
    pub ty: ValueType,
    /// Words for a reader of the plan. Constants that are written differently are kept apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<ConstantDisplay>,
}

/// How a constant is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConstantDisplay {
    /// The value with its unit, or the word of a category.
    pub text: String,
    /// The definition, or the derived attribute, whose value it is.
    pub name: Option<String>,
}

/// What a node computes from its operands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Operator {
    /// The same value for everybody.
    Constant(Value),
    /// The entry's index date.
    Index,
    /// A decoded column, for each record of its stream. Quantities are in their type's unit.
    Column(ColumnId),
    /// The only record of a stream of which a patient has at most one.
    OnlyRecord(StreamId),
    /// A value of one record: `value` ranges over the space of `record`. Missing if there is no record.
    FieldOf {
        /// The record.
        record: NodeId,
        /// The record-wise value.
        value: NodeId,
    },
    /// A coarse date coarsened and placed by a precision rule.
    Place {
        /// The date as recorded.
        date: NodeId,
        /// The attribute, for counting placed and moved dates.
        attribute: AttributeId,
        /// The precision it is coarsened to.
        precision: Precision,
        /// Where it is placed.
        placement: Option<Placement>,
        /// Where a coarser date goes.
        otherwise: Option<Otherwise>,
        /// A placed date earlier than this is moved to it.
        not_before: Option<NodeId>,
        /// A placed date later than this is moved to it.
        not_after: Option<NodeId>,
    },
    /// Kleene negation.
    Not(NodeId),
    /// Kleene conjunction.
    And(Vec<NodeId>),
    /// Kleene disjunction.
    Or(Vec<NodeId>),
    /// A comparison.
    Compare {
        /// The operator.
        op: Compare,
        /// The left operand.
        left: NodeId,
        /// The right operand.
        right: NodeId,
    },
    /// Whether a code matches one of the patterns and none of the exceptions, all of the source's system.
    InCodes {
        /// The code.
        value: NodeId,
        /// The list's name, for the reader.
        list: String,
        /// The patterns.
        patterns: Vec<CodePattern>,
        /// The exceptions.
        except: Vec<CodePattern>,
    },
    /// Whether a date is in a period.
    InPeriod {
        /// The date.
        date: NodeId,
        /// The period.
        period: NodeId,
    },
    /// A relation of two periods.
    Relation {
        /// The relation.
        relation: Relation,
        /// The left period.
        left: NodeId,
        /// The right period.
        right: NodeId,
    },
    /// Whether the operand (a value, or a record) is missing.
    IsMissing(NodeId),
    /// The first operand that is known.
    OrElse(Vec<NodeId>),
    /// A choice.
    If {
        /// The value if the condition is true.
        then: NodeId,
        /// The condition.
        condition: NodeId,
        /// The value if the condition is false.
        otherwise: NodeId,
    },
    /// The negative.
    Negate(NodeId),
    /// Exact arithmetic.
    Arithmetic {
        /// The operator.
        op: Arithmetic,
        /// The left operand.
        left: NodeId,
        /// The right operand.
        right: NodeId,
    },
    /// A multiplication by a constant.
    Scale {
        /// The number.
        value: NodeId,
        /// The factor.
        factor: Number,
    },
    /// A date moved.
    Shift {
        /// The date.
        date: NodeId,
        /// How far.
        amount: i64,
        /// Days or months.
        unit: ShiftUnit,
    },
    /// Days from one date to another.
    DaysBetween {
        /// From.
        from: NodeId,
        /// To.
        to: NodeId,
    },
    /// Completed years.
    Age {
        /// The date of birth.
        birth: NodeId,
        /// The date.
        at: NodeId,
    },
    /// The earliest or latest known date.
    Extreme {
        /// Latest instead of earliest.
        latest: bool,
        /// The dates.
        dates: Vec<NodeId>,
    },
    /// A period from two dates.
    Period {
        /// The first day.
        start: NodeId,
        /// The last day.
        end: NodeId,
    },
    /// One end of a period.
    PeriodBound {
        /// The period.
        period: NodeId,
        /// The last day instead of the first.
        end: bool,
    },
    /// Which records are in a bag: those of `base` for which the filter and every window are true. Unknown: left aside.
    Select {
        /// The space the records are from.
        space: Space,
        /// A wider bag; all records of the space, if absent.
        base: Option<NodeId>,
        /// The where-clause.
        filter: Option<NodeId>,
        /// The windows.
        windows: Vec<WindowPlan>,
    },
    /// Episodes of the records in a bag: makes a space of periods for each patient or entry.
    Episodes {
        /// The bag.
        bag: NodeId,
        /// The records' first day.
        start: NodeId,
        /// The records' last day; the first, if absent.
        end: Option<NodeId>,
        /// The largest distance that is joined, in days.
        joined_within: i64,
    },
    /// Gaps between the records of a bag: makes a space of periods for each patient or entry.
    Gaps {
        /// The bag.
        bag: NodeId,
        /// The records' first day.
        start: NodeId,
        /// The records' last day; the first, if absent.
        end: Option<NodeId>,
        /// The length in days.
        days: i64,
        /// `>=` instead of `>`.
        or_equal: bool,
    },
    /// The period of each row of a space of periods.
    PeriodOfRow(NodeId),
    /// One record of a bag.
    Pick {
        /// The bag.
        bag: NodeId,
        /// Which one.
        which: PickPlan,
        /// The records' date.
        date: NodeId,
        /// How ties are broken, in order.
        ties: Vec<TieKey>,
    },
    /// Whether a bag has a record.
    Any(NodeId),
    /// How many records a bag has.
    Count(NodeId),
    /// On how many days a bag has records.
    DaysOf {
        /// The bag.
        bag: NodeId,
        /// The records' date.
        date: NodeId,
    },
    /// A summary over a bag.
    Aggregate {
        /// The bag.
        bag: NodeId,
        /// The summary.
        function: Aggregate,
        /// The record-wise value.
        value: NodeId,
    },
}

/// A window on the records' date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WindowPlan {
    /// The records' date. A record without one is not in the window.
    pub date: NodeId,
    /// The earliest date, and whether it is inside.
    pub from: Option<(NodeId, bool)>,
    /// The latest date, and whether it is inside.
    pub to: Option<(NodeId, bool)>,
}

/// Which of the records of a bag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PickPlan {
    /// The earliest.
    First,
    /// The latest.
    Last,
    /// The n-th from the earliest, from 1.
    Nth(u32),
    /// The nearest to a date.
    Nearest(NodeId),
}

/// A key that orders records of one day. Missing values come last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TieKey {
    /// The record-wise value.
    pub value: NodeId,
    /// How values are ordered.
    pub order: TieOrder,
}

/// How a tie key orders records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TieOrder {
    /// Lowest first.
    Ascending,
    /// Highest first.
    Descending,
    /// This category position first, all others alike.
    ValueFirst(u32),
}

/// A cohort of the study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CohortPlan {
    /// The name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The cohort it is drawn from.
    pub from: Option<CohortIndex>,
    /// How entries get their index date.
    pub index: IndexPlan,
    /// The criteria in the order of the attrition.
    pub criteria: Vec<CriterionPlan>,
}

/// How entries get their index date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IndexPlan {
    /// The entries of the cohort it is drawn from.
    Inherited,
    /// One date for a patient.
    One(NodeId),
    /// One entry for each distinct date of the records of a bag.
    Each {
        /// The bag.
        bag: NodeId,
        /// The records' date.
        date: NodeId,
    },
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CriterionPlan {
    /// The name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// Whether it removes those who meet it.
    pub exclude: bool,
    /// The condition, a Boolean for each entry (or patient).
    pub condition: NodeId,
    /// Whether an unknown condition counts as met; otherwise it does not.
    pub unknown_is_met: bool,
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

    /// The column with this id.
    pub fn column(&self, id: ColumnId) -> Option<&Column> {
        self.stream(id.stream)?.columns.get(id.index as usize)
    }
}
