//! The typed study: what a study means, independent of any country, table or layout of its text.
//!
//! Invariant: in a `Study` every name is resolved, every literal is converted to the unit of what it is compared with, and
//! every expression has a type. Oracle, plan, prose and semantic diff read this and nothing before it.

use crate::codes::{Analyte, CodeList};
use crate::model::{AttributeId, EntityId, Model};
use crate::units::Unit;
use crate::value::{Precision, Value};
use kohort_base::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A checked study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// The declared name.
    pub name: String,
    /// The declared version.
    pub version: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The model it is written against.
    pub model: Arc<Model>,
    /// The declared precision rules, at most one for an attribute.
    pub precision: Vec<PrecisionRule>,
    /// Parameters and `let` definitions; each refers only to earlier ones.
    pub definitions: Vec<Definition>,
    /// The cohorts in declaration order; each is built `from` earlier ones only.
    pub cohorts: Vec<Cohort>,
    /// What is reported.
    pub outputs: Vec<Output>,
    /// The code lists in use.
    pub code_lists: Vec<CodeList>,
    /// The analytes in use.
    pub analytes: Vec<Analyte>,
    /// The declared name's place.
    pub span: Span,
}

/// A definition, by position in [`Study::definitions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DefinitionId(pub u32);
/// A cohort, by position in [`Study::cohorts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CohortId(pub u32);
/// A code list, by position in [`Study::code_lists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CodeListId(pub u32);
/// An analyte, by position in [`Study::analytes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnalyteId(pub u32);

/// A named value: a `parameter` or a `let`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// The name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// Whether it was declared as a parameter.
    pub parameter: bool,
    /// What it stands for. It may refer to the index date; it then has one value for each cohort entry.
    pub value: Expr,
    /// The declared look past the index date, if any.
    pub looking_ahead: Option<LookingAhead>,
    /// The declared name's place.
    pub span: Span,
}

/// Coarsen a date attribute in every source alike and then place it on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrecisionRule {
    /// The date attribute.
    pub attribute: AttributeId,
    /// The precision every source is coarsened to.
    pub precision: Precision,
    /// The day it is then placed on; without one the date stays coarse.
    pub placement: Option<Placement>,
    /// A placed date earlier than this is moved to it.
    pub not_before: Option<Expr>,
    /// A placed date later than this is moved to it.
    pub not_after: Option<Expr>,
    /// What happens where a source is coarser than `precision`.
    pub otherwise: Option<Otherwise>,
    /// The rule's place.
    pub span: Span,
}

/// On which day of the time it may be a coarse date is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Placement {
    /// The first day.
    FirstDay,
    /// The last day.
    LastDay,
    /// This day of the (first) month, clamped to the month's end.
    DayOfMonth(u32),
    /// This day of the year.
    DayOfYear {
        /// 1 to 12.
        month: u32,
        /// 1 to 31, clamped to the month's end.
        day: u32,
    },
}

/// What a precision rule does with dates that are coarser than it expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Otherwise {
    /// They become missing.
    Missing,
    /// They are placed here.
    Placed(Placement),
}

/// People (or entries) with an index date who meet criteria.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cohort {
    /// The name.
    pub name: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The cohort it is drawn from: only its members' patients can enter.
    pub from: Option<CohortId>,
    /// The index date. A cohort `from` another without an index of its own has that one's.
    pub index: Option<Index>,
    /// The criteria in the order written, which is the order of the attrition.
    pub criteria: Vec<Criterion>,
    /// The declared name's place.
    pub span: Span,
}

/// How entries get their index date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Index {
    /// One date for a patient. A patient for whom it is missing has no entry.
    One(Expr),
    /// One entry for each distinct date of these events.
    Each(Events),
}

/// One `include` or `exclude`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// The name.
    pub name: String,
    /// The doc comment: what the attrition shows.
    pub doc: Option<String>,
    /// Whether it removes those who meet it.
    pub exclude: bool,
    /// The condition, of type Boolean.
    pub condition: Expr,
    /// What an unknown condition counts as, where the study says it; otherwise an unknown is not met.
    pub unknown_is_met: Option<bool>,
    /// The declared look past the index date, if any.
    pub looking_ahead: Option<LookingAhead>,
    /// The declared name's place.
    pub span: Span,
}

/// A declared reason for seeing later than the index date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LookingAhead {
    /// How many days after the index date.
    pub days: i64,
    /// Why; every report repeats it.
    pub reason: String,
}

/// Something a study reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Output {
    /// The attrition of every cohort.
    Attrition,
}

/// A typed expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expr {
    /// What it computes.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// Where it is written.
    pub span: Span,
}

/// The type of an expression. Every value may be missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Type {
    /// True or false; missing is *unknown*.
    Boolean,
    /// A whole number without a unit.
    Integer,
    /// A decimal without a unit.
    Decimal,
    /// A measured quantity. The value is a number in the analyte's or the dimension's unit.
    Quantity(Measure),
    /// A length of time in completed years (an age).
    Years,
    /// A length of time in months.
    Months,
    /// A length of time in days.
    Days,
    /// A date of any precision.
    Date,
    /// From one date to another, both included.
    Period,
    /// Text.
    Text,
    /// A code.
    Code,
    /// Which analyte.
    Analyte,
    /// A value of this attribute's category. The runtime value is the position.
    Category(AttributeId),
    /// One record, possibly missing.
    Event(Record),
    /// An unordered bag of one patient's records.
    Events(Record),
    /// The type of something that was already reported as wrong; it never causes a second message.
    Error,
}

/// What a quantity measures, and in which unit its value is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Measure {
    /// An analyte, in the analyte's unit.
    Analyte(AnalyteId),
    /// A dimension, in this unit.
    Unit(Unit),
}

/// What kind of record an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Records of a model's entity, or periods.
    pub kind: RecordKind,
    /// The one analyte that the records measure, where a where-clause fixed it.
    pub analyte: Option<AnalyteId>,
}

/// Where records come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordKind {
    /// Records of this entity.
    Entity(EntityId),
    /// Episodes or gaps, which have a start and an end.
    Periods,
}

/// A field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Field {
    /// An attribute of the entity.
    Attribute(AttributeId),
    /// The first day of an episode or gap.
    Start,
    /// The last day of an episode or gap.
    End,
    /// The whole time of an episode, a gap, or a record that lasts (`dated start to end`).
    Period,
}

/// What an expression computes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ExprKind {
    /// A constant. A quantity is already a number in the unit of its type; a duration is a number of its unit.
    Literal(Value),
    /// The entry's index date.
    Index,
    /// The value of a definition.
    Definition(DefinitionId),
    /// An attribute of an entity of which a patient has at most one record (after its precision rule, if a date).
    Attribute(AttributeId),
    /// A field of the record under test; only inside a where-clause or a source's derived attribute.
    RecordField(Field),
    /// A local column of the record; only inside a source's derived attribute.
    Local(u32),
    /// A field of one event. Missing if the event is.
    FieldOf {
        /// An expression of type [`Type::Event`].
        event: Box<Expr>,
        /// The field.
        field: Field,
    },
    /// Kleene negation.
    Not(Box<Expr>),
    /// Kleene conjunction of two or more.
    And(Vec<Expr>),
    /// Kleene disjunction of two or more.
    Or(Vec<Expr>),
    /// A comparison of two values of one type; unknown if either is missing. Coarse dates as in the language reference.
    Compare {
        /// The operator.
        op: Compare,
        /// The left operand.
        left: Box<Expr>,
        /// The right operand.
        right: Box<Expr>,
    },
    /// Whether a value equals one of the items or lies in one of the ranges; the Kleene disjunction of those tests.
    InSet {
        /// The value.
        value: Box<Expr>,
        /// The items.
        items: Vec<SetItem>,
    },
    /// Whether a code is in a code list.
    InCodes {
        /// The code.
        value: Box<Expr>,
        /// The list.
        list: CodeListId,
    },
    /// Whether a date lies in a period, both ends included.
    InPeriod {
        /// The date.
        date: Box<Expr>,
        /// The period.
        period: Box<Expr>,
    },
    /// A relation between two periods; unknown if either is missing.
    Relation {
        /// The relation.
        relation: Relation,
        /// The left period.
        left: Box<Expr>,
        /// The right period.
        right: Box<Expr>,
    },
    /// Whether a value is missing (`known: false`) or known; never unknown itself. An event is missing if there is none.
    IsMissing(Box<Expr>),
    /// The first of the operands that is not missing.
    OrElse(Vec<Expr>),
    /// `then if condition, else otherwise`; missing if the condition is unknown.
    If {
        /// The value if the condition is true.
        then: Box<Expr>,
        /// The condition.
        condition: Box<Expr>,
        /// The value if the condition is false.
        otherwise: Box<Expr>,
    },
    /// The negative of a number.
    Negate(Box<Expr>),
    /// Exact arithmetic on numbers and quantities; a division by zero is missing.
    Arithmetic {
        /// The operator.
        op: Arithmetic,
        /// The left operand.
        left: Box<Expr>,
        /// The right operand.
        right: Box<Expr>,
    },
    /// A conversion of a quantity's number: multiplied by the factor (between two units of one dimension).
    Scale {
        /// The number.
        value: Box<Expr>,
        /// The factor, a literal number.
        factor: crate::value::Number,
    },
    /// A date moved by whole days or months.
    Shift {
        /// The date.
        date: Box<Expr>,
        /// How far; negative is earlier.
        amount: i64,
        /// Days, or months with the day of month clamped.
        unit: ShiftUnit,
    },
    /// The number of days from one date to another (`to - from`). Both need a day.
    DaysBetween {
        /// The earlier, if the result is positive.
        from: Box<Expr>,
        /// The later.
        to: Box<Expr>,
    },
    /// Completed years from birth to a date. Both need a day.
    Age {
        /// The date of birth attribute.
        birth: Box<Expr>,
        /// The date.
        at: Box<Expr>,
    },
    /// The earliest or latest of several dates; missing operands are left out. All need a day.
    Extreme {
        /// Latest instead of earliest.
        latest: bool,
        /// The dates.
        dates: Vec<Expr>,
    },
    /// A period from two dates; missing if either is.
    Period {
        /// The first day.
        start: Box<Expr>,
        /// The last day.
        end: Box<Expr>,
    },
    /// The first (`end: false`) or last day of a period.
    PeriodBound {
        /// The period.
        period: Box<Expr>,
        /// The last day instead of the first.
        end: bool,
    },
    /// A bag of events.
    Events(Box<Events>),
    /// One of the events, by date; missing if there is none.
    Pick {
        /// Which.
        which: Pick,
        /// From these.
        events: Box<Events>,
        /// Declared tie-breaks, before the attributes in declaration order.
        ties: Vec<TieBreak>,
    },
    /// Whether there is an event; unknown if there is none but a where-clause or window was unknown for some.
    Any(Box<Events>),
    /// How many events there are.
    Count(Box<Events>),
    /// On how many distinct days there are events.
    DaysOf(Box<Events>),
    /// A summary of a field over the events for which it is not missing; missing if there are none.
    Aggregate {
        /// The summary.
        function: Aggregate,
        /// The events.
        events: Box<Events>,
        /// The field.
        field: Field,
    },
}

/// One item of a set.
#[allow(
    clippy::large_enum_variant,
    reason = "sets are small, and a range holds just two of what a value holds"
)]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SetItem {
    /// Equal to this.
    Value(Expr),
    /// Between these, both included.
    Range(Expr, Expr),
}

/// A bag of one patient's records: a base, narrowed by a where-clause and windows, all of which must hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Events {
    /// What is narrowed.
    pub base: EventsBase,
    /// The where-clause, of type Boolean.
    pub filter: Option<Expr>,
    /// The windows on the record's date.
    pub windows: Vec<Window>,
    /// What the records are.
    pub record: Record,
    /// Where it is written.
    pub span: Span,
}

/// What a bag of events starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EventsBase {
    /// All records of an entity.
    Entity(EntityId),
    /// A definition of type [`Type::Events`].
    Definition(DefinitionId),
    /// Another bag (parentheses).
    Nested(Box<Events>),
    /// The records' times, joined where the next starts at most so many days after the last covered day.
    Episodes {
        /// The records.
        events: Box<Events>,
        /// The largest distance that is joined, in days.
        joined_within: i64,
    },
    /// The times between the records' last covered day and the next start that are longer than a length.
    Gaps {
        /// The records.
        events: Box<Events>,
        /// The length in days.
        days: i64,
        /// `gap >= n` instead of `gap > n`.
        or_equal: bool,
    },
}

/// Bounds on a record's date. The window is unknown if a given bound is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// The earliest date.
    pub from: Option<Bound>,
    /// The latest date.
    pub to: Option<Bound>,
    /// Where it is written.
    pub span: Span,
}

/// One end of a window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// The date.
    pub date: Expr,
    /// Whether the date itself is inside.
    pub inclusive: bool,
}

/// A comparison operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Compare {
    /// `=`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// An arithmetic operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// What a date is moved by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ShiftUnit {
    /// Days; needs a day.
    Days,
    /// Months; the day of month is kept, clamped to the month's end.
    Months,
}

/// A relation between two periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Relation {
    /// They share a day.
    Overlaps,
    /// The left covers every day of the right.
    Contains,
    /// The left's first day is in the right.
    StartsIn,
    /// The left's last day is in the right.
    EndsIn,
}

/// Which of several events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Pick {
    /// The earliest.
    First,
    /// The latest. Ties are broken as for the earliest.
    Last,
    /// The n-th from the earliest, counted from 1.
    Nth(u32),
    /// The nearest to a date; of two equally near, the earlier.
    Nearest(Box<Expr>),
}

/// A declared order among events of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TieBreak {
    /// Records with this category value (by position) come first.
    ValueFirst(AttributeId, u32),
    /// The highest value of the attribute comes first, missing last.
    HighestFirst(AttributeId),
    /// The lowest value of the attribute comes first, missing last.
    LowestFirst(AttributeId),
}

/// A summary of a field over events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Aggregate {
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// The exact sum.
    Sum,
    /// The exact arithmetic mean.
    Mean,
    /// The middle value, or the exact mean of the two middle values.
    Median,
}

impl Study {
    /// The definition with this id.
    pub fn definition(&self, id: DefinitionId) -> Option<&Definition> {
        self.definitions.get(id.0 as usize)
    }

    /// The cohort with this id.
    pub fn cohort(&self, id: CohortId) -> Option<&Cohort> {
        self.cohorts.get(id.0 as usize)
    }

    /// The precision rule for an attribute, if the study has one.
    pub fn precision_rule(&self, attribute: AttributeId) -> Option<&PrecisionRule> {
        self.precision.iter().find(|rule| rule.attribute == attribute)
    }
}
