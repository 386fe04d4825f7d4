//! What a node computes from its operands.

use super::{ColumnId, DrugsTestPlan, LinesPlan, NodeId, Space, StreamId};
use kohort_semantics::codes::CodePattern;
use kohort_semantics::model::AttributeId;
use kohort_semantics::source::Contradiction;
use kohort_semantics::study::{
    Aggregate, Arithmetic, Compare, LineField, Otherwise, Placement, Relation, ShiftUnit,
};
use kohort_semantics::value::{Number, Precision, Value};
use serde::{Deserialize, Serialize};

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
    /// A value that each part of a stream has from a node of its own: of a record of part `k`, the value of `parts[k]`.
    ByPart {
        /// The stream.
        stream: StreamId,
        /// The record-wise value, or constant, for each part of the stream.
        parts: Vec<NodeId>,
    },
    /// A date as the source's bound lets it be: what certainly breaks the bound becomes something else and is counted, and
    /// what may keep it is narrowed to the days that do.
    Bounded {
        /// The date as recorded.
        date: NodeId,
        /// The attribute, for counting contradictions.
        attribute: AttributeId,
        /// The limit as recorded. A missing one bounds nothing.
        limit: NodeId,
        /// Whether the date must be on or after the limit; otherwise on or before.
        after: bool,
        /// What a date becomes that cannot obey.
        otherwise: Contradiction,
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
    /// Whether a code matches one of the patterns and none of the exceptions, each of its own system.
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
    /// Whether a drug is one of some drugs.
    InDrugs {
        /// The drug.
        value: NodeId,
        /// The list's name, for the reader.
        list: String,
        /// The drugs' qualified names, ascending.
        drugs: Vec<String>,
        /// The names by which a reader knows them, in the same order.
        names: Vec<String>,
    },
    /// Whether a set of substances passes all tests.
    HasDrugs {
        /// The set.
        value: NodeId,
        /// The tests.
        tests: Vec<DrugsTestPlan>,
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
    /// Lines of therapy: makes a space of lines for each patient or entry.
    Lines(Box<LinesPlan>),
    /// A field of each row of a space of lines.
    LineField {
        /// What makes the lines.
        lines: NodeId,
        /// The field.
        field: LineField,
    },
    /// Days of each row of a space of lines, from its first day to the last of its line, both counted.
    LineDays(NodeId),
    /// The regimens of the lines of a patient or entry (of the setting `main`, without maintenance), joined by ` > `.
    LineSequence(NodeId),
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
