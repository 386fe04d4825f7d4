//! Typed expressions: what they compute and of which type they are.

use super::{
    Aggregate, AnalyteId, Arithmetic, CodeListId, Compare, DefinitionId, DrugListId, DrugSet, Events,
    FixedCategory, LineField, Pick, Relation, ShiftUnit, TieBreak,
};
use crate::model::{AttributeId, EntityId};
use crate::units::Unit;
use crate::value::Value;
use kohort_base::Span;
use serde::{Deserialize, Serialize};

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
    /// Which substance. The runtime value is its qualified name as text.
    Drug,
    /// A set of substances. The runtime value is the text of [`super::drugs_text`].
    Drugs,
    /// A value of this attribute's category. The runtime value is the position.
    Category(AttributeId),
    /// A value of a category of the language. The runtime value is the position.
    Fixed(FixedCategory),
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
    /// Lines of therapy.
    Lines,
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
    /// A field of a line of therapy.
    Line(LineField),
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
    /// Whether a substance is in a set of drugs.
    InDrugs {
        /// The substance.
        value: Box<Expr>,
        /// The set.
        list: DrugListId,
    },
    /// Whether a set of substances passes all of some tests; unknown if the set is missing.
    HasDrugs {
        /// The set.
        value: Box<Expr>,
        /// The tests.
        tests: Vec<DrugsTest>,
    },
    /// A value that is asked for in some sources only; missing in all others.
    OnlyIn {
        /// The sources' names, sorted.
        sources: Vec<String>,
        /// The value there.
        value: Box<Expr>,
    },
    /// `preferred if available, else fallback`: the first where the source records everything that it needs, otherwise the
    /// second. Decided when the study is bound to a source, never by data.
    IfAvailable {
        /// The value where it can be known.
        preferred: Box<Expr>,
        /// The value elsewhere.
        fallback: Box<Expr>,
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

/// One test of a set of substances against others: the drugs of the set and of the values together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrugsTest {
    /// How many must be among them.
    pub quantity: DrugsQuantity,
    /// The others.
    pub drugs: DrugSet,
    /// Further sets, of type [`Type::Drugs`]. The test is unknown if one is missing.
    pub values: Vec<Expr>,
}

/// How many of a set's substances must be among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrugsQuantity {
    /// `any in`: at least one is.
    Any,
    /// `any not in`: at least one is not.
    AnyNot,
    /// `all in`: each is.
    All,
    /// `none in`: none is.
    None,
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
